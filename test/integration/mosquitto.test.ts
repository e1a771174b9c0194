// The same clients with Debian's mosquitto as broker.

import {spawn} from 'node:child_process';
import type {Socket} from 'node:net';
import {RandomStream} from '../../src/core/random.ts';
import {fullWires} from '../../src/protocols/mqtt/full-client.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import {topicFor, userNameFor} from '../../src/protocols/mqtt/topics.ts';
import {createMqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import {brokerError} from '../../src/protocols/mqtt/wire.ts';
import type {Closed, OpenWire} from '../../src/protocols/mqtt/wire.ts';
import {ManualClock} from '../helpers/manual-clock.ts';
import {openToAll, startMosquitto} from '../helpers/mosquitto.ts';
import {declareUplinkSuite} from '../helpers/mqtt-suite.ts';
import {born, ordinaryCard, startCard, until} from '../helpers/mqtt.ts';
import {findProgram, needs} from '../helpers/needs.ts';

const testMosquitto = needs('mosquitto');
const testSub = needs('mosquitto', 'mosquitto_sub');

declareUplinkSuite({
	broker: 'mosquitto',
	wires: ['thin', 'full', 'thin 5'],
	declare: testMosquitto,
	open: t => startMosquitto(t, openToAll),
});

testSub('mosquitto_sub sees the topics of a card, by name', async t => {
	const broker = await startMosquitto(t, openToAll);
	const card = startCard(t, broker, ordinaryCard);
	await born(card);
	const options = ['-h', broker.host, '-p', `${broker.port}`, '-t', 'ridethrough/v1/#', '-v', '-q', '1'];
	const sub = spawn(findProgram('mosquitto_sub') as string, options, {stdio: ['ignore', 'pipe', 'inherit']});
	t.teardown(() => sub.kill());
	let out = '';
	sub.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	await until(() => out.includes('birth'), 'the retained birth');
	card.uplink.send('sample', Buffer.from('volts'));
	card.uplink.send('event', Buffer.from('onBattery'));
	await until(() => out.includes('event onBattery\n'), 'the event');
	for (const line of [
		`${topicFor('card-a', 'birth')} 1`,
		`${topicFor('card-a', 'sample')} volts`,
		`${topicFor('card-a', 'event')} onBattery`,
	]) {
		t.true(out.includes(`${line}\n`), line);
	}
});

function tryOnce(openWire: OpenWire, password: string | null) {
	const downs: Closed[] = [];
	let ups = 0;
	const uplink = createMqttUplink({
		feed: null,
		card: 'card-a',
		openWire,
		clock: new ManualClock(),
		random: new RandomStream(1),
		user: null,
		password,
		keepaliveSeconds: 60,
		queueMax: 10,
		death: () => Buffer.from('1'),
		onUp: () => (ups += 1),
		onDown: closed => downs.push(closed),
		onMessage: () => undefined,
	});
	uplink.start();
	return {uplink, downs, ups: () => ups};
}

// The files of mqtt.md d.2.
const cardRights = ['birth', 'sample', 'event', 'result', 'ota-request', 'death'].map(
	kind => `pattern write ridethrough/v1/%u/${kind}`,
);
const serviceRights = ['user service', 'topic readwrite ridethrough/#'];

for (const [name, wires] of [
	['thin', (broker: {dialSocket(): Socket}) => thinWires(() => broker.dialSocket(), new ManualClock())],
	['full', (broker: {url: string}) => fullWires({broker: broker.url, protocolVersion: 4})],
	['full, MQTT 5,', (broker: {url: string}) => fullWires({broker: broker.url, protocolVersion: 5})],
] as const) {
	testMosquitto(
		`${name} client on mosquitto: the user name {partition}/{card} lets a card speak, a wrong password does not`,
		async t => {
			const users = {service: 's', [userNameFor('card-a')]: 'right'};
			const broker = await startMosquitto(t, {users, acl: [...cardRights, ...serviceRights]});
			const refused = tryOnce(wires(broker), 'wrong-secret');
			await until(() => refused.downs.length === 1, 'refused');
			refused.uplink.cut();
			t.like(refused.downs[0], {how: 'refused', lasting: true});
			const error = brokerError(refused.downs[0], broker.url);
			t.is(error.code, 'E_BROKER_REFUSED');
			t.false(error.message.includes('wrong-secret'));
			const allowed = tryOnce(wires(broker), 'right');
			await until(() => allowed.ups() === 1, 'let in');
			t.true(allowed.uplink.send('event', Buffer.from('e')));
			await until(() => allowed.uplink.unacknowledged === 0, 'acknowledged');
			t.is(allowed.uplink.counters.denied, 0);
			await allowed.uplink.stop();
		},
	);

	testMosquitto(`${name} client: no broker at the port is E_BROKER_UNREACHABLE`, async t => {
		const broker = await startMosquitto(t, openToAll);
		await broker.stop();
		const none = tryOnce(wires(broker), null);
		await until(() => none.downs.length === 1, 'no session');
		none.uplink.cut();
		t.deepEqual(none.downs[0], {how: 'unreachable', reason: 'nothing listens there', lasting: false});
		t.is(brokerError(none.downs[0], broker.url).code, 'E_BROKER_UNREACHABLE');
	});
}

testMosquitto('full client, MQTT 5, on mosquitto: a message without the right to it is counted as denied', async t => {
	const users = {service: 's', [userNameFor('card-a')]: 'right'};
	const broker = await startMosquitto(t, {users, acl: serviceRights});
	const card = tryOnce(fullWires({broker: broker.url, protocolVersion: 5}), 'right');
	await until(() => card.ups() === 1, 'let in');
	card.uplink.send('event', Buffer.from('e'));
	await until(() => card.uplink.unacknowledged === 0, 'acknowledged');
	t.is(card.uplink.counters.denied, 1);
	await card.uplink.stop();
});
