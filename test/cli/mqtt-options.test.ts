import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {enrol} from '../../src/cli/enrol/enrol.ts';
import {planOf} from '../../src/cli/enrol/plan.ts';
import {brokerOptionsFrom, passwordFrom} from '../../src/cli/mqtt-options.ts';
import type {MqttOptions} from '../../src/cli/mqtt-options.ts';
import {isCoded} from '../../src/core/errors.ts';

const URL = 'mqtts://broker.example';
const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
const at = (name: string): string => join(folder, name);
const card = (name: string): string => join(folder, 'enrolment', 'cards', name);
const ca = join(folder, 'enrolment', 'ca.crt');

test.before(async () => {
	await enrol(planOf({cards: 'a,b', out: at('enrolment'), days: 2, service: 'service'}));
	writeFileSync(at('text'), 'hello\n');
	writeFileSync(at('secret'), 'from a file\r\n');
});

test.after.always(() => rmSync(folder, {recursive: true}));

test('what is given comes as texts, with the address and without what is not said', t => {
	const given = {mqttCa: ca, mqttCert: card('a.crt'), mqttKey: card('a.key'), mqttPassword: `@${at('secret')}`};
	const options = brokerOptionsFrom(URL, given);
	t.is(options.address, 'mqtts://broker.example:8883');
	t.is(options.password, 'from a file');
	t.deepEqual(options.tls, {
		ca: readFileSync(ca, 'utf8'),
		cert: readFileSync(card('a.crt'), 'utf8'),
		key: readFileSync(card('a.key'), 'utf8'),
	});
	t.is(brokerOptionsFrom(URL, {}).tls, null);
});

test('a password comes from a variable, and one that is given itself is refused without being shown', t => {
	t.is(passwordFrom('--mqtt-password', 'env:SECRET', {SECRET: 'x'}), 'x');
	for (const given of ['hunter2', 'env:SECRET']) {
		const error = t.throws(() => passwordFrom('--mqtt-password', given, {}));
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.false(error.message.includes('hunter2'));
	}
});

const refused: ReadonlyArray<readonly [what: string, given: MqttOptions, code: string, message: RegExp]> = [
	['a certificate without its key', {mqttCert: card('a.crt')}, 'E_USAGE', /together/],
	['a key of another card', {mqttCert: card('a.crt'), mqttKey: card('b.key')}, 'E_USAGE', /does not fit/],
	['a file that is not there', {mqttCa: at('nowhere')}, 'E_FILE_UNREADABLE', /may read/],
	['a CA that is no certificate', {mqttCa: at('text')}, 'E_USAGE', /BEGIN CERTIFICATE/],
	['a key that is none', {mqttCert: card('a.crt'), mqttKey: at('text')}, 'E_USAGE', /BEGIN PRIVATE KEY/],
];

for (const [what, given, code, message] of refused) {
	test(`${what} is refused with what to change, before anything connects`, t => {
		const error = t.throws(() => brokerOptionsFrom(URL, given));
		t.is(isCoded(error) ? error.code : '', code);
		t.regex(error.message, message);
	});
}

test('a CA for a broker without TLS is refused', t => {
	t.throws(() => brokerOptionsFrom('mqtt://broker.example', {mqttCa: ca}), {message: /write mqtts:/});
});
