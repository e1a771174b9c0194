// What can be done to the simulated UPS of a bench, and what it refuses.

import test from 'ava';
import {openPlant} from '../../../hil/twin/plant.ts';
import {plantDefaults} from '../../../hil/twin/plant-wishes.ts';
import {hear} from '../../../hil/twin/hear.ts';
import {TwinStimulus} from '../../../hil/twin/stimulus.ts';
import type {TwinUps} from '../../../hil/twin/twin.ts';
import type {TwinAnswers, TwinWord} from '../../../hil/twin/words.ts';
import {isCoded} from '../../../src/core/errors.ts';
import type {Fault} from '../../../sim/faults/fault.ts';
import {faults} from '../../../sim/faults/registry.ts';

/** A twin in the present process, whose time stands still. */
async function twinHere() {
	const plant = await openPlant(plantDefaults, () => {});
	const twin = {
		places: {ups: 'here', model: plant.model, serial: plant.serial},
		act: async (word: TwinWord) => hear(plant, word) as TwinAnswers['inject'],
	};
	return {plant, stimulus: new TwinStimulus(twin as unknown as TwinUps)};
}

function valuesOf({parameters}: Fault): Record<string, number> {
	return Object.fromEntries(
		parameters.map(each => [each.name, each.default ?? Math.max(each.min, Math.min(each.max, 1))]),
	);
}

test('a fault is said to be possible where the UPS takes it, and all the others are refused by it', async t => {
	const {plant, stimulus} = await twinHere();
	for (const fault of faults) {
		const deed = {do: 'inject', fault: fault.name, values: valuesOf(fault)} as const;
		const refused = await stimulus.act(deed).then(
			async undo => {
				t.is(plant.desk.list().length, 1, fault.name);
				await undo();
				await undo();
				return '';
			},
			(error: unknown) => (isCoded(error) ? error.code : String(error)),
		);
		t.is(refused, stimulus.can(deed) === null ? '' : 'E_FAULT_UNSUPPORTED', fault.name);
		t.deepEqual(plant.desk.list(), [], fault.name);
	}
	await plant.close();
});

test('load is set; settings and commands are for the card to give', async t => {
	const {plant, stimulus} = await twinHere();
	await stimulus.act({do: 'set', name: 'load', value: 80});
	t.is(plant.truth().readings['loadRatio'], 80);
	t.regex(stimulus.can({do: 'command', command: {name: 'testBattery', group: 0, value: null}}) ?? '', /from its card/);
	t.regex(stimulus.can({do: 'change', setting: {key: 'ups.name', value: 'x'}}) ?? '', /from its card/);
	await plant.close();
});

test('what was injected is over when the stimulus closes, and the utility is right', async t => {
	const {plant, stimulus} = await twinHere();
	await stimulus.act({do: 'inject', fault: 'linkSilence', values: {}});
	hear(plant, {do: 'grid', volts: 0});
	t.true(plant.truth().isSilent);
	t.is(plant.truth().readings['inputVolts'], 0);
	await stimulus.close();
	t.false(plant.truth().isSilent);
	t.true((plant.truth().readings['inputVolts'] ?? 0) > 110);
	await plant.close();
});

const refusals: ReadonlyArray<readonly [word: unknown, code: string, says: RegExp]> = [
	[null, 'E_REQUEST_INVALID', /"do" is missing/],
	[[], 'E_REQUEST_INVALID', /"do" is missing/],
	[{do: 'tuth'}, 'E_REQUEST_INVALID', /did you mean truth/],
	[{do: 'truth', now: 1}, 'E_REQUEST_INVALID', /truth has no "now"; it takes nothing/],
	[{do: 'grid', volt: 3}, 'E_REQUEST_INVALID', /did you mean volts/],
	[{do: 'grid', volts: '0'}, 'E_REQUEST_INVALID', /from 0 to 1000/],
	[{do: 'grid', hertz: NaN}, 'E_REQUEST_INVALID', /from 1 to 100/],
	[{do: 'set', name: 'lod', value: 1}, 'E_REQUEST_INVALID', /did you mean load/],
	[{do: 'set', name: 'load', value: 301}, 'E_REQUEST_INVALID', /from 0 to 300/],
	[{do: 'set', name: 'sensitivity', value: 5}, 'E_REQUEST_INVALID', /from 1 to 4/],
	[{do: 'inject'}, 'E_REQUEST_INVALID', /"type" is missing/],
	[{do: 'inject', type: 'outagee'}, 'E_FAULT_UNKNOWN', /did you mean outage/],
	[{do: 'inject', type: 'linkGarbled', parameters: {share: 2}}, 'E_FAULT_PARAMETER', /0.01 to 1/],
	[{do: 'inject', type: 'outage', cards: ['ups']}, 'E_REQUEST_INVALID', /inject has no "cards"/],
	[{do: 'inject', type: 'clockReset'}, 'E_FAULT_UNSUPPORTED', /the clock is the card's/],
	[{do: 'end', name: 'outage'}, 'E_FAULT_UNKNOWN', /No fault called outage/],
];

test('a word that is not one is refused with what is right, and nothing happens', async t => {
	const {plant} = await twinHere();
	const before = plant.truth().readings;
	for (const [word, code, message] of refusals) {
		t.throws(() => hear(plant, word), {code, message}, JSON.stringify(word));
	}
	t.deepEqual(plant.truth().readings, before);
	t.deepEqual(plant.desk.list(), []);
	await plant.close();
});
