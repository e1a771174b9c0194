import test from 'ava';
import fc from 'fast-check';
import {MINUTE} from '../../../src/core/clock.ts';
import type {Undo} from '../../../sim/scenario/bench.ts';
import type {FaultValues} from '../../../sim/faults/fault.ts';
import {requireParameters} from '../../../sim/faults/parameters.ts';
import {faults, requireFault} from '../../../sim/faults/registry.ts';
import {TwinBench} from '../../helpers/twin-bench.ts';

/** What the twin of one card looks like under faults. */
function worldOf(bench: TwinBench): Record<string, unknown> {
	return {
		...bench.world(0),
		...bench.firmware(0).world(),
		...bench.cardItself(0).world(),
		input: bench.inputFactor(0),
		broker: bench.brokerFaults,
	};
}

const quiet = {
	hertz: 0,
	cells: 0,
	damage: 0,
	load: 0.5,
	silent: false,
	breaks: false,
	input: 1,
	broker: [],
	dials: {},
	broken: [],
	bends: [],
	quirks: [],
	planned: [],
	chunks: [],
	hung: false,
	lines: [],
};

function injected(bench: TwinBench, name: string, values: FaultValues): Undo {
	const fault = requireFault(name);
	return fault.acts === 'card'
		? fault.inject(bench.target(0), values, bench.surroundings)
		: fault.inject(bench.surroundings, values);
}

const quirks = [
	'lowBatteryAtOnce',
	'dischargeOnLine',
	'outageUntold',
	'loadTimesTen',
	'runtimeNonsense',
	'readingsAbsent',
	'testFlagStays',
];

