import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import fc from 'fast-check';
import {EventLog} from '../../../src/platform/node/event-log/event-log.ts';
import {verifyLog} from '../../../src/platform/node/event-log/verify.ts';

const sizes = {newLogId: 7, segmentBytes: 1000, totalBytes: 1_000_000};

function place(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	return folder;
}

const body = (sequence: number): Buffer => Buffer.from(`entry ${sequence} `.repeat(1 + (sequence % 4)));

function fill(folder: string, count: number, group = 1, options = sizes): void {
	const log = EventLog.open(folder, options);
	for (let i = 0; i < count; i++) {
		log.append(body(log.newest + 1 + (i % group)));
		if (i % group === group - 1) {
			log.sync();
		}
	}
	log.sync();
	log.close();
}

function contents(folder: string): string[] {
	const log = EventLog.open(folder, sizes);
	const found: string[] = [];
	for (let sequence = log.oldest; sequence <= log.newest; sequence++) {
		found.push(log.body(sequence).toString());
	}
	log.close();
	return found;
}

const expected = (from: number, through: number): string[] =>
	Array.from({length: through - from + 1}, (_, i) => body(from + i).toString());

function newestFile(folder: string): string {
	const name = readdirSync(folder)
		.filter(file => file.endsWith('.log'))
		.sort()
		.at(-1) as string;
	return join(folder, name);
}

test('a new log is empty, and has the id that it was given', t => {
	const log = EventLog.open(place(t), sizes);
	t.is(log.newest, 0);
	t.is(log.oldest, 1);
	t.is(log.logId, 7);
	log.close();
});

test('what was synced is there after another opening, over many segments, with the id of the log', t => {
	const folder = place(t);
	fill(folder, 200);
	const log = EventLog.open(folder, {...sizes, newLogId: 99});
	t.is(log.logId, 7);
	t.is(log.newest, 200);
	log.close();
	t.deepEqual(contents(folder), expected(1, 200));
	t.true(readdirSync(folder).length > 5);
	t.is(verifyLog(folder).fault, null);
	t.is(verifyLog(folder).entries, 200);
});

test('what was appended and not synced is not in the log', t => {
	const folder = place(t);
	const log = EventLog.open(folder, sizes);
	log.append(body(1));
	t.is(log.newest, 0);
	log.close();
	t.deepEqual(contents(folder), []);
});

test('many entries are made safe by one sync', t => {
	const folder = place(t);
	fill(folder, 64, 64);
	t.deepEqual(contents(folder), expected(1, 64));
});

test('the oldest segments go when all together are too large, and the rest still verifies', t => {
	const folder = place(t);
	fill(folder, 400, 1, {...sizes, totalBytes: 4000});
	const log = EventLog.open(folder, sizes);
	t.true(log.oldest > 1);
	t.is(log.newest, 400);
	const {oldest} = log;
	log.close();
	t.deepEqual(contents(folder), expected(oldest, 400));
	t.is(verifyLog(folder).fault, null);
	const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
	t.true(bytes <= 4000 + 1100);
});

test('wherever a loss of power cuts the last three entries, exactly the whole ones are left, and new ones follow', t => {
	const source = place(t);
	fill(source, 30);
	const file = newestFile(source);
	const whole = readFileSync(file);
	const first = Number(file.split('/').at(-1)?.slice(0, -4));
	const kept = (bytes: number): number => {
		let at = 52;
		let sequence = first - 1;
		while (at + 18 <= bytes && at + 18 + whole.readUInt16LE(at) <= bytes) {
			at += 18 + whole.readUInt16LE(at);
			sequence += 1;
		}
		return sequence;
	};
	for (let bytes = whole.length; bytes >= Math.max(52, whole.length - 160); bytes--) {
		writeFileSync(file, whole);
		truncateSync(file, bytes);
		const log = EventLog.open(source, sizes);
		t.is(log.newest, kept(bytes), `cut at ${bytes}`);
		t.is(log.repair.keptAs, '');
		log.append(body(log.newest + 1));
		log.sync();
		log.close();
		t.is(verifyLog(source).fault, null);
	}
});

test('a segment whose header was cut at its making is dropped, and the log goes on', t => {
	for (let bytes = 0; bytes < 52; bytes += 7) {
		const folder = place(t);
		fill(folder, 30);
		const next = join(folder, '000000000031.log');
		writeFileSync(next, readFileSync(newestFile(folder)).subarray(0, bytes));
		t.deepEqual(contents(folder), expected(1, 30));
		fill(folder, 20);
		t.deepEqual(contents(folder), expected(1, 50));
	}
});

test('any changed byte of any segment is found, with segment, offset and entry', t => {
	const folder = place(t);
	fill(folder, 60);
	const names = readdirSync(folder).sort();
	fc.assert(
		fc.property(fc.nat(), fc.nat(), fc.integer({min: 1, max: 255}), (which, where, flip) => {
			const name = names[which % names.length];
			const file = join(folder, name);
			const bytes = readFileSync(file);
			const changed = Buffer.from(bytes);
			const at = where % bytes.length;
			changed[at] ^= flip;
			writeFileSync(file, changed);
			const {fault} = verifyLog(folder);
			writeFileSync(file, bytes);
			t.is(fault?.segment, name);
			t.true((fault?.offset ?? 1e9) <= at);
		}),
		{numRuns: 300},
	);
	t.is(verifyLog(folder).fault, null);
});

test('a segment that was taken out or put in from elsewhere is found', t => {
	const folder = place(t);
	fill(folder, 60);
	const names = readdirSync(folder).sort();
	rmSync(join(folder, names[1]));
	t.is(verifyLog(folder).fault?.segment, names[2]);
	const other = place(t);
	fill(other, 60, 1, {...sizes, newLogId: 8});
	writeFileSync(join(folder, names[1]), readFileSync(join(other, names[1])));
	t.not(verifyLog(folder).fault, null);
});

test('entries behind a changed one are set aside and not lost when the log is opened', t => {
	const folder = place(t);
	fill(folder, 8, 1, {...sizes, segmentBytes: 100_000});
	const file = newestFile(folder);
	const bytes = readFileSync(file);
	bytes[60] ^= 1;
	writeFileSync(file, bytes);
	const log = EventLog.open(folder, sizes);
	t.true(log.newest < 8);
	t.is(log.repair.keptAs, '000000000001.log.damaged');
	log.close();
	t.true(readdirSync(folder).includes('000000000001.log.damaged'));
});

test('a place that is no directory is refused with what to do', t => {
	const folder = place(t);
	writeFileSync(join(folder, 'file'), '');
	t.throws(() => EventLog.open(join(folder, 'file'), sizes), {code: 'E_STATE_UNUSABLE', message: /has room/});
});
