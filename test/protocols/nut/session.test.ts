import test from 'ava';
import fc from 'fast-check';
import {ANSWER_MAX} from '../../../src/protocols/nut/session.ts';
import {GUESSES_MAX} from '../../../src/protocols/nut/guesses.ts';
import {textOf} from '../../../src/protocols/nut/source.ts';
import {parseUsers, userFrom} from '../../../src/protocols/nut/users.ts';
import type {NutRights} from '../../../src/protocols/nut/users.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {loneUps} from '../../helpers/nut-golden.ts';
import {hubOf, sessionOf} from '../../helpers/nut-session.ts';

const HOUR = 3_600_000;
const values = {'battery.charge': '100', 'ups.status': 'OL'};
const operator = userFrom('operator:secret');
const hello = 'USERNAME operator\nPASSWORD secret\n';

test('requests in one packet are answered in order, also while an account is being looked up', async t => {
	const {source} = loneUps(values);
	let answer = (_rights: NutRights | null) => {};
	const login = async () =>
		new Promise<NutRights | null>(resolve => {
			answer = resolve;
		});
	const {ask, wire} = sessionOf(hubOf({source, login}));
	t.deepEqual(ask('USERNAME a\nPASSWORD b\nLOGIN ups\nGET NUMLOGINS ups\n'), ['OK', 'OK']);
	t.true(wire.paused);
	answer({...operator, upsmon: 'secondary'});
	await new Promise(setImmediate);
	t.is(wire.text, 'OK\nOK\nOK\nNUMLOGINS ups 1\n');
	t.false(wire.paused);
});

test('a login that fails to be looked up is refused', async t => {
	const {source} = loneUps(values);
	const {ask, wire} = sessionOf(hubOf({source, login: async () => Promise.reject(new Error('no store'))}));
	ask('USERNAME a\nPASSWORD b\nLOGIN ups\n');
	await new Promise(setImmediate);
	t.is(wire.text, 'OK\nOK\nERR ACCESS-DENIED\n');
});

test('a client that leaves while its account is looked up is not counted as logged in', async t => {
	const {source} = loneUps(values);
	const hub = hubOf({source, login: async () => ({...operator})});
	const {ask, session} = sessionOf(hub);
	ask('USERNAME a\nPASSWORD b\nLOGIN ups\n');
	session.closed();
	await new Promise(setImmediate);
	t.deepEqual(sessionOf(hub).ask('GET NUMLOGINS ups\n'), ['NUMLOGINS ups 0']);
});

test('while a client does not read, nothing more is answered, and then all of it in order', t => {
	const {source} = loneUps(values);
	const {ask, wire, session} = sessionOf(hubOf({source}));
	wire.full = true;
	t.deepEqual(ask('NETVER\nGET VAR ups ups.status\n'), []);
	t.true(wire.paused);
	wire.full = false;
	session.drained();
	t.is(wire.text, '1.3\nVAR ups ups.status "OL"\n');
	t.false(wire.paused);
});

test('what comes in the clear behind STARTTLS is not taken', t => {
	const {source} = loneUps(values);
	const {ask, wire} = sessionOf(hubOf({source, offersTls: true}));
	t.deepEqual(ask('STARTTLS now\nUSERNAME mallory\n'), ['OK STARTTLS']);
	t.is(wire.secured, 1);
	t.deepEqual(ask('STARTTLS\nUSERNAME operator\n'), ['ERR ALREADY-SSL-MODE', 'OK']);
});

test('too many wrong passwords of an address are refused unread, for a minute', t => {
	const {source, ups} = loneUps(values);
	const told: string[] = [];
	ups.refused = () => void told.push('refused');
	const clock = new ManualClock();
	const hub = hubOf({source, clock, users: [operator]});
	for (let guess = 0; guess < GUESSES_MAX; guess++) {
		t.deepEqual(sessionOf(hub).ask(`USERNAME operator\nPASSWORD ${guess}\nLOGIN ups\n`), [
			'OK',
			'OK',
			'ERR ACCESS-DENIED',
		]);
	}
	t.deepEqual(told, ['refused'], 'told of once a minute');
	t.is(sessionOf(hub).ask(`${hello}LOGIN ups\n`)[2], 'ERR ACCESS-DENIED');
	clock.advance(60_000);
	t.is(sessionOf(hub).ask(`${hello}LOGIN ups\n`)[2], 'OK');
});

