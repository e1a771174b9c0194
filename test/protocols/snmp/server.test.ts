import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {createRequire} from 'node:module';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {parseCardListen, placeOfCard} from '../../../src/platform/node/listen-address.ts';
import {openSnmpServer} from '../../../src/protocols/snmp/server.ts';
import type {SnmpServer, SnmpServerOptions} from '../../../src/protocols/snmp/server.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {needs} from '../../helpers/needs.ts';
import {messageBytes, messageFrom, names} from '../../helpers/snmp-messages.ts';
import {APC, OWN, smallMib, smallRows, SYSTEM} from '../../helpers/snmp-mib.ts';
import {COMMUNITIES} from '../../helpers/snmp-rig.ts';
import {runTool} from '../../helpers/snmp-tools.ts';

const load = createRequire(import.meta.url);
const HIGH = `.${APC}.5.2.2.0`;
const CONTACT = `.${SYSTEM}.4.0`;
const there = smallRows.filter(({name}) => name !== 'upsAdvBatteryTemperature').map(({oid}) => `.${oid}`);

async function serve(
	t: ExecutionContext,
	options: Partial<SnmpServerOptions> = {},
	count = 2,
): Promise<SnmpServer & {at: string}> {
	const {house} = houseOf({count});
	const server = await openSnmpServer({
		house,
		mib: smallMib,
		communities: COMMUNITIES,
		listen: {host: '127.0.0.1', port: 0},
		...options,
	});
	t.teardown(() => server.close());
	return {...server, at: `127.0.0.1:${server.port}`};
}

async function freeUdpPort(): Promise<number> {
	const socket = createSocket('udp4').bind(0, '127.0.1.1');
	await once(socket, 'listening');
	const {port} = socket.address();
	socket.close();
	return port;
}

const snmpwalk = needs('snmpwalk');

for (const [program, version] of [
	['snmpwalk', '1'],
	['snmpwalk', '2c'],
	['snmpbulkwalk', '2c'],
]) {
	snmpwalk(`${program} -v${version} prints every object once, in order`, async t => {
		const {at} = await serve(t);
		const run = await runTool(program, [`-v${version}`, '-c', 'public', at, '.1']);
		t.deepEqual(
			run.lines.filter(line => !/No more variables|End of MIB/.test(line)).map(line => line.split(' ')[0]),
			there
				.filter(oid => version !== '1' || oid !== `.${OWN}.2.0`)
				.sort((a, b) => a.localeCompare(b, 'en', {numeric: true})),
			run.stderr,
		);
	});
}

snmpwalk('snmpget prints every type as it is', async t => {
	const {at} = await serve(t);
	const oids = [
		`.${SYSTEM}.2.0`,
		`.${SYSTEM}.3.0`,
		'.1.3.6.1.2.1.4.20.1.1.127.0.0.1',
		`.${APC}.2.2.1.0`,
		`.${OWN}.2.0`,
		`.${OWN}.3.0`,
	];
	const {lines} = await runTool('snmpget', ['-v2c', '-c', 'public', at, ...oids]);
	t.deepEqual(lines, [
		`.${SYSTEM}.2.0 = OID: .1.3.6.1.4.1.318.1.3.27`,
		`.${SYSTEM}.3.0 = Timeticks: (0) 0:00:00.00`,
		'.1.3.6.1.2.1.4.20.1.1.127.0.0.1 = IpAddress: 127.0.0.1',
		`.${APC}.2.2.1.0 = Gauge32: 100`,
		`.${OWN}.2.0 = Counter64: 1099511627781`,
		`.${OWN}.3.0 = INTEGER: -129`,
	]);
});

