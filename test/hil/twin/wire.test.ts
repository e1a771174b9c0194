// What a line with faults makes of the answers of a UPS.

import test from 'ava';
import {tcpCarrier, rtuCarrier, Wire} from '../../../hil/twin/wire.ts';
import type {Carrier} from '../../../hil/twin/wire.ts';
import {WireLine} from '../../../hil/twin/wire-line.ts';
import {isRtuFrame, sealRtu} from '../../../src/codec/modbus-adu.ts';
import {RandomStream} from '../../../src/core/random.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

function rig(carrier: Carrier = rtuCarrier, isSpeaking = () => true) {
	const clock = new ManualClock();
	const wire = new Wire({clock, random: new RandomStream(7), isSpeaking});
	const sent: Buffer[] = [];
	const line = new WireLine(wire, carrier, bytes => sent.push(bytes));
	/** Asks, and has it answered. */
	const exchange = (asked: string, answer: string): void => {
		if (line.heard(Buffer.from(asked))) {
			line.answered(Buffer.from(answer));
		}
	};
	return {clock, wire, line, sent, exchange, texts: () => sent.map(String)};
}

function frame(seed: number): Buffer {
	const bytes = Buffer.alloc(5 + (seed % 60), seed);
	const out = Buffer.alloc(bytes.length + 2);
	out.set(bytes);
	return out.subarray(0, sealRtu(out, 0, bytes.length));
}

test('no garbled answer on a serial line is a frame, whichever way it was garbled', t => {
	const random = new RandomStream(3);
	for (let seed = 1; seed <= 3000; seed++) {
		const whole = frame(seed);
		const spoilt = rtuCarrier.spoil(whole, random);
		t.true(isRtuFrame(whole, 0, whole.length));
		t.false(isRtuFrame(spoilt, 0, spoilt.length), `answer ${seed}`);
	}
});

test('as many answers are garbled as the shares of two faults come to', t => {
	const {wire, sent, line} = rig();
	const undo = wire.disturb({kind: 'garbled', share: 0.5, retries: 3});
	wire.disturb({kind: 'garbled', share: 0.5, retries: 3});
	for (let seed = 0; seed < 1000; seed++) {
		line.heard(Buffer.from('q'));
		line.answered(frame(seed));
	}
	t.is(sent.length, 1000);
	t.true(Math.abs(wire.counters.garbled - 750) < 50, String(wire.counters.garbled));
	undo();
	undo();
	t.is(wire.garbledShare(), 0.5);
});

test('a garbled answer over TCP is no Modbus, and keeps its number', t => {
	const spoilt = tcpCarrier.spoil(Buffer.from([0, 9, 0, 0, 0, 3, 1, 3, 0]), new RandomStream(1));
	t.deepEqual([...spoilt.subarray(0, 2)], [0, 9]);
	t.not(spoilt.readUInt16BE(2), 0);
});

test('a silent line swallows questions, so that nothing is done, and answers that were under way', t => {
	const {wire, line, exchange, texts} = rig();
	t.true(line.heard(Buffer.from('before')));
	const undo = wire.disturb({kind: 'silent'});
	line.answered(Buffer.from('late'));
	t.false(line.heard(Buffer.from('order')));
	undo();
	exchange('after', 'answer');
	t.deepEqual(texts(), ['answer']);
	t.is(wire.counters.swallowed, 2);
});

test('a UPS that says nothing itself is silent without a fault', t => {
	let speaks = false;
	const {exchange, texts} = rig(rtuCarrier, () => speaks);
	exchange('a', 'A');
	speaks = true;
	exchange('b', 'B');
	t.deepEqual(texts(), ['B']);
});

test('slow answers come after their delay, in their order when the delay ends before them', t => {
	const {wire, clock, exchange, texts} = rig();
	const undo = wire.disturb({kind: 'slow', delayMs: 3000});
	exchange('a', 'A');
	clock.advance(1000);
	undo();
	exchange('b', 'B');
	t.deepEqual(texts(), []);
	clock.advance(1999);
	t.deepEqual(texts(), []);
	clock.advance(1);
	t.deepEqual(texts(), ['A', 'B']);
	exchange('c', 'C');
	t.deepEqual(texts(), ['A', 'B', 'C']);
});

test('what is under way when a line is closed never comes', t => {
	const {wire, clock, exchange, line, texts} = rig();
	wire.disturb({kind: 'slow', delayMs: 3000});
	exchange('a', 'A');
	line.close();
	clock.advance(4000);
	t.deepEqual(texts(), []);
});

test('a stale line repeats its last answer to each question, under the number of the new one', t => {
	const {wire, exchange, texts} = rig(tcpCarrier);
	exchange('01volts', '01 120');
	const undo = wire.disturb({kind: 'stale'});
	exchange('02volts', '02 0');
	exchange('03hertz', '03 60');
	exchange('04hertz', '04 0');
	undo();
	exchange('05volts', '05 0');
	t.deepEqual(texts(), ['01 120', '02 120', '03 60', '04 60', '05 0']);
});
