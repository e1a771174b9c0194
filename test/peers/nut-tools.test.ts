// Debian's upsc, upsrw and upscmd against our server in the state of the recordings: the same texts and exit codes as from upsd.

import test from 'ava';
import {createAuthority, issueServer} from '../../src/platform/node/certificates.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openNut} from '../../src/protocols/nut/cards/open.ts';
import {openNutServer} from '../../src/protocols/nut/server.ts';
import {userFrom} from '../../src/protocols/nut/users.ts';
import {houseOf} from '../helpers/card-house.ts';
import {findProgram} from '../helpers/needs.ts';
import {
	goldenDescribe,
	goldenSource,
	goldenUsers,
	hasNutRecordings,
	nutRecording,
	PRODUCT,
	VERSION,
} from '../helpers/nut-golden.ts';
import {runTool} from '../helpers/nut-tools.ts';

/** What setup.json says of how a driver ends a command. */
const DRIVER_MS = 300;
const tools = ['upsc', 'upsrw', 'upscmd'];
const missing = tools.find(tool => findProgram(tool) === null);
const reason =
	missing === undefined ? (hasNutRecordings ? '' : 'RIDETHROUGH_DATA not set') : `${missing} not installed`;
const declare = reason === '' ? test : test.skip;
const suffix = reason === '' ? '' : ` (skipped: ${reason})`;

interface Recorded {
	readonly command: string;
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
}

function recorded(file: string): Recorded[] {
	const parts = nutRecording(file).split(/^\$ /m).slice(1);
	return parts.map(part => {
		const lines = part.split('\n');
		const printed = (mark: string) =>
			lines
				.filter(line => line.startsWith(mark))
				.map(line => `${line.slice(mark.length)}\n`)
				.join('');
		const exit = Number(lines.find(line => line.startsWith('exit '))?.slice(5));
		return {command: lines[0], stdout: printed('stdout| '), stderr: printed('stderr| '), exit};
	});
}

/** What Debian's client says of itself on every start, with no certificates about. */
function withoutNotices(text: string): string {
	return text
		.split('\n')
		.filter(line => !line.startsWith('Init SSL without certificate database'))
		.join('\n');
}

for (const tool of tools) {
	declare(`${tool} prints with our server what it printed with upsd, and exits alike${suffix}`, async t => {
		t.timeout(60_000);
		const {source} = goldenSource(run => setTimeout(run, DRIVER_MS));
		const server = await openNutServer({
			source,
			users: goldenUsers(),
			login: null,
			clock: nodeClock,
			product: PRODUCT,
			version: VERSION,
			describe: goldenDescribe(),
			listen: {host: '127.0.0.1', port: 0},
		});
		t.teardown(() => server.close());
		const runs = recorded(`${tool}.txt`);
		t.true(runs.length > 8);
		for (const {command, stdout, stderr, exit} of runs) {
			const run = await runTool(command, server.port);
			const mask = (text: string) => withoutNotices(text).replaceAll(`127.0.0.1:${server.port}`, 'HOST').trimEnd();
			t.is(mask(run.stdout), stdout.trimEnd(), command);
			t.is(mask(run.stderr), stderr.trimEnd(), command);
			t.is(run.exit, exit, command);
		}
	});
}

declare(`the tools read, set and command a simulated card${suffix}`, async t => {
	t.timeout(60_000);
	const {house, advance} = houseOf({model: 'SMT1500'});
	advance(1000);
	const server = await openNut({
		house,
		listen: {host: '127.0.0.1', port: 0},
		clock: nodeClock,
		users: [userFrom('operator:secret')],
		version: '1.2.3',
	});
	t.teardown(() => server.close());
	const run = async (line: string) => runTool(line, server.port);
	t.is((await run('upsc -l HOST')).stdout, 's0-c0\n');
	t.is((await run('upsc ups@HOST ups.status')).stdout, 'OL\n');
	const all = (await run('upsc s0-c0@HOST')).stdout;
	t.regex(all, /^device\.model: Smart-UPS 1500$/m);
	t.regex(
		(await run('upsrw ups@HOST')).stdout,
		/\[input\.transfer\.low\]\nInput voltage below which the UPS acts \(V\)\nType: RANGE NUMBER\nOption: "97-106" SELECTED/,
	);
	const set = await run('upsrw -s ups.id="rack b" -u operator -p secret -w ups@HOST');
	t.deepEqual([withoutNotices(set.stderr).trim(), set.exit], ['SUCCESS', 0]);
	t.is((await run('upsc ups@HOST ups.id')).stdout, 'rack b\n');
	const off = await run('upscmd -u operator -p secret -w ups@HOST load.off.delay 40');
	t.deepEqual([withoutNotices(off.stderr).trim(), off.exit], ['SUCCESS', 0]);
	t.is((await run('upsc ups@HOST ups.timer.shutdown')).stdout, '40\n');
	advance(41_000);
	t.is((await run('upsc ups@HOST ups.status')).stdout, 'OL OFF\n');
});

declare(`upsc reads over TLS where the server has a certificate${suffix}`, async t => {
	const authority = await createAuthority('NUT test', 1);
	const {source} = goldenSource(run => run());
	const secured: string[] = [];
	const ups = source.find('su');
	const server = await openNutServer({
		source: {
			...source,
			find: name => {
				secured.push(name);
				return ups;
			},
		},
		users: [],
		login: null,
		clock: nodeClock,
		product: PRODUCT,
		version: VERSION,
		describe: () => null,
		listen: {host: '127.0.0.1', port: 0},
		tls: await issueServer(authority, {name: 'ups', days: 1, hosts: []}),
	});
	t.teardown(() => server.close());
	const run = await runTool('upsc su@HOST ups.status', server.port);
	t.is(run.stdout, 'OL CHRG\n', run.stderr);
	t.deepEqual(secured, ['su']);
});
