// Data, deaths, commands and the sequence: clauses of mqtt.md a.1.

import type {Message} from '../../../../src/protocols/mqtt/wire.ts';
import {outputVolts} from '../../../../src/ups/reading.ts';
import {command, life, metricsOf, NODE, ofVerb, peer, proves, raw, read, setUp, UTC, valuesOf, verbOf} from './rig.ts';

const UPTIME = 20;
const EVENTS_LOGGED = 22;
const LAST_RESULT = 409;

/** Aliases of each message in turn. */
function aliases(messages: readonly Message[]): Array<Array<number | undefined>> {
	return messages.map(message => metricsOf([message]).map(({alias}) => alias));
}

/** A face whose connection drops each DBIRTH, as one that is full does, until they are allowed. */
function withoutDeviceBirths() {
	const rig = setUp();
	const {client} = rig.face;
	const publish = client.publish.bind(client);
	client.publish = message => verbOf(message) !== 'DBIRTH' && publish(message);
	return {...rig, allowDeviceBirths: () => void (client.publish = publish)};
}

proves('topics-ndata-topic topics-ddata-topic topics-ddeath-topic', 'data and deaths go to topics of the births', t => {
	const topics = new Set(ofVerb(life(), 'NDATA', 'DDATA', 'DDEATH').map(({topic}) => topic));
	t.deepEqual([...topics].sort(), [`${NODE}/DDATA/card-a/ups`, `${NODE}/DDEATH/card-a/ups`, `${NODE}/NDATA/card-a`]);
});

proves(
	`topics-ndata-mqtt payloads-ndata-qos payloads-ndata-retain topics-ddata-mqtt payloads-ddata-qos payloads-ddata-retain
		topics-ddeath-mqtt`,
	'NDATA, DDATA and DDEATH have QoS 0 and are not retained',
	t => {
		const messages = ofVerb(life(), 'NDATA', 'DDATA', 'DDEATH');
		t.true(messages.length > 5);
		t.true(messages.every(({qos, retain}) => qos === 0 && !retain));
	},
);

proves(
	`topics-ndata-timestamp payloads-ndata-timestamp topics-ddata-timestamp payloads-ddata-timestamp
		payloads-ddeath-timestamp payloads-timestamp-in-UTC payloads-metric-timestamp-in-UTC`,
	'data and deaths of the device tell their time in milliseconds since 1970',
	t => {
		const {row, clock, born, sample, wire} = setUp();
		born();
		clock.advance(777);
		row[outputVolts] += 20;
		sample(false, true);
		clock.advance(3);
		sample(true);
		const sent = wire().sent.slice(2);
		t.deepEqual(sent.map(verbOf), ['DDATA', 'NDATA', 'DDEATH']);
		t.deepEqual(
			sent.map(message => Number(read(message).timestamp)),
			[UTC + 777, UTC + 777, UTC + 780],
		);
		t.true(metricsOf(sent).every(({timestamp}) => timestamp === UTC + 777));
	},
);

proves('topics-ndata-payload', 'NDATA tells the uptime, and the number of events when there are more', t => {
	const {face, born, sample, wire} = setUp();
	born();
	sample(false, true);
	face.logged({sequence: 9} as Parameters<typeof face.logged>[0]);
	sample(false, true);
	sample(false, true);
	t.deepEqual(aliases(ofVerb(wire().sent, 'NDATA')), [[UPTIME], [UPTIME, EVENTS_LOGGED], [UPTIME]]);
});

proves(
	`topics-ddata-payload operational-behavior-data-publish-nbirth-change operational-behavior-data-publish-dbirth-change
		principles-rbe-recommended`,
	'what did not change is not told again',
	t => {
		const {row, born, sample, wire} = setUp();
		born();
		for (let i = 0; i < 10; i++) {
			sample();
		}
		t.is(wire().sent.length, 2);
		row[outputVolts] += 20;
		sample();
		sample();
		t.deepEqual(aliases(wire().sent.slice(2)), [[160]]);
	},
);

proves(
	'payloads-ndata-order payloads-ddata-order payloads-dbirth-order message-flow-device-birth-publish-nbirth-wait',
	'no data goes before NBIRTH and DBIRTH are out, not even where the connection took the NBIRTH alone',
	t => {
		const {face, row, sample, wire, verbs, allowDeviceBirths} = withoutDeviceBirths();
		sample();
		face.start();
		sample(false, true);
		t.deepEqual(verbs(), []);
		wire().events.connected();
		row[outputVolts] += 20;
		sample(false, true);
		t.deepEqual(verbs(), ['NBIRTH']);
		allowDeviceBirths();
		sample(false, true);
		t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH', 'NDATA']);
		t.deepEqual(
			wire().sent.map(message => raw(message).seq),
			[0, 1, 2],
		);
	},
);