snmpwalk('snmpset changes settings, and says in the words of each version why it cannot', async t => {
	const {at} = await serve(t);
	const set = (version: string, community: string, ...words: readonly string[]) =>
		runTool('snmpset', [`-v${version}`, '-c', community, at, ...words]);
	t.deepEqual((await set('1', 'private', CONTACT, 's', 'Ada', HIGH, 'i', '131')).lines, [
		`${CONTACT} = STRING: "Ada"`,
		`${HIGH} = INTEGER: 131`,
	]);
	const {lines} = await runTool('snmpget', ['-v1', '-c', 'public', at, CONTACT]);
	t.deepEqual(lines, [`${CONTACT} = STRING: "Ada"`]);
	t.regex((await set('2c', 'private', CONTACT, 's', 'x'.repeat(40))).stderr, /wrongLength/);
	t.regex((await set('2c', 'private', HIGH, 's', '131')).stderr, /wrongType/);
	t.regex((await set('1', 'private', HIGH, 's', '131')).stderr, /badValue/);
	t.regex((await set('2c', 'private', `.${SYSTEM}.1.0`, 's', 'x')).stderr, /notWritable/);
	t.regex((await set('2c', 'public', CONTACT, 's', 'x')).stderr, /noAccess/);
	t.regex((await set('1', 'public', CONTACT, 's', 'x')).stderr, /noSuchName/);
});

snmpwalk('a manager with a wrong community times out', async t => {
	const {at, agent} = await serve(t);
	const run = await runTool('snmpget', ['-v2c', '-c', 'wrong', '-r', '0', '-t', '0.3', at, CONTACT]);
	t.regex(run.stderr, /Timeout/);
	t.is(agent.counters.value(0, 'snmpInBadCommunityNames'), 1);
});

snmpwalk('each card has a port of its own where that is asked for', async t => {
	const {ports} = await serve(t, {perCard: () => ({host: '127.0.0.1', port: 0})}, 3);
	t.is(new Set(ports).size, 3);
	const said = await Promise.all(
		ports.map(
			async port =>
				(await runTool('snmpget', ['-v1', '-c', 'public', '-Oqv', `127.0.0.1:${port}`, `.${SYSTEM}.1.0`])).lines[0],
		),
	);
	t.deepEqual(said, ['"Card s0-c0 of SMT1500"', '"Card s0-c1 of SMT1500"', '"Card s0-c2 of SMT1500"']);
});

snmpwalk('each card has an address of its own where that is asked for', async t => {
	const listen = parseCardListen(`127.0.1.1+:${await freeUdpPort()}`, 3);
	await serve(t, {perCard: card => placeOfCard(listen, card)}, 3);
	const said = await Promise.all(
		[1, 2, 3].map(
			async last =>
				(
					await runTool('snmpget', [
						'-v1',
						'-c',
						'public',
						'-Oqv',
						`127.0.1.${last}:${listen.first.port}`,
						`.${SYSTEM}.1.0`,
					])
				).lines[0],
		),
	);
	t.deepEqual(said, ['"Card s0-c0 of SMT1500"', '"Card s0-c1 of SMT1500"', '"Card s0-c2 of SMT1500"']);
});

snmpwalk('cards on one port are picked by community', async t => {
	const {at} = await serve(t);
	const {lines} = await runTool('snmpget', ['-v2c', '-c', 'public@s0-c1', '-Oqv', at, `.${SYSTEM}.1.0`]);
	t.deepEqual(lines, ['"Card s0-c1 of SMT1500"']);
});

interface Session {
	get(
		oids: readonly string[],
		done: (error: Error | null, found: readonly {readonly oid: string; readonly value: unknown}[]) => void,
	): void;
	subtree(
		oid: string,
		size: number,
		each: (found: readonly {readonly oid: string}[]) => void,
		done: (error: Error | null) => void,
	): void;
	set(bindings: readonly object[], done: (error: Error | null) => void): void;
	close(): void;
}

interface NetSnmp {
	createSession(host: string, community: string, options: object): Session;
	readonly Version1: number;
	readonly Version2c: number;
	readonly ObjectType: Readonly<Record<string, number>>;
}

