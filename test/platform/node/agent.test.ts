import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {Agent} from '../../../src/platform/node/main.ts';
import {loadAgentState, saveAgentState} from '../../../src/platform/node/agent-state.ts';
import type {AgentState} from '../../../src/platform/node/agent-state.ts';
import type {TelemetryFace} from '../../../src/agent/telemetry-face.ts';
import type {KeptSchedules} from '../../../src/platform/node/schedules-state.ts';
import type {SchedulesPlace} from '../../../src/platform/node/main/agent-schedules.ts';
import {noCalendar} from '../../../src/platform/node/main/agent-schedules.ts';
import {nowhere} from '../../../src/platform/node/main/agent-settings.ts';
import {MemoryLog} from '../../../src/platform/node/main/agent-log.ts';
import {StateDirectory} from '../../../src/platform/node/state-dir.ts';
import {VirtualClock} from '../../../src/platform/memory/virtual-clock.ts';
import {eventName, findEvent} from '../../../src/agent/events.ts';
import {DOUBLES, INTEGERS} from '../../../src/ups/row.ts';
import {setInput, wearTo} from '../../../src/ups/ups.ts';
import {modelOf} from '../../helpers/fleets.ts';
import {DAY, HOUR, MINUTE, SECOND} from '../../helpers/ref-model.ts';

const identity = {
	cardId: 'card-1',
	serial: 'S1',
	model: modelOf('SMT1500'),
	site: '',
	cardFirmware: '1',
	loadRatio: 0.5,
	ambientCelsius: 21,
};

function directory(t: ExecutionContext): string {
	const made = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(made, {recursive: true}));
	return made;
}

interface Running {
	agent: Agent;
	clock: VirtualClock;
	sent: string[];
	told: Array<[t: number, event: number, phase: number]>;
	state: () => AgentState;
}

/** A face that notes what it is told of. */
function recordingFace(told: string[]): TelemetryFace {
	return {
		start() {},
		sample: () => told.push('sample'),
		logged: () => told.push('event'),
		stop: async () => {},
		cut() {},
	};
}

/** An agent whose clock stands still until it is moved; `utc` is what the wall clock says at its start. */
function begin(
	saved: AgentState | null = null,
	utc = 1_800_000_000_000,
	log = new MemoryLog(1),
	schedules: SchedulesPlace = noCalendar,
): Running {
	const clock = new VirtualClock();
	const sent: string[] = [];
	const told: Running['told'] = [];
	let state: AgentState | undefined;
	const agent = new Agent(
		identity,
		{
			clock,
			wallClock: {nowUtc: () => utc + clock.now()},
			keep: kept => {
				state = {...kept, doubles: kept.doubles.slice(), integers: kept.integers.slice()};
			},
			settings: nowhere,
			data: null,
			schedules,
			told: ({atMs, event, phase}) => told.push([atMs, event, phase]),
		},
		saved,
		log,
	);
	agent.start([recordingFace(sent)]);
	return {agent, clock, sent, told, state: () => state as AgentState};
}

test('a card samples at once and then every minute', t => {
	const {clock, sent} = begin();
	t.deepEqual(sent, ['sample']);
	clock.moveTo(5 * MINUTE);
	t.deepEqual(
		sent,
		Array.from({length: 6}, () => 'sample'),
	);
});

test('an outage is logged and sampled when it comes, and its end as well', t => {
	const {agent, clock, sent, told} = begin();
	clock.moveTo(90 * SECOND);
	setInput(agent.ups, 90 * SECOND, 0, 0, 0);
	clock.moveTo(2 * MINUTE);
	t.deepEqual(
		told.map(([, event]) => event),
		[findEvent('onBattery')?.id],
	);
	t.deepEqual(sent.slice(2), ['event', 'sample']);
});

test('a card goes on after a restart: its UPS lived on meanwhile, its numbers do not begin anew', t => {
	const first = begin();
	wearTo(first.agent.ups, 0, 0.7);
	setInput(first.agent.ups, 0, 0, 0, 0);
	first.clock.moveTo(10 * MINUTE);
	first.agent.stop();
	const saved = first.state();
	t.is(saved.lastSequence, 1);
	const second = begin(saved, saved.savedUtc + 20 * DAY, first.agent.log as MemoryLog);
	t.is(second.agent.ups.at, 10 * MINUTE + 20 * DAY);
	t.true(second.agent.ups.calendarWear > 0.7);
	t.true(
		second.told.some(([, event]) => event === findEvent('outputOff')?.id),
		'the battery ran empty in the meantime',
	);
	t.is(second.agent.cards.lastSequence[0], 1 + second.told.length);
});

test('a wall clock that went back does not take the UPS back', t => {
	const first = begin();
	first.clock.moveTo(HOUR);
	first.agent.stop();
	const second = begin(first.state(), 1_000_000_000_000);
	t.true(second.agent.ups.at >= first.state().upsTime);
});

