import test from 'ava';
import {findEvent} from '../../../src/agent/events.ts';
import {VirtualClock} from '../../../src/platform/memory/virtual-clock.ts';
import {Agent} from '../../../src/platform/node/main.ts';
import {MemoryLog} from '../../../src/platform/node/main/agent-log.ts';
import {noCalendar} from '../../../src/platform/node/main/agent-schedules.ts';
import {nowhere} from '../../../src/platform/node/main/agent-settings.ts';
import * as reading from '../../../src/ups/reading.ts';
import {setInput} from '../../../src/ups/ups.ts';
import {modelOf} from '../../helpers/fleets.ts';
import {MINUTE, SECOND} from '../../helpers/ref-model.ts';

const identity = {
	cardId: 'card-1',
	serial: 'S1',
	model: modelOf('SMT1500'),
	site: '',
	cardFirmware: '1',
	loadRatio: 0.5,
	ambientCelsius: 21,
};

interface Running {
	agent: Agent;
	clock: VirtualClock;
	told: Array<readonly [t: number, event: number, phase: number]>;
	rows: Int32Array[];
	/** The utility goes, or comes back, and the card sees it. */
	feed(volts: number): void;
}

function begin(): Running {
	const clock = new VirtualClock();
	const told: Running['told'] = [];
	const rows: Int32Array[] = [];
	const ports = {
		clock,
		wallClock: {nowUtc: () => 1_800_000_000_000 + clock.now()},
		keep() {},
		settings: nowhere,
		data: null,
		schedules: noCalendar,
		told: ({atMs, event, phase}: {atMs: number; event: number; phase: number}) => told.push([atMs, event, phase]),
	};
	const agent = new Agent(identity, ports, null, new MemoryLog(1));
	const face = {start() {}, logged() {}, stop: async () => {}, cut() {}};
	agent.start([{...face, sample: (_t, row) => rows.push(row.slice())}]);
	return {
		agent,
		clock,
		told,
		rows,
		feed: volts => agent.order((_orders, _t) => setInput(agent.ups, agent.ups.at, volts, volts > 0 ? 60 : 0, 0)),
	};
}

const nobody = {actor: '', role: 0, origin: 2, commandId: '', text: ''};

function configure(agent: Agent, changes: Record<string, string | number>): void {
	const list = Object.entries(changes).map(([key, value]) => ({key, value}));
	agent.act((card, at) => {
		const {problems} = agent.settings.apply(list, at, card, nobody);
		if (problems.length > 0) {
			throw new Error(problems[0].message);
		}
	});
}

test('people are told of an outage only if it outlasts the delay of its setting; the log has it in any case', t => {
	const {agent, clock, told, feed} = begin();
	configure(agent, {'event.onBattery.delay': 60});
	told.length = 0;
	const onBattery = findEvent('onBattery')?.id ?? 0;
	const phases = (): number[] => told.filter(([, event]) => event === onBattery).map(([, , phase]) => phase);
	clock.moveTo(MINUTE);
	feed(0);
	clock.moveTo(MINUTE + 30 * SECOND);
	feed(120);
	clock.moveTo(3 * MINUTE);
	t.deepEqual(phases(), [], 'a short one is not told, nor its end');
	t.deepEqual(
		agent.card
			.newest(10)
			.filter(entry => entry.event === onBattery)
			.map(entry => entry.phase),
		[1, 2],
	);
	feed(0);
	clock.moveTo(6 * MINUTE);
	t.deepEqual(phases(), [1], 'a long one is');
	feed(120);
	clock.moveTo(8 * MINUTE);
	t.deepEqual(phases(), [1, 2]);
});

test('an event whose setting says so is told again while it holds', t => {
	const {agent, clock, told, feed} = begin();
	configure(agent, {'event.onBattery.repeat': 60, 'event.onBattery.untilCleared': 'true'});
	clock.moveTo(MINUTE);
	feed(0);
	clock.moveTo(5 * MINUTE + 30 * SECOND);
	const onBattery = findEvent('onBattery')?.id ?? 0;
	const times = told.filter(([, event]) => event === onBattery).length;
	t.true(times >= 4, `${times} times`);
});

test('samples carry what the twin predicts', t => {
	const {clock, rows} = begin();
	clock.moveTo(2 * MINUTE);
	const last = rows.at(-1) as Int32Array;
	t.true(last[reading.predictedRuntime] > 0);
	t.true(Math.abs(last[reading.predictedRuntime] / last[reading.batteryRuntime] - 1) < 0.25);
	t.true(last[reading.batteryHealth] > 800);
});
