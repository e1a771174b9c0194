import test from 'ava';
import type {FlashFaultKind} from '../../../sim/flash/fault-plan.ts';
import {Operations} from '../../../sim/flash/operations.ts';
import {OtpPart} from '../../../sim/flash/otp-part.ts';
import {PowerCut} from '../../../sim/flash/power-cut.ts';

function otp(at: number, kind: FlashFaultKind, seed: number): {cells: OtpPart; operations: Operations} {
	const operations = new Operations({seed, faults: [{at, do: kind}]});
	return {cells: new OtpPart(operations), operations};
}

const inOrder = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

test('the counter rises and never falls', t => {
	const {cells} = otp(9, 'cutAfter', 1);
	t.true(cells.raise(3));
	t.true(cells.raise(2));
	t.is(cells.read(), 3);
});

test('a cut within a raise leaves a value from the old to the new one', t => {
	const values = Array.from({length: 50}, (_, seed) => {
		const {cells, operations} = otp(2, 'cutTorn', seed);
		cells.raise(2);
		t.throws(() => cells.raise(5), {instanceOf: PowerCut});
		operations.restart();
		return cells.read();
	});
	t.deepEqual(inOrder(values), [2, 3, 4, 5]);
});

test('a raise that is not stable reads from the old to the new value until it is raised again', t => {
	const {cells, operations} = otp(2, 'cutUnstable', 3);
	cells.raise(1);
	t.throws(() => cells.raise(4), {instanceOf: PowerCut});
	operations.restart();
	t.deepEqual(inOrder(Array.from({length: 60}, () => cells.read())), [1, 2, 3, 4]);
	cells.raise(4);
	t.deepEqual(inOrder(Array.from({length: 60}, () => cells.read())), [4]);
});

test('a raise may be lost or fail, and is counted as the operations of flash are', t => {
	const lost = otp(1, 'loseWrite', 1);
	t.true(lost.cells.raise(2));
	t.is(lost.cells.read(), 0);
	t.is(lost.operations.count, 1);
	const failed = otp(1, 'failOperation', 1);
	t.false(failed.cells.raise(2));
	t.is(failed.cells.read(), 0);
});
