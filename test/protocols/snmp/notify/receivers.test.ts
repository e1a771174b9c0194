import test from 'ava';
import type {Notification} from '../../../../src/protocols/snmp/notify/notification.ts';
import {isFor, parseReceiver, receiverDefaults} from '../../../../src/protocols/snmp/notify/receivers.ts';
import {userOf} from '../usm/rig.ts';

const user = userOf('ops:SHA:first-phrase');

test('a receiver is an address, a port and a form, v2c where none is said', t => {
	t.like(parseReceiver('192.0.2.7:162', receiverDefaults), {host: '192.0.2.7', port: 162, form: 'v2c'});
	t.like(parseReceiver('nms.example:1162:v1', receiverDefaults), {host: 'nms.example', port: 1162, form: 'v1'});
	t.like(parseReceiver('[2001:db8::7]:162:inform', receiverDefaults), {host: '2001:db8::7', form: 'inform'});
	t.like(parseReceiver('192.0.2.7:162:v3', {...receiverDefaults, user}), {form: 'v3'});
	t.like(parseReceiver('192.0.2.7:162:v3-inform', {...receiverDefaults, user}), {form: 'v3-inform'});
});

for (const text of ['', '192.0.2.7', '192.0.2.7:0', '192.0.2.7:65536', '192.0.2.7:162:v4', '2001:db8::7:162', ':162']) {
	test(`${JSON.stringify(text)} is no receiver, and the refusal says how one is written`, t => {
		t.throws(() => parseReceiver(text, receiverDefaults), {
			code: 'E_USAGE',
			message: /ADDR:PORT:FORM with one of v1, v2c/,
		});
	});
}

test('SNMPv3 needs a user', t => {
	t.throws(() => parseReceiver('192.0.2.7:162:v3', receiverDefaults), {code: 'E_USAGE', message: /--snmp-user/});
});

const notification = {severity: 3, objects: [], enterprise: '', generic: 6, specific: 1, oid: ''};

test('a receiver has the vocabulary that it wants, and what is standard', t => {
	const told = (['powernet', 'ietf', 'both'] as const).map(vocabulary => {
		const receiver = parseReceiver('192.0.2.7:162', {...receiverDefaults, vocabulary});
		return (['powernet', 'ietf', 'standard'] as const).filter(one =>
			isFor(receiver, {...notification, vocabulary: one}),
		);
	});
	t.deepEqual(told, [
		['powernet', 'standard'],
		['ietf', 'standard'],
		['powernet', 'ietf', 'standard'],
	]);
});

test('a receiver has nothing below its severity', t => {
	const receiver = parseReceiver('192.0.2.7:162', {...receiverDefaults, leastSeverity: 3});
	const of = (severity: number): Notification => ({...notification, vocabulary: 'powernet', severity});
	t.deepEqual(
		[2, 3, 4].map(severity => isFor(receiver, of(severity))),
		[false, true, true],
	);
});
