// The state of a fleet as hashes: what its UPSs and cards are and what decides how they go on, not what went over a network, so that
// runs with one and without can be compared. The alarms of its clock are left out for that reason: sessions set most of them.

import {createHash} from 'node:crypto';
import {LOG_COLUMNS, SEEN_COLUMNS} from '../../src/agent/card-rows.ts';
import {flawColumns} from '../../src/ups/flaws.ts';
import {DOUBLES, INTEGERS} from '../../src/ups/row.ts';
import type {StateDigest} from '../scenario/bench.ts';
import type {Fleet} from './fleet.ts';

/** Hashes that a part has at most: a snapshot stays a small file. */
const MOST_HASHES = 4096;

/** State of the cards from the first to before the end. */
type Piece = (first: number, end: number) => string | Uint8Array;

export function fleetDigest(fleet: Fleet): StateDigest {
	const count = fleet.spec.cards.length;
	const all = createHash('sha256');
	const cardsPerHash = Math.max(1, Math.ceil(count / MOST_HASHES));
	const parts = Object.entries(partsOf(fleet)).map(([name, pieces]) => {
		const hashes: number[] = [];
		for (let first = 0; first < count; first += cardsPerHash) {
			const hash = hashOf(pieces, first, Math.min(count, first + cardsPerHash));
			all.update(hash);
			hashes.push(hash.readUInt32LE(0));
		}
		return {name, hashes};
	});
	return {sha256: all.digest('hex'), cardsPerHash, parts};
}

function hashOf(pieces: readonly Piece[], first: number, end: number): Buffer {
	const hash = createHash('sha256');
	for (const piece of pieces) {
		hash.update(piece(first, end));
	}
	return hash.digest();
}

/** Its parts, the first cause first: of two states that differ, the first part that does is told. */
function partsOf(fleet: Fleet): Readonly<Record<string, readonly Piece[]>> {
	const {rows, cards, disturbed, wall, spec} = fleet;
	const count = spec.cards.length;
	// Made when the first flaw is needed: none and all at 0 are the same.
	const flaws = rows.flaws.length === 0 ? new Float64Array(count * flawColumns.length) : rows.flaws;
	return {
		grid: [columns(gridsOf(fleet), GRID_COLUMNS)],
		load: [columns(fleet.loads.baseWatts), columns(fleet.loads.factor), columns(fleet.loads.nextAt)],
		faults: [
			texts(card => `${disturbed.heldText(card)} ${wall.historyText(card)}\n`),
			columns(flaws, flawColumns.length),
		],
		ups: [columns(rows.f, DOUBLES), columns(rows.j, INTEGERS)],
		card: [columns(cards.seen, SEEN_COLUMNS), columns(cards.link), columns(cards.staleAt), columns(cards.lossEvent)],
		log: [
			columns(cards.lastSequence),
			columns(cards.logTimes, cards.logSize),
			columns(cards.logEntries, cards.logSize * LOG_COLUMNS),
			texts(card => `${JSON.stringify(cards.notes[card])}\n`),
		],
	};
}

/** Columns of one card in rows that all share. */
function columns(data: Float64Array | Int32Array | Uint8Array, width = 1): Piece {
	return (first, end) => {
		const {buffer, byteOffset, byteLength} = data.subarray(first * width, end * width);
		return new Uint8Array(buffer, byteOffset, byteLength);
	};
}

function texts(textOf: (card: number) => string): Piece {
	return (first, end) => {
		let text = '';
		for (let card = first; card < end; card++) {
			text += textOf(card);
		}
		return text;
	};
}

const GRID_COLUMNS = 5;

/** The utility of each card's site. */
function gridsOf({sites, spec}: Fleet): Float64Array {
	const states = new Float64Array(spec.cards.length * GRID_COLUMNS);
	for (const {grid, first, count} of sites) {
		const state = grid.state();
		for (let card = first; card < first + count; card++) {
			states.set(state, card * GRID_COLUMNS);
		}
	}
	return states;
}
