// A board map from its text: which boards there are and what each has, or all that is wrong with it.

import {dirname, resolve} from 'node:path';
import {ProblemList} from '../../sim/scenario/problems.ts';
import type {Problem} from '../../sim/scenario/problems.ts';
import {Reader} from '../../sim/scenario/reader.ts';
import type {Field} from '../../sim/scenario/reader.ts';
import {nameOf, required, textOf} from '../../sim/scenario/values.ts';
import {readTree} from '../../sim/scenario/yaml-tree.ts';
import {cardKinds, SIMULATED_BOARD, simulatedBoard} from './board.ts';
import type {Board, CardKind, CardUnderTest, UpsLink} from './board.ts';
import {LONGEST_TEXT, lineOf, modbusOf, namedFields, unwanted, wordsOf} from './fields.ts';
import {facesOf} from './parse-faces.ts';
import {instrumentsOf} from './parse-instruments.ts';

export const topKeys = ['boards', 'locks'] as const;
export const boardKeys = ['summary', 'card', 'link', 'faces', 'instruments', 'fixtures', 'serial'] as const;
export const cardKeys = ['kind', 'address'] as const;
export const linkWords = ['none', 'pty'] as const;

export interface BoardMap {
	/** In the order of the file; `simulated` comes first. */
	readonly boards: readonly Board[];
	/** Where reservations stand; null for the usual place. */
	readonly locks: string | null;
}

export interface ParsedBoards {
	readonly map: BoardMap;
	/** None where the map can be used. */
	readonly problems: readonly Problem[];
}

/** What of a map is read where it has none. */
export const noBoards: BoardMap = {boards: [simulatedBoard], locks: null};

/** Reads a board map. `file` is for messages, and paths in it count from its folder. */
export function parseBoards(text: string, file: string): ParsedBoards {
	const problems = new ProblemList();
	// Of a file with nothing but remarks it is told what is missing.
	const isBare = text.split('\n').every(line => /^\s*(#.*)?$/.test(line));
	const tree = readTree(isBare ? '{}' : text, file, problems);
	if (tree === null) {
		return {map: noBoards, problems: problems.all};
	}
	const reader = new Reader(tree, problems);
	const top = reader.root();
	const fields = reader.map(top, topKeys);
	const boards = required(reader, top, fields, 'boards', 'a map of boards by name');
	const read = namedFields(reader, boards).map(({name, field}) => boardOf(reader, name, field));
	const locks = textOf(reader, fields.get('locks'), LONGEST_TEXT, '');
	return {
		map: {boards: [simulatedBoard, ...read], locks: locks === '' ? null : resolve(dirname(file), locks)},
		problems: reader.problems,
	};
}

function boardOf(reader: Reader, name: string, field: Field): Board {
	if (name === SIMULATED_BOARD) {
		reader.refuse(field, `the board ${SIMULATED_BOARD} is built in; give this one another name`);
	}
	const fields = reader.map(field, boardKeys);
	const cardField = required(reader, field, fields, 'card', 'what is under test, such as {kind: agent}');
	return {
		name,
		summary: textOf(reader, fields.get('summary'), LONGEST_TEXT, ''),
		card: cardField === undefined ? null : cardOf(reader, cardField),
		link: linkOf(reader, fields.get('link')),
		faces: facesOf(reader, fields.get('faces')),
		instruments: instrumentsOf(reader, fields.get('instruments')),
		fixtures: wordsOf(reader, fields.get('fixtures')),
		serial: namedFields(reader, fields.get('serial')).map(each => ({name: each.name, at: lineOf(reader, each.field)})),
	};
}

/** What the address of each kind is, where it has one. */
const addressRights: Readonly<Record<CardKind, string | null>> = {
	agent: null,
	espruino: 'the line to its console, such as serial:/dev/ttyACM0?baud=115200',
	'snmp-card': 'its host',
	'ups-modbus': 'modbus-tcp://HOST[:PORT][?unit=1] or serial:PATH',
};

function cardOf(reader: Reader, field: Field): CardUnderTest | null {
	const fields = reader.map(field, cardKeys);
	const kindField = required(reader, field, fields, 'kind', cardKinds.join(', '));
	const kind = kindField === undefined ? undefined : nameOf(reader, kindField, cardKinds, 'kind of card');
	if (kind === undefined) {
		return null;
	}
	const right = addressRights[kind];
	if (right === null) {
		unwanted(reader, fields, 'address', 'has no meaning here: the agent is started by the run itself');
		return {kind, address: ''};
	}
	const address = required(reader, field, fields, 'address', right);
	if (address !== undefined) {
		addressChecks[kind](reader, address);
	}
	return {kind, address: textOf(reader, address, LONGEST_TEXT, '')};
}

const addressChecks: Readonly<Record<CardKind, (reader: Reader, field: Field) => void>> = {
	agent: () => {},
	espruino: lineOf,
	'snmp-card': () => {},
	'ups-modbus': modbusOf,
};

function linkOf(reader: Reader, field: Field | undefined): UpsLink {
	if (field === undefined) {
		return {kind: 'none'};
	}
	const value = reader.value(field);
	const word = linkWords.find(each => each === value);
	return word === undefined ? lineOf(reader, field) : {kind: word};
}
