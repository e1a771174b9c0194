import fc from 'fast-check';
import test from 'ava';
import {SECOND} from '../../../src/core/clock.ts';
import {isCoded} from '../../../src/core/errors.ts';
import {checkMailAddress, parseMailUrl} from '../../../src/protocols/mail/address.ts';
import {letterOf, mailDate, noticeFrom} from '../../../src/protocols/mail/letter.ts';
import type {Notice} from '../../../src/protocols/mail/letter.ts';
import {houseOf} from '../../helpers/card-house.ts';

const notice: Notice = {
	cardId: 'ups-1',
	device: 'SMT1500, serial S1',
	severity: 4,
	text: 'Battery low.',
	meaning: 'The runtime left is below its limit: shut down now.',
	utcMs: Date.UTC(2026, 10, 24, 21, 10, 39),
	actor: '',
	note: '',
	again: 0,
	sequence: 12,
	code: '0x0107',
};

test('a mail says what happened, when, to which UPS, and what it means', t => {
	const letter = letterOf([notice], 0, 60);
	t.is(letter.subject, '[critical] ups-1: Battery low.');
	t.is(letter.date, 'Tue, 24 Nov 2026 22:10:39 +0100');
	t.true(letter.isUrgent);
	t.is(
		letter.text,
		[
			'Battery low.',
			'  Means:    The runtime left is below its limit: shut down now.',
			'  When:     Tue, 24 Nov 2026 22:10:39 +0100',
			'  UPS:      ups-1 (SMT1500, serial S1)',
			'  Severity: critical',
			'  Log:      entry 12, code 0x0107',
			'',
		].join('\n'),
	);
});

test('several notices make one mail under the worst of them, and long ones say how many more there are', t => {
	const mild = {...notice, severity: 2, text: 'Output on.', again: 2, actor: 'admin', note: 'by hand'};
	const letter = letterOf([mild, notice, ...Array.from({length: 60}, () => mild)], 3, 0);
	t.is(letter.subject, '[critical] ups-1: Battery low. (and 61 more events)');
	t.regex(letter.text, /And 12 more: the event logs/);
	t.regex(letter.text, /3 earlier notices .* dropped/);
	t.regex(letter.text, /By: {7}admin\n {2}Note: {5}by hand\n {2}Told: {5}2 times before; it still holds/);
	t.is(letterOf([{...mild, severity: 3}], 0, 0).subject, '[warning] ups-1: still: Output on.');
});

test('a notice of an event has the words of the catalogue', t => {
	const rig = houseOf({});
	const notices: Notice[] = [];
	rig.house.onNotice((card, entry, again) => notices.push(noticeFrom(rig.house, rig.house.view(card), entry, again)));
	const back = rig.utility(0, 0);
	rig.advance(10 * SECOND);
	back();
	rig.advance(10 * SECOND);
	const [set, clear] = notices;
	t.deepEqual(
		[set.text, set.meaning, set.severity, set.cardId],
		['On battery.', 'The input is unfit, and the inverter feeds the load.', 3, 's0-c0'],
	);
	t.deepEqual([clear.text, clear.meaning, clear.severity], ['No longer on battery.', '', 2]);
});

test('a date in any zone is the same moment', t => {
	const property = fc.property(fc.integer({min: 0, max: 4e9}), fc.integer({min: -720, max: 840}), (seconds, zone) => {
		const text = mailDate(seconds * 1000, zone);
		return (
			/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/.test(text)
			&& Date.parse(text) === seconds * 1000
		);
	});
	t.notThrows(() => fc.assert(property));
});

test('whatever a log holds, a subject is one line', t => {
	const property = fc.property(fc.string({unit: 'binary', maxLength: 80}), text => {
		return !/\p{Cc}/u.test(letterOf([{...notice, text}], 0, 0).subject);
	});
	t.notThrows(() => fc.assert(property));
});

test('addresses of servers are read', t => {
	t.deepEqual(
		{...parseMailUrl('smtp://mail.example')},
		{host: 'mail.example', port: 25, secure: false, login: null, caFile: null},
	);
	t.deepEqual(
		{...parseMailUrl('smtps://me%40x:p%3Aw@[::1]:4650?ca=/ca.pem')},
		{host: '::1', port: 4650, secure: true, login: {user: 'me@x', password: 'p:w'}, caFile: '/ca.pem'},
	);
});

for (const text of ['', 'mail.example', 'http://x', 'smtp://', 'smtp://me:hidden@x?tls=no']) {
	test(`"${text.replace('hidden', '…')}" is refused, and no password is told`, t => {
		const error = t.throws(() => parseMailUrl(text));
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.notRegex(JSON.stringify(error) + (error?.message ?? ''), /hidden/);
	});
}

for (const text of ['', 'me', 'a@b, c@d', 'a@b\r\nBcc: c@d', '<a@b>', 'a b@c']) {
	test(`${JSON.stringify(text)} is no mail address`, t => {
		t.throws(() => checkMailAddress(text), {message: /write NAME@HOST/});
	});
}
