import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {enrol} from '../../src/cli/enrol/enrol.ts';
import {planOf} from '../../src/cli/enrol/plan.ts';
import {parseLocalAddresses, parseRate} from '../../src/cli/sim-mqtt-options.ts';
import type {SimMqttGiven} from '../../src/cli/sim-mqtt-options.ts';
import {effectiveText, simMqtt} from '../../src/cli/sim-mqtt.ts';
import {isCoded} from '../../src/core/errors.ts';

const bare: SimMqttGiven = {mqttVersion: '3.1.1', localAddress: [], publishJitter: 0, qos: '0'};
const elsewhere = {...bare, mqtt: 'mqtt://127.0.0.1:1'};

test('local addresses are single ones and ranges, which cross from one third number to the next', t => {
	t.deepEqual(parseLocalAddresses('127.0.0.254-127.0.1.1,10.0.0.1,::1'), [
		'127.0.0.254',
		'127.0.0.255',
		'127.0.1.0',
		'127.0.1.1',
		'10.0.0.1',
		'::1',
	]);
	for (const wrong of ['', '127.0.0.2-127.0.0.1', '127.0.0.1-', 'here', '127.0.0.1-10', '10.0.0.0-11.0.0.0']) {
		t.throws(() => parseLocalAddresses(wrong), {message: /--local-address/}, wrong);
	}
});

test('a rate is a whole number a second, or max', t => {
	t.is(parseRate('250/s'), 250);
	t.is(parseRate('250'), 250);
	t.is(parseRate('max'), Infinity);
	for (const wrong of ['0', '-1', '1.5/s', '10/m', '', '10000000']) {
		t.throws(() => parseRate(wrong), {message: /from 1 to 1000000 with \/s/}, wrong);
	}
});

for (const [given, said] of [
	[{...bare, mqttCa: 'ca.pem'}, /^--mqtt-ca: the cards are on the embedded broker/],
	[{...bare, credentials: 'x'}, /^--credentials: /],
	[{...bare, localAddress: ['127.0.0.1']}, /^--local-address: /],
	[{...bare, mqttVersion: '5'}, /^--mqtt-version: .* MQTT 5 is for another broker/],
	[{...bare, mqtt: 'off', watchLatency: 2}, /^--watch-latency: nothing is published/],
	[{...bare, publishInterval: '10'}, /^--publish-interval: 10 is not from 100ms to 1d/],
	[{...bare, publishInterval: '2d'}, /^--publish-interval: 2d /],
	[{...elsewhere, credentials: '/nowhere/at/all'}, /^--credentials: .* holds no enrolment/],
] as ReadonlyArray<readonly [SimMqttGiven, RegExp]>) {
	test(`options that do not go together are refused: ${said.source}`, async t => {
		const error = await t.throwsAsync(simMqtt(given), {message: said});
		t.true(isCoded(error) && error.code === 'E_USAGE');
	});
}

test('what is given reaches the fleet, and the line that tells what holds', async t => {
	const given: SimMqttGiven = {
		...elsewhere,
		connectRate: 50,
		publishInterval: '10s',
		publishJitter: 20,
		limit: 7,
		qos: '1',
	};
	t.like(await simMqtt(given), {
		mqtt: {connectPerSecond: 50, sampleQos: 1, version: 4},
		samples: {intervalMs: 10_000, jitter: 0.2, limit: 7},
	});
	t.is(
		effectiveText(given),
		"MQTT 3.1.1, connect rate 50/s, source addresses the system's choice, publish interval 10s, publish jitter 20 %, "
			+ 'samples at QoS 1, limit 7 samples, latency watched no',
	);
	t.regex(effectiveText(elsewhere), /connect rate 1000\/s/);
	t.regex(effectiveText(bare), /connect rate max/);
	t.true('connectPerSecond' in (await simMqtt({...elsewhere, connectRate: Infinity})).mqtt);
});

test('each card of an enrolment has its own password, or its certificate', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const [words, certificates] = [join(folder, 'words'), join(folder, 'certificates')];
	await enrol(planOf({cards: 'card-000001,card-000002', out: words, days: 2, service: 'service', passwords: true}));
	await enrol(planOf({cards: 'card-000001', out: certificates, days: 2, service: 'service'}));
	const {mqtt} = await simMqtt({...elsewhere, credentials: words});
	const passwords = ['card-000001', 'card-000002'].map(card => mqtt.proofs?.[card]?.password ?? '');
	t.true(passwords.every(password => password.length > 10));
	t.not(passwords[0], passwords[1]);
	const secret = await simMqtt({...bare, mqtt: 'mqtts://127.0.0.1:1', credentials: certificates});
	t.regex(secret.mqtt.proofs?.['card-000001']?.cert ?? '', /BEGIN CERTIFICATE/);
	t.regex(secret.mqtt.proofs?.['card-000001']?.key ?? '', /BEGIN PRIVATE KEY/);
	t.regex(secret.mqtt.tls?.ca ?? '', /BEGIN CERTIFICATE/);
});