test('the state is kept before an event leaves the card', t => {
	const order: string[] = [];
	const clock = new VirtualClock();
	const agent = new Agent(
		identity,
		{
			clock,
			wallClock: {nowUtc: () => 0},
			keep: state => order.push(`keep ${state.lastSequence}`),
			settings: nowhere,
			data: null,
			schedules: noCalendar,
			told: () => {},
		},
		null,
		new MemoryLog(1),
	);
	agent.start([recordingFace(order)]);
	order.length = 0;
	setInput(agent.ups, 0, 0, 0, 0);
	clock.moveTo(MINUTE);
	t.deepEqual(order.slice(0, 2), ['keep 1', 'event']);
});

test('a state survives the disk unchanged', t => {
	const store = StateDirectory.open(directory(t));
	t.is(loadAgentState(store, DOUBLES, INTEGERS), null);
	const {agent, clock, state} = begin();
	clock.moveTo(3 * MINUTE);
	agent.stop();
	saveAgentState(store, state());
	t.deepEqual(loadAgentState(store, DOUBLES, INTEGERS), state());
	store.close();
});

for (const [what, text] of [
	['garbage', 'x'],
	['an empty file', ''],
	['another schema', '{"schema":"other/1"}'],
	['cut rows', '{"schema":"ridethrough.agent-state/1","doubles":"AAAA","integers":""}'],
] as const) {
	test(`${what} for a state is refused with what to do`, t => {
		const place = directory(t);
		writeFileSync(join(place, 'agent.json'), text);
		const store = StateDirectory.open(place);
		t.throws(() => loadAgentState(store, DOUBLES, INTEGERS), {code: 'E_STATE_UNUSABLE', message: /move it away/});
		store.close();
	});
}

test('a second process is told off, a lock left by a dead one is taken over, and closing gives it back', t => {
	const place = directory(t);
	writeFileSync(join(place, 'lock'), '1');
	t.throws(() => StateDirectory.open(place), {code: 'E_STATE_UNUSABLE', message: /process 1 uses it/});
	writeFileSync(join(place, 'lock'), '999999999');
	const store = StateDirectory.open(place);
	t.is(readFileSync(join(place, 'lock'), 'utf8'), String(process.pid));
	store.close();
	t.throws(() => readFileSync(join(place, 'lock')), {code: 'ENOENT'});
});

test('a place that cannot be a directory is refused with a sentence', t => {
	const place = directory(t);
	writeFileSync(join(place, 'file'), '');
	t.throws(() => StateDirectory.open(join(place, 'file', 'below')), {code: 'E_STATE_UNUSABLE'});
});

test('a card warns of a battery whose life is over by its install date, and no more once a new one is in', t => {
	const {agent, clock, told} = begin();
	const exceeded = findEvent('batteryLifeExceeded')?.id ?? 0;
	const install = (value: string): void =>
		agent.act((card, at) => {
			const note = {actor: 'test', role: 1, origin: 2, commandId: '', text: ''};
			t.deepEqual(agent.settings.apply([{key: 'ups.battery.installed', value}], at, card, note).problems, []);
		});
	const phases = (): number[] => told.filter(([, event]) => event === exceeded).map(([, , phase]) => phase);
	clock.moveTo(MINUTE);
	t.deepEqual(phases(), []);
	install('2015-01-01');
	clock.moveTo(2 * MINUTE);
	t.deepEqual(phases(), [1]);
	install('2027-01-01');
	clock.moveTo(3 * MINUTE);
	t.deepEqual(phases(), [1, 2]);
});

test('what the calendar of a card says is done in time, told, and not done again after a restart', t => {
	const utc = Date.UTC(2026, 10, 24, 2, 59);
	const schedule = {
		id: 'test',
		action: 'selfTest',
		every: 'once',
		weeks: 1,
		from: '2026-11-24',
		minute: 180,
		back: 'never',
		backMinute: 0,
		actor: 'ann',
		role: 2,
	};
	let kept: KeptSchedules = {zoneMinutes: 0, states: [{schedule, doneUtc: utc}]};
	const place = {
		get kept() {
			return kept;
		},
		save(next: KeptSchedules) {
			kept = next;
		},
	};
	const first = begin(null, utc, new MemoryLog(1), place);
	first.clock.moveTo(5 * MINUTE);
	const names = first.told.map(([, event]) => eventName(event));
	t.true(names.includes('commandAccepted'));
	t.true(names.includes('commandCompleted'));
	t.is(first.agent.ups.testCount, 1);
	first.agent.stop();
	const second = begin(first.state(), utc + 5 * MINUTE, first.agent.log as MemoryLog, place);
	second.clock.moveTo(5 * MINUTE);
	t.is(second.agent.ups.testCount, 1);
});
