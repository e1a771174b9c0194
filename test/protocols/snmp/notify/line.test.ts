import test from 'ava';
import {Line} from '../../../../src/protocols/snmp/notify/line.ts';
import {ManualClock} from '../../../helpers/manual-clock.ts';

test('what is pushed comes out in order, later and not at once', t => {
	const clock = new ManualClock();
	const out: number[] = [];
	const line = new Line<number>(clock, thing => out.push(thing));
	line.push(1);
	line.push(2);
	t.deepEqual(out, []);
	clock.advance(0);
	t.deepEqual(out, [1, 2]);
	t.deepEqual(clock.pending, []);
});

test('a crowd comes out two hundred at a time, ten milliseconds apart', t => {
	const clock = new ManualClock();
	const out: number[] = [];
	const line = new Line<number>(clock, thing => out.push(thing));
	for (let i = 0; i < 450; i++) {
		line.push(i);
	}
	const lengths = [0, 10, 10].map(delay => {
		clock.advance(delay);
		return out.length;
	});
	t.deepEqual(lengths, [200, 400, 450]);
	t.deepEqual(
		out,
		[...out].toSorted((a, b) => a - b),
	);
});

test('what finds the line full is lost and counted', t => {
	const line = new Line<number>(new ManualClock(), () => {});
	for (let i = 0; i < 100_003; i++) {
		line.push(i);
	}
	t.is(line.lost, 3);
});

test('a line that is closed lets nothing out and sets no timer', t => {
	const clock = new ManualClock();
	const out: number[] = [];
	const line = new Line<number>(clock, thing => out.push(thing));
	line.push(1);
	line.close();
	clock.advance(100);
	t.deepEqual(out, []);
	t.deepEqual(clock.pending, []);
});
