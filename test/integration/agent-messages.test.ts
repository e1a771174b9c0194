// What anybody may send to a card: nothing of it disturbs the session, and the card says that it refused it.

import type {ExecutionContext} from 'ava';
import mqtt from 'mqtt';
import type {MqttClient} from 'mqtt';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import {startLiveAgent} from '../helpers/live-agent.ts';
import {openToAll, startMosquitto} from '../helpers/mosquitto.ts';
import {needs} from '../helpers/needs.ts';
import {decodePeer, encodePeer} from '../helpers/proto.ts';

const topic = topicFor('card-1', 'ack');

async function service(t: ExecutionContext, url: string, protocolVersion: 4 | 5): Promise<MqttClient> {
	const client = await mqtt.connectAsync(url, {protocolVersion, reconnectPeriod: 0});
	t.teardown(async () => client.endAsync(true));
	return client;
}

for (const protocolVersion of [4, 5] as const) {
	const version = protocolVersion === 4 ? '3.1.1' : '5';

	needs('mosquitto')(
		`MQTT ${version}: malformed, oversized and retained acks are refused and leave the session alone`,
		async t => {
			const broker = await startMosquitto(t, openToAll);
			const client = await service(t, broker.url, protocolVersion);
			// Retained before the card comes: it hears it at its subscription.
			await client.publishAsync(topic, Buffer.from(encodePeer('Ack', {logId: 77, through: 0})), {qos: 1, retain: true});
			const {agent, face, told, sessions, until} = startLiveAgent(t, {
				url: broker.url,
				protocolVersion,
				eventsAck: 'consumer',
			});
			await until(() => face.inbox.refused === 1, 'the retained ack is refused');
			await client.publishAsync(topic, Buffer.from([0xff, 0xff]), {qos: 1});
			await client.publishAsync(topic, Buffer.alloc(60_000, 1), {qos: 1});
			await client.publishAsync(topic, Buffer.from(encodePeer('Ack', {logId: 77, through: 99})), {qos: 1});
			await until(() => face.inbox.refused === 4, 'all four are refused');
			t.deepEqual(
				told.filter(name => name === 'messageRefused'),
				['messageRefused'],
				'told of once in a minute',
			);
			const [entry] = agent.card.newest(1);
			t.is(entry.note?.text, 'an ack must not be retained');
			t.is(sessions(), 1);
			t.true(face.uplink.up);
		},
	);

	needs('mosquitto')(`MQTT ${version}: a consumer gets birth, full sample and events again when it asks`, async t => {
		const broker = await startMosquitto(t, openToAll);
		const {agent, until} = startLiveAgent(t, {url: broker.url, protocolVersion, eventsAck: 'consumer'});
		const client = await service(t, broker.url, protocolVersion);
		const heard: Array<{kind: string; payload: Buffer; retained: boolean}> = [];
		client.on('message', (name, payload, {retain}) => {
			heard.push({kind: name.split('/').at(-1) ?? '', payload, retained: retain});
		});
		await client.subscribeAsync('ridethrough/v1/+/card-1/+', {qos: 1});
		await until(() => heard.some(message => message.kind === 'birth'), 'the birth is retained');
		agent.act((card, at) => card.log(at, 181, 3, 0));
		await until(() => heard.some(message => message.kind === 'event'), 'the event is sent');
		heard.length = 0;
		const ask = {logId: 77, through: 0, resend: true, fullSample: true, birth: true};
		await client.publishAsync(topic, Buffer.from(encodePeer('Ack', ask)), {qos: 1});
		const came = (kind: string): Buffer[] =>
			heard.filter(message => message.kind === kind && !message.retained).map(message => message.payload);
		await until(() => came('birth').length > 0 && came('sample').length > 0 && came('event').length > 0, 'all three');
		const sample = decodePeer('Sample', came('sample')[0]);
		t.is(sample['sequence'], sample['fullSequence']);
		t.is(decodePeer('Event', came('event')[0])['again'], true);
	});
}