proves(
	'payloads-ndata-order',
	'a UPS that is lost before its DBIRTH went out is born stale, and no NDATA precedes it',
	t => {
		const {face, sample, wire, verbs, allowDeviceBirths} = withoutDeviceBirths();
		sample(true);
		face.start();
		wire().events.connected();
		sample(true, true);
		t.deepEqual(verbs(), ['NBIRTH']);
		allowDeviceBirths();
		sample(true, true);
		t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH', 'DDEATH', 'NDATA']);
	},
);

proves(
	'topics-ndeath-payload payloads-ndeath-bdseq topics-ndeath-seq payloads-ndeath-seq',
	'NDEATH is the bdSeq of its NBIRTH and nothing else, not even a seq',
	t => {
		const messages = life();
		const [death] = ofVerb(messages, 'NDEATH');
		t.deepEqual(
			metricsOf([death]).map(({name, value}) => [name, value]),
			[['bdSeq', 'longValue']],
		);
		t.false('seq' in raw(death));
		t.deepEqual(valuesOf(death)['bdSeq'], valuesOf(messages[0])['bdSeq']);
	},
);

proves(
	`operational-behavior-edge-node-intentional-disconnect-ndeath payloads-ndeath-will-message-publisher
		operational-behavior-edge-node-intentional-disconnect-packet`,
	'going on purpose publishes NDEATH, then DISCONNECT',
	t => {
		const {face, born, wire} = setUp();
		born();
		void face.stop();
		const last = wire().sent.at(-1) as Message;
		t.is(verbOf(last), 'NDEATH');
		t.is(wire().over, null);
		wire().events.acknowledged(last, null);
		t.is(wire().over, 'ended');
	},
);

proves(
	`topics-ddeath-seq-num payloads-ddeath-seq payloads-ddeath-seq-inc payloads-ddeath-seq-number
		operational-behavior-device-ddeath`,
	'a UPS that does not answer is a DDEATH with the next seq, and no metric',
	t => {
		const {born, sample, wire} = setUp();
		born();
		sample(true);
		const death = wire().sent[2];
		t.is(verbOf(death), 'DDEATH');
		t.is(raw(death).seq, 2);
		t.deepEqual(raw(death).metrics ?? [], []);
	},
);

proves('operational-behavior-data-commands-rebirth-action-1', 'data stops at once when a rebirth is asked for', t => {
	const {row, born, sample, wire, verbs} = setUp();
	born();
	wire().events.message(`${NODE}/NCMD/card-a`, command([{name: 'Node Control/Rebirth', value: true}]), false);
	row[outputVolts] += 20;
	sample(false, true);
	wire().events.message(`${NODE}/DCMD/card-a/ups`, command([{name: 'Control/Mute', value: true}]), false);
	t.deepEqual(verbs().slice(2), []);
});

proves(
	'operational-behavior-data-commands-rebirth-action-2 operational-behavior-data-commands-rebirth-action-3',
	'a rebirth is NBIRTH and DBIRTH with the same bdSeq, in the same session',
	t => {
		const {born, wire, wires, clock, verbs} = setUp();
		born();
		clock.advance(5000);
		wire().events.message(`${NODE}/NCMD/card-a`, command([{name: 'Node Control/Rebirth', value: true}]), false);
		t.deepEqual(verbs().slice(2), ['NBIRTH', 'DBIRTH']);
		t.deepEqual(valuesOf(wire().sent[2])['bdSeq'], valuesOf(wire().sent[0])['bdSeq']);
		t.is(wires.length, 1);
	},
);

proves('payloads-name-cmd-requirement', 'a command is taken with timestamps of its metrics or without', t => {
	const {born, wire, orders} = setUp();
	born();
	for (const metric of [
		{name: 'Control/Mute', type: 'Boolean' as const, value: true},
		{name: 'Control/Mute', type: 'Boolean' as const, value: true, timestamp: UTC},
	]) {
		const payload = peer.encodePayload({timestamp: UTC, metrics: [metric]});
		wire().events.message(`${NODE}/DCMD/card-a/ups`, payload, false);
	}
	t.deepEqual(orders, ['muteAlarm 0', 'muteAlarm 0']);
	t.true(aliases(ofVerb(wire().sent, 'DDATA')).every(one => one.includes(LAST_RESULT)));
});

proves('payloads-sequence-num-always-included', 'every message but NDEATH has a seq', t => {
	for (const message of life()) {
		t.is('seq' in raw(message), verbOf(message) !== 'NDEATH', message.topic);
	}
});

proves(
	`payloads-sequence-num-incrementing topics-ndata-seq-num payloads-ndata-seq payloads-ndata-seq-inc topics-ddata-seq-num
		payloads-ddata-seq payloads-ddata-seq-inc`,
	'one counter goes over node and device, by one each, and 0 follows 255',
	t => {
		const {row, born, sample, wire} = setUp();
		born();
		for (let i = 0; i < 140; i++) {
			row[outputVolts] += i % 2 === 0 ? 20 : -20;
			sample(false, true);
		}
		const sequences = wire().sent.map(message => raw(message).seq);
		t.is(sequences.length, 282);
		t.deepEqual(
			sequences,
			sequences.map((_, i) => i % 256),
		);
	},
);
