// The event log on disk: entries a second with one flush for 64 of them, beside a bare file with as many bytes and as many
// flushes; what the chain of hashes costs; how long a card with 100,000 entries takes to open its log.

import {closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {encodeRecord, RECORD_BYTES_MAX} from '../../src/agent/log-record.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {EventLog} from '../../src/platform/node/event-log/event-log.ts';
import {framed, HASH_BYTES} from '../../src/platform/node/event-log/segment.ts';
import type {BenchRow} from './row.ts';
import {median} from './timing.ts';

const ENTRIES = 20_000;
const GROUP = 64;
const MANY = 100_000;
const HASHES = 200_000;
const RUNS = 3;
const options = {newLogId: 1, segmentBytes: 1_048_576, totalBytes: 64 * 1_048_576};
const writer = new ProtobufWriter(RECORD_BYTES_MAX);

function recordBytes(sequence: number): Uint8Array {
	writer.reset();
	encodeRecord(writer, {
		sequence,
		atMs: sequence * 1000,
		utcMs: 1_795_000_000_000 + sequence * 1000,
		bootId: 77,
		event: 1 + (sequence % 60),
		phase: 1 + (sequence % 3),
		detail: sequence % 10,
		note: null,
	});
	return writer.view();
}

function seconds(run: () => void): number {
	const start = process.hrtime.bigint();
	run();
	return Number(process.hrtime.bigint() - start) / 1e9;
}

function inFolder<T>(run: (folder: string) => T): T {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	try {
		return run(folder);
	} finally {
		rmSync(folder, {recursive: true});
	}
}

function fill(folder: string, count: number, group: number): void {
	const log = EventLog.open(folder, options);
	for (let sequence = 1; sequence <= count; sequence++) {
		log.append(recordBytes(sequence));
		if (sequence % group === 0) {
			log.sync();
		}
	}
	log.sync();
	log.close();
}

/** The same bytes, frames included, and as many flushes. */
function append(folder: string): void {
	const handle = openSync(join(folder, 'bare'), 'w');
	const frame = Buffer.alloc(HASH_BYTES + 2);
	let block: Uint8Array[] = [];
	for (let sequence = 1; sequence <= ENTRIES; sequence++) {
		block.push(frame, recordBytes(sequence).slice());
		if (sequence % GROUP === 0) {
			writeSync(handle, Buffer.concat(block));
			fdatasyncSync(handle);
			block = [];
		}
	}
	closeSync(handle);
}

const rate = (count: number, run: (folder: string) => void): number =>
	median(Array.from({length: RUNS}, () => inFolder(folder => count / seconds(() => run(folder)))));

/** Nanoseconds an entry costs to be encoded, with or without its place in the chain. */
function entryNanoseconds(hashes: boolean): number {
	let previous: Buffer = Buffer.alloc(HASH_BYTES);
	const run = (): void => {
		for (let sequence = 1; sequence <= HASHES; sequence++) {
			const body = recordBytes(sequence);
			previous = hashes ? framed(previous, body) : Buffer.from(body);
		}
	};
	return median(Array.from({length: RUNS}, () => (seconds(run) / HASHES) * 1e9));
}

function openSeconds(): {ours: number; other: number} {
	return inFolder(folder => {
		fill(folder, MANY, 1000);
		const open = (): void => EventLog.open(folder, options).close();
		const readAll = (): void => {
			const log = EventLog.open(folder, options);
			for (let sequence = log.oldest; sequence <= log.newest; sequence++) {
				log.body(sequence);
			}
			log.close();
		};
		return {
			ours: median(Array.from({length: RUNS}, () => seconds(open))),
			other: median(Array.from({length: RUNS}, () => seconds(readAll))),
		};
	});
}

export async function bench(): Promise<BenchRow[]> {
	return [
		{
			name: 'event log on disk, a flush for 64 entries',
			ours: rate(ENTRIES, folder => fill(folder, ENTRIES, GROUP)),
			other: rate(ENTRIES, append),
			otherName: 'a bare file, same bytes and flushes',
			unit: '1/s',
			goal: {ratioAtLeast: 0.5},
		},
		{
			name: 'an entry with its place in the chain of hashes',
			ours: entryNanoseconds(true),
			other: entryNanoseconds(false),
			otherName: 'without',
			unit: 'ns',
			goal: {oursAtMost: 20_000},
		},
		{
			name: 'log of 100,000 entries opened',
			...openSeconds(),
			otherName: 'every entry read',
			unit: 's',
			goal: {oursAtMost: 1},
		},
	];
}
