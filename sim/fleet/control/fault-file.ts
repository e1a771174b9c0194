// A file of faults: a YAML list of what the control API takes, all of it checked with its place before anything starts. Faults of a
// start-up file that are ignored without a word are worse than none (toxiproxy#510).

import {isCoded} from '../../../src/core/errors.ts';
import {checkParameters} from '../../faults/parameters.ts';
import {faultNames, findFault, unknownFault} from '../../faults/registry.ts';
import {ProblemList, scenarioInvalid} from '../../scenario/problems.ts';
import {Reader} from '../../scenario/reader.ts';
import type {Field, Fields} from '../../scenario/reader.ts';
import {readTree} from '../../scenario/yaml-tree.ts';
import {checkRequest} from './fault-request.ts';
import type {FaultRequest} from './fault-request.ts';

const keys = ['name', 'type', 'cards', 'parameters', 'after', 'for', 'every', 'times', 'probability'];
const selectionKeys = ['site', 'model', 'card', 'share'];
const FAULT_NAME = /^[A-Za-z0-9._-]{1,64}$/;
const PERCENT = 100;

type IsRight = (value: unknown) => boolean;

const isText: IsRight = value => typeof value === 'string';
const isNumber = (min: number, max: number, value: unknown): boolean =>
	typeof value === 'number' && value >= min && value <= max;
const isNames: IsRight = value => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));

/** What a value must be, and the words for it. */
const forms: Readonly<Record<string, readonly [isRight: IsRight, words: string]>> = {
	name: [value => isText(value) && FAULT_NAME.test(value as string), 'letters, digits, dots, dashes, at most 64'],
	type: [isText, `a fault, such as ${faultNames[0]}`],
	after: [isText, 'a duration such as 90s'],
	for: [isText, 'a duration such as 90s'],
	every: [isText, 'a duration such as 10m'],
	times: [value => Number.isInteger(value) && isNumber(1, 1_000_000, value), 'a whole number from 1 to 1000000'],
	probability: [value => isNumber(0, 1, value), 'a number from 0 to 1'],
	site: [isNames, 'a name or a list of names'],
	model: [isNames, 'a name or a list of names'],
	card: [isNames, 'a name or a list of names'],
	share: [value => isNumber(0, PERCENT, value) && value !== 0, 'percent, above 0 and at most 100'],
};

/** The faults of a file. Throws E_FAULTS_INVALID with everything that is wrong. */
export function readFaultFile(text: string, file: string): FaultRequest[] {
	const problems = new ProblemList();
	const tree = readTree(text, file, problems);
	const requests = tree === null ? [] : readList(new Reader(tree, problems));
	if (problems.all.length > 0) {
		throw scenarioInvalid(problems.all, 'E_FAULTS_INVALID');
	}
	return requests;
}

function readList(reader: Reader): FaultRequest[] {
	const names = new Set<string>();
	return reader.list(reader.root()).map(item => {
		const before = reader.problems.length;
		const request = readOne(reader, item);
		const name = request.name ?? request.type;
		if (names.has(name)) {
			reader.refuse(item, `another fault of this file is called ${name}: give one a name of its own`);
		}
		names.add(name);
		if (reader.problems.length === before) {
			refuseWhole(reader, item, request);
		}
		return request;
	});
}

function readOne(reader: Reader, item: Field): FaultRequest {
	const fields = reader.map(item, keys);
	if (reader.isMap(item) && !fields.has('type')) {
		reader.refuse(item, 'type is missing: which fault it is, such as type: outage');
	}
	checkForms(reader, fields);
	const cards = fields.get('cards');
	if (cards !== undefined) {
		checkCards(reader, cards);
	}
	checkType(reader, fields);
	return reader.value(item) as FaultRequest;
}

function checkForms(reader: Reader, fields: Fields): void {
	for (const [key, field] of fields) {
		const form = forms[key];
		if (form !== undefined && !form[0](reader.value(field))) {
			reader.refuse(field, `must be ${form[1]}, not ${reader.shown(field)}`);
		}
	}
}

function checkCards(reader: Reader, cards: Field): void {
	if (reader.isMap(cards)) {
		checkForms(reader, reader.map(cards, selectionKeys));
	} else if (!isNames(reader.value(cards))) {
		reader.refuse(cards, `must be an id, a list of ids, or a map of ${selectionKeys.join(', ')}`);
	}
}

function checkType(reader: Reader, fields: Fields): void {
	const type = fields.get('type');
	const name = type === undefined ? undefined : reader.value(type);
	if (type === undefined || typeof name !== 'string') {
		return;
	}
	const fault = findFault(name);
	if (fault === undefined) {
		reader.refuse(type, unknownFault(name));
		return;
	}
	const given = fields.get('parameters');
	const own = given !== undefined && reader.isMap(given) ? reader.map(given, null) : undefined;
	for (const {field, message} of checkParameters(fault, given === undefined ? null : reader.value(given)).problems) {
		reader.refuse(own?.get(field) ?? given ?? type, message);
	}
}

/** What is wrong only with its parts together. */
function refuseWhole(reader: Reader, item: Field, request: FaultRequest): void {
	try {
		checkRequest(request);
	} catch (error) {
		if (!isCoded(error)) {
			throw error;
		}
		reader.refuse(item, error.message);
	}
}
