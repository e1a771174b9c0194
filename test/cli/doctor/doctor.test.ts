import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {register} from '../../../src/cli/commands/doctor.ts';
import type {Finding} from '../../../src/cli/doctor/finding.ts';
import {clockFindings, nodeVersion, openFiles, sourcePorts} from '../../../src/cli/doctor/machine.ts';
import {isCoded} from '../../../src/core/errors.ts';
import {topicPrefixFor, userNameFor} from '../../../src/protocols/mqtt/topics.ts';
import {openToAll, startMosquitto} from '../../helpers/mosquitto.ts';
import {needs} from '../../helpers/needs.ts';
import {runCommand} from '../run-command.ts';

function folder(t: ExecutionContext): string {
	const made = mkdtempSync(join(tmpdir(), 'ridethrough-doctor-'));
	t.teardown(() => rmSync(made, {recursive: true}));
	return made;
}

async function examined(...words: string[]) {
	const {out, error} = await runCommand(register, 'doctor', '--json', ...words);
	const {schema, findings} = JSON.parse(out) as {schema: string; findings: Finding[]};
	return {schema, error, verdicts: Object.fromEntries(findings.map(({id, verdict}) => [id, verdict])), findings};
}

for (const [version, verdict] of [
	['v20.19.0', 'ok'],
	['v22.0.0', 'ok'],
	['v20.18.3', 'failed'],
	['v18.20.0', 'failed'],
] as const) {
	test(`Node ${version} is ${verdict}`, t => {
		t.is(nodeVersion(version).verdict, verdict);
	});
}

for (const [limits, cards, verdict] of [
	['Max open files            1024                 524288               files', 900, 'ok'],
	['Max open files            1024                 524288               files', 1000, 'failed'],
	['Max open files            unlimited            unlimited            files', 1_000_000, 'ok'],
	[null, 1, 'skipped'],
] as const) {
	test(`${cards} cards under ${JSON.stringify(limits)}: ${verdict}`, t => {
		t.is(openFiles(limits, cards).verdict, verdict);
	});
}

for (const [range, cards, verdict] of [
	['32768\t60999\n', 28_232, 'ok'],
	['32768\t60999\n', 28_233, 'warning'],
	[null, 1, 'skipped'],
	['nonsense', 1, 'skipped'],
] as const) {
	test(`${cards} cards with source ports ${JSON.stringify(range)}: ${verdict}`, t => {
		t.is(sourcePorts(range, cards).verdict, verdict);
	});
}

for (const [title, start, step, sane, steady] of [
	['a clock that is right', Date.UTC(2026, 1, 1), 200, 'ok', 'ok'],
	['a clock that nobody set', 0, 200, 'failed', 'ok'],
	['a clock that is set while it is watched', Date.UTC(2026, 1, 1), 5000, 'ok', 'warning'],
] as const) {
	test(`${title} is ${sane} and ${steady}`, async t => {
		let wall: number = start;
		let monotonic = 0;
		const wait = async (): Promise<void> => {
			wall += step;
			monotonic += 200;
		};
		const found = await clockFindings({wall: () => wall, steady: () => monotonic, wait});
		t.deepEqual(
			found.map(({verdict}) => verdict),
			[sane, steady],
		);
	});
}

test('a state directory in which nothing is wrong passes, and nothing is left in it', async t => {
	const {schema, verdicts, error} = await examined('--state', join(folder(t), 'new'));
	t.is(error, undefined);
	t.is(schema, 'ridethrough.doctor/1');
	t.like(verdicts, {
		'state-writable': 'ok',
		'state-lock': 'ok',
		'state-secrets': 'ok',
		'event-log': 'skipped',
		broker: 'skipped',
	});
});

test('a file in place of the state directory fails, with what to change', async t => {
	const file = join(folder(t), 'file');
	writeFileSync(file, '');
	const {verdicts, error, findings} = await examined('--state', file);
	t.is(verdicts['state-writable'], 'failed');
	t.true(isCoded(error) && error.code === 'E_SETUP_FAULTY');
	t.regex(findings.find(({id}) => id === 'state-writable')?.change ?? '', /directory that this user may write/);
});

