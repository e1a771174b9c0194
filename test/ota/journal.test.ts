import test from 'ava';
import fc from 'fast-check';
import type {FlashFault} from '../../sim/flash/fault-plan.ts';
import {FlashPart} from '../../sim/flash/flash-part.ts';
import {Operations} from '../../sim/flash/operations.ts';
import {PowerCut} from '../../sim/flash/power-cut.ts';
import {Journal} from '../../src/ota/journal.ts';
import {firstRecord, readRecord, type RecordDraft, writeRecord} from '../../src/ota/journal-record.ts';
import {RECORD_BYTES} from '../../src/ota/layout.ts';
import {receiving, steady} from '../../src/ota/states.ts';
import {tinyGeometry, tinyLayout} from '../helpers/ota-life/rig.ts';

const layout = tinyLayout();
const PLACES = tinyGeometry.sectorBytes / RECORD_BYTES;

function part(...faults: readonly FlashFault[]): FlashPart {
	return new FlashPart(tinyGeometry, new Operations({seed: 3, faults}));
}

function draft(attempts: number): RecordDraft {
	return {...firstRecord(0), attemptsLeft: attempts};
}

const bytesOf = (length: number) => fc.uint8Array({minLength: length, maxLength: length});
const records = fc.record({
	generation: fc.integer({min: 0, max: 0xffffffff}),
	active: fc.constantFrom(0, 1),
	state: fc.integer({min: 1, max: 7}),
	attemptsLeft: fc.nat(3),
	reason: fc.nat(0xffff),
	installFloor: fc.record({keyEpoch: fc.nat(), sequence: fc.maxSafeNat()}),
	candidateDigest: bytesOf(8),
	soaked: fc.boolean(),
	pins: fc.tuple(bytesOf(12), bytesOf(12)),
});

test('a record is read as it was written', t => {
	fc.assert(
		fc.property(records, record => {
			const whole = {...record, candidate: 1 - record.active};
			t.deepEqual(readRecord(writeRecord(whole)), whole);
		}),
	);
});

test('a record with any bit wrong, or cut short anywhere, is none', t => {
	const bytes = writeRecord({...draft(3), generation: 77});
	for (let bit = 0; bit < RECORD_BYTES * 8; bit++) {
		const wrong = bytes.slice();
		wrong[bit >> 3] ^= 1 << (bit & 7);
		t.is(readRecord(wrong), null, `bit ${bit}`);
	}
	for (let length = 0; length < RECORD_BYTES; length++) {
		t.is(readRecord(bytes.slice().fill(0xff, length)), null, `${length} bytes`);
	}
});

test('bytes of any kind are a record only with its magic and its check sum', t => {
	t.notThrows(() => fc.assert(fc.property(bytesOf(RECORD_BYTES), bytes => readRecord(bytes) === null)));
});

test('a part that was never written has no record', t => {
	t.is(new Journal(part(), layout).newest, null);
});

test('the newest record is found after any number of writes, and the sectors wear alike', t => {
	const flash = part();
	for (let i = 1; i <= 50; i++) {
		t.is(new Journal(flash, layout).write(draft(i % 4)), null);
		const {newest} = new Journal(flash, layout);
		t.is(newest?.generation, i);
		t.is(newest?.attemptsLeft, i % 4);
	}
	const erases = [0, 1].map(i => flash.erasesOf(layout.journals[i] / tinyGeometry.sectorBytes));
	t.deepEqual(erases, [6, 6]);
});

test('one journal that stays open writes as one that is opened anew each time', t => {
	const flash = part();
	const journal = new Journal(flash, layout);
	for (let i = 1; i <= 3 * PLACES; i++) {
		journal.write(draft(1));
		t.is(journal.newest?.generation, i);
	}
	t.is(new Journal(flash, layout).newest?.generation, 3 * PLACES);
});

test('a torn record leaves the one before it, and its place is never used again', t => {
	for (const kind of ['cutTorn', 'cutUnstable'] as const) {
		const flash = part({at: 3, do: kind});
		const journal = new Journal(flash, layout);
		journal.write(draft(1));
		journal.write(draft(2));
		t.throws(() => journal.write(draft(3)), {instanceOf: PowerCut});
		flash.operations.restart();
		const again = new Journal(flash, layout);
		t.is(again.newest?.attemptsLeft, 2);
		t.is(again.write(draft(0)), null);
		t.is(again.newest?.generation, 4, 'a torn record may read as generation 3 another time');
		t.is(new Journal(flash, layout).newest?.attemptsLeft, 0);
	}
});

test('a full sector is left for the other one, which is erased; the newest record is never erased', t => {
	const flash = part({at: PLACES + 1, do: 'cutTorn'});
	const journal = new Journal(flash, layout);
	for (let i = 0; i < PLACES; i++) {
		journal.write(draft(i));
	}
	t.throws(() => journal.write({...draft(0), state: receiving}), {instanceOf: PowerCut});
	flash.operations.restart();
	t.is(new Journal(flash, layout).newest?.generation, PLACES);
	t.is(new Journal(flash, layout).newest?.state, steady);
});

test('a record that was not kept is written again in the next place', t => {
	const flash = part({at: 1, do: 'loseWrite'}, {at: 2, do: 'failOperation'});
	const journal = new Journal(flash, layout);
	t.is(journal.write(draft(2)), null);
	t.is(flash.operations.count, 3);
	t.is(new Journal(flash, layout).newest?.attemptsLeft, 2);
});

test('an erase that was lost is made again', t => {
	const flash = part({at: PLACES + 1, do: 'loseWrite'}, {at: 2 * PLACES + 2, do: 'loseWrite'});
	for (let i = 0; i <= 2 * PLACES; i++) {
		t.is(new Journal(flash, layout).write(draft(i % 4)), null);
	}
	t.is(new Journal(flash, layout).newest?.attemptsLeft, 0);
});

test('one bad read costs no record, and three reads that differ are none', t => {
	const failing = part({at: 2, do: 'readError', after: 3});
	const journal = new Journal(failing, layout);
	journal.write(draft(1));
	journal.write(draft(2));
	t.is(new Journal(failing, layout).newest?.attemptsLeft, 2);
	const wrong = part({at: 2, do: 'wrongRead', after: 3, times: 12});
	const other = new Journal(wrong, layout);
	other.write(draft(1));
	other.write(draft(2));
	t.is(new Journal(wrong, layout).newest, null);
	t.is(new Journal(wrong, layout).newest?.attemptsLeft, 2, 'and the next start reads it');
});

test('generations do not wrap', t => {
	const flash = part();
	flash.program(layout.journals[0], writeRecord({...draft(1), generation: 0xffffffff}));
	const journal = new Journal(flash, layout);
	t.is(journal.newest?.generation, 0xffffffff);
	t.is(journal.write(draft(2))?.code, 'E_OTA_JOURNAL');
	t.is(new Journal(flash, layout).newest?.attemptsLeft, 1);
});

test('where neither sector keeps a record the refusal says so', t => {
	const flash = part(...Array.from({length: 20}, (_, i): FlashFault => ({at: i + 1, do: 'failOperation'})));
	t.is(new Journal(flash, layout).write(draft(1))?.code, 'E_OTA_JOURNAL');
});
