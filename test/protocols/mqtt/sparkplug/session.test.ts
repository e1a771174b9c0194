// Session and primary host: clauses of mqtt.md a.1, on scripted wires, and as the packets that the real wires send.

import type {Duplex} from 'node:stream';
import type {ExecutionContext} from 'ava';
import {generate, parser} from 'mqtt-packet';
import type {IConnectPacket, IDisconnectPacket, IPublishPacket, Packet} from 'mqtt-packet';
import {createStreamPair} from '../../../../src/platform/node/stream-pair.ts';
import {fullWires} from '../../../../src/protocols/mqtt/full-client.ts';
import {thinWires} from '../../../../src/protocols/mqtt/thin-wire.ts';
import type {Message, OpenWire} from '../../../../src/protocols/mqtt/wire.ts';
import {ManualClock} from '../../../helpers/manual-clock.ts';
import {until} from '../../../helpers/mqtt.ts';
import {lost} from '../../../helpers/scripted-wire.ts';
import {NODE, proves, read, setUp, valuesOf, verbOf} from './rig.ts';

type Version = 4 | 5;

/** A broker that takes everything, and what it was sent. */
function takingBroker(far: Duplex, protocolVersion: Version): Packet[] {
	const packets: Packet[] = [];
	const reader = parser({protocolVersion});
	// Later: what the client says to an answer must not come in the middle of a packet.
	const answer = (packet: Packet) => void setImmediate(() => far.write(generate(packet, {protocolVersion})));
	reader.on('packet', packet => {
		packets.push(packet);
		if (packet.cmd === 'connect') {
			answer({cmd: 'connack', returnCode: 0, reasonCode: 0, sessionPresent: false});
		} else if (packet.cmd === 'subscribe') {
			answer({cmd: 'suback', messageId: packet.messageId as number, granted: packet.subscriptions.map(() => 1)});
		} else if (packet.cmd === 'publish' && packet.qos === 1) {
			answer({cmd: 'puback', messageId: packet.messageId as number, reasonCode: 0});
		}
	});
	far.on('error', () => undefined);
	far.on('data', (chunk: Buffer) => void reader.parse(chunk));
	return packets;
}

/** The packets of a face from CONNECT to DISCONNECT. */
async function packetsOf(t: ExecutionContext, version: Version, wires: (near: Duplex) => OpenWire): Promise<Packet[]> {
	const [near, far] = createStreamPair();
	const packets = takingBroker(far, version);
	const {face, sample} = setUp('', new Map(), wires(near));
	t.teardown(() => near.destroy());
	sample();
	face.start();
	await until(() => packets.filter(({cmd}) => cmd === 'publish').length === 2, 'the births');
	void face.stop();
	await until(() => packets.some(({cmd}) => cmd === 'disconnect'), 'the end');
	return packets;
}

function thin(near: Duplex): OpenWire {
	return thinWires(() => near, new ManualClock());
}

function full(protocolVersion: Version): (near: Duplex) => OpenWire {
	return near => fullWires({broker: () => near, protocolVersion});
}

const wiresOf311: ReadonlyArray<readonly [string, (near: Duplex) => OpenWire]> = [
	['thin', thin],
	['full', full(4)],
];

for (const [name, wires] of wiresOf311) {
	proves(
		'principles-persistence-clean-session-311',
		`the ${name} client of MQTT 3.1.1 asks for a clean session`,
		async t => {
			const packets = await packetsOf(t, 4, wires);
			t.like(packets[0], {cmd: 'connect', protocolVersion: 4, clean: true});
		},
	);

	proves(
		'payloads-ndeath-will-message-publisher-disconnect-mqtt311 message-flow-edge-node-birth-publish-connect',
		`the ${name} client says CONNECT, births, NDEATH, DISCONNECT, in this order`,
		async t => {
			const packets = await packetsOf(t, 4, wires);
			const said = packets.flatMap(packet => (packet.cmd === 'publish' ? [packet.topic.split('/')[2]] : [packet.cmd]));
			t.deepEqual(
				said.filter(word => word !== 'subscribe'),
				['connect', 'NBIRTH', 'DBIRTH', 'NDEATH', 'disconnect'],
			);
		},
	);

	proves(
		'message-flow-edge-node-ncmd-subscribe message-flow-device-dcmd-subscribe',
		`the ${name} client subscribes NCMD and DCMD at QoS 1`,
		async t => {
			const packets = await packetsOf(t, 4, wires);
			const subscriptions = packets.flatMap(packet => (packet.cmd === 'subscribe' ? packet.subscriptions : []));
			t.deepEqual(
				subscriptions.map(({topic, qos}) => [topic, qos]),
				[
					[`${NODE}/NCMD/card-a`, 1],
					[`${NODE}/DCMD/card-a/ups`, 1],
				],
			);
		},
	);
}

proves(
	'principles-persistence-clean-session-50',
	'MQTT 5 asks for a clean start and no session afterwards',
	async t => {
		const [connect] = await packetsOf(t, 5, full(5));
		t.like(connect, {cmd: 'connect', protocolVersion: 5, clean: true});
		t.is((connect as IConnectPacket).properties?.sessionExpiryInterval ?? 0, 0);
	},
);

proves('payloads-ndeath-will-message-publisher-disconnect-mqtt50', 'MQTT 5 asks for the will when it goes', async t => {
	const packets = await packetsOf(t, 5, full(5));
	t.is((packets.at(-1) as IDisconnectPacket).reasonCode, 0x04);
});