test('a directory in use and a secret open to others are found, a lock left over from a crash is none', async t => {
	const place = folder(t);
	writeFileSync(join(place, 'lock'), String(process.ppid));
	writeFileSync(join(place, 'card.key'), 'secret');
	chmodSync(join(place, 'card.key'), 0o644);
	const {verdicts, findings} = await examined('--state', place);
	t.like(verdicts, {'state-lock': 'warning', 'state-secrets': 'failed'});
	t.regex(findings.find(({id}) => id === 'state-secrets')?.change ?? '', /chmod 600 card\.key/);
	chmodSync(join(place, 'card.key'), 0o600);
	writeFileSync(join(place, 'lock'), '999999999');
	t.like((await examined('--state', place)).verdicts, {'state-lock': 'ok', 'state-secrets': 'ok'});
});

test('an empty event log is what was written', async t => {
	const place = folder(t);
	mkdirSync(join(place, 'events'));
	t.is((await examined('--state', place)).verdicts['event-log'], 'ok');
});

test('a port that is taken fails, a free one passes', async t => {
	const server = createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => server.close());
	const {port} = server.address() as AddressInfo;
	const {findings} = await examined('--listen', `127.0.0.1:${port}`, '--listen', '127.0.0.1:0');
	t.deepEqual(
		findings.filter(({id}) => id === 'port').map(({verdict}) => verdict),
		['failed', 'ok'],
	);
});

test('a broker that is not there fails', async t => {
	const {verdicts} = await examined('--mqtt', 'mqtt://127.0.0.1:9');
	t.is(verdicts['broker'], 'failed');
});

test('a port without TLS fails as one', async t => {
	const server = createServer(socket => socket.end('hello\n'));
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => server.close());
	const {port} = server.address() as AddressInfo;
	const {verdicts} = await examined('--mqtt', `mqtts://127.0.0.1:${port}`);
	t.like(verdicts, {'broker-tls': 'failed', broker: 'failed'});
});

needs('mosquitto')('a broker open to all passes, with a warning that anybody may pass for a card', async t => {
	const {url} = await startMosquitto(t, openToAll);
	const {verdicts, error} = await examined('--mqtt', url);
	t.is(error, undefined);
	t.like(verdicts, {
		broker: 'ok',
		'broker-versions': 'ok',
		'broker-retained': 'ok',
		'broker-subscribe': 'ok',
		'broker-publish': 'ok',
		'broker-foreign': 'warning',
	});
});

needs('mosquitto', 'mosquitto_passwd')(
	'a broker that holds a card to its own topics passes without a warning',
	async t => {
		const user = userNameFor('card-a');
		const acl = [`user ${user}`, `topic readwrite ${topicPrefixFor('card-a')}#`];
		const {port} = await startMosquitto(t, {users: {[user]: 'hunter2'}, acl});
		const url = `mqtt://${encodeURIComponent(user)}:hunter2@127.0.0.1:${port}`;
		const {verdicts, findings} = await examined('--mqtt', url);
		t.like(verdicts, {'broker-subscribe': 'ok', 'broker-publish': 'ok', 'broker-foreign': 'ok'});
		t.notRegex(JSON.stringify(findings), /hunter2/);
		const wrong = await examined('--mqtt', url.replace('hunter2', 'hunter3'));
		t.is(wrong.verdicts['broker'], 'failed');
	},
);

needs('mosquitto', 'mosquitto_passwd')('a broker that lets a card say nothing fails', async t => {
	const user = userNameFor('card-a');
	const {port} = await startMosquitto(t, {users: {[user]: 'x'}, acl: [`user ${user}`, 'topic readwrite elsewhere/#']});
	const {verdicts} = await examined('--mqtt', `mqtt://${encodeURIComponent(user)}:x@127.0.0.1:${port}`);
	t.is(verdicts['broker-publish'], 'failed');
});

test('people get a table and what to change', async t => {
	const {out} = await runCommand(register, 'doctor', '--cards', '1000000');
	t.regex(out, /^check +verdict +seen$/m);
	t.regex(out, /^To change:$/m);
});
