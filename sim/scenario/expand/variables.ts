// Variables: `variables: {depth: 0.3, hold: {value: 5m, min: 1s, max: 1h}}`. Each has a value, and may have a range that whoever gives
// it another value must keep to.

import {shown} from '../shown.ts';
import type {Field, Reader} from '../reader.ts';
import {measureOf, measureText} from './measure.ts';
import type {Measure} from './measure.ts';

export type VariableValue = string | number | boolean;

export interface Rule {
	readonly min: Measure | null;
	readonly max: Measure | null;
	/** For people: what the number counts; '' where nothing is said. */
	readonly unit: string;
}

export interface Variable {
	readonly name: string;
	/** Where it is declared. */
	readonly field: Field;
	readonly rule: Rule;
	readonly value: VariableValue;
}

export type Variables = ReadonlyMap<string, Variable>;

export const noRule: Rule = {min: null, max: null, unit: ''};

export const variableKeys: readonly string[] = ['value', 'min', 'max', 'unit'];
const MOST_VARIABLES = 200;
const LONGEST_NAME = 64;
/** Longer texts stand where they are used. */
const LONGEST_TEXT = 200;
const LONGEST_UNIT = 32;
export const variableName = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** The variables that a file declares. One that is refused is there all the same, so that its uses are none's fault. */
export function readVariables(reader: Reader, field: Field | undefined): Map<string, Variable> {
	const variables = new Map<string, Variable>();
	if (field === undefined) {
		return variables;
	}
	for (const [name, declared] of reader.map(field, null)) {
		if (name.length > LONGEST_NAME || !variableName.test(name)) {
			reader.refuse(
				declared,
				`the name of a variable is 1 to ${LONGEST_NAME} letters, digits, _ and -, a letter first`,
			);
		}
		variables.set(name, readVariable(reader, name, declared));
	}
	if (variables.size > MOST_VARIABLES) {
		reader.refuse(field, `${variables.size} variables; there may be at most ${MOST_VARIABLES}`);
	}
	return variables;
}

function readVariable(reader: Reader, name: string, field: Field): Variable {
	if (!reader.isMap(field)) {
		return {name, field, rule: noRule, value: scalarOf(reader, field)};
	}
	const fields = reader.map(field, variableKeys);
	const value = fields.get('value');
	if (value === undefined) {
		reader.refuse(field, 'value is missing: what the variable is where nobody says otherwise');
		return {name, field, rule: noRule, value: ''};
	}
	const rule = {
		min: boundOf(reader, fields.get('min')),
		max: boundOf(reader, fields.get('max')),
		unit: unitOf(reader, fields.get('unit')),
	};
	const variable = {name, field, rule, value: scalarOf(reader, value)};
	if (
		rule.min !== null
		&& rule.max !== null
		&& (rule.min.unit !== rule.max.unit || rule.min.amount > rule.max.amount)
	) {
		reader.refuse(field, 'min must not be above max, and both have the same unit');
	} else {
		refuseValue(reader, value, variable, variable.value);
	}
	return variable;
}

/** Text of one line, a number or a truth; refused where it is something else. */
export function scalarOf(reader: Reader, field: Field): VariableValue {
	const value = reader.value(field);
	const refusal = scalarRefusal(value);
	if (refusal !== null) {
		reader.refuse(field, refusal);
		return '';
	}
	return value as VariableValue;
}

/** Why `value` can be no variable's; null where it can. */
export function scalarRefusal(value: unknown): string | null {
	if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
		return null;
	}
	if (typeof value !== 'string' || value.length > LONGEST_TEXT || value.includes('\n')) {
		const not = value === null ? 'nothing' : shown(value);
		return `must be a number, true, false or text of one line with at most ${LONGEST_TEXT} characters, not ${not}`;
	}
	return value.includes('${') ? 'cannot be made of other variables; write the value itself' : null;
}

function boundOf(reader: Reader, field: Field | undefined): Measure | null {
	if (field === undefined) {
		return null;
	}
	const measure = measureOf(reader.value(field));
	if (measure === undefined) {
		reader.refuse(field, `must be a number, with a unit where the value has one, not ${reader.shown(field)}`);
	}
	return measure ?? null;
}

function unitOf(reader: Reader, field: Field | undefined): string {
	const unit = field === undefined ? '' : reader.value(field);
	if (field !== undefined && (typeof unit !== 'string' || unit === '' || unit.length > LONGEST_UNIT)) {
		reader.refuse(field, `must be what the number counts, such as share, of at most ${LONGEST_UNIT} characters`);
	}
	return String(unit);
}

/** Refuses `value` at `field` where the variable's range does not hold it. */
export function refuseValue(reader: Reader, field: Field, variable: Variable, value: VariableValue): void {
	const refusal = valueRefusal(variable, value);
	if (refusal !== null) {
		reader.refuse(field, refusal);
	}
}

/** Why the variable cannot have `value`; null where it can. */
export function valueRefusal({name, rule}: Variable, value: VariableValue): string | null {
	const {min, max} = rule;
	const measure = measureOf(value);
	const fits =
		(min === null || (measure !== undefined && measure.unit === min.unit && measure.amount >= min.amount))
		&& (max === null || (measure !== undefined && measure.unit === max.unit && measure.amount <= max.amount));
	return fits ? null : `${name} must be ${rangeText(rule)}, not ${shown(value)}`;
}

function rangeText({min, max, unit}: Rule): string {
	const what = unit === '' ? '' : ` ${unit}`;
	if (min === null || max === null) {
		const bound = (min ?? max)!;
		return `${min === null ? 'at most' : 'at least'} ${measureText(bound)}${what}`;
	}
	return `from ${measureText(min)} to ${measureText(max)}${what}`;
}