/** What each fault makes of a quiet world. */
const effects: ReadonlyArray<readonly [name: string, raw: Record<string, unknown>, changed: Record<string, unknown>]> =
	[
		['outage', {}, {input: 0}],
		['brownout', {depth: 0.25}, {input: 0.75}],
		['swell', {rise: 0.25}, {input: 1.25}],
		['flicker', {depth: 0.5}, {input: 0.5}],
		['cellFailure', {cells: 2}, {cells: 2}],
		['agedBattery', {damage: 1.25}, {damage: 1.25}],
		['overload', {ratio: 0.75}, {load: 1.25}],
		['linkSilence', {}, {silent: true}],
		['brokerOutage', {}, {broker: [{kind: 'outage'}]}],
		['upsUpdateFailure', {}, {breaks: true}],
		['flashCut', {operation: 3, where: 'unstable'}, {planned: ['cutUnstable at 3']}],
		['flashWear', {}, {planned: ['stickSector at 1']}],
		['flashDecay', {operation: 2}, {planned: ['decay at 2']}],
		['firmwareCrash', {}, {}],
		['watchdogHang', {}, {hung: true}],
		['chunkCorruption', {corrupted: 0.5}, {chunks: [{corrupted: 0.5, duplicated: 0, dropped: 0}]}],
		['linkGarbled', {share: 0.25}, {lines: [{kind: 'garbled', share: 0.25, retries: 3}]}],
		['linkSlow', {delay: '5s'}, {lines: [{kind: 'slow', delayMs: 5000}]}],
		['linkStale', {}, {lines: [{kind: 'stale'}]}],
		['linkFlapping', {}, {silent: true}],
		['clockJump', {by: '1h', direction: 'back'}, {lines: [{kind: 'jump', byMs: -3_600_000}]}],
		['clockDrift', {rate: -50}, {lines: [{kind: 'drift', ppm: -50}]}],
		['clockStuck', {}, {lines: [{kind: 'stuck'}]}],
		['networkLoss', {p: 0.5}, {lines: [{kind: 'loss', p: 0.5, r: 0.25, lossGood: 0, lossBad: 1}]}],
		['networkDelay', {jitter: '50ms'}, {lines: [{kind: 'delay', delayMs: 300, jitterMs: 50, way: 'both'}]}],
		['networkReorder', {share: 0.5}, {lines: [{kind: 'reorder', share: 0.5, lateMs: 200}]}],
		['networkDuplicate', {}, {lines: [{kind: 'duplicate', share: 0.1}]}],
		['networkThrottle', {bandwidth: 99}, {lines: [{kind: 'throttle', bytesPerSecond: 99}]}],
		['networkPartition', {way: 'in'}, {lines: [{kind: 'partition', way: 'in'}]}],
		['networkHalfOpen', {side: 'broker'}, {lines: [{how: 'brokerBelieves', afterBytes: 0}]}],
		['networkReset', {after: 7}, {lines: [{how: 'reset', afterBytes: 7}]}],
		['brokerRefusal', {share: 0.5, reason: 'notAuthorised'}, {broker: [{kind: 'refusal', share: 0.5, code: 5}]}],
		['brokerSlow', {}, {broker: [{kind: 'slow', delayMs: 2000}]}],
		['brokerForgets', {}, {broker: [{kind: 'forget'}]}],
		['brokerDisconnects', {}, {broker: [{kind: 'disconnect'}]}],
		['frequencyShift', {hertz: -2}, {hertz: -2}],
		['frequencyDrift', {}, {}],
		[
			'generatorSupply',
			{wander: 2, sag: 0.25, distortion: 0.25},
			{input: 0.75, hertz: -2, dials: {inputDistortion: 0.25}},
		],
		['harmonicDistortion', {share: 0.25}, {dials: {inputDistortion: 0.25}}],
		['slowRecovery', {from: 0.5}, {input: 0.5}],
		['batteryDisconnected', {}, {broken: ['battery']}],
		['highResistance', {factor: 2}, {dials: {batteryResistance: 2}}],
		['capacityLoss', {share: 0.25}, {dials: {batteryCapacity: 0.75}}],
		['wrongBattery', {size: 0.5}, {dials: {batteryCapacity: 0.5, batteryResistance: 2}}],
		['fastSelfDischarge', {factor: 20}, {dials: {selfDischarge: 20}}],
		['chargerFailure', {}, {broken: ['charger']}],
		['chargerWeak', {share: 0.25}, {dials: {chargingCurrent: 0.25}}],
		['overcharge', {volts: 0.5}, {dials: {chargerVolts: 0.5}}],
		['inverterFailure', {}, {broken: ['inverter']}],
		['bypassFailure', {}, {broken: ['bypass']}],
		['stuckOnBypass', {}, {broken: ['bypassRelay']}],
		['regulatorFailure', {}, {broken: ['regulator']}],
		['sensorStuck', {sensor: 'inputVolts'}, {bends: ['inputVolts stuck 0']}],
		['sensorDrift', {sensor: 'load', perHour: -3}, {bends: ['load drift -3']}],
		['sensorNoise', {sensor: 'inputHertz', peak: 1}, {bends: ['inputHertz noise 1']}],
		['sensorOffset', {sensor: 'batteryVolts', offset: -2}, {bends: ['batteryVolts offset -2']}],
		['sensorScale', {sensor: 'batteryCharge', factor: 10}, {bends: ['batteryCharge scale 10']}],
		[
			'sensorDead',
			{sensor: 'batteryTemperature'},
			{bends: ['batteryTemperature dead 0'], broken: ['temperatureSensor']},
		],
		['inrush', {ratio: 2}, {load: 2.5}],
		['loadOscillation', {ratio: 0.25}, {load: 0.75}],
		['loadDrop', {share: 0.75}, {dials: {load: 0.25}}],
		['ambientRise', {kelvin: -5}, {dials: {ambient: -5}}],
		['fanFailure', {factor: 2}, {broken: ['fan'], dials: {heatRise: 2}}],
		['thermalRunaway', {heat: 2}, {dials: {runawayHeat: 2}}],
		...quirks.map(name => [name, {}, {quirks: [name]}] as const),
		['batteryFlagsFlash', {}, {quirks: ['batteryFlags']}],
		['clockReset', {year: '2000'}, {lines: [{kind: 'reset', utcMs: Date.UTC(2000, 0, 1)}]}],
		['cardRestart', {way: 'sudden'}, {lines: [{kind: 'down', isSudden: true}]}],
		['logShortage', {entries: 3}, {lines: [{kind: 'log', entries: 3}]}],
		['memoryPressure', {share: 0.25}, {lines: [{kind: 'samples', share: 0.25}]}],
	];

test('a storm of resets goes on by its period, and ends with its undo', async t => {
	const bench = new TwinBench([{}]);
	const undo = injected(
		bench,
		'firmwareCrash',
		requireParameters(requireFault('firmwareCrash'), {count: 5, period: '10s'}),
	);
	t.is(bench.firmware(0).crashes, 1);
	await bench.runUntil(25_000);
	t.is(bench.firmware(0).crashes, 3);
	undo();
	await bench.runUntil(MINUTE);
	t.is(bench.firmware(0).crashes, 3);
});

test('every fault of the registry is tried', t => {
	t.deepEqual(
		effects.map(([name]) => name),
		faults.map(({name}) => name),
	);
});