test('tracking ids are version 4 UUIDs in capitals, asked in any case, and forgotten after an hour', t => {
	const {source, ups} = loneUps(values);
	ups.tracking = new Map([['load.off', 'SUCCESS']]);
	const clock = new ManualClock();
	const {ask} = sessionOf(hubOf({source, clock, users: [operator]}));
	const answer = ask(`${hello}SET TRACKING ON\nINSTCMD ups LOAD.OFF\n`)[3];
	t.regex(answer, /^OK TRACKING [0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
	const id = answer.split(' ')[2];
	t.deepEqual(ask(`GET TRACKING ${id.toLowerCase()}\n`), ['SUCCESS']);
	clock.advance(HOUR);
	t.deepEqual(ask(`GET TRACKING ${id}\n`), ['ERR UNKNOWN']);
});

test('a value that is no ASCII, or too long, is served so that every client can read it', t => {
	const {source, ups} = loneUps({'ups.id': `\u00e4${'"'.repeat(300)}`});
	ups.held[0] = {...ups.held[0], type: textOf(400)};
	const line = sessionOf(hubOf({source})).ask('GET VAR ups ups.id\n')[0];
	t.regex(line, /^VAR ups ups\.id "\?(?:\\"){127}"$/);
	t.true(line.length <= ANSWER_MAX);
});

test('an answer that clients could not read whole is refused', t => {
	const {source} = loneUps(values);
	const {ask} = sessionOf(hubOf({source}));
	t.deepEqual(ask(`GET VAR ${'u'.repeat(512)} server.version\n`), ['ERR INVALID-ARGUMENT']);
});

const requests = fc.oneof(
	fc.constantFrom(
		'GET VAR ups ups.status',
		'LIST VAR ups',
		'VER',
		'LOGIN ups',
		'SET VAR ups ups.id x',
		'HELP',
		'LIST UPS',
	),
	fc.stringMatching(/^[ -~]{0,40}$/),
);

test('nothing that comes in crashes a session, and no line that goes out is too long', t => {
	const bytes = fc.oneof(
		fc.uint8Array({maxLength: 700}),
		requests.map(line => Buffer.from(`${line}\n`)),
	);
	fc.assert(
		fc.property(fc.array(bytes, {maxLength: 8}), chunks => {
			const {source} = loneUps(values);
			const {session, wire} = sessionOf(hubOf({source, users: [operator]}));
			for (const chunk of chunks) {
				session.take(chunk);
			}
			for (const line of wire.text.split('\n')) {
				t.true(line.length <= ANSWER_MAX && /^[ -~\u007f]*$/.test(line));
			}
		}),
	);
});

test('plain requests get one answer each, in order', t => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('NETVER', 'GET VAR ups ups.status', 'NOSUCH', 'GET TRACKING'), {maxLength: 50}),
			lines => {
				const {source} = loneUps(values);
				const answers: Readonly<Record<string, string>> = {
					NETVER: '1.3',
					'GET VAR ups ups.status': 'VAR ups ups.status "OL"',
					NOSUCH: 'ERR UNKNOWN-COMMAND',
					'GET TRACKING': 'OFF',
				};
				t.deepEqual(
					sessionOf(hubOf({source})).ask(lines.map(line => `${line}\n`).join('')),
					lines.map(line => answers[line]),
				);
			},
		),
	);
});

test('users are read as upsd.users has them', t => {
	const users = parseUsers(
		'# users\n[admin]\n\tpassword = "s 3"\n\tactions = SET\n\tactions = FSD\n\tinstcmds = ALL\n[m]\npassword=x\nupsmon primary\n[n]\nupsmon = slave\n',
	);
	t.deepEqual(
		users.map(({name, password, set, fsd, instcmds, upsmon}) => [name, password, set, fsd, [...instcmds], upsmon]),
		[
			['admin', 's 3', true, true, ['all'], null],
			['m', 'x', false, false, [], 'primary'],
			['n', null, false, false, [], 'secondary'],
		],
	);
});

for (const text of [
	'password = x\n',
	'[a]\nnosuch = 1\n',
	'[a]\nupsmon third\n',
	'[a]\nactions = RUN\n',
	'[a]\npassword = "x#y"\n',
]) {
	test(`${JSON.stringify(text)} is refused with its line, and without a password`, t => {
		const error = t.throws(() => parseUsers(text));
		t.is((error as {code?: string}).code, 'E_CONFIG_INVALID');
		t.false(error?.message.includes('x#y'));
	});
}

test('a user of the command line is NAME:PASSWORD', t => {
	t.is(userFrom('a:b:c').password, 'b:c');
	t.is((t.throws(() => userFrom('secret')) as {code?: string}).code, 'E_USAGE');
});
