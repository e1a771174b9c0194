import test from 'ava';
import type {RunResult} from '../../../sim/scenario/result.ts';
import type {Scenario} from '../../../sim/scenario/scenario.ts';
import {hasFirmware, playShipped, shippedScenarios} from '../../helpers/shipped.ts';

const shipped = await shippedScenarios();

const shippedOne = (wanted: string): Scenario => shipped.find(({name}) => name === wanted)!.cases[0];

test.serial('the shipped scenarios are these: their names are public', t => {
	t.snapshot(shipped.map(({name}) => name));
});

for (const {name, cases, problems} of shipped) {
	test.serial(`${name} has no problems, and says in a line of at most 110 characters what it shows`, t => {
		t.deepEqual(problems, []);
		t.true(
			cases.every(({summary}) => summary.length >= 40 && summary.length <= 110),
			cases[0]?.summary,
		);
	});
	for (const scenario of cases) {
		const which = scenario.parameters.map(parameter => ` ${parameter.name}=${parameter.value}`).join('');
		test.serial(`${name}${which} passes on the fleet with its seed, ${scenario.seed}`, async t => {
			const result = await playShipped(scenario, scenario.seed, Infinity);
			t.is(result.verdict, 'passed', result.steps.map(({text}) => text).join('\n'));
			t.true(result.steps.every(({outcome}) => outcome === 'passed'));
		});
	}
}

/** Those whose chance matters most: all of their cards differ. */
for (const name of ['evening-storm', 'battery-cell-failure']) {
	for (const seed of [1, 2]) {
		test.serial(`${name} passes on the fleet with seed ${seed} too`, async t => {
			t.is((await playShipped(shippedOne(name), seed, Infinity)).verdict, 'passed');
		});
	}
}

test.serial('the evening storm has 100 cards of at least eight models on three sites', t => {
	const {devices, sites} = shippedOne('evening-storm');
	t.is(
		devices.reduce((sum, {count}) => sum + count, 0),
		100,
	);
	t.true(new Set(devices.flatMap(({models}) => models)).size >= 8);
	t.deepEqual(
		sites.map(({name}) => name),
		['north', 'harbour', 'hill'],
	);
});

test.serial('firmware is on board where a scenario rolls it out, and nowhere else', t => {
	const expected = shipped.filter(({name}) => name.startsWith('firmware-')).map(({name}) => name);
	t.deepEqual(
		shipped.filter(({cases}) => cases.some(hasFirmware)).map(({name}) => name),
		expected,
	);
});

/** How far real time was behind belongs to the machine; all else is the same at any speed. */
function withoutWorst({drift, ...result}: RunResult): unknown {
	return {...result, drift: drift === null || drift.worstMs >= drift.lastMs ? null : drift};
}

test.serial('the speed of a run changes nothing about what happens', async t => {
	const scenario = shippedOne('evening-storm');
	const fastest = await playShipped(scenario, 3, Infinity);
	t.deepEqual(withoutWorst(await playShipped(scenario, 3, 50_000)), withoutWorst(fastest));
	t.true(fastest.timeline.length > 1000);
});
