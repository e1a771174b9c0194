// A Home Assistant face on scripted wires: the pitfalls of mqtt.md b.5, and the classes and units of b.3.

import test from 'ava';
import {homeAssistantReadings} from '../../../../src/agent/home-assistant.ts';
import {RandomStream} from '../../../../src/core/random.ts';
import {createHomeAssistantFace} from '../../../../src/protocols/mqtt/home-assistant/face.ts';
import {topicPrefixFor, userNameFor} from '../../../../src/protocols/mqtt/topics.ts';
import type {ConnectOptions} from '../../../../src/protocols/mqtt/wire.ts';
import {measure} from '../../../../src/ups/measure.ts';
import {NOT_AVAILABLE, batteryCharge, READING_SIZE} from '../../../../src/ups/reading.ts';
import {ManualClock} from '../../../helpers/manual-clock.ts';
import {newUps} from '../../../helpers/ref-model.ts';
import {acknowledgeAll, lost, ScriptedWire} from '../../../helpers/scripted-wire.ts';

const PREFIX = topicPrefixFor('card-a');
const CONFIG = `homeassistant/device/${userNameFor('card-a')}/config`;
/** b.3: the units that a class takes. */
const unitsByClass: Readonly<Record<string, readonly string[]>> = {
	battery: ['%'],
	duration: ['d', 'h', 'min', 's', 'ms'],
	voltage: ['V', 'mV'],
	current: ['A', 'mA'],
	frequency: ['Hz', 'kHz'],
	power: ['W', 'kW'],
	apparent_power: ['VA'],
	energy: ['Wh', 'kWh'],
	temperature: ['°C', '°F', 'K'],
};
const keysByPlatform: Readonly<Record<string, readonly string[]>> = {
	sensor: ['p', 'name', 'val_tpl', 'dev_cla', 'stat_cla', 'unit_of_meas', 'ops', 'ent_cat', 'en', 'uniq_id'],
	binary_sensor: ['p', 'name', 'val_tpl', 'dev_cla', 'ent_cat', 'en', 'uniq_id'],
	button: ['p', 'name', 'ent_cat', 'cmd_t', 'pl_prs', 'uniq_id'],
	switch: ['p', 'name', 'dev_cla', 'val_tpl', 'stat_on', 'stat_off', 'cmd_t', 'pl_on', 'pl_off', 'uniq_id'],
};

function setUp() {
	const clock = new ManualClock();
	const wires: ScriptedWire[] = [];
	const connects: ConnectOptions[] = [];
	const orders: string[] = [];
	const refusals: string[] = [];
	const face = createHomeAssistantFace({
		identity: {cardId: 'card-a', vendor: 'T', model: 'REF', serial: 'S', cardFirmware: '1', switchedGroups: 2},
		readings: homeAssistantReadings,
		clock,
		random: new RandomStream(1),
		openWire(options, events) {
			connects.push(options);
			wires.push(new ScriptedWire(events));
			return wires.at(-1) as ScriptedWire;
		},
		user: null,
		password: 'p',
		keepaliveSeconds: 60,
		order: (name, target) => orders.push(`${name} ${target}`),
		refused: why => refusals.push(why),
		onDown: () => undefined,
	});
	const row = new Int32Array(READING_SIZE);
	measure(newUps(), 1000, row, 0);
	face.sample(0, row, 0, false, false);
	face.start();
	const wire = () => wires.at(-1) as ScriptedWire;
	wire().events.connected();
	const sent = (topic: string) => wire().sent.filter(message => message.topic === topic);
	const last = (topic: string) => Buffer.from(sent(topic).at(-1)?.payload ?? []).toString();
	return {face, clock, wire, connects, orders, refusals, row, sent, last};
}

