// A card on a real UPS in virtual time: what silence is, what it is not, and what becomes of orders on the way.

import test from 'ava';
import {eventName} from '../../../src/agent/events.ts';
import {administrator, originConsole} from '../../../src/agent/roles.ts';
import {NOT_AVAILABLE} from '../../../src/core/absent.ts';
import {MINUTE, SECOND} from '../../../src/core/clock.ts';
import {Refusal} from '../../../src/link/master.ts';
import type {ModbusMaster} from '../../../src/link/master.ts';
import {pollTimes} from '../../../src/link/ups-link.ts';
import {VirtualClock} from '../../../src/platform/memory/virtual-clock.ts';
import {Agent} from '../../../src/platform/node/main.ts';
import {linkUps} from '../../../src/platform/node/main/agent-link.ts';
import type {KeptInventory, LinkedUps} from '../../../src/platform/node/main/agent-link.ts';
import {MemoryLog} from '../../../src/platform/node/main/agent-log.ts';
import {noCalendar} from '../../../src/platform/node/main/agent-schedules.ts';
import type {KeptSettings} from '../../../src/platform/node/settings-state.ts';
import {houseOf} from '../../helpers/card-house.ts';
import type {TestHouse} from '../../helpers/card-house.ts';
import {askerOf} from '../../protocols/modbus/rig.ts';

const who = {actor: 'ann', role: administrator, origin: originConsole};
const STEP_MS = 100;

interface Rig {
	readonly clock: VirtualClock;
	front: TestHouse;
	readonly ups: LinkedUps;
	readonly agent: Agent;
	/** `seconds name phase`, of what was logged. */
	readonly events: string[];
	readonly settings: {kept: KeptSettings | null};
	kept: KeptInventory | null;
	timesReplaced: number;
	/** What the line does to a request; null where it is sound. */
	break: (write: boolean) => Error | null;
	/** Lets both sides live on. */
	pass(delay: number): Promise<void>;
	order(command: string): boolean;
}

async function settle(): Promise<void> {
	for (let turn = 0; turn < 60; turn++) {
		await Promise.resolve();
	}
}

interface RigOptions {
	readonly front?: TestHouse;
	readonly broken?: boolean;
	readonly kept?: KeptInventory | null;
	readonly settings?: KeptSettings | null;
}

function masterOf(rig: Rig): ModbusMaster {
	const carry = (write: boolean, address: number, values: readonly number[], count: number): readonly number[] => {
		const error = rig.break(write);
		if (error !== null) {
			throw error;
		}
		const asker = askerOf(rig.front.house);
		const reply = write ? asker.write(address, ...values) : asker.read(address, count);
		if (reply.exception !== 0) {
			throw new Refusal(reply.exception);
		}
		return Array.from(reply.registers);
	};
	return {
		read: async (address, count) => carry(false, address, [], count),
		write: async (address, values) => void carry(true, address, values, 0),
		close() {},
	};
}

