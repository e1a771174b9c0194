// The state of a fleet as hashes: what its UPSs and cards are, not what went over a network, so that runs with one and without
// can be compared.

import {createHash} from 'node:crypto';
import {LOG_COLUMNS, SEEN_COLUMNS} from '../../src/agent/card-rows.ts';
import {DOUBLES, INTEGERS} from '../../src/ups/row.ts';
import type {StateDigest} from '../scenario/bench.ts';
import type {Fleet} from './fleet.ts';

/** Hashes that a part has at most: a snapshot stays a small file. */
const MOST_HASHES = 4096;

/** Columns of one card in rows that all share. */
interface Rows {
	readonly data: Float64Array | Int32Array | Uint8Array;
	readonly width: number;
}

export function fleetDigest({rows, cards, spec}: Fleet): StateDigest {
	const parts: ReadonlyArray<readonly [name: string, rows: readonly Rows[]]> = [
		[
			'ups',
			[
				{data: rows.f, width: DOUBLES},
				{data: rows.j, width: INTEGERS},
			],
		],
		[
			'card',
			[
				{data: cards.seen, width: SEEN_COLUMNS},
				{data: cards.link, width: 1},
				{data: cards.staleAt, width: 1},
				{data: cards.lossEvent, width: 1},
			],
		],
		[
			'log',
			[
				{data: cards.lastSequence, width: 1},
				{data: cards.logTimes, width: cards.logSize},
				{data: cards.logEntries, width: cards.logSize * LOG_COLUMNS},
			],
		],
	];
	const all = createHash('sha256');
	const cardsPerHash = Math.max(1, Math.ceil(spec.cards.length / MOST_HASHES));
	const hashed = parts.map(([name, columns]) => {
		columns.forEach(({data}) => all.update(bytesOf(data)));
		return {name, hashes: hashesOf(columns, spec.cards.length, cardsPerHash)};
	});
	return {sha256: all.digest('hex'), cardsPerHash, parts: hashed};
}

/** One number for each run of neighbouring cards. */
function hashesOf(columns: readonly Rows[], count: number, cardsPerHash: number): number[] {
	const hashes: number[] = [];
	for (let first = 0; first < count; first += cardsPerHash) {
		const end = Math.min(count, first + cardsPerHash);
		const hash = createHash('sha256');
		for (const {data, width} of columns) {
			hash.update(bytesOf(data.subarray(first * width, end * width)));
		}
		hashes.push(hash.digest().readUInt32LE(0));
	}
	return hashes;
}

function bytesOf({buffer, byteOffset, byteLength}: Rows['data']): Uint8Array {
	return new Uint8Array(buffer, byteOffset, byteLength);
}