interface Config {
	readonly dev: {readonly ids: readonly string[]};
	readonly avty: ReadonlyArray<{readonly t: string}>;
	readonly cmps: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

test('config and availability are retained, and the will takes back what the birth says', t => {
	const {sent, connects, wire} = setUp();
	t.deepEqual(
		wire().sent.map(({topic, retain}) => [topic, retain]),
		[
			[CONFIG, true],
			[`${PREFIX}availability`, true],
			[`${PREFIX}state`, false],
		],
	);
	t.is(Buffer.from(sent(`${PREFIX}availability`)[0].payload).toString(), 'online');
	const {will, clientId, user} = connects[0];
	t.deepEqual(
		[will?.topic, will?.retain, clientId, user],
		[`${PREFIX}availability`, true, 'card-a/ha', userNameFor('card-a')],
	);
});

test('every component has known keys, an id of its own, and a unit that its class takes', t => {
	const {last} = setUp();
	const config = JSON.parse(last(CONFIG)) as Config;
	t.deepEqual(config.dev.ids, ['ridethrough-card-a']);
	t.deepEqual(config.avty, [{t: `${PREFIX}availability`}]);
	const components = Object.entries(config.cmps);
	t.is(new Set(components.map(([, {uniq_id}]) => uniq_id)).size, components.length);
	for (const [key, component] of components) {
		t.deepEqual(
			Object.keys(component).filter(name => !keysByPlatform[component['p']].includes(name)),
			[],
			key,
		);
		const units = unitsByClass[component['dev_cla']];
		if (component['p'] === 'sensor' && units !== undefined) {
			t.true(units.includes(component['unit_of_meas']), key);
		}
		t.is(component['dev_cla'] === 'energy' && component['stat_cla'] === 'measurement', false, key);
		t.is(component['p'] === 'sensor' && component['ent_cat'] === 'config', false, key);
	}
	t.deepEqual(
		Object.keys(config.cmps).filter(key => key.startsWith('group')),
		['group1', 'group2'],
	);
});

test('a value that is not available is null, and all of them are when the UPS does not answer', t => {
	const {face, row, last} = setUp();
	row[batteryCharge] = NOT_AVAILABLE;
	face.sample(1, row, 0, false, false);
	t.is((JSON.parse(last(`${PREFIX}state`)) as Record<string, unknown>)['charge'], null);
	face.sample(2, row, 0, true, false);
	const {link, groups, ...rest} = JSON.parse(last(`${PREFIX}state`)) as Record<string, unknown>;
	t.is(link, false);
	t.deepEqual(groups, [null, null]);
	t.true(Object.values(rest).every(value => value === null));
});

test('what has not changed is told only when the interval has passed', t => {
	const {face, row, sent} = setUp();
	face.sample(1, row, 0, false, false);
	t.is(sent(`${PREFIX}state`).length, 1);
	face.sample(2, row, 0, false, true);
	t.is(sent(`${PREFIX}state`).length, 2);
});

test('a press that names the session is an order; one of an earlier session, or retained, is refused', t => {
	const {last, wire, orders, refusals, clock} = setUp();
	const press = (JSON.parse(last(CONFIG)) as Config).cmps['group2']['pl_off'];
	wire().events.message(`${PREFIX}set`, Buffer.from(press), true);
	t.deepEqual([orders.length, refusals.length], [0, 1]);
	wire().events.message(`${PREFIX}set`, Buffer.from(press), false);
	t.deepEqual(orders, ['groupOff 2']);
	wire().events.closed(lost);
	clock.advance(1000);
	wire().events.connected();
	wire().events.message(`${PREFIX}set`, Buffer.from(press), false);
	t.deepEqual([orders.length, refusals.length], [1, 2]);
});

for (const press of ['', '{', 'null', '{"do":"toString"}', '[1]']) {
	test(`a press ${JSON.stringify(press)} is refused`, t => {
		const {wire, orders, refusals} = setUp();
		wire().events.message(`${PREFIX}set`, Buffer.from(press), false);
		t.deepEqual([orders.length, refusals.length], [0, 1]);
	});
}

test('when Home Assistant starts, everything is told again after a random delay', t => {
	const {wire, clock, sent} = setUp();
	wire().events.message('homeassistant/status', Buffer.from('online'), false);
	wire().events.message('homeassistant/status', Buffer.from('online'), false);
	t.is(sent(CONFIG).length, 1);
	clock.advance(10_000);
	t.is(sent(CONFIG).length, 2);
	t.is(sent(`${PREFIX}state`).length, 2);
});

test('a card that is taken out leaves an empty config, and is off line', t => {
	const {face, wire, last} = setUp();
	void face.decommission();
	t.is(last(CONFIG), '');
	t.is(last(`${PREFIX}availability`), 'offline');
	acknowledgeAll(wire());
	t.is(wire().over, 'ended');
});
