// What `ridethrough enrol` writes, on Debian's mosquitto: who may say and hear what (the table of mqtt.md d.2).

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {connect} from 'mqtt';
import type {IClientOptions, MqttClient} from 'mqtt';
import {openFleet} from '../../sim/fleet/open-fleet.ts';
import {register} from '../../src/cli/commands/enrol.ts';
import {simMqtt} from '../../src/cli/sim-mqtt.ts';
import {RandomStream} from '../../src/core/random.ts';
import {fullWires} from '../../src/protocols/mqtt/full-client.ts';
import {topicFor, userNameFor} from '../../src/protocols/mqtt/topics.ts';
import {createMqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import {runCommand} from '../cli/run-command.ts';
import {smallSpec} from '../helpers/fleets.ts';
import {ManualClock} from '../helpers/manual-clock.ts';
import {freePort, started} from '../helpers/mosquitto.ts';
import {until} from '../helpers/mqtt.ts';
import {findProgram, needs} from '../helpers/needs.ts';

const testMosquitto = needs('mosquitto');
const TRIES = 5;
const MEBIBYTE = 1_048_576;

type Proof = 'certificates' | 'passwords';

interface Shown {
	readonly ca?: string;
	readonly cert?: string;
	readonly key?: string;
	readonly username?: string;
	readonly password?: string;
}

interface Bench {
	readonly url: string;
	/** What `name` (a card id, or `service`) shows the broker. */
	proofOf(name: string): Shown;
}

function certificatesIn(folder: string): Bench['proofOf'] {
	const text = (name: string) => readFileSync(join(folder, name), 'utf8');
	return name => {
		const file = name === 'service' ? name : `cards/${name}`;
		return {ca: text('ca.crt'), cert: text(`${file}.crt`), key: text(`${file}.key`)};
	};
}

function passwordsIn(folder: string): Bench['proofOf'] {
	const rows = readFileSync(join(folder, 'cards.csv'), 'utf8').trimEnd().split('\n');
	return name => {
		const row = rows.find(line => line.startsWith(name === 'service' ? ',' : `${name},`)) ?? '';
		const [, username = '', password = ''] = row.split(',');
		return {username, password};
	};
}

/** Starts mosquitto with the written files; only where it listens and stores is the test's own. */
async function launch(t: ExecutionContext, folder: string): Promise<number> {
	const written = readFileSync(join(folder, 'mosquitto.conf'), 'utf8');
	const path = join(folder, 'test.conf');
	for (let i = 0; i < TRIES; i++) {
		const port = await freePort();
		const conf = written
			.replace(/^listener .*$/m, `listener ${port} 127.0.0.1`)
			.replace(/^persistence_location .*$/m, `persistence_location ${folder}/`);
		writeFileSync(path, `user root\nlog_dest stderr\n${conf}`);
		const child = spawn(findProgram('mosquitto') as string, ['-c', path], {stdio: ['ignore', 'ignore', 'pipe']});
		if (await started(child)) {
			t.teardown(async () => {
				const gone = once(child, 'exit');
				child.kill();
				await gone;
			});
			return port;
		}
	}
	throw new Error(`mosquitto did not start in ${TRIES} tries`);
}

async function openBench(t: ExecutionContext, proof: Proof): Promise<Bench> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-enrol-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const words = ['--out', folder, '--cards', 'card-a,card-b', ...(proof === 'passwords' ? ['--passwords'] : [])];
	const {error} = await runCommand(register, 'enrol', ...words);
	t.is(error, undefined);
	const port = await launch(t, folder);
	return proof === 'passwords'
		? {url: `mqtt://127.0.0.1:${port}`, proofOf: passwordsIn(folder)}
		: {url: `mqtts://127.0.0.1:${port}`, proofOf: certificatesIn(folder)};
}

/** Resolves true with a session, false when the broker refused it. */
async function isIn(client: MqttClient): Promise<boolean> {
	return new Promise(resolve => {
		client.once('connect', () => resolve(true));
		client.once('close', () => resolve(false));
		client.on('error', () => undefined);
	});
}

