// Every expectation of a shipped scenario can fail: without one of the steps that do something, a scenario fails. RIDETHROUGH_MUTANTS=all
// tries every such step (make scenario-mutants); else one of each scenario, those of firmware left out, which take minutes.

import test from 'ava';
import {seedFor} from '../../../src/core/random.ts';
import type {Scenario, Step} from '../../../sim/scenario/scenario.ts';
import {hasFirmware, playShipped, shippedScenarios} from '../../helpers/shipped.ts';

const wantsAll = process.env['RIDETHROUGH_MUTANTS'] === 'all';

/** Steps whose very point is that nothing comes of them, by scenario and name. */
const harmless: ReadonlySet<string> = new Set([
	// A glitch that nobody may hear of (networkupstools/nut#2454).
	'comms-loss-on-battery: silence for four seconds',
	// The card asks again until an answer is good.
	'garbled-link: a third of the answers is garbled',
	// What a card measures with is its monotonic time.
	'clock-jump: standing still',
	// The broker learns of it when the card is back, at once: its side of a half-open connection delays nothing.
	'half-open-sessions: and of the others only the broker does',
	'half-open-sessions: two cards believe in connections that are gone',
	// The evening has more in it than its expectations are about.
	'evening-storm: the lights flicker',
]);

function without(scenario: Scenario, dropped: Step): Scenario {
	return {...scenario, steps: scenario.steps.filter(step => step !== dropped)};
}

const shipped = await shippedScenarios();

for (const {name, cases} of shipped) {
	const [scenario] = cases;
	const acting = scenario.steps.filter(
		step => step.verb !== 'expect' && step.verb !== 'snapshot' && !harmless.has(`${name}: ${step.name}`),
	);
	const drawn = acting[seedFor(scenario.seed, name) % Math.max(1, acting.length)];
	const tried = wantsAll ? acting : acting.filter(step => step === drawn && !hasFirmware(scenario));
	for (const step of tried) {
		test.serial(`${name} fails without step ${scenario.steps.indexOf(step) + 1}, ${step.name}`, async t => {
			const {verdict} = await playShipped(without(scenario, step), scenario.seed, Infinity);
			t.is(verdict, 'failed');
		});
	}
}

test('steps that may be harmless are there', t => {
	const names = new Set(shipped.flatMap(({name, cases}) => cases[0].steps.map(step => `${name}: ${step.name}`)));
	t.deepEqual(
		[...harmless].filter(each => !names.has(each)),
		[],
	);
});