async function rigOf(options: RigOptions = {}): Promise<Rig> {
	const clock = new VirtualClock();
	const events: string[] = [];
	const settings = {kept: options.settings ?? null};
	const gone = new Error('no answer in time');
	const rig = {clock, events, settings, kept: options.kept ?? null, timesReplaced: 0} as unknown as Rig;
	rig.front = options.front ?? houseOf({});
	rig.break = () => (options.broken === true ? gone : null);
	const pass: Rig['pass'] = async delay => {
		const end = clock.now() + delay;
		while (clock.now() < end) {
			rig.front.advance(Math.min(STEP_MS, end - clock.now()));
			clock.moveTo(Math.min(end, clock.now() + STEP_MS));
			await settle();
		}
	};
	const opening = linkUps(
		{
			open: async () => masterOf(rig),
			clock,
			times: pollTimes,
			kept: rig.kept,
			keep: blocks => {
				rig.kept = blocks;
			},
			note() {},
			replaced: () => {
				rig.timesReplaced += 1;
			},
		},
		5 * SECOND,
	);
	await pass(options.broken === true ? 6 * SECOND : STEP_MS);
	const ups = await opening;
	const agent = new Agent(
		{
			cardId: 'card-1',
			serial: 'S1',
			model: ups.rating.model,
			site: '',
			cardFirmware: '1',
			loadRatio: 0,
			ambientCelsius: 0,
		},
		{
			clock,
			wallClock: {nowUtc: () => 1_800_000_000_000 + clock.now()},
			keep() {},
			settings: {
				kept: settings.kept,
				save: kept => {
					settings.kept = kept;
				},
			},
			data: null,
			schedules: noCalendar,
			told() {},
		},
		null,
		new MemoryLog(1),
		ups,
	);
	agent.house.onLogged((_card, {atMs, event, phase}) =>
		events.push(`${Math.floor(atMs / SECOND)} ${eventName(event)} ${phase}`),
	);
	agent.start([]);
	const order: Rig['order'] = command =>
		agent.house.view(0).order({command, target: 0, value: null, text: '', who}).accepted;
	return Object.assign(rig, {ups, agent, pass, order});
}

const gone = (): Error => new Error('no answer in time');

function namesOf(events: readonly string[]): string[] {
	return events.map(event => event.replace(/^\d+ /, ''));
}

test('a short silence is no event, a long one is lost contact, and neither is an outage', async t => {
	const rig = await rigOf();
	await rig.pass(10 * SECOND);
	rig.break = gone;
	await rig.pass(10 * SECOND);
	rig.break = () => null;
	await rig.pass(40 * SECOND);
	t.deepEqual(rig.events, []);
	rig.break = gone;
	const at = rig.clock.now() / SECOND;
	await rig.pass(30 * SECOND);
	t.deepEqual(namesOf(rig.events), ['linkLost 1']);
	const lostAfter = Number(rig.events[0].split(' ')[0]) - at;
	t.true(lostAfter >= 14 && lostAfter <= 17, `${lostAfter} s`);
	rig.break = () => null;
	await rig.pass(MINUTE);
	t.deepEqual(namesOf(rig.events), ['linkLost 1', 'linkLost 2']);
});

test('contact lost on battery is an event of its own, and what happened meanwhile is told when it is back', async t => {
	const rig = await rigOf();
	const end = rig.front.utility(0, 0);
	await rig.pass(20 * SECOND);
	rig.break = gone;
	await rig.pass(20 * SECOND);
	t.deepEqual(namesOf(rig.events), ['onBattery 1', 'linkLostOnBattery 1']);
	end();
	rig.break = () => null;
	await rig.pass(MINUTE);
	t.deepEqual(namesOf(rig.events), ['onBattery 1', 'linkLostOnBattery 1', 'linkLostOnBattery 2', 'onBattery 2']);
});

test('a silent UPS is not made to go on', async t => {
	const rig = await rigOf();
	rig.front.utility(0, 0);
	await rig.pass(20 * SECOND);
	rig.break = gone;
	await rig.pass(SECOND);
	const card = rig.agent.house.view(0);
	card.look();
	const before = {seconds: card.reading.secondsOnBattery, runtime: card.reading.batteryRuntime};
	await rig.pass(MINUTE);
	card.look();
	t.true(card.lost);
	t.deepEqual({seconds: card.reading.secondsOnBattery, runtime: card.reading.batteryRuntime}, before);
	t.false(rig.order('testBattery'), 'and takes no orders');
});

test('a UPS that is not there at the start is lost, not on line, and is another one when it comes', async t => {
	const rig = await rigOf({broken: true});
	const card = rig.agent.house.view(0);
	await rig.pass(20 * SECOND);
	t.deepEqual(namesOf(rig.events), ['linkLost 1']);
	card.look();
	t.is(card.reading.outputStatus, NOT_AVAILABLE);
	t.is(card.reading.batteryCharge, NOT_AVAILABLE);
	t.is(card.identity.rating.ratedWatts, 0, 'a rating that nobody knows is none');
	rig.break = () => null;
	await rig.pass(MINUTE);
	t.true(rig.timesReplaced > 0);
});

