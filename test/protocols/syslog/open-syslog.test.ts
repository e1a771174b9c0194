import {spawn} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo, Server, Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createServer as createTlsServer} from 'node:tls';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {SECOND} from '../../../src/core/clock.ts';
import {nodeClock} from '../../../src/platform/node/clock.ts';
import {createAuthority, issueServer} from '../../../src/platform/node/certificates.ts';
import {openSyslog} from '../../../src/protocols/syslog/open-syslog.ts';
import {houseOf} from '../../helpers/card-house.ts';
import type {TestHouse} from '../../helpers/card-house.ts';
import {findProgram, needs} from '../../helpers/needs.ts';
import {readSyslog, unframe} from '../../helpers/syslog-reader.ts';

/** An outage and its end, and what must be told of it. */
function outage({utility, advance}: TestHouse): void {
	const back = utility(0, 0);
	advance(10 * SECOND);
	back();
	advance(30 * SECOND);
}

async function until(holds: () => boolean): Promise<void> {
	const end = Date.now() + 10_000;
	while (!holds() && Date.now() < end) {
		await new Promise(resolve => {
			setTimeout(resolve, 5);
		});
	}
}

async function listen(t: ExecutionContext, server: Server, port = 0): Promise<number> {
	await new Promise<void>(resolve => {
		server.listen(port, '127.0.0.1', resolve);
	});
	t.teardown(() => server.close());
	return (server.address() as AddressInfo).port;
}

function collect(got: Buffer[]): (socket: Socket) => void {
	return socket => {
		let rest: Buffer = Buffer.alloc(0);
		socket.on('error', () => {});
		socket.on('data', bytes => {
			const taken = unframe(Buffer.concat([rest, bytes]));
			rest = taken.rest;
			got.push(...taken.messages);
		});
	};
}

function checkOutage(t: ExecutionContext, got: readonly Buffer[]): void {
	const read = got.map(readSyslog).filter(({msgId}) => msgId === 'onBattery');
	t.is(read.length, 2);
	const [set, clear] = read;
	t.deepEqual([set.facility, set.severity, clear.severity], [16, 4, 6]);
	t.deepEqual([set.host, set.app, set.text], ['s0-c0', 'ridethrough', 'On battery.']);
	const own = set.elements['ups@32473'];
	t.deepEqual(
		[own['card'], own['event'], own['phase'], own['severity'], own['model']],
		['s0-c0', 'onBattery', 'set', 'warning', 'SMT1500'],
	);
	t.is(clear.elements['ups@32473']['phase'], 'clear');
	t.true(Number(clear.elements['meta']['sequenceId']) > Number(set.elements['meta']['sequenceId']));
	t.true(Date.parse(set.timestamp) < Date.parse(clear.timestamp));
}

test('events go by datagrams, one each', async t => {
	const got: Buffer[] = [];
	const receiver = createSocket('udp4', message => got.push(message));
	await new Promise<void>(resolve => {
		receiver.bind(0, '127.0.0.1', resolve);
	});
	t.teardown(() => receiver.close());
	const rig = houseOf({});
	const syslog = openSyslog({
		house: rig.house,
		url: `syslog://127.0.0.1:${receiver.address().port}`,
		clock: nodeClock,
		note() {},
	});
	outage(rig);
	await until(() => got.map(String).some(text => text.includes('phase="clear"')));
	await syslog.close();
	checkOutage(t, got);
	t.is(syslog.counts().dropped, 0);
});

