// A card on a UPS that is behind another card, over Modbus/TCP: what it reads, what it tells, and what it can order.

import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {CardView, ReadingSlots} from '../../src/agent/card-view.ts';
import {administrator, originConsole} from '../../src/agent/roles.ts';
import {NOT_AVAILABLE} from '../../src/core/absent.ts';
import {SECOND} from '../../src/core/clock.ts';
import {openModbusTcp} from '../../src/protocols/modbus/tcp-server.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {houseOf} from '../helpers/card-house.ts';
import type {TestHouse} from '../helpers/card-house.ts';
import {linkedCard} from '../helpers/linked-card.ts';
import type {LinkedCard} from '../helpers/linked-card.ts';
import {houseIn, upsStates} from '../helpers/ups-states.ts';

interface Linked extends LinkedCard {
	/** The card in front of the UPS. */
	readonly front: TestHouse;
	/** The card that reads it. */
	readonly card: CardView;
	/** Lets the UPS live on and waits until the reading card has seen that. */
	pass(delay: number): Promise<void>;
}

async function link(t: ExecutionContext, front: TestHouse): Promise<Linked> {
	const server = await openModbusTcp({house: front.house, clock: nodeClock, listen: {host: '127.0.0.1', port: 0}});
	t.teardown(async () => server.close());
	const linked = await linkedCard(t, {address: {kind: 'tcp', host: '127.0.0.1', port: server.port, unit: 1}});
	const card = linked.agent.house.view(0);
	return {
		...linked,
		front,
		card,
		async pass(delay) {
			front.advance(delay);
			await linked.until(() => isSameState(front.house.view(0), card), 'the state is seen');
		},
	};
}

function isSameState(front: CardView, card: CardView): boolean {
	front.look();
	card.look();
	return (
		toldAs(front.reading.outputStatus) === card.reading.outputStatus && front.reading.groupsOn === card.reading.groupsOn
	);
}

/** What each slot may differ by: a step of the register, and of what follows from it. */
const within: Partial<Record<keyof ReadingSlots, number>> = {
	outputStatus: 0,
	batteryStatus: 0,
	batteryCharge: 1,
	batteryRuntime: 0,
	batteryVolts: 2,
	batteryTemperature: 1,
	inputVolts: 1,
	outputVolts: 1,
	outputHertz: 1,
	outputAmperes: 2,
	outputWatts: 3,
	outputVoltAmperes: 3,
	loadRatio: 2,
	outputEnergy: 0,
	efficiency: 1,
	changeCause: 0,
	selfTestResult: 0,
	calibrationResult: 0,
	groupsOn: 0,
	group0Status: 0,
};

/** No register says who put a UPS on bypass: all that is no fault is by command. */
const BY_SWITCH = 'bypassSwitch';
const SWITCHED_BYPASS = 9;
const SOFTWARE_BYPASS = 6;

function toldAs(own: number): number {
	return own === SWITCHED_BYPASS ? SOFTWARE_BYPASS : own;
}

for (const state of upsStates) {
	test(`a UPS behind a line reads as one in the same process: ${state.name}`, async t => {
		const {front, card, pass} = await link(t, houseIn(state));
		await pass(0);
		const own = front.house.view(0).reading;
		for (const [slot, most] of Object.entries(within) as Array<[keyof ReadingSlots, number]>) {
			const value = slot === 'outputStatus' ? toldAs(own[slot]) : own[slot];
			if (value === NOT_AVAILABLE) {
				t.is(card.reading[slot], NOT_AVAILABLE, slot);
			} else {
				t.true(Math.abs(value - card.reading[slot]) <= most, `${slot}: ${value} and ${card.reading[slot]}`);
			}
		}
		t.is(card.holds(state.holds === BY_SWITCH ? 'bypassCommand' : state.holds), state.holds !== '');
		t.is(card.reading.batteryAmperes, NOT_AVAILABLE, 'no register tells it');
		t.is(card.reading.inputHertz, NOT_AVAILABLE);
		t.is(card.reading.chargerStage, NOT_AVAILABLE);
	});
}

test('a card on a line knows what its UPS is', async t => {
	const {front, card, agent} = await link(t, houseOf({model: 'SMX1500I'}));
	const own = front.house.view(0).identity;
	t.is(card.identity.sku, own.sku);
	t.is(agent.identity.serial, own.serial);
	t.true(own.upsFirmware.startsWith(card.identity.upsFirmware) && card.identity.upsFirmware !== '');
	t.is(card.identity.rating.groups, own.rating.groups);
	t.is(card.identity.rating.ratedWatts, own.rating.ratedWatts);
});

const who = {actor: 'ann', role: administrator, origin: originConsole};

test('an outage and its end are events of the card that reads', async t => {
	const {front, events, card, until, pass} = await link(t, houseOf({}));
	t.deepEqual(events, [], 'what merely is so is no event');
	const end = front.utility(0, 0);
	await pass(20 * SECOND);
	await until(() => events.includes('onBattery 1'), 'the outage is logged');
	card.look();
	t.is(card.reading.secondsOnBattery >= 0, true);
	t.is(card.reading.transferCount, 1);
	end();
	await pass(30 * SECOND);
	await until(() => events.includes('onBattery 2'), 'and its end');
});

