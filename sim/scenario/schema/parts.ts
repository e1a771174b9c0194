// Parts of the JSON Schema of scenarios (draft 2020-12), as editors take it. Whatever is a single value may come from a variable.

import {DURATION_FORM, formatDuration} from '../duration.ts';
import type {NumberRule} from '../values.ts';

export type Schema = Readonly<Record<string, unknown>>;

/** Part of the schema that stands once, under $defs. */
export function ref(name: string, description?: string): Schema {
	return {...(description === undefined ? {} : {description}), $ref: `#/$defs/${name}`};
}

/** A value that a variable can stand for. */
function orVariable(schema: Schema, description?: string): Schema {
	return {...(description === undefined ? {} : {description}), anyOf: [schema, ref('variable')]};
}

/** A map of these keys and no others. */
export function map(properties: Readonly<Record<string, Schema>>, more: Schema = {}): Schema {
	return {type: 'object', additionalProperties: false, properties, ...more};
}

export function list(items: Schema, more: Schema = {}): Schema {
	return {type: 'array', items, ...more};
}

/** One, or several as a list. */
export function oneOrMore(item: Schema, description: string): Schema {
	return {description, anyOf: [item, list(item, {minItems: 1})]};
}

export function text(description: string, more: Schema = {}): Schema {
	return {description, type: 'string', minLength: 1, ...more};
}

export function word(words: readonly string[], description: string): Schema {
	return orVariable({enum: words}, description);
}

export function truth(description: string): Schema {
	return orVariable({type: 'boolean'}, description);
}

export function number({min, max, unit, whole}: NumberRule, description: string): Schema {
	const plain = {type: whole === true ? 'integer' : 'number', minimum: min, maximum: max};
	const percent = {type: 'string', pattern: String.raw`^[0-9]+(\.[0-9]+)? ?%$`};
	const told = `${description}; ${min} to ${max}${unit === '' ? '' : ` ${unit}`}`;
	return unit === '%' ? {description: told, anyOf: [plain, percent, ref('variable')]} : orVariable(plain, told);
}

/** `max` in milliseconds. */
export function duration(description: string, max?: number): Schema {
	return ref('duration', max === undefined ? description : `${description}; at most ${formatDuration(max)}`);
}

export const variableSchema: Schema = {
	description:
		'A variable, such as ${depth}: declared under variables or in the matrix. Inside {…} and […] it needs quotes.',
	type: 'string',
	pattern: String.raw`\$\{[A-Za-z][A-Za-z0-9_-]*\}`,
};

export const durationSchema: Schema = {
	description: DURATION_FORM,
	anyOf: [{type: 'string', pattern: String.raw`^([0-9]+(\.[0-9]+)?(ms|s|m|h|d) ?)+$`}, ref('variable')],
};

export const comparisonSchema: Schema = {
	description: 'A comparison in quotes, such as "> 90 %" or "<= 5m"',
	anyOf: [{type: 'string', pattern: String.raw`^(>=|<=|!=|>|<|=) *-?[0-9]`}, ref('variable')],
};

/** A variable can also be the key. */
export const variableKey: Schema = {[String.raw`\$\{`]: true};