test('a UPS that was there before is known before it answers', async t => {
	const first = await rigOf({front: houseOf({model: 'SMX1500I'})});
	const rig = await rigOf({front: first.front, broken: true, kept: first.kept});
	const {identity} = rig.agent.house.view(0);
	t.is(identity.sku, 'SMX1500I');
	t.is(identity.rating.groups, 3);
	await rig.pass(20 * SECOND);
	rig.break = () => null;
	await rig.pass(MINUTE);
	t.is(rig.timesReplaced, 0);
	t.deepEqual(namesOf(rig.events), ['linkLost 1', 'linkLost 2']);
});

test('another UPS at the end of the line is noticed', async t => {
	const rig = await rigOf();
	await rig.pass(5 * SECOND);
	rig.break = gone;
	await rig.pass(5 * SECOND);
	rig.front = houseOf({model: 'SMX1500I'});
	rig.break = () => null;
	await rig.pass(MINUTE);
	t.true(rig.timesReplaced > 0);
});

test('an order that does not reach the UPS has failed', async t => {
	const rig = await rigOf();
	rig.break = write => (write ? gone() : null);
	t.true(rig.order('testBattery'));
	await rig.pass(5 * SECOND);
	t.deepEqual(namesOf(rig.events), ['commandAccepted 3', 'commandFailed 3']);
});

test('an order that the UPS refuses as a write has failed at once', async t => {
	const rig = await rigOf();
	rig.break = write => (write ? new Refusal(2) : null);
	t.true(rig.order('outputOff'));
	await rig.pass(SECOND);
	t.deepEqual(namesOf(rig.events), ['commandAccepted 3', 'commandFailed 3']);
	t.regex(rig.agent.card.newest(1)[0].note?.text ?? '', /exception 2/);
});

test('the result of an earlier calibration is not that of a new one', async t => {
	const rig = await rigOf();
	t.true(rig.order('calibrate'));
	for (let step = 0; step < 600 && !namesOf(rig.events).includes('commandCompleted 3'); step++) {
		await rig.pass(10 * SECOND);
	}
	t.true(namesOf(rig.events).includes('commandCompleted 3'), 'the first went to its end');
	rig.events.length = 0;
	// The battery is not full now: the UPS refuses without a word, and its register keeps the old result.
	t.true(rig.order('calibrate'));
	await rig.pass(20 * SECOND);
	t.true(namesOf(rig.events).includes('commandFailed 3'));
	t.false(namesOf(rig.events).includes('commandCompleted 3'));
});

test('what the UPS keeps, the card does not keep, nor put back', async t => {
	const rig = await rigOf();
	const card = rig.agent.house.view(0);
	const changes = [
		{key: 'ups.off.delay', value: 45},
		{key: 'ups.battery.healthWarning', value: 30},
	];
	t.deepEqual(card.change(changes, who).problems, []);
	await rig.pass(2 * SECOND);
	t.deepEqual(Object.keys(rig.settings.kept?.values ?? {}), ['ups.battery.healthWarning']);
	const own = rig.front.house.view(0);
	t.is(own.number('ups.off.delay'), 45);
	const values = {'ups.off.delay': '77', 'ups.battery.healthWarning': '31'};
	const next = await rigOf({front: rig.front, settings: {values, untold: []}});
	await next.pass(2 * SECOND);
	t.is(own.number('ups.off.delay'), 45);
	t.is(next.agent.house.view(0).number('ups.off.delay'), 45);
	t.is(next.agent.house.view(0).number('ups.battery.healthWarning'), 31);
});