/** A reset on the way is an end like any other. */
async function closeOf(client: MqttClient): Promise<void> {
	return new Promise(resolve => client.once('close', () => resolve()));
}

type Say = (name: string, more?: IClientOptions) => Promise<MqttClient>;

function sayerOf(t: ExecutionContext, bench: Bench, protocolVersion: 4 | 5): Say {
	return async (name, more = {}) => {
		const client = connect(bench.url, {protocolVersion, reconnectPeriod: 0, ...bench.proofOf(name), ...more});
		t.teardown(() => client.end(true));
		t.true(await isIn(client), `${name} is let in`);
		return client;
	};
}

/** Publishes at QoS 1; in MQTT 5 the broker says no with a code, in 3.1.1 it keeps silent. */
async function attempt(client: MqttClient, topic: string, payload: string): Promise<void> {
	await client.publishAsync(topic, payload, {qos: 1}).catch(() => undefined);
}

/** All that a session hears, as `topic payload`. */
async function heardBy(client: MqttClient, filter: string): Promise<string[]> {
	const heard: string[] = [];
	client.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
	await client.subscribeAsync(filter, {qos: 1});
	return heard;
}

const own = (kind: 'event' | 'command' | 'death') => topicFor('card-a', kind);
const elsewhere = `ridethrough/v1/${userNameFor('card-a') === '00/card-a' ? '01' : '00'}/card-a/event`;

async function cardsSpeakForThemselves(t: ExecutionContext, say: Say): Promise<void> {
	const [service, a, b] = [await say('service'), await say('card-a'), await say('card-b')];
	const heard = await heardBy(service, '#');
	const heardByB = await heardBy(b, '#');
	for (const topic of [
		topicFor('card-b', 'event'),
		elsewhere,
		own('command'),
		topicFor('card-b', 'command'),
		'other',
	]) {
		await attempt(a, topic, 'forged');
	}
	await attempt(a, own('event'), 'own');
	await until(() => heard.length > 0, 'the event');
	await attempt(service, topicFor('card-b', 'command'), 'end');
	await until(() => heardByB.length > 0, 'the end');
	t.deepEqual(heard, [`${own('event')} own`]);
	t.deepEqual(heardByB, [`${topicFor('card-b', 'command')} end`]);
}

async function cardsHearTheirOwn(t: ExecutionContext, say: Say): Promise<void> {
	const [service, a] = [await say('service'), await say('card-a')];
	const heard = await heardBy(a, '#');
	await attempt(service, topicFor('card-b', 'command'), 'for b');
	await attempt(service, own('event'), 'forged');
	await attempt(service, own('command'), 'for a');
	await until(() => heard.length > 0, 'the command');
	t.deepEqual(heard, [`${own('command')} for a`]);
}

async function willsAreOfOneself(t: ExecutionContext, say: Say): Promise<void> {
	const heard = await heardBy(await say('service'), 'ridethrough/v1/+/+/death');
	const will = {payload: Buffer.from('will'), qos: 1, retain: true} as const;
	for (const topic of [topicFor('card-b', 'death'), own('death')]) {
		const client = await say('card-a', {will: {topic, ...will}});
		const closed = closeOf(client);
		client.stream.destroy();
		await closed;
	}
	await until(() => heard.length > 0, 'the will');
	t.deepEqual(heard, [`${own('death')} will`]);
}

async function largePacketsEndTheSession(t: ExecutionContext, say: Say): Promise<void> {
	const client = await say('card-a');
	const heard = await heardBy(await say('service'), '#');
	const closed = closeOf(client);
	client.publish(own('event'), Buffer.alloc(MEBIBYTE), {qos: 1}, () => undefined);
	await closed;
	await attempt(await say('card-a'), own('event'), 'small');
	await until(() => heard.length > 0, 'the small one');
	t.deepEqual(heard, [`${own('event')} small`]);
}