test('events go by TCP, wait while the server is away, and come when it is back', async t => {
	const got: Buffer[] = [];
	const first = createServer(collect(got));
	const port = await listen(t, first);
	const rig = houseOf({});
	const notes: string[] = [];
	const syslog = openSyslog({
		house: rig.house,
		url: `syslog+tcp://127.0.0.1:${port}`,
		clock: nodeClock,
		note: text => notes.push(text),
	});
	t.teardown(async () => syslog.close());
	let sockets: Socket[] = [];
	first.on('connection', socket => sockets.push(socket));
	await until(() => sockets.length === 1);
	first.close();
	sockets.forEach(socket => socket.destroy());
	sockets = [];
	await until(() => notes.length === 1);
	outage(rig);
	t.true(syslog.counts().queued >= 2);
	await listen(t, createServer(collect(got)), port);
	await until(() => syslog.counts().queued === 0 && got.length >= 2);
	checkOutage(t, got);
	t.regex(notes[0], /trying again/);
});

test('events go by TLS to a server whose authority is trusted, and to no other', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'syslog-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const authority = await createAuthority('Test', 2);
	const server = await issueServer(authority, {name: 'localhost', hosts: [], days: 1});
	writeFileSync(join(folder, 'ca.pem'), authority.cert);
	const got: Buffer[] = [];
	const port = await listen(t, createTlsServer({cert: server.cert, key: server.key}, collect(got)));
	const rig = houseOf({});
	const notes: string[] = [];
	const url = `syslog+tls://localhost:${port}`;
	const distrusting = openSyslog({house: rig.house, url, clock: nodeClock, note: text => notes.push(text)});
	t.teardown(async () => distrusting.close());
	await until(() => notes.length === 1);
	const syslog = openSyslog({house: rig.house, url: `${url}?ca=${folder}/ca.pem`, clock: nodeClock, note() {}});
	t.teardown(async () => syslog.close());
	outage(rig);
	await until(() => got.map(String).some(text => text.includes('phase="clear"')));
	checkOutage(t, got);
	t.is(distrusting.counts().sent, 0);
});

test('a file of authorities that is not there is told at once', t => {
	const {house} = houseOf({});
	const open = () => openSyslog({house, url: 'syslog+tls://localhost?ca=/nowhere.pem', clock: nodeClock, note() {}});
	t.throws(open, {code: 'E_FILE_UNREADABLE'} as never);
});

needs('rsyslogd')('rsyslog reads our structured data, by UDP and by TCP', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'rsyslog-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const free = createServer();
	const port = await listen(t, free);
	await new Promise(resolve => {
		free.close(resolve);
	});
	const out = join(folder, 'out');
	writeFileSync(
		join(folder, 'conf'),
		[
			'module(load="imudp") module(load="imtcp") module(load="mmpstrucdata")',
			`input(type="imudp" address="127.0.0.1" port="${port}" ruleset="all")`,
			`input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="all")`,
			'template(name="line" type="string" string="%syslogseverity-text% %hostname% %app-name% %msgid% %$!rfc5424-sd!ups@32473!phase% %msg%\\n")',
			`ruleset(name="all") { action(type="mmpstrucdata") action(type="omfile" file="${out}" template="line") }`,
		].join('\n'),
	);
	const daemon = spawn(findProgram('rsyslogd') as string, [
		'-n',
		'-f',
		join(folder, 'conf'),
		'-i',
		join(folder, 'pid'),
	]);
	t.teardown(() => daemon.kill());
	const rig = houseOf({});
	const lines = (): string[] => {
		try {
			return readFileSync(out, 'utf8')
				.split('\n')
				.filter(line => line.includes('onBattery'));
		} catch {
			return [];
		}
	};
	const tcp = openSyslog({house: rig.house, url: `syslog+tcp://127.0.0.1:${port}`, clock: nodeClock, note() {}});
	outage(rig);
	await until(() => lines().length === 2);
	await tcp.close();
	const udp = openSyslog({house: rig.house, url: `syslog://127.0.0.1:${port}`, clock: nodeClock, note() {}});
	outage(rig);
	await until(() => lines().length === 4);
	await udp.close();
	const expected = [
		'warning s0-c0 ridethrough onBattery set On battery.',
		'info s0-c0 ridethrough onBattery clear No longer on battery.',
	];
	t.deepEqual(lines(), [...expected, ...expected]);
});