test('a self-test is ordered over the line, seen to run, and ends as the UPS says', async t => {
	const {front, events, card, until, pass} = await link(t, houseOf({}));
	const answer = card.order({command: 'testBattery', target: 0, value: null, text: '', who});
	t.true(answer.accepted, answer.sentence);
	await until(() => events.includes('selfTesting 1'), 'it runs');
	await pass(20 * SECOND);
	await until(() => events.includes('commandCompleted 3'), 'it is over');
	t.true(events.includes('selfTestPassed 3'));
	t.is(front.house.view(0).reading.selfTestCount, 1);
});

test('an outlet group goes off and on by command, with the delays of the UPS', async t => {
	const {front, events, card, until, pass} = await link(t, houseOf({model: 'SMX1500I'}));
	const order = (command: string): boolean => card.order({command, target: 1, value: null, text: '', who}).accepted;
	t.true(order('groupOff'));
	await until(() => events.includes('outletGroupOff 3'), 'it is off');
	await until(() => events.filter(event => event === 'commandCompleted 3').length === 1, 'and the command done');
	t.true(order('groupOn'));
	await until(() => events.includes('outletGroupOn 3'), 'it is on');
	t.true(order('groupOffDelayed'));
	await until(() => card.detail.turnOffIn(1) > 0 || (card.look(), false), 'it counts down');
	await pass(200 * SECOND);
	await until(() => events.filter(event => event === 'outletGroupOff 3').length === 2, 'it is off again');
	t.is(front.house.view(0).reading.groupsOn & 2, 0);
});

test('what the UPS cannot do or need not do is refused with a reason', async t => {
	const {card} = await link(t, houseOf({}));
	const refusal = (command: string, value: number | null = null): string =>
		card.order({command, target: 0, value, text: '', who}).code;
	t.is(refusal('stopTest'), 'E_COMMAND_STATE');
	t.is(refusal('stopCalibration'), 'E_COMMAND_STATE');
	t.is(refusal('muteAlarm'), 'E_COMMAND_STATE');
	t.is(refusal('cancelOutput'), 'E_COMMAND_STATE');
	t.is(refusal('conserveBattery'), 'E_COMMAND_STATE');
	t.is(refusal('toBypass'), 'E_COMMAND_UNSUPPORTED');
	t.is(refusal('sleep', 600), 'E_COMMAND_UNSUPPORTED');
	t.is(refusal('simulatePowerFailure'), 'E_COMMAND_UNSUPPORTED');
	t.is(refusal('updateUpsFirmware', 2), 'E_COMMAND_UNSUPPORTED');
});

test('a calibration that the UPS refuses has failed', async t => {
	const front = houseIn(upsStates[0]);
	// A battery that was used is not full, and the load is too low.
	const end = front.utility(0, 0);
	front.advance(120 * SECOND);
	end();
	front.advance(30 * SECOND);
	const {events, card, until} = await link(t, front);
	t.true(card.order({command: 'calibrate', target: 0, value: null, text: '', who}).accepted);
	await until(() => events.includes('commandFailed 3'), 'it has failed');
	t.false(events.includes('commandCompleted 3'));
});

test('settings are those of the UPS, and setting them sets it', async t => {
	const {front, card, until, notes} = await link(t, houseOf({model: 'SMX1500I'}));
	const own = front.house.view(0);
	for (const key of ['ups.transfer.high', 'ups.transfer.low', 'ups.off.delay', 'outlet.group1.offDelay', 'ups.name']) {
		t.is(card.setting(key)?.text, own.setting(key)?.text, key);
	}
	t.is(card.setting('ups.sensitivity'), null, 'what no register is sure of is no setting');
	t.is(card.setting('ups.shutdown.onBatteryFor'), null);
	const changes = [
		{key: 'outlet.group1.offDelay', value: 33},
		{key: 'ups.name', value: 'Rack 7'},
		{key: 'ups.battery.installed', value: '2024-05-06'},
	];
	t.deepEqual(card.change(changes, who).problems, []);
	await until(() => own.text('ups.name') === 'Rack 7', 'the UPS has its name');
	await until(() => own.number('outlet.group1.offDelay') === 33, 'and its delay');
	await until(() => own.text('ups.battery.installed') === '2024-05-06', 'and its date');
	await until(() => card.text('ups.name') === 'Rack 7', 'and the card shows it');
	t.deepEqual(notes, []);
});

test('a setting that the UPS does not take stays as it is, and somebody hears of it', async t => {
	const {card, until, notes} = await link(t, houseOf({model: 'SMX1500I'}));
	const before = card.number('outlet.group1.rebootDuration');
	// The register takes 4 to 300 seconds.
	t.deepEqual(card.change([{key: 'outlet.group1.rebootDuration', value: 500}], who).problems, []);
	await until(() => notes.length > 0, 'somebody is told');
	t.regex(notes[0], /did not take 500 for outlet\.group1\.rebootDuration; it stays \d+/);
	t.is(card.number('outlet.group1.rebootDuration'), before);
});

test('the twin predicts from the readings of a line', async t => {
	const {card, until} = await link(t, houseOf({}));
	await until(() => (card.look(), card.reading.predictedRuntime > 0), 'it predicts');
	t.true(card.reading.batteryHealth > 0);
});
