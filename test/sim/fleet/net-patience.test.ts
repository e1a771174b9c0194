// How long virtual time waits for sessions that are being made.

import test from 'ava';
import {NetPatience} from '../../../sim/fleet/net-patience.ts';

const LONGEST_WAIT_MS = 40;

/** Of a net where nothing but sessions under way keeps virtual time, and how often it was asked about them. */
function patient(): {patience: NetPatience; asked: () => number} {
	let asked = 0;
	const patience = new NetPatience({
		stop: new AbortController().signal,
		longestWaitMs: LONGEST_WAIT_MS,
		gate: undefined,
		isWaitedFor: cards => {
			asked += 1;
			return cards.size > 0;
		},
		isCrowded: () => false,
		isBehind: () => false,
		isBusy: () => false,
	});
	return {patience, asked: () => asked};
}

test('virtual time waits for a session that is being made, and no longer than it takes', async t => {
	const {patience} = patient();
	patience.asked(1);
	let isReady = false;
	const ready = patience.ready().then(() => (isReady = true));
	await new Promise(resolve => setImmediate(resolve));
	t.false(isReady);
	patience.answered(1);
	await ready;
	t.true(isReady);
});

test('a session that nobody answers is waited for once: its own patience is of virtual time, which must go on', async t => {
	const {patience, asked} = patient();
	patience.asked(1);
	await patience.ready();
	const inVain = asked();
	t.true(inVain > LONGEST_WAIT_MS / 2, 'it was waited for');
	await patience.ready();
	t.true(asked() - inVain <= 2, 'the next step does not wait');
	patience.asked(1);
	await patience.ready();
	t.true(asked() - inVain > LONGEST_WAIT_MS / 2, 'a new attempt is waited for again');
});
