// Steps that do something: faults, values that are set, commands.

import {DAY, HOUR, SECOND} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import type {Fault, FaultValues} from '../faults/fault.ts';
import {checkParameters} from '../faults/parameters.ts';
import {faultNames, findFault} from '../faults/registry.ts';
import type {CardSetting, SettableName} from './bench.ts';
import {suggestion} from './nearest.ts';
import {matches} from './parse-selection.ts';
import type {ScenarioCards} from './parse-selection.ts';
import type {NamelessStep, StepContext, StepFields} from './parse-steps.ts';
import {readEvery} from './parse-time.ts';
import type {Field, Fields, Reader} from './reader.ts';
import type {Selection} from './scenario.ts';
import {durationOf, nameOf, numberOf, required} from './values.ts';
import type {NumberRule} from './values.ts';

export function readInject(reader: Reader, {fields, common}: StepFields): NamelessStep | null {
	const inject = fields.get('inject')!;
	const inner = reader.map(inject, [...faultNames, 'for']);
	const given = [...inner].filter(([key]) => key !== 'for');
	if (given.length !== 1) {
		// Keys that nobody knows have been refused already.
		if (reader.isMap(inject) && inner.size === reader.size(inject)) {
			reader.refuse(inject, `must hold exactly one fault, such as {outage: {}}; it holds ${given.length}`);
		}
		return null;
	}
	const [[name, parameters]] = given;
	const fault = findFault(name)!;
	const span = fields.get('for');
	if (span !== undefined && inner.has('for')) {
		reader.refuse(span, 'for stands both beside inject and in it; remove one');
	}
	refuseSelection(reader, fields.get('on'), fault);
	const forMs = durationOf(reader, span ?? inner.get('for'), {min: 1}, 0);
	return {
		...common,
		verb: 'inject',
		every: readEvery(reader, fields),
		fault: name,
		values: readValues(reader, parameters, fault),
		forMs: forMs === 0 ? null : forMs,
	};
}

function refuseSelection(reader: Reader, on: Field | undefined, fault: Fault): void {
	if (on !== undefined && fault.acts === 'surroundings') {
		reader.refuse(on, `${fault.name} happens to what all cards share; remove on`);
	}
}

/** The parameters of a fault, each problem at its own place. */
function readValues(reader: Reader, field: Field, fault: Fault): FaultValues {
	const fields: Fields = reader.value(field) === null ? new Map() : reader.map(field, null);
	const raw = Object.fromEntries([...fields].map(([key, value]) => [key, reader.value(value)]));
	const {values, problems} = checkParameters(fault, raw);
	for (const problem of problems) {
		reader.refuse(fields.get(problem.field) ?? field, problem.message);
	}
	return values;
}

/** What a value can be. */
export type Settable =
	| {readonly is: 'number'; readonly rule: NumberRule}
	/** Told in seconds. */
	| {readonly is: 'duration'; readonly max: Millis}
	/** Told as its place among them, from 1. */
	| {readonly is: 'word'; readonly words: readonly string[]};

const percent = (max: number): Settable => ({is: 'number', rule: {min: 0, max, unit: '%'}});

/** What `set` can change. Sensitivities are numbered from 1 in the order of the PowerNet MIB (nmc.md 4). */
export const settables: Readonly<Record<SettableName, Settable>> = {
	load: percent(300),
	ambient: {is: 'number', rule: {min: -20, max: 60, unit: '°C'}},
	lowBatteryTime: {is: 'duration', max: HOUR},
	returnDelay: {is: 'duration', max: DAY},
	minReturnCharge: percent(100),
	sensitivity: {is: 'word', words: ['auto', 'low', 'medium', 'high']},
};

function readSettable(reader: Reader, field: Field, name: SettableName): number {
	const settable = settables[name];
	if (settable.is === 'number') {
		return numberOf(reader, field, settable.rule, 0);
	}
	if (settable.is === 'duration') {
		return durationOf(reader, field, {min: 0, max: settable.max}, 0) / SECOND;
	}
	return settable.words.indexOf(nameOf(reader, field, settable.words, name) ?? '') + 1;
}

const settableNames = Object.keys(settables);

export function readSet(reader: Reader, {fields, common}: StepFields, context: StepContext): NamelessStep {
	const set = fields.get('set')!;
	const given = [...reader.map(set, null).entries()];
	if (reader.isMap(set) && reader.size(set) === 0) {
		reader.refuse(set, `must hold at least one of ${settableNames.join(', ')}, or a setting of the cards by its key`);
	}
	const isOwn = ([key]: readonly [string, Field]): boolean => Object.hasOwn(settables, key);
	return {
		...common,
		verb: 'set',
		every: readEvery(reader, fields),
		values: given.filter(isOwn).map(([key, value]) => {
			const name = key as SettableName;
			return {name, value: readSettable(reader, value, name)};
		}),
		settings: given.filter(entry => !isOwn(entry)).map(entry => readSetting(reader, entry, common.on, context)),
	};
}

/** A setting that every model among the selected cards takes. */
function readSetting(
	reader: Reader,
	[key, field]: readonly [string, Field],
	on: Selection,
	{vocabulary, cards}: StepContext,
): CardSetting {
	const raw = reader.value(field);
	const value = typeof raw === 'number' ? raw : String(raw);
	if (!vocabulary.settings.includes(key)) {
		const near = suggestion(key, [...settableNames, ...vocabulary.settings]);
		reader.refuse(
			field,
			`unknown key; known here are ${settableNames.join(', ')}, and every setting of a card by its key, `
				+ `such as ups.transfer.high${near}`,
		);
		return {key, value};
	}
	for (const model of modelsOf(cards, on)) {
		const problem = vocabulary.settingProblem(model, key, value);
		if (problem !== '') {
			reader.refuse(field, problem);
			break;
		}
	}
	return {key, value};
}

function modelsOf({cards}: ScenarioCards, on: Selection): ReadonlySet<string> {
	return new Set(cards.filter(card => matches(card, on)).map(({model}) => model));
}

export const groupRule: NumberRule = {min: 0, max: 3, unit: '', whole: true};
export const commandValueRule: NumberRule = {min: 0, max: 2_147_483_647, unit: '', whole: true};

export function readCommand(
	reader: Reader,
	{fields, common}: StepFields,
	{vocabulary}: StepContext,
): NamelessStep | null {
	const command = fields.get('command')!;
	const given = reader.map(command, ['name', 'group', 'value']);
	const field = required(reader, command, given, 'name', 'the command to give, such as name: testBattery');
	const name = field === undefined ? undefined : nameOf(reader, field, vocabulary.commands, 'command of a card');
	const group = numberOf(reader, given.get('group'), groupRule, 0);
	const value = given.get('value');
	const number = value === undefined ? null : numberOf(reader, value, commandValueRule, 0);
	const every = readEvery(reader, fields);
	return name === undefined ? null : {...common, verb: 'command', every, command: {name, group, value: number}};
}
