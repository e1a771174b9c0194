// An edge node on real brokers: what a host that listens there is told, decoded by the payload library of Eclipse Tahu.

import type {Duplex} from 'node:stream';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {fullWires} from '../../src/protocols/mqtt/full-client.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import type {OpenWire} from '../../src/protocols/mqtt/wire.ts';
import {outputVolts} from '../../src/ups/reading.ts';
import {ManualClock} from '../helpers/manual-clock.ts';
import {openToAll, startMosquitto} from '../helpers/mosquitto.ts';
import {observerBench, startBroker, until, watch} from '../helpers/mqtt.ts';
import type {MqttBench} from '../helpers/mqtt.ts';
import {needs} from '../helpers/needs.ts';
import {command, NODE, peer, setUp} from '../protocols/mqtt/sparkplug/rig.ts';

const testMosquitto = needs('mosquitto');
const OUTPUT_VOLTAGE = 160;

type Publish = (topic: string, payload: Uint8Array) => Promise<unknown>;

/** A broker, and a way to publish as a host does. */
interface Plant {
	readonly bench: MqttBench;
	/** Null: as the watcher. */
	readonly publish: Publish | null;
}

interface Told {
	readonly topic: string;
	readonly retained: boolean;
	readonly payload: ReturnType<typeof peer.decodePayload>;
}

async function mosquitto(t: ExecutionContext): Promise<Plant> {
	return {bench: await startMosquitto(t, openToAll), publish: null};
}

async function embedded(t: ExecutionContext): Promise<Plant> {
	const broker = await startBroker(t);
	return {
		bench: observerBench(broker),
		publish: (topic, payload) => broker.publish(topic, payload, {qos: 0, retain: false}),
	};
}

const thin = (dial: () => Duplex) => thinWires(dial, new ManualClock());
const full = (protocolVersion: 4 | 5) => (dial: () => Duplex) => fullWires({broker: dial, protocolVersion});

interface Place {
	readonly name: string;
	readonly declare: (title: string, run: (t: ExecutionContext) => Promise<void>) => void;
	readonly open: (t: ExecutionContext) => Promise<Plant>;
	readonly wires: (dial: () => Duplex) => OpenWire;
}

const places: readonly Place[] = [
	{name: 'thin client on mosquitto', declare: testMosquitto, open: mosquitto, wires: thin},
	{name: 'full client on mosquitto, MQTT 3.1.1', declare: testMosquitto, open: mosquitto, wires: full(4)},
	{name: 'full client on mosquitto, MQTT 5', declare: testMosquitto, open: mosquitto, wires: full(5)},
	{name: 'thin client on the embedded broker', declare: test, open: embedded, wires: thin},
	{name: 'full client on the embedded broker', declare: test, open: embedded, wires: full(4)},
];

/** A face that was born, and a host that saw it. */
async function born(t: ExecutionContext, {open, wires}: Place) {
	const {bench, publish} = await open(t);
	const watcher = await watch(t, bench, 'spBv1.0/#');
	const told: Told[] = [];
	watcher.client.on('message', (topic, payload, {retain}) => {
		if (topic.startsWith('spBv1.0/')) {
			told.push({topic, retained: retain, payload: peer.decodePayload(Uint8Array.from(payload))});
		}
	});
	let stream: Duplex | undefined;
	const rig = setUp(
		'',
		new Map(),
		wires(() => (stream = bench.dial('card-a'))),
	);
	t.teardown(() => rig.face.cut());
	rig.sample();
	rig.face.start();
	const verbs = () => told.map(({topic}) => topic.split('/')[2]);
	await until(() => verbs().includes('DBIRTH'), 'the births are told');
	return {
		...rig,
		told,
		verbs,
		stream: () => stream as Duplex,
		publish:
			publish ?? ((topic: string, payload: Uint8Array) => watcher.client.publishAsync(topic, Buffer.from(payload))),
	};
}

function bdSeqOf({payload}: Told): number {
	return Number(payload.metrics?.find(({name}) => name === 'bdSeq')?.value);
}

function declareSparkplug(place: Place): void {
	const {name, declare} = place;

	declare(`${name}: a host is told NBIRTH and DBIRTH, not retained, with every metric`, async t => {
		const {told, face} = await born(t, place);
		t.deepEqual(
			told.map(({topic, retained, payload}) => [topic, retained, Number(payload.seq)]),
			[
				[`${NODE}/NBIRTH/card-a`, false, 0],
				[`${NODE}/DBIRTH/card-a/ups`, false, 1],
			],
		);
		t.is(told[1].payload.metrics?.length, face.options.readings.metrics.length);
	});

	declare(`${name}: a voltage that changes is told as DDATA`, async t => {
		const {told, row, sample} = await born(t, place);
		row[outputVolts] += 20;
		sample();
		await until(() => told.length === 3, 'the data is told');
		t.is(told[2].topic, `${NODE}/DDATA/card-a/ups`);
		t.is(Number(told[2].payload.seq), 2);
		t.deepEqual(
			told[2].payload.metrics?.map(({alias}) => Number(alias)),
			[OUTPUT_VOLTAGE],
		);
	});

	declare(
		`${name}: a card that is cut is an NDEATH with the bdSeq of its birth, and the next birth has the next`,
		async t => {
			const {told, verbs, stream, clock} = await born(t, place);
			stream().destroy();
			await until(() => verbs().includes('NDEATH'), 'the death is told');
			await until(() => clock.pending.length > 0, 'another try is due');
			clock.advance(60_000);
			await until(() => verbs().filter(verb => verb === 'DBIRTH').length === 2, 'it is born again');
			t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH', 'NDEATH', 'NBIRTH', 'DBIRTH']);
			t.deepEqual([told[0], told[2], told[3]].map(bdSeqOf), [0, 0, 1]);
			t.is(told[2].payload.metrics?.length, 1);
		},
	);

	declare(`${name}: a rebirth that a host asks for is NBIRTH and DBIRTH with the same bdSeq`, async t => {
		const {told, verbs, clock, publish} = await born(t, place);
		clock.advance(2000);
		await publish(`${NODE}/NCMD/card-a`, command([{name: 'Node Control/Rebirth', value: true}]));
		await until(() => verbs().filter(verb => verb === 'DBIRTH').length === 2, 'it is born again');
		const births = told.filter(({topic}) => topic.includes('/NBIRTH/'));
		t.deepEqual(births.map(bdSeqOf), [0, 0]);
		t.false(verbs().includes('NDEATH'));
	});

	declare(`${name}: a write of a host is an order, and its result is told`, async t => {
		const {verbs, orders, publish} = await born(t, place);
		await publish(`${NODE}/DCMD/card-a/ups`, command([{name: 'Control/Mute', value: true}]));
		await until(() => verbs().includes('DDATA'), 'the result is told');
		t.deepEqual(orders, ['muteAlarm 0']);
	});

	declare(`${name}: a card that goes on purpose leaves an NDEATH with its bdSeq`, async t => {
		const {face, told, verbs} = await born(t, place);
		await face.stop();
		await until(() => verbs().includes('NDEATH'), 'the death is told');
		t.is(bdSeqOf(told[2]), 0);
	});
}

for (const place of places) {
	declareSparkplug(place);
}
