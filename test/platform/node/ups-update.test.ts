// A running card whose simulated UPS gets another firmware: what is logged, lost and told, and what a restart makes of it.

import test from 'ava';
import {eventName} from '../../../src/agent/events.ts';
import {administrator, originHttp} from '../../../src/agent/roles.ts';
import type {AgentState} from '../../../src/platform/node/agent-state.ts';
import {Agent} from '../../../src/platform/node/main.ts';
import {MemoryLog} from '../../../src/platform/node/main/agent-log.ts';
import {noCalendar} from '../../../src/platform/node/main/agent-schedules.ts';
import {nowhere} from '../../../src/platform/node/main/agent-settings.ts';
import {AgentUps} from '../../../src/platform/node/main/agent-ups.ts';
import type {UpsBehaviour} from '../../../src/ups/firmware-image.ts';
import {modelOf} from '../../helpers/fleets.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {MINUTE, SECOND} from '../../helpers/ref-model.ts';

const who = {actor: 'ann', role: administrator, origin: originHttp};
const identity = {
	cardId: 'card-1',
	serial: 'S1',
	model: modelOf('SMT1500'),
	site: '',
	cardFirmware: '1',
	loadRatio: 0.3,
	ambientCelsius: 21,
};

interface Running {
	readonly agent: Agent;
	readonly clock: ManualClock;
	readonly kept: () => AgentState | null;
	update(): boolean;
	events(): string[];
}

function running(behaviour: UpsBehaviour, saved: AgentState | null = null): Running {
	const clock = new ManualClock();
	const wallClock = {nowUtc: () => 1_700_000_000_000 + (saved === null ? 0 : 10 * MINUTE) + clock.now()};
	let kept: AgentState | null = null;
	const world = new AgentUps(identity, {clock, wallClock}, saved);
	world.control.imageOf = u => ({version: [9, 9], model: u.rating.model.sku, bytesLength: 240_000, behaviour});
	const ports = {
		clock,
		wallClock,
		keep: (state: AgentState) => {
			kept = structuredClone(state);
		},
		settings: nowhere,
		data: null,
		schedules: noCalendar,
		told() {},
	};
	const agent = new Agent(identity, ports, saved, new MemoryLog(1), world);
	agent.start([]);
	const card = agent.house.view(0);
	return {
		agent,
		clock,
		kept: () => kept,
		update: () => card.order({command: 'updateUpsFirmware', target: 0, value: 1, text: '', who}).accepted,
		events: () => Array.from({length: card.newest}, (_, i) => eventName(card.entry(i + 1)?.event ?? 0)),
	};
}

test('a card that updates its UPS logs each step, and tells of the new firmware from then on', t => {
	const {agent, clock, events, update} = running('good');
	t.true(update());
	t.is(agent.birth(1).upsFirmware, 'UPS 09.8 / ID 1001');
	clock.advance(10 * MINUTE);
	t.deepEqual(
		events().filter(name => name !== 'bypassCommand'),
		[
			'commandAccepted',
			'upsUpdateStarted',
			'upsUpdateFinished',
			'controllerUpdateComplete',
			'upsUpdateSucceeded',
			'commandCompleted',
		],
	);
	t.is(agent.birth(1).upsFirmware, 'UPS 09.9 / ID 1001');
	t.is(agent.house.view(0).identity.upsFirmware, 'UPS 09.9 / ID 1001');
	agent.stop();
});

test('M10: while an image does not start the link is lost, and it comes back with the old firmware', t => {
	const {agent, clock, events, update} = running('fails');
	update();
	clock.advance(5 * MINUTE);
	t.true(agent.house.view(0).lost);
	clock.advance(5 * MINUTE);
	t.false(agent.house.view(0).lost);
	t.is(agent.birth(1).upsFirmware, 'UPS 09.8 / ID 1001');
	const seen = events();
	t.is(seen.filter(name => name === 'linkLost').length, 2);
	t.is(seen.filter(name => name === 'upsUpdateFailed').length, 1);
	t.is(seen.at(-1), 'commandFailed');
	agent.stop();
});

test('an update goes on while its card restarts; what became of it is not told anew at every start', t => {
	const first = running('good');
	first.update();
	first.clock.advance(MINUTE);
	first.agent.stop();
	const second = running('good', first.kept());
	t.is(second.agent.birth(1).upsFirmware, 'UPS 09.9 / ID 1001');
	second.clock.advance(MINUTE);
	t.false(second.events().includes('upsUpdateStarted'));
	second.agent.stop();
});

test('a state that was kept before UPSs could be updated is taken up as one without an update', t => {
	const first = running('good');
	first.clock.advance(MINUTE);
	first.agent.stop();
	const state = first.kept()!;
	// The columns of an update stood at 0, as the room behind the last column does.
	const old = {...state, doubles: state.doubles.map(value => value)};
	old.doubles[58] = 0;
	const second = running('good', old);
	second.clock.advance(20 * SECOND);
	t.is(second.agent.ups.atUpdate, Infinity);
	t.is(second.agent.ups.updatePhase, 0);
	second.agent.stop();
});
