import test from 'ava';
import {SECOND} from '../../../../src/core/clock.ts';
import {isCoded} from '../../../../src/core/errors.ts';
import type {AgentState} from '../../../../src/platform/node/agent-state.ts';
import {Agent} from '../../../../src/platform/node/main.ts';
import {MemoryLog} from '../../../../src/platform/node/main/agent-log.ts';
import {noCalendar} from '../../../../src/platform/node/main/agent-schedules.ts';
import {nowhere} from '../../../../src/platform/node/main/agent-settings.ts';
import {agentBench} from '../../../../sim/fleet/control/agent-bench.ts';
import {FaultDesk} from '../../../../sim/fleet/control/fault-desk.ts';
import {modelOf} from '../../../helpers/fleets.ts';
import {ManualClock} from '../../../helpers/manual-clock.ts';

interface Rig {
	readonly agent: Agent;
	readonly clock: ManualClock;
	readonly desk: FaultDesk;
	/** What the agent keeps for its next start. */
	readonly kept: () => AgentState | null;
	readonly status: () => string;
}

function rig(saved: AgentState | null = null): Rig {
	let kept: AgentState | null = null;
	const clock = new ManualClock();
	const identity = {
		cardId: 'card-1',
		serial: 'S1',
		model: modelOf('SMT1500'),
		site: '',
		cardFirmware: '1',
		loadRatio: 0.4,
		ambientCelsius: 21,
	};
	const ports = {
		clock,
		wallClock: {nowUtc: () => 1_700_000_000_000 + clock.now()},
		keep: (state: AgentState) => (kept = {...state, doubles: state.doubles.slice(), integers: state.integers.slice()}),
		settings: nowhere,
		data: null,
		schedules: noCalendar,
		told() {},
	};
	const agent = new Agent(identity, ports, saved, new MemoryLog(1));
	const desk = new FaultDesk(agentBench(agent, clock));
	agent.start([]);
	const status = (): string => {
		const view = agent.house.view(0);
		view.look();
		return view.statusWords().join(' ');
	};
	return {agent, clock, desk, kept: () => kept, status};
}

test('an outage of an agent puts its UPS on battery, and ends after its time', t => {
	const {agent, clock, desk, status} = rig();
	desk.add({type: 'outage', for: '1m'});
	clock.advance(10 * SECOND);
	t.is(status(), 'OB DISCHRG');
	t.true(agent.house.view(0).holds('onBattery'));
	clock.advance(60 * SECOND);
	t.regex(status(), /^OL/);
	t.deepEqual(desk.list(), []);
});

test('faults of input and load add up on an agent, and are undone in any order', t => {
	const {clock, desk, status} = rig();
	desk.add({type: 'overload', parameters: {ratio: 0.8}});
	desk.add({type: 'outage'});
	clock.advance(5 * SECOND);
	t.is(status(), 'OB DISCHRG OVER');
	desk.delete('overload');
	clock.advance(5 * SECOND);
	t.is(status(), 'OB DISCHRG');
	desk.reset();
	clock.advance(30 * SECOND);
	t.regex(status(), /^OL/);
});

test('a worn battery and dead cells are given back as they were', t => {
	const {agent, clock, desk} = rig();
	const before = [agent.ups.calendarWear, agent.ups.cyclingWear, agent.ups.failedCells];
	desk.add({type: 'agedBattery'});
	desk.add({type: 'cellFailure'});
	clock.advance(SECOND);
	t.true(agent.ups.calendarWear > before[0]);
	t.true(agent.ups.failedCells > 0);
	desk.reset();
	t.deepEqual([agent.ups.calendarWear, agent.ups.cyclingWear, agent.ups.failedCells], before);
});

test('what an agent cannot do is refused as that, and leaves nothing behind', t => {
	const {desk} = rig();
	for (const type of ['linkSilence', 'brokerOutage']) {
		const refused = t.throws(() => desk.add({type}));
		t.true(isCoded(refused) && refused.code === 'E_FAULT_UNSUPPORTED', type);
	}
	t.deepEqual(desk.list(), []);
});

test('a fault ends with the process that made it: the next start finds the utility, the load and the cells sound', t => {
	const {agent, clock, desk, kept} = rig();
	desk.add({type: 'outage'});
	desk.add({type: 'overload', parameters: {ratio: 0.8}});
	desk.add({type: 'cellFailure'});
	clock.advance(10 * SECOND);
	agent.stop();
	const next = rig(kept());
	next.clock.advance(30 * SECOND);
	t.regex(next.status(), /^OL/);
	t.notRegex(next.status(), /OVER/);
	t.is(next.agent.ups.failedCells, 0);
	t.true(next.agent.ups.at > 0);
});
