import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {SMTPServer} from 'smtp-server';
import type {SMTPServerOptions} from 'smtp-server';
import {SECOND} from '../../../src/core/clock.ts';
import {createAuthority, issueServer} from '../../../src/platform/node/certificates.ts';
import {openMail} from '../../../src/protocols/mail/open-mail.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

interface Post {
	readonly from: string;
	readonly to: string[];
	readonly text: string;
	readonly secure: boolean;
	readonly user: string;
}

async function serve(t: ExecutionContext, got: Post[], options: SMTPServerOptions): Promise<number> {
	const server = new SMTPServer({
		logger: false,
		...options,
		onData(stream, session, done) {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => parts.push(part));
			stream.on('end', () => {
				const {mailFrom, rcptTo} = session.envelope;
				got.push({
					from: mailFrom === false ? '' : (mailFrom?.address ?? ''),
					to: rcptTo.map(({address}) => address),
					text: Buffer.concat(parts).toString().replaceAll('\r\n', '\n'),
					secure: session.secure,
					user: String(session.user ?? ''),
				});
				done();
			});
		},
	});
	server.on('error', () => {});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', () => resolve());
	});
	t.teardown(() => {
		server.close();
	});
	return (server.server.address() as AddressInfo).port;
}

async function certificates(t: ExecutionContext): Promise<{ca: string; cert: string; key: string}> {
	const folder = mkdtempSync(join(tmpdir(), 'mail-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const authority = await createAuthority('Test', 2);
	const {cert, key} = await issueServer(authority, {name: 'localhost', hosts: [], days: 1});
	writeFileSync(join(folder, 'ca.pem'), authority.cert);
	return {ca: join(folder, 'ca.pem'), cert, key};
}

/** Tells of an outage; resolves when the mail was tried. */
async function outage(
	url: string,
): Promise<{notes: string[]; counts: {sent: number; dropped: number; waiting: number}}> {
	const rig = houseOf({});
	const notes: string[] = [];
	const mail = openMail({
		house: rig.house,
		url,
		from: 'ups@card.example',
		to: ['ops@site.example', 'boss@site.example'],
		clock: new ManualClock(),
		zoneMinutes: () => 120,
		note: text => notes.push(text),
	});
	rig.utility(0, 0);
	rig.advance(10 * SECOND);
	await mail.close();
	return {notes, counts: mail.counts()};
}

test('a mail goes to all recipients with subject, date of the zone, and what it means', async t => {
	const got: Post[] = [];
	const port = await serve(t, got, {authOptional: true, disabledCommands: ['STARTTLS', 'AUTH']});
	const {counts} = await outage(`smtp://127.0.0.1:${port}`);
	t.deepEqual(counts, {sent: 1, dropped: 0, waiting: 0});
	t.is(got.length, 1);
	const [{from, to, text}] = got;
	t.is(from, 'ups@card.example');
	t.deepEqual(to, ['ops@site.example', 'boss@site.example']);
	t.regex(text, /^Subject: \[warning\] s0-c0: On battery\.$/m);
	t.regex(text, /^Date: [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0200$/m);
	t.regex(text, /^Auto-Submitted: auto-generated$/m);
	t.regex(text, /Means: {4}The input is unfit, and the inverter feeds the load\./);
});

test('a log-in goes by STARTTLS to a server that is trusted', async t => {
	const got: Post[] = [];
	const {ca, cert, key} = await certificates(t);
	const port = await serve(t, got, {
		cert,
		key,
		onAuth: ({username, password}, _session, done) =>
			done(password === 'right' ? null : new Error('no'), {user: username}),
	});
	t.is((await outage(`smtp://me:right@localhost:${port}?ca=${ca}`)).counts.sent, 1);
	t.deepEqual([got[0].secure, got[0].user], [true, 'me']);
	const wrong = await outage(`smtp://me:wrong@localhost:${port}?ca=${ca}`);
	t.is(wrong.counts.sent, 0);
	t.notRegex(wrong.notes.join(), /wrong/);
	t.is((await outage(`smtp://me:right@localhost:${port}`)).counts.sent, 0, 'not trusted');
});

test('a password is not sent to a server without TLS', async t => {
	const seen: string[] = [];
	const port = await serve(t, [], {
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		onAuth: ({password}, _session, done) => {
			seen.push(String(password));
			done(null, {user: 'me'});
		},
	});
	t.is((await outage(`smtp://me:right@127.0.0.1:${port}`)).counts.sent, 0);
	t.deepEqual(seen, []);
});

test('smtps has TLS from the first byte', async t => {
	const got: Post[] = [];
	const {ca, cert, key} = await certificates(t);
	const port = await serve(t, got, {cert, key, secure: true, authOptional: true});
	t.is((await outage(`smtps://localhost:${port}?ca=${ca}`)).counts.sent, 1);
	t.true(got[0].secure);
});

test('recipients that are refused for good are not asked again; a busy server is', async t => {
	const refusing = (code: number): SMTPServerOptions => ({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), {responseCode: code})),
	});
	const never = await outage(`smtp://127.0.0.1:${await serve(t, [], refusing(550))}`);
	t.deepEqual(never.counts, {sent: 0, dropped: 1, waiting: 0});
	t.regex(never.notes[0], /refused for good \(EENVELOPE 550\)/);
	const later = await outage(`smtp://127.0.0.1:${await serve(t, [], refusing(450))}`);
	t.deepEqual(later.counts, {sent: 0, dropped: 0, waiting: 1});
});