for (const [name, raw, changed] of effects) {
	test(`${name} changes just what it says, and its undo, called twice, puts that right once`, t => {
		const bench = new TwinBench([{}]);
		const other = injected(bench, name, requireParameters(requireFault(name), raw));
		const undo = injected(bench, name, requireParameters(requireFault(name), raw));
		undo();
		undo();
		t.deepEqual(worldOf(bench), {...quiet, ...changed});
		other();
		other();
		t.deepEqual(worldOf(bench), quiet);
		t.is(bench.openUndos, 0);
	});
}

test('a fault of one card leaves the others alone', t => {
	const bench = new TwinBench([{}, {}]);
	for (const fault of faults) {
		if (fault.acts === 'card') {
			const raw = effects.find(([name]) => name === fault.name)![1];
			fault.inject(bench.target(0), requireParameters(fault, raw), bench.surroundings);
		}
	}
	t.is(bench.inputFactor(1), 1);
	const sound = {hertz: 0, cells: 0, damage: 0, load: 0.5, silent: false, breaks: false, dials: {}};
	t.deepEqual(bench.world(1), {...sound, broken: [], bends: [], quirks: []});
});

/** Any fault with parameters in range; powers of two and quarters add and multiply without rounding. */
const anyInjection = fc.oneof(
	fc.constant(['outage', {}] as const),
	fc.constantFrom(0.25, 0.5, 0.75).map(depth => ['brownout', {depth}] as const),
	fc.constantFrom(0.25, 0.5).map(rise => ['swell', {rise}] as const),
	fc.constantFrom(0.5, 1).map(depth => ['flicker', {depth, dip: 300, period: 10_000, count: 3}] as const),
	fc.integer({min: 1, max: 3}).map(cells => ['cellFailure', {cells}] as const),
	fc.constantFrom(0.5, 1, 1.5).map(damage => ['agedBattery', {damage}] as const),
	fc.constantFrom(0.25, 0.5).map(ratio => ['overload', {ratio}] as const),
	fc.constant(['linkSilence', {}] as const),
	fc.constant(['brokerOutage', {}] as const),
	fc.constant(['upsUpdateFailure', {}] as const),
);

/** Injections with the order in which they are undone; the swells are few enough for the twin's highest voltage. */
const overlaps = fc
	.array(anyInjection, {minLength: 1, maxLength: 7})
	.filter(list => list.filter(([name]) => name === 'swell').length <= 2)
	.chain(list =>
		fc.tuple(
			fc.constant(list),
			fc.shuffledSubarray([...list.keys()], {minLength: list.length, maxLength: list.length}),
		),
	);

function worldUnder(injections: ReadonlyArray<readonly [string, FaultValues]>): Record<string, unknown> {
	const bench = new TwinBench([{}]);
	injections.forEach(([name, values]) => injected(bench, name, values));
	return worldOf(bench);
}

test('faults that overlap compose, and undone in any order each takes out its own', t => {
	fc.assert(
		fc.property(overlaps, ([list, order]) => {
			const bench = new TwinBench([{}]);
			const undos = list.map(([name, values]) => injected(bench, name, values));
			const left = new Set(list.keys());
			for (const index of order) {
				t.deepEqual(worldOf(bench), worldUnder([...left].map(i => list[i])));
				undos[index]();
				undos[index]();
				left.delete(index);
			}
			t.deepEqual(worldOf(bench), quiet);
		}),
		{numRuns: 60},
	);
});

test('a flicker dips as long, as often and as far apart as it says', async t => {
	const bench = new TwinBench([{}]);
	const changes: string[] = [];
	let before = 1;
	injected(bench, 'flicker', {depth: 1, dip: 300, period: 2000, count: 3});
	for (let now = 0; now <= 10_000; now += 100) {
		await bench.runUntil(now);
		if (bench.inputFactor(0) !== before) {
			before = bench.inputFactor(0);
			changes.push(`${now}: ${before}`);
		}
	}
	t.deepEqual(changes, ['0: 0', '300: 1', '2000: 0', '2300: 1', '4000: 0', '4300: 1']);
});

test('a flicker undone in a dip or between dips never dips again', async t => {
	for (const undoneAt of [100, 1000]) {
		const bench = new TwinBench([{}]);
		const undo = injected(bench, 'flicker', {depth: 1, dip: 300, period: 2000, count: 5});
		await bench.runUntil(undoneAt);
		undo();
		t.is(bench.inputFactor(0), 1);
		await bench.runUntil(MINUTE, () => bench.inputFactor(0) !== 1);
		t.is(bench.now(), MINUTE);
	}
});
