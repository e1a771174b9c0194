import test from 'ava';
import {RandomStream} from '../../../src/core/random.ts';
import {GilbertElliott, meanBurst, meanLoss} from '../../../sim/net/gilbert-elliott.ts';
import type {LossModel} from '../../../sim/net/gilbert-elliott.ts';

const PACKETS = 500_000;

function played(model: LossModel, seed: number): boolean[] {
	const path = new GilbertElliott(model, new RandomStream(seed));
	return Array.from({length: PACKETS}, () => path.loses());
}

/** Lengths of the runs of lost packets. */
function bursts(lost: readonly boolean[]): number[] {
	const lengths: number[] = [];
	let run = 0;
	for (const isLost of [...lost, false]) {
		if (isLost) {
			run += 1;
		} else if (run > 0) {
			lengths.push(run);
			run = 0;
		}
	}
	return lengths;
}

const models: readonly LossModel[] = [
	{p: 0.01, r: 0.25, lossGood: 0, lossBad: 1},
	{p: 0.05, r: 0.5, lossGood: 0.01, lossBad: 0.8},
	{p: 0.002, r: 0.1, lossGood: 0, lossBad: 0.5},
	{p: 0.3, r: 0.7, lossGood: 0, lossBad: 1},
];

for (const model of models) {
	test(`the loss of ${JSON.stringify(model)} is what theory says, for every seed`, t => {
		for (const seed of [1, 2, 3]) {
			const share = played(model, seed).filter(Boolean).length / PACKETS;
			t.true(Math.abs(share / meanLoss(model) - 1) < 0.15, `${share} against ${meanLoss(model)}`);
		}
	});
}

test('where a bad path loses all, bursts are as long as theory says, and far longer than chance alone would make them', t => {
	const [model] = models;
	const lengths = bursts(played(model, 1));
	const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
	t.true(Math.abs(mean / meanBurst(model) - 1) < 0.05, `${mean} against ${meanBurst(model)}`);
	// By chance alone: 1 / (1 - loss).
	t.true(mean > 3 / (1 - meanLoss(model)));
});

test('the same seed loses the same packets', t => {
	t.deepEqual(played(models[1], 7), played(models[1], 7));
	t.notDeepEqual(played(models[1], 7), played(models[1], 8));
});
