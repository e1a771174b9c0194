import {connect} from 'node:net';
import {connect as connectTls} from 'node:tls';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {createAuthority, issueServer} from '../../../src/platform/node/certificates.ts';
import {nodeClock} from '../../../src/platform/node/clock.ts';
import {openNutServer} from '../../../src/protocols/nut/server.ts';
import type {NutServerOptions} from '../../../src/protocols/nut/server.ts';
import {userFrom} from '../../../src/protocols/nut/users.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {loneUps} from '../../helpers/nut-golden.ts';
import {askingSocket} from '../../helpers/nut-session.ts';

const values = {'ups.status': 'OL'};
const MOST_LIST_BYTES = 65_536;

async function opened(t: ExecutionContext, options: Partial<NutServerOptions> = {}) {
	const server = await openNutServer({
		source: loneUps(values).source,
		users: [userFrom('operator:secret')],
		login: null,
		clock: nodeClock,
		product: 'Ridethrough 0',
		version: '0',
		describe: () => null,
		listen: {host: '127.0.0.1', port: 0},
		...options,
	});
	t.teardown(() => server.close());
	return server;
}

test('a connection that says nothing whole for more than 60 s is closed; half a line is no life', async t => {
	const clock = new ManualClock();
	const {port} = await opened(t, {clock});
	const {ask, socket, closed} = await askingSocket(port);
	t.deepEqual(await ask('GET VAR ups ups.status'), ['VAR ups ups.status "OL"']);
	clock.advance(58_000);
	t.deepEqual(await ask('GET VAR ups ups.status'), ['VAR ups ups.status "OL"']);
	clock.advance(30_000);
	socket.write('GET VAR ');
	clock.advance(30_000);
	t.false(socket.destroyed);
	clock.advance(2000);
	await closed;
	t.pass();
});

test('LOGOUT is answered, then the server closes, and the login is gone', async t => {
	const {port} = await opened(t);
	const one = await askingSocket(port);
	t.deepEqual(await one.ask('USERNAME operator\nPASSWORD secret\nLOGIN ups', 3), ['OK', 'OK', 'OK']);
	const other = await askingSocket(port);
	t.deepEqual(await other.ask('LIST CLIENT ups', 3), [
		'BEGIN LIST CLIENT ups',
		'CLIENT ups 127.0.0.1',
		'END LIST CLIENT ups',
	]);
	t.deepEqual(await one.ask('LOGOUT'), ['OK Goodbye']);
	await one.closed;
	t.deepEqual(await other.ask('GET NUMLOGINS ups'), ['NUMLOGINS ups 0']);
});

test('a client that vanishes is logged out', async t => {
	const {port} = await opened(t);
	const one = await askingSocket(port);
	await one.ask('USERNAME operator\nPASSWORD secret\nLOGIN ups', 3);
	one.socket.resetAndDestroy();
	const other = await askingSocket(port);
	for (let tries = 0; tries < 100; tries++) {
		if ((await other.ask('GET NUMLOGINS ups'))[0] === 'NUMLOGINS ups 0') {
			t.pass();
			return;
		}
	}
	t.fail('still logged in');
});

test('STARTTLS goes on in TLS over the same connection', async t => {
	const authority = await createAuthority('NUT test', 1);
	const tls = await issueServer(authority, {name: 'ups', days: 1, hosts: []});
	const {port} = await opened(t, {tls});
	const {ask, socket} = await askingSocket(port);
	t.deepEqual(await ask('VER'), ['Ridethrough 0']);
	t.deepEqual(await ask('STARTTLS now'), ['OK STARTTLS']);
	socket.removeAllListeners('data');
	const secure = connectTls({socket, ca: authority.cert, servername: 'localhost'});
	await new Promise<void>((resolve, reject) => {
		secure.once('secureConnect', resolve);
		secure.once('error', reject);
	});
	let text = '';
	secure.on('data', chunk => (text += chunk.toString()));
	secure.write('STARTTLS\nUSERNAME operator\nPASSWORD secret\nGET VAR ups ups.status\nLOGOUT\n');
	await new Promise(resolve => {
		secure.once('close', resolve);
	});
	t.is(text, 'ERR ALREADY-SSL-MODE\nOK\nOK\nVAR ups ups.status "OL"\nOK Goodbye\n');
});

test('bytes that are no handshake after STARTTLS end the connection and not the server', async t => {
	const authority = await createAuthority('NUT test', 1);
	const {port} = await opened(t, {tls: await issueServer(authority, {name: 'ups', days: 1, hosts: []})});
	const {ask, socket, closed} = await askingSocket(port);
	await ask('STARTTLS');
	socket.on('error', () => {});
	socket.write('GET VAR ups ups.status\n');
	await closed;
	t.deepEqual(await (await askingSocket(port)).ask('NETVER'), ['1.3']);
});

test('connections beyond the most, and beyond the most of an address, are closed at once', async t => {
	for (const limit of [{maxConnections: 2}, {maxPerHost: 2}]) {
		const {port} = await opened(t, limit);
		const first = await askingSocket(port);
		await first.ask('NETVER');
		await (await askingSocket(port)).ask('NETVER');
		const third = await askingSocket(port);
		await third.closed;
		t.deepEqual(await first.ask('NETVER'), ['1.3']);
	}
});

test('a thousand connections are answered', async t => {
	const {port} = await opened(t);
	const clients = await Promise.all(Array.from({length: 1000}, async () => askingSocket(port)));
	const answers = await Promise.all(clients.map(async client => client.ask('GET VAR ups ups.status')));
	t.is(answers.filter(([line]) => line === 'VAR ups ups.status "OL"').length, 1000);
	for (const {socket} of clients) {
		socket.destroy();
	}
});

test('a list of 64 KiB arrives whole', async t => {
	const many = Object.fromEntries(
		Array.from({length: 260}, (_, index) => [`experimental.x${1000 + index}`, 'y'.repeat(220)]),
	);
	const {port} = await opened(t, {source: loneUps(many).source});
	const {ask} = await askingSocket(port);
	const lines = await ask('LIST VAR ups', 262);
	t.true(lines.join('\n').length > MOST_LIST_BYTES - 2000);
	t.is(lines.at(-1), 'END LIST VAR ups');
});

test('a client that sends and does not read makes the server hold no more than it may', async t => {
	const {port} = await opened(t);
	const socket = connect(port, '127.0.0.1');
	await new Promise(resolve => {
		socket.once('connect', resolve);
	});
	socket.pause();
	const requests = 'LIST VAR ups\n'.repeat(5000);
	let taken = 0;
	for (let rounds = 0; rounds < 2000 && socket.writableLength < 1_000_000; rounds++) {
		socket.write(requests);
		taken += requests.length;
		await new Promise(setImmediate);
	}
	t.true(
		socket.writableLength >= 1_000_000,
		`the server stopped reading, after ${taken - socket.writableLength} bytes`,
	);
	const other = await askingSocket(port);
	t.deepEqual(await other.ask('NETVER'), ['1.3']);
	socket.destroy();
});

test('a port that is taken is told with what to do', async t => {
	const {port} = await opened(t);
	const error = await t.throwsAsync(
		openNutServer({
			source: loneUps(values).source,
			users: [],
			login: null,
			clock: nodeClock,
			product: '',
			version: '',
			describe: () => null,
			listen: {host: '127.0.0.1', port},
		}),
	);
	t.is((error as {code?: string}).code, 'E_PORT_TAKEN');
});
