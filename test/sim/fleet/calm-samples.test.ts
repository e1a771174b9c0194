// Most samples are of cards to which nothing happened: they are made without looking at what cannot have changed.

import test from 'ava';
import {fleetTarget} from '../../../sim/fleet/fault-target.ts';
import {CountingSink} from '../../../sim/fleet/message-sink.ts';
import {plainFleet} from '../../../sim/fleet/spec.ts';
import {atRest, onlyTime} from '../../../src/agent/reporter.ts';
import {startFleet} from '../../helpers/fleets.ts';
import type {TestFleet} from '../../helpers/fleets.ts';
import {HOUR} from '../../helpers/ref-model.ts';

const models = ['SMT1500', 'SRT2200XLA', '5PX1500i', 'SMC1500'];
const spec = plainFleet(5, 120, models, {sag: 6, outage: 4, swell: 2});

/** Of every tenth card: a sensor, the firmware, the link, the air, the load, the utility; for some hours each. */
function disturb({fleet}: TestFleet): void {
	const at = (first: number) =>
		spec.cards.flatMap((_, card) =>
			card % 10 === first ? [fleetTarget(fleet, card, () => undefined, undefined)] : [],
		);
	const undo = [
		...at(0).map(card => card.bendSensor('batteryTemperature', {kind: 'offset', by: 5})),
		...at(1).map(card => card.giveQuirk('runtimeNonsense')),
		...at(2).map(card => card.silenceLink()),
		...at(3).map(card => card.scaleInput(0)),
	];
	fleet.run(fleet.now() + 2 * HOUR);
	undo.forEach(end => end());
	fleet.run(fleet.now() + 10 * HOUR);
}

/** A fleet of which nothing is ever taken to be calm, where `looksAtAll`. */
function started(looksAtAll: boolean): TestFleet {
	const all = startFleet(spec, new CountingSink(spec.cards.length));
	if (looksAtAll) {
		all.fleet.cards.calm = new Proxy(all.fleet.cards.calm, {get: () => 0, set: () => true});
	}
	return all;
}

function bytesOf({sink}: TestFleet): string {
	const {bytes, digest} = sink as CountingSink;
	return `${bytes} ${digest}`;
}

test('a fleet sends the bytes that it would send if each card were looked at whole each time', t => {
	const lives = [true, false].map(looksAtAll => {
		const fleet = started(looksAtAll);
		fleet.fleet.run(3 * HOUR);
		disturb(fleet);
		return bytesOf(fleet);
	});
	t.is(lives[1], lives[0]);
});

test('of an undisturbed fleet most cards are at rest, and one on battery is not', t => {
	const quiet = startFleet(plainFleet(5, 120, models, {}), new CountingSink(120));
	quiet.fleet.run(6 * HOUR);
	const calm = [...quiet.fleet.cards.calm];
	t.true(calm.filter(kind => kind === atRest).length > 90, String(calm));
	fleetTarget(quiet.fleet, 1, () => undefined, undefined).scaleInput(0);
	quiet.fleet.run(quiet.fleet.now() + 90_000);
	t.is(quiet.fleet.cards.calm[1], onlyTime);
});
