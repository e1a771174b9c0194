import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {checkBoard, refuseSick} from '../../../hil/board/health.ts';
import {parseBoards} from '../../../hil/board/parse.ts';
import {secretAt} from '../../../hil/board/secret.ts';
import {relayTwin} from '../../../hil/instrument/twin-kinds.ts';
import {goodManners, serveTwin} from '../../../hil/instrument/twin-server.ts';
import {nodeClock} from '../../../src/platform/node/clock.ts';
import {createMib} from '../../../src/protocols/snmp/flavours.ts';
import {openSnmp} from '../../../src/protocols/snmp/open.ts';
import {usmUserFrom} from '../../../src/protocols/snmp/usm/users.ts';
import {houseIn, upsStates} from '../../helpers/ups-states.ts';

const TIMEOUT_MS = 2000;
const SHORT_MS = 150;

/** A server that answers the first bytes of each connection. */
async function answering(t: ExecutionContext, answer: (asked: Buffer) => Buffer | string | null): Promise<number> {
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.on('data', (asked: Buffer) => {
			const bytes = answer(asked);
			if (bytes !== null) {
				socket.write(bytes);
			}
		});
	});
	t.teardown(() => {
		sockets.forEach(socket => socket.destroy());
		server.close();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

/** A board with these lines. */
function boardWith(lines: string) {
	const {map, problems} = parseBoards(`boards:\n  one:\n    card: {kind: agent}\n    ${lines}\n`, 'b.yaml');
	if (problems.length > 0) {
		throw new Error(problems[0].message);
	}
	return map.boards[1];
}

const check = async (lines: string, timeoutMs = TIMEOUT_MS) => checkBoard(boardWith(lines), timeoutMs);

const nut = (port: number): string => `faces: {nut: {host: 127.0.0.1, port: ${port}, ups: rack}}`;
const mqtt = (port: number): string => `faces: {mqtt: {url: 'mqtt://127.0.0.1:${port}', card: c}}`;
const modbus = (port: number): string => `faces: {modbus: 'modbus-tcp://127.0.0.1:${port}'}`;

test('a NUT server that tells the status is well; one that does not know the UPS answers nonsense', async t => {
	const well = await answering(t, asked =>
		asked.toString() === 'GET VAR rack ups.status\n' ? 'VAR rack ups.status "OL"\n' : null,
	);
	t.like(await check(nut(well)), [{isOk: true, code: null, says: 'ups.status OL'}]);
	const wrong = await answering(t, () => 'ERR UNKNOWN-UPS\n');
	t.like(await check(nut(wrong)), [
		{isOk: false, code: 'E_BOARD_NONSENSE', says: 'it answers "ERR UNKNOWN-UPS" to GET VAR rack ups.status'},
	]);
	const endless = await answering(t, () => 'x'.repeat(5000));
	t.like(await check(nut(endless)), [{code: 'E_BOARD_NONSENSE'}]);
});

test('a broker that takes the session is well; one that refuses it, or is none, is sick', async t => {
	const well = await answering(t, () => Buffer.from([0x20, 3, 0, 0, 0]));
	t.like(await check(mqtt(well)), [{isOk: true, says: 'the broker takes the session'}]);
	const refusing = await answering(t, () => Buffer.from([0x20, 3, 0, 0x86, 0]));
	t.like(await check(mqtt(refusing)), [{isOk: false, code: 'E_BOARD_SICK'}]);
	const other = await answering(t, () => 'HTTP/1.1 400\r\n\r\n');
	t.like(await check(mqtt(other), SHORT_MS), [{isOk: false, code: 'E_BOARD_SICK'}]);
});

test('a Modbus slave that refuses the register is there all the same', async t => {
	const refusing = await answering(t, asked =>
		Buffer.concat([asked.subarray(0, 2), Buffer.from([0, 0, 0, 3, asked[6], 0x83, 2])]),
	);
	t.like(await check(modbus(refusing)), [{isOk: true, says: 'register 0 is answered with exception 2'}]);
});

test('whatever says nothing is sick in the time that was given', async t => {
	const silent = await answering(t, () => null);
	for (const lines of [nut(silent), mqtt(silent), modbus(silent), `link: 'rfc2217://127.0.0.1:${silent}'`]) {
		const [point] = await check(lines, SHORT_MS);
		t.like(point, {isOk: false, code: 'E_BOARD_SICK'}, lines);
		t.true(point.tookMs < 20 * SHORT_MS, `${lines}: ${point.tookMs} ms`);
	}
});

test('an SNMP agent answers by community and as a user, and not to a wrong one', async t => {
	const {house} = houseIn(upsStates[0]);
	const user = {
		name: 'monitor',
		auth: 'SHA',
		authPassphrase: 'long enough 12345',
		priv: 'AES',
		privPassphrase: 'long enough 67890',
	} as const;
	const values = new Map<string, Uint8Array>();
	const snmp = await openSnmp({
		house,
		mib: createMib('nmc3', house),
		clock: nodeClock,
		store: {load: name => values.get(name) ?? null, save: (name, bytes) => void values.set(name, bytes)},
		listen: {host: '127.0.0.1', port: 0},
		communities: [{name: 'public', access: 'read'}],
		users: [usmUserFrom(user, 'read')],
		receivers: [],
	});
	t.teardown(async () => snmp.close());
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-secrets-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	const kept = (name: string, secret: string): string => {
		writeFileSync(join(folder, name), `${secret}\n`);
		return `'@${join(folder, name)}'`;
	};
	const at = `host: 127.0.0.1, port: ${snmp.server?.port}`;
	const [right, wrong] = [kept('right', 'public'), kept('wrong', 'guess')];
	t.regex((await check(`faces: {snmp: {${at}, community: ${right}}}`))[0].says, /^sysDescr \S/);
	t.true((await check(`faces: {snmp: {${at}, version: 1, community: ${right}}}`))[0].isOk);
	t.like(await check(`faces: {snmp: {${at}, community: ${wrong}}}`, SHORT_MS), [{isOk: false, code: 'E_BOARD_SICK'}]);
	const keys = (auth: string): string =>
		`auth: {by: sha, key: ${auth}}, privacy: {by: aes, key: ${kept('priv', user.privPassphrase)}}`;
	const v3 = (auth: string): string => `faces: {snmp: {${at}, version: 3, user: monitor, ${keys(auth)}}}`;
	t.like(await check(v3(kept('auth', user.authPassphrase))), [{isOk: true}]);
	t.like(await check(v3(kept('bad', 'another phrase 1')), SHORT_MS), [{isOk: false, code: 'E_BOARD_SICK'}]);
});

test('an instrument is asked who it is, and nothing of it is changed', async t => {
	const {device, closed} = relayTwin([1]);
	const {port, close} = await serveTwin(device, goodManners());
	t.teardown(() => close());
	const points = await check(
		`instruments: {cut: {kind: relay, at: 'tcp://127.0.0.1:${port}', channel: 1, safe: closed}}`,
	);
	t.like(points, [{isOk: true, says: 'RIDETHROUGH,RELAY TWIN,0,1'}]);
	t.false(closed.has(1));
});

test('all of a board is asked, though the first of it is sick, and the refusal names all that is not well', async t => {
	const well = await answering(t, () => 'VAR rack ups.status "OL"\n');
	const points = await check(
		`link: 'serial:/dev/no-such-line'\n    serial: {other: 'serial:/dev/nor-this'}\n    ${nut(well)}`,
	);
	t.deepEqual(
		points.map(({isOk}) => isOk),
		[false, false, true],
	);
	t.throws(() => refuseSick('one', points), {
		code: 'E_BOARD_SICK',
		message: /^the board one is not well: link .*no-such-line.*; other .*nor-this/,
	});
	t.notThrows(() => refuseSick('one', points.slice(2)));
});

test('a secret is read from its file or variable, and one that is not there is refused by its place alone', t => {
	t.is(secretAt('env:SOME', {SOME: 'word'}), 'word');
	t.throws(() => secretAt('env:SOME', {SOME: ''}), {code: 'E_SETUP_FAULTY', message: /SOME is not set/});
	t.throws(() => secretAt('@/no/such/file'), {code: 'E_FILE_UNREADABLE', message: /\/no\/such\/file/});
});
