import fc from 'fast-check';
import test from 'ava';
import {events, syslogSeverity} from '../../../src/agent/events.ts';
import {isCoded} from '../../../src/core/errors.ts';
import {parseSyslogUrl} from '../../../src/protocols/syslog/address.ts';
import {framed} from '../../../src/protocols/syslog/channel.ts';
import {syslogSeverityOf} from '../../../src/protocols/syslog/event-message.ts';
import {formatMessage} from '../../../src/protocols/syslog/message.ts';
import type {SyslogMessage} from '../../../src/protocols/syslog/message.ts';
import {readSyslog, unframe} from '../../helpers/syslog-reader.ts';

const bare: SyslogMessage = {
	facility: 20,
	severity: 5,
	utcMs: NaN,
	hostName: '',
	appName: '',
	procId: '',
	msgId: '',
	elements: [],
	text: '',
};

test('the examples of RFC 5424 6.5 come out byte for byte', t => {
	const withText: SyslogMessage = {
		...bare,
		utcMs: Date.UTC(2003, 9, 11, 22, 14, 15, 3),
		hostName: 'mymachine.example.com',
		appName: 'evntslog',
		msgId: 'ID47',
		elements: [
			{
				id: 'exampleSDID@32473',
				params: [
					['iut', '3'],
					['eventSource', 'Application'],
					['eventID', '1011'],
				],
			},
			{id: 'examplePriority@32473', params: [['class', 'high']]},
		],
	};
	t.is(
		formatMessage(withText, 2048).toString(),
		'<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"][examplePriority@32473 class="high"]',
	);
	t.is(formatMessage(bare, 2048).toString(), '<165>1 - - - - - -');
	t.is(formatMessage({...bare, text: 'An event.'}, 2048).toString(), '<165>1 - - - - - - An event.');
});

test('text beyond ASCII has the mark of UTF-8, other text has none, and both are one line', t => {
	t.is(readSyslog(formatMessage({...bare, text: 'Büro'}, 2048)).text, '\uFEFFBüro');
	t.is(readSyslog(formatMessage({...bare, text: 'a\nb\u0000c'}, 2048)).text, 'a b c');
});

test('whatever the fields hold, a reader of the grammar gets the values back', t => {
	const text = fc.string({unit: 'grapheme', maxLength: 60});
	const anything = fc.record({
		facility: fc.integer({min: 0, max: 23}),
		severity: fc.integer({min: 0, max: 7}),
		utcMs: fc.oneof(fc.integer({min: 0, max: 4e12}), fc.constant(NaN)),
		hostName: text,
		appName: text,
		procId: text,
		msgId: text,
		value: text,
		text,
	});
	const property = fc.property(anything, given => {
		const elements = [{id: 'ups@32473', params: [['event', given.value] as const]}];
		const read = readSyslog(formatMessage({...given, elements}, 1_000_000));
		const value = given.value.replaceAll(/\p{Cc}/gu, ' ');
		return (
			read.facility === given.facility
			&& read.severity === given.severity
			&& (read.elements['ups@32473']['event'] ?? '') === value
			&& read.text.replace(/^\uFEFF/, '') === given.text.replaceAll(/\p{Cc}/gu, ' ')
			&& read.app.length <= 48
			&& read.msgId.length <= 32
		);
	});
	t.notThrows(() => fc.assert(property));
});

test('a message is never longer than its limit, and never ends within a character', t => {
	const property = fc.property(
		fc.string({unit: 'grapheme', maxLength: 100}),
		fc.integer({min: 20, max: 120}),
		(text, limit) => {
			const bytes = formatMessage({...bare, text}, limit);
			new TextDecoder('utf-8', {fatal: true}).decode(bytes);
			return bytes.length <= limit;
		},
	);
	t.notThrows(() => fc.assert(property));
});

test('a stream of framed messages is taken apart again', t => {
	const messages = ['<1>1 - - - - - -', '<2>1 - - - - - - Ü 3 x'].map(text => Buffer.from(text));
	t.deepEqual(unframe(Buffer.concat(messages.map(framed))), {messages, rest: Buffer.alloc(0)});
});

test('every event of the catalogue has the severity that the catalogue gives it', t => {
	for (const event of events) {
		t.is(syslogSeverityOf(event.severity, false), syslogSeverity(event, false), event.name);
		t.is(syslogSeverityOf(event.severity, true), syslogSeverity(event, true), event.name);
	}
});

const addresses: ReadonlyArray<readonly [text: string, address: object]> = [
	['syslog://log.example', {transport: 'udp', host: 'log.example', port: 514, facility: 16, caFile: null}],
	['syslog+tcp://[::1]:601?facility=daemon', {transport: 'tcp', host: '::1', port: 601, facility: 3, caFile: null}],
	[
		'syslog+tls://log.example?ca=/etc/ca.pem',
		{transport: 'tls', host: 'log.example', port: 6514, facility: 16, caFile: '/etc/ca.pem'},
	],
];

for (const [text, address] of addresses) {
	test(`${text} is read`, t => {
		t.deepEqual({...parseSyslogUrl(text)}, address);
	});
}

for (const text of ['', 'log.example', 'http://x', 'syslog://', 'syslog://x?facility=loud', 'syslog://x?level=1']) {
	test(`"${text}" is refused with what would be right`, t => {
		const error = t.throws(() => parseSyslogUrl(text));
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.regex(error?.message ?? '', /syslog\+tls:\/\/HOST/);
	});
}