for (const version of ['Version1', 'Version2c'] as const) {
	test(`npm net-snmp walks, gets a thousand times in a row and sets with ${version}`, async t => {
		const server = await serve(t);
		const snmp = load('net-snmp') as NetSnmp;
		const session = snmp.createSession('127.0.0.1', 'private', {port: server.port, version: snmp[version], retries: 0});
		t.teardown(() => session.close());
		const seen: string[] = [];
		await new Promise<void>((done, fail) =>
			session.subtree(
				'1.3',
				20,
				found => void seen.push(...found.map(({oid}) => `.${oid}`)),
				error => (error === null || error === undefined ? done() : fail(error)),
			),
		);
		t.deepEqual(seen.toSorted(), there.filter(oid => version === 'Version2c' || oid !== `.${OWN}.2.0`).toSorted());
		await new Promise<void>((done, fail) =>
			session.set([{oid: CONTACT.slice(1), type: snmp.ObjectType['OctetString'], value: 'Bob'}], error =>
				error ? fail(error) : done(),
			),
		);
		for (let i = 0; i < 1000; i++) {
			const value = await new Promise((done, fail) =>
				session.get([CONTACT.slice(1)], (error, found) => (error ? fail(error) : done(String(found[0].value)))),
			);
			if (value !== 'Bob') {
				t.fail(`request ${i} reads ${String(value)}`);
			}
		}
		t.true(server.agent.counters.value(0, 'snmpInGetRequests') >= 1000);
	});
}

interface Native {
	readonly Session: new (
		options: object,
	) => {
		get(request: object, done: (error: Error | null, found: readonly {readonly value: unknown}[]) => void): void;
		getSubtree(
			request: object,
			done: (error: Error | null, found: readonly {readonly oid: readonly number[]}[]) => void,
		): void;
		close(): void;
	};
}

test('npm snmp-native gets and walks', async t => {
	const server = await serve(t);
	const {Session: NativeSession} = load('snmp-native') as Native;
	const session = new NativeSession({host: '127.0.0.1', port: server.port, community: 'public'});
	t.teardown(() => session.close());
	const oid = `${SYSTEM}.1.0`.split('.').map(Number);
	const value = await new Promise((done, fail) =>
		session.get({oid}, (error, found) => (error ? fail(error) : done(found[0].value))),
	);
	t.is(value, 'Card s0-c0 of SMT1500');
	const walked = await new Promise<readonly {readonly oid: readonly number[]}[]>((done, fail) =>
		session.getSubtree({oid: [1, 3, 6, 1, 2, 1, 1]}, (error, found) => (error ? fail(error) : done(found))),
	);
	t.is(walked.length, smallRows.filter(row => row.oid.startsWith(`${SYSTEM}.`)).length);
});

test('requests that come all at once are each answered, and answers do not mix', async t => {
	const server = await serve(t);
	const socket = createSocket('udp4');
	t.teardown(() => void socket.close());
	const REQUESTS = 300;
	const found = new Map<number, unknown>();
	const allCame = new Promise<void>(done => {
		socket.on('message', bytes => {
			const {id, bindings} = messageFrom(bytes);
			found.set(id, bindings[0].value);
			if (found.size === REQUESTS) {
				done();
			}
		});
	});
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	for (let id = 0; id < REQUESTS; id++) {
		const community = `public@s0-c${id % 2}`;
		const message = messageBytes({
			version: 1,
			community,
			type: 0xa0,
			id,
			second: 0,
			third: 0,
			bindings: names(`${SYSTEM}.1.0`),
		});
		socket.send(message, server.port, '127.0.0.1');
	}
	await allCame;
	for (const [id, value] of found) {
		t.is(value, `Card s0-c${id % 2} of SMT1500`);
	}
});

test('a host may be given by name', async t => {
	const {address} = await serve(t, {listen: {host: 'localhost', port: 0}});
	t.regex(address, /^(127\.0\.0\.1|::1)$/);
});

test('a port that is taken is told with what to do', async t => {
	const {port} = await serve(t);
	const {house} = houseOf({});
	const error = await t.throwsAsync(
		openSnmpServer({house, mib: smallMib, communities: COMMUNITIES, listen: {host: '127.0.0.1', port}}),
		{code: 'E_PORT_TAKEN'},
	);
	t.regex(error.message, /choose another port/);
});
