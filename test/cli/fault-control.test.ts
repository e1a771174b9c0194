import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {MINUTE} from '../../src/core/clock.ts';
import {openControl} from '../../sim/fleet/control/open-control.ts';
import {register} from '../../src/cli/commands/fault.ts';
import {exitCodeFor} from '../../src/cli/exit.ts';
import {isCoded} from '../../src/core/errors.ts';
import {houseOf} from '../helpers/card-house.ts';
import type {TestHouse} from '../helpers/card-house.ts';
import {runCommand} from './run-command.ts';
import type {Ran} from './run-command.ts';

interface Rig extends TestHouse {
	readonly url: string;
	fault(...words: string[]): Promise<Ran>;
}

async function rigOf(t: ExecutionContext, token?: string): Promise<Rig> {
	const made = houseOf({sites: [4, 2]});
	const {bench, house} = made;
	const opened = await openControl({bench, house, listen: '127.0.0.1:0', ...(token === undefined ? {} : {token})});
	t.teardown(async () => opened.close());
	const url = `http://127.0.0.1:${opened.port}`;
	return {...made, url, fault: async (...words) => runCommand(register, 'fault', ...words, '--control', url)};
}

function codeOf({error}: Ran): string {
	return isCoded(error) ? error.code : String(error);
}

async function free(): Promise<string> {
	const server = createServer();
	await new Promise<void>(done => void server.listen(0, '127.0.0.1', done));
	const {port} = server.address() as AddressInfo;
	await new Promise(done => void server.close(done));
	return `127.0.0.1:${port}`;
}

test('inject makes a fault with its parameters, its cards and its timetable', async t => {
	const {fault} = await rigOf(t);
	const when = '--after 1m --for 30s --every 1h --times 3 --probability 0.5'.split(' ');
	const where = '--site site-1,site-0 --share 50'.split(' ');
	const {out, error} = await fault('inject', 'brownout', 'depth=0.3', '--name', 'sag', ...where, ...when, '--json');
	t.is(error, undefined);
	const made = JSON.parse(out);
	t.is(made.cards.length, 3);
	t.like(made, {
		schema: 'ridethrough.active-fault/1',
		name: 'sag',
		type: 'brownout',
		parameters: {depth: 0.3},
		state: 'waiting',
		nextMs: MINUTE,
		forMs: MINUTE / 2,
		everyMs: 60 * MINUTE,
		times: 3,
		probability: 0.5,
	});
});

test('active lists what is in effect and what is over; end and reset put things right', async t => {
	const {fault, fleet, advance, house} = await rigOf(t);
	t.is((await fault('active')).out, 'No fault is in effect.\n');
	await fault('inject', 'outage', '--cards', 's0-c1,s1-c0', '--for', '10m');
	await fault('inject', 'flicker', 'dip=1s', 'count=2');
	advance(MINUTE);
	const {out} = await fault('active');
	t.regex(out, /^outage +outage +active +2 +1 +0\.0 s +600\.0 s +-$/m);
	t.regex(out, /^flicker +flicker +active +all +1 +0\.0 s +- +depth=1 dip=1s .*count=2$/m);
	t.is(fleet.now(), MINUTE);
	t.deepEqual((await fault('end', 'outage')).notes, ['outage is over.']);
	const {faults, over} = JSON.parse((await fault('active', '--json')).out);
	t.deepEqual([faults.length, over.length, over[0].name], [1, 1, 'outage']);
	await fault('inject', 'outage');
	t.deepEqual((await fault('reset')).notes, ['All faults are over.']);
	t.is((await fault('active')).out, 'No fault is in effect.\n');
	t.is(house.count, 6);
});

const refused: ReadonlyArray<readonly [what: string, words: readonly string[], code: string, message: RegExp]> = [
	['an unknown fault', ['inject', 'outge'], 'E_FAULT_UNKNOWN', /did you mean outage\?/],
	['an unknown parameter', ['inject', 'brownout', 'dept=0.3'], 'E_FAULT_PARAMETER', /did you mean depth\?/],
	['a number for a duration', ['inject', 'flicker', 'dip=5'], 'E_FAULT_PARAMETER', /10ms to 1m/],
	['an unknown card', ['inject', 'outage', '--cards', 's0-c9'], 'E_CARD_UNKNOWN', /s0-c9/],
	['a duration without a unit', ['inject', 'outage', '--for', '5'], 'E_REQUEST_INVALID', /"for" cannot be "5"/],
	['a word that is no parameter', ['inject', 'brownout', '0.3'], 'E_USAGE', /write PARAM=VALUE/],
	['a parameter given twice', ['inject', 'brownout', 'depth=0.3', 'depth=0.4'], 'E_USAGE', /given twice/],
	['a share above all', ['inject', 'outage', '--share', '101'], 'E_USAGE', /from 0 to 100/],
	['an end of what is not there', ['end', 'outage'], 'E_FAULT_UNKNOWN', /No fault called outage/],
];

for (const [what, words, code, message] of refused) {
	test(`${what} is refused as the API refuses it, and nothing happens`, async t => {
		const {fault} = await rigOf(t);
		const ran = await fault(...words);
		t.is(codeOf(ran), code, String(ran.error));
		t.regex((ran.error as Error).message, message);
		t.is((await fault('active')).out, 'No fault is in effect.\n');
	});
}

test('a name in use is told under the code of the API', async t => {
	const {fault} = await rigOf(t);
	await fault('inject', 'outage');
	t.is(codeOf(await fault('inject', 'outage')), 'E_FAULT_EXISTS');
});

test('a token stands in a file; without it the API refuses', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const file = join(folder, 'token');
	writeFileSync(file, 'open-sesame-0123\n');
	const {fault} = await rigOf(t, 'open-sesame-0123');
	t.is(codeOf(await fault('active')), 'E_REQUEST_REFUSED');
	t.is((await fault('active', '--control-token', `@${file}`)).out, 'No fault is in effect.\n');
});

test('where nothing answers it is E_CONTROL_UNREACHABLE with exit code 4', async t => {
	const ran = await runCommand(register, 'fault', 'active', '--control', await free());
	t.is(codeOf(ran), 'E_CONTROL_UNREACHABLE');
	t.regex((ran.error as Error).message, /ECONNREFUSED.*start sim or agent with --control/);
	t.is(exitCodeFor('E_CONTROL_UNREACHABLE'), 4);
});

test('what answers but is no control API is told so', async t => {
	const server = createServer((_, reply) => reply.end('<html>'));
	await new Promise<void>(done => void server.listen(0, '127.0.0.1', done));
	t.teardown(() => {
		server.closeAllConnections();
		server.close();
	});
	const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const ran = await runCommand(register, 'fault', 'active', '--control', at);
	t.is(codeOf(ran), 'E_CONTROL_UNREACHABLE');
	t.regex((ran.error as Error).message, /is no control API \(status 200\)/);
});

for (const url of ['ftp://127.0.0.1:1', 'http://127.0.0.1:1/api', '::']) {
	test(`--control ${url} is E_USAGE`, async t => {
		t.is(codeOf(await runCommand(register, 'fault', 'active', '--control', url)), 'E_USAGE');
	});
}
