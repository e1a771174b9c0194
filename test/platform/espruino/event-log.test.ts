// The log of a board: what is written is there after a restart, and a loss of power at any byte costs one record at most.

import test from 'ava';
import type {LogRecord} from '../../../src/agent/log-record.ts';
import {EventLog} from '../../../src/platform/espruino/event-log.ts';
import {MemoryStorage, PowerCut} from '../../helpers/espruino-device.ts';

function record(sequence: number, more: Partial<LogRecord> = {}): LogRecord {
	return {
		sequence,
		atMs: 5_000_000_000 + sequence,
		event: 186,
		phase: 3,
		detail: -7,
		note: null,
		bootId: 0xfedcba98,
		utcMs: 1_800_000_000_123,
		...more,
	};
}

const note = {actor: 'ann', role: 2, origin: 3, commandId: 'c-1', text: 'E_COMMAND_STATE'};

test('a record is read as it was written, by the same log and after a restart', t => {
	const storage = new MemoryStorage();
	const log = new EventLog(storage, 77);
	t.is(log.newest, 0);
	t.is(log.oldest(), 1);
	const records = [record(1), record(2, {note}), record(3, {utcMs: -1, detail: -2_147_483_648})];
	records.forEach(each => t.true(log.append(each)));
	log.acknowledge(2);
	for (const each of [log, new EventLog(storage, 88)]) {
		t.is(each.logId, 77);
		t.is(each.newest, 3);
		t.is(each.oldest(), 1);
		t.is(each.acked, 2);
		t.deepEqual([each.entry(1), each.entry(2), each.entry(3)], records);
		t.is(each.entry(4), null);
	}
});

test('a long log keeps its newest half at least, in order, and what a consumer has', t => {
	const storage = new MemoryStorage();
	const log = new EventLog(storage, 77);
	for (let sequence = 1; sequence <= 1000; sequence++) {
		log.append(record(sequence, {note: sequence % 3 === 0 ? note : null}));
		if (sequence === 500) {
			log.acknowledge(400);
		}
	}
	const again = new EventLog(storage, 88);
	t.is(again.newest, 1000);
	t.is(again.acked, 400);
	t.is(again.oldest(), log.oldest());
	t.true(again.oldest() > 700 && again.oldest() < 950);
	for (let sequence = again.oldest(); sequence <= 1000; sequence++) {
		t.is(again.entry(sequence)?.sequence, sequence);
	}
	t.is(again.entry(again.oldest() - 1), null);
});

/** Writes until the power goes; the last sequence that was safe, and the one that was under way. */
function writeUntilCut(storage: MemoryStorage): number {
	const log = new EventLog(storage, 77);
	let safe = log.newest;
	try {
		for (let sequence = log.newest + 1; sequence <= 260; sequence++) {
			log.append(record(sequence, {note: sequence % 5 === 0 ? note : null}));
			safe = sequence;
		}
	} catch (error) {
		if (!(error instanceof PowerCut)) {
			throw error;
		}
	}
	return safe;
}

test('a loss of power at any byte of two turns of the files costs nothing that was written', t => {
	const whole = new MemoryStorage();
	writeUntilCut(whole);
	for (let bytes = 1; bytes < whole.spentBytes; bytes += 7) {
		const storage = new MemoryStorage();
		storage.powerBytes = bytes;
		const safe = writeUntilCut(storage);
		storage.powerBytes = Infinity;
		const log = new EventLog(storage, 88);
		t.true(log.newest === safe || log.newest === safe + 1, `after ${bytes} bytes: ${log.newest} of ${safe}`);
		log.append(record(log.newest + 1, {event: 1}));
		const again = new EventLog(storage, 99);
		t.is(again.newest, log.newest);
		t.is(again.logId, log.logId);
		t.is(again.entry(again.newest)?.event, 1);
		for (let sequence = again.oldest(); sequence <= again.newest; sequence++) {
			t.is(again.entry(sequence)?.sequence, sequence, `${sequence} after ${bytes} bytes`);
		}
	}
});

test('flash that takes nothing is no end: the log says so and its numbers go on', t => {
	const storage = new MemoryStorage();
	storage.write('full', new Uint8Array(1), 0, 65_000);
	const log = new EventLog(storage, 77);
	t.false(log.append(record(1)));
	t.is(log.newest, 1);
});