proves('principles-birth-certificates-order', 'the first message of a session is the birth', async t => {
	const packets = await packetsOf(t, 4, thin);
	const first = packets.find((packet): packet is IPublishPacket => packet.cmd === 'publish');
	t.is(first?.topic, `${NODE}/NBIRTH/card-a`);
});

proves(
	`message-flow-edge-node-birth-publish-will-message payloads-ndeath-will-message
		message-flow-edge-node-birth-publish-will-message-topic topics-ndeath-topic
		message-flow-edge-node-birth-publish-will-message-payload message-flow-edge-node-birth-publish-will-message-payload-bdSeq
		message-flow-edge-node-birth-publish-will-message-qos payloads-ndeath-will-message-qos
		message-flow-edge-node-birth-publish-will-message-will-retained payloads-ndeath-will-message-retain`,
	'CONNECT carries an NDEATH with bdSeq, an Int64, at QoS 1, not retained',
	t => {
		const {born, connects} = setUp();
		born();
		const will = connects[0].will as Message;
		t.like(will, {topic: `${NODE}/NDEATH/card-a`, qos: 1, retain: false});
		t.deepEqual(
			read(will).metrics?.map(({name, type, value}) => [name, type, Number(value)]),
			[['bdSeq', 'Int64', 0]],
		);
	},
);

proves('topics-nbirth-bdseq-increment', 'bdSeq starts at 0, goes on by one a CONNECT, and 0 follows 255', t => {
	const {born, clock, wire, connects} = setUp();
	born();
	for (let i = 0; i < 257; i++) {
		wire().events.closed(lost);
		clock.advance(60_000);
		wire().events.connected();
	}
	t.deepEqual(
		connects.map(({will}) => Number(valuesOf(will as Message)['bdSeq'])),
		connects.map((_, i) => i % 256),
	);
});

proves(
	'operational-behavior-primary-application-state-with-multiple-servers-single-server',
	'no connection is opened while another is there',
	t => {
		const {face, born, clock, wire, wires} = setUp();
		born();
		face.start();
		clock.advance(600_000);
		t.is(wires.length, 1);
		wire().events.closed(lost);
		clock.advance(60_000);
		clock.advance(600_000);
		t.is(wires.length, 2);
	},
);

const say = (online: boolean, timestamp: number) => Buffer.from(JSON.stringify({online, timestamp}));

function waiting() {
	const rig = setUp('scada');
	rig.sample();
	rig.face.start();
	rig.wire().events.connected();
	const hear = (payload: Uint8Array, host = 'scada') =>
		rig.wire().events.message(`spBv1.0/STATE/${host}`, payload, true);
	return {...rig, hear};
}

proves(
	'operational-behavior-primary-application-state-with-multiple-servers-state-subs',
	'the STATE of the primary host is subscribed',
	t => {
		t.true(waiting().wire().filters.includes('spBv1.0/STATE/scada'));
	},
);

proves(
	`message-flow-edge-node-birth-publish-phid-wait operational-behavior-edge-node-birth-sequence-wait
		message-flow-edge-node-birth-publish-phid-wait-online`,
	'no birth comes before the primary host is online',
	t => {
		const {hear, sample, verbs} = waiting();
		sample();
		t.deepEqual(verbs(), []);
		for (const text of ['{"online":"true","timestamp":1}', '{"online":true}', '[]', 'ONLINE', 'null']) {
			hear(Buffer.from(text));
		}
		hear(say(false, 1));
		t.deepEqual(verbs(), []);
		hear(say(true, 1));
		t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH']);
	},
);

proves('message-flow-edge-node-birth-publish-phid-wait-id', 'another host that is online is not waited for', t => {
	const {hear, sample, verbs} = waiting();
	hear(say(true, 1), 'other');
	sample();
	t.deepEqual(verbs(), []);
});

proves(
	'message-flow-edge-node-birth-publish-phid-wait-timestamp',
	'the first word of a host counts, and no older one after it',
	t => {
		const {hear, verbs} = waiting();
		hear(say(false, 5));
		hear(say(true, 4));
		t.deepEqual(verbs(), []);
		hear(say(true, 5));
		t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH']);
		const first = waiting();
		first.hear(say(true, 0));
		t.deepEqual(first.verbs(), ['NBIRTH', 'DBIRTH']);
	},
);

proves(
	`message-flow-edge-node-birth-publish-phid-offline operational-behavior-edge-node-termination-host-offline
		operational-behavior-primary-application-state-with-multiple-servers-walk
		operational-behavior-edge-node-termination-host-offline-reconnect`,
	'a host that leaves: NDEATH at once, DISCONNECT, another connection, and no birth until it is back',
	t => {
		const {hear, clock, wire, wires, verbs} = waiting();
		hear(say(true, 5));
		hear(say(false, 5));
		t.deepEqual(wire().sent.map(verbOf).slice(2), ['NDEATH']);
		t.is(wire().over, 'ended');
		wire().events.closed({how: 'stopped', reason: 'asked for', lasting: false});
		clock.advance(60_000);
		t.is(wires.length, 2);
		wire().events.connected();
		t.deepEqual(verbs(), []);
		hear(say(true, 6));
		t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH']);
		t.is(Number(valuesOf(wire().sent[0])['bdSeq']), 1);
	},
);

proves(
	'operational-behavior-edge-node-termination-host-offline-timestamp',
	'an older word that the host is gone changes nothing',
	t => {
		const {hear, wire, verbs} = waiting();
		hear(say(true, 5));
		hear(say(false, 4));
		t.is(wire().over, null);
		t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH']);
	},
);