const facts = [
	['a card is heard by its own id only', cardsSpeakForThemselves],
	['a card hears only what is for it, and the service says no kind of a card', cardsHearTheirOwn],
	['the will of a card is heard by its own id only', willsAreOfOneself],
	['a packet of 1 MiB ends the session and goes no further', largePacketsEndTheSession],
] as const;

for (const proof of ['certificates', 'passwords'] as const) {
	for (const version of [4, 5] as const) {
		testMosquitto(`enrolled by ${proof}, MQTT ${version === 4 ? '3.1.1' : '5'}: rights are held`, async t => {
			for (const [what, holds] of facts) {
				t.log(what);
				const say = sayerOf(t, await openBench(t, proof), version);
				await holds(t, say);
			}
		});
	}
}

async function isRefused(t: ExecutionContext, {url}: Bench, options: IClientOptions): Promise<void> {
	const client = connect(url, {reconnectPeriod: 0, protocolVersion: 4, ...options});
	t.teardown(() => client.end(true));
	t.false(await isIn(client));
}

testMosquitto('without a certificate, or with one of another authority, nobody is let in', async t => {
	const bench = await openBench(t, 'certificates');
	const other = await openBench(t, 'certificates');
	const {ca = ''} = bench.proofOf('card-a');
	await isRefused(t, bench, {ca});
	await isRefused(t, bench, {...other.proofOf('card-a'), ca});
	await isRefused(t, bench, {ca, username: 'service'});
});

testMosquitto('without a password, or with that of another, nobody is let in', async t => {
	const bench = await openBench(t, 'passwords');
	await isRefused(t, bench, {});
	await isRefused(t, bench, {...bench.proofOf('card-a'), password: bench.proofOf('card-b').password ?? ''});
	await isRefused(t, bench, {...bench.proofOf('card-a'), username: 'service'});
});

testMosquitto('a card with its certificate is born and publishes', async t => {
	const bench = await openBench(t, 'certificates');
	const heard = await heardBy(await sayerOf(t, bench, 4)('service'), 'ridethrough/v1/+/+/event');
	let ups = 0;
	const uplink = createMqttUplink({
		feed: null,
		card: 'card-a',
		openWire: fullWires({broker: bench.url, protocolVersion: 5, tls: bench.proofOf('card-a')}),
		clock: new ManualClock(),
		random: new RandomStream(1),
		user: null,
		password: null,
		keepaliveSeconds: 60,
		queueMax: 10,
		death: () => Buffer.from('1'),
		onUp: () => (ups += 1),
		onDown: () => undefined,
		onMessage: () => undefined,
	});
	uplink.start();
	await until(() => ups === 1, 'the session');
	uplink.send('event', Buffer.from('onBattery'));
	await until(() => heard.length > 0, 'the event');
	t.deepEqual(heard, [`${own('event')} onBattery`]);
	await uplink.stop();
});

testMosquitto('a fleet comes in over TLS, each card with its own certificate, in MQTT 3.1.1 and 5', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-enrol-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const words = ['--out', folder, '--cards', 's0-c0,s0-c1', '--broker-name', '127.0.0.1'];
	t.is((await runCommand(register, 'enrol', ...words)).error, undefined);
	const mqtt = `mqtts://127.0.0.1:${await launch(t, folder)}`;
	for (const mqttVersion of ['3.1.1', '5'] as const) {
		const given = {mqtt, mqttVersion, credentials: folder, localAddress: [], publishJitter: 0, qos: '0'} as const;
		const opened = await openFleet(smallSpec([2]), {
			speed: Infinity,
			mqttUrl: mqtt,
			...(await simMqtt(given)),
			signal: new AbortController().signal,
			note: text => t.log(text),
		});
		await opened.close();
		t.like(opened.counters?.document, {connects: 2, births: 2, deaths: 2, acks: 6, refused: 0, lost: 0}, mqttVersion);
	}
});
