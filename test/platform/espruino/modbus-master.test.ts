// The master of a board against a scripted line.

import test from 'ava';
import {rtuFrame} from '../../../src/codec/modbus-adu.ts';
import {VirtualClock} from '../../../src/platform/memory/virtual-clock.ts';
import {answered, illegalAddress, ModbusMaster, unanswered} from '../../../src/platform/espruino/modbus-master.ts';

interface Rig {
	readonly clock: VirtualClock;
	readonly master: ModbusMaster;
	/** `ms bytes` of each request. */
	readonly sent: string[];
	readonly outcomes: string[];
	hear(...bytes: number[]): void;
	read(address: number, count: number): void;
}

function rigOf(reply: (request: Uint8Array, turn: number) => readonly (readonly number[])[]): Rig {
	const clock = new VirtualClock();
	const sent: string[] = [];
	const outcomes: string[] = [];
	let hear: (bytes: Uint8Array) => void = () => {};
	const serial = {
		write(bytes: Uint8Array) {
			const request = Uint8Array.from(bytes);
			sent.push(`${clock.now()} ${Buffer.from(request).toString('hex')}`);
			for (const piece of reply(request, sent.length)) {
				clock.after(5, () => hear(Uint8Array.from(piece)));
			}
		},
		onBytes(take: (bytes: Uint8Array) => void) {
			hear = take;
		},
	};
	const master = new ModbusMaster(serial, clock, 1);
	return {
		clock,
		master,
		sent,
		outcomes,
		hear: (...bytes) => hear(Uint8Array.from(bytes)),
		read(address, count) {
			master.read(address, count, (outcome, bytes, at) => {
				const words = Array.from({length: count}, (_none, i) => bytes[at + 2 * i] * 256 + bytes[at + 2 * i + 1]);
				outcomes.push(outcome === answered ? words.join(' ') : String(outcome));
			});
		},
	};
}

const frame = (...pdu: number[]): number[] => [...rtuFrame(1, Uint8Array.from(pdu))];
const good = frame(3, 4, 0, 7, 1, 0);

test('a read is one frame after a silence, and its words come back', t => {
	const rig = rigOf(() => [good]);
	rig.read(128, 2);
	rig.clock.moveTo(100);
	t.deepEqual(rig.sent, [`35 ${Buffer.from(frame(3, 0, 128, 0, 2)).toString('hex')}`]);
	t.deepEqual(rig.outcomes, ['7 256']);
});

test('an answer may come in pieces, after noise, and after what looks like its beginning', t => {
	const rig = rigOf(() => [[0xff, 1, 3], [1, 3, 4], good.slice(0, 3), good.slice(3, 6), good.slice(6)]);
	rig.read(128, 2);
	rig.clock.moveTo(100);
	t.deepEqual(rig.outcomes, ['7 256']);
});

test('what is broken, of another unit or of another length is no answer: it is asked three times and given up', t => {
	const broken = [...good.slice(0, -1), good[good.length - 1] ^ 1];
	const other = [...rtuFrame(2, Uint8Array.of(3, 4, 0, 7, 1, 0))];
	const rig = rigOf((_request, turn) => [[broken, other, frame(3, 2, 0, 7)][turn - 1]]);
	rig.read(128, 2);
	rig.clock.moveTo(10_000);
	t.is(rig.sent.length, 3);
	t.deepEqual(rig.outcomes, [String(unanswered)]);
});

test('an exception is an answer; only "busy" is asked again', t => {
	const rig = rigOf((_request, turn) => [turn === 1 ? frame(0x83, 6) : frame(0x83, 2)]);
	rig.read(1026, 22);
	rig.clock.moveTo(1000);
	t.is(rig.sent.length, 2);
	t.deepEqual(rig.outcomes, [String(illegalAddress)]);
});

test('a line that is never silent is given up', t => {
	const rig = rigOf(() => []);
	rig.read(0, 27);
	for (let ms = 10; ms < 10_000 && rig.outcomes.length === 0; ms += 10) {
		rig.clock.moveTo(ms);
		rig.hear(0x55);
	}
	t.deepEqual(rig.outcomes, [String(unanswered)]);
	t.deepEqual(rig.sent, []);
});

test('a write is sent once, and only its own echo is its answer', t => {
	const outcomes: number[] = [];
	const rig = rigOf(request =>
		request[7] === 0 ? [frame(16, 6, 2, 0, 1)] : [[...rtuFrame(1, request.subarray(1, 6))]],
	);
	rig.master.write(1538, [0, 260], outcome => outcomes.push(outcome));
	rig.clock.moveTo(3000);
	rig.master.write(1541, [256], outcome => outcomes.push(outcome));
	rig.clock.moveTo(6000);
	t.deepEqual(outcomes, [unanswered, answered]);
	t.is(rig.sent.length, 2);
});
