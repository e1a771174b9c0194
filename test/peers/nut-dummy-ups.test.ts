// What we write as a .dev file, played by Debian's dummy-ups and upsd: the same variables as from the card.

import {spawn} from 'node:child_process';
import {accessSync, constants, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {cardSource} from '../../src/protocols/nut/cards/open.ts';
import {dumpUps} from '../../src/protocols/nut/dev/dev-file.ts';
import {openNutPlayer} from '../../src/protocols/nut/dev/player.ts';
import {houseOf} from '../helpers/card-house.ts';
import {runTool} from '../helpers/nut-tools.ts';

const programs = ['/lib/nut/dummy-ups', '/lib/nut/upsd', '/bin/upsc'];

function isThere(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

const missing = programs.find(path => !isThere(path));
const declare = missing === undefined ? test : test.skip;
const suffix = missing === undefined ? '' : ` (skipped: ${missing} not installed)`;

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as AddressInfo;
	await new Promise(resolve => {
		server.close(resolve);
	});
	return port;
}

/** Starts dummy-ups on a file, and upsd in front of it; gives the port. */
async function startDummy(t: ExecutionContext, text: string): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'nut-'));
	const port = await freePort();
	writeFileSync(join(folder, 'card.dev'), text);
	writeFileSync(join(folder, 'ups.conf'), `[card]\n\tdriver = dummy-ups\n\tport = ${join(folder, 'card.dev')}\n`);
	writeFileSync(join(folder, 'upsd.conf'), `LISTEN 127.0.0.1 ${port}\n`, {mode: 0o600});
	writeFileSync(join(folder, 'upsd.users'), '', {mode: 0o600});
	const env = {...process.env, NUT_CONFPATH: folder, NUT_STATEPATH: folder, NUT_ALTPIDPATH: folder};
	const children = [
		spawn('/lib/nut/dummy-ups', ['-a', 'card', '-u', 'root', '-F'], {env, stdio: 'ignore'}),
		spawn('/lib/nut/upsd', ['-F', '-u', 'root'], {env, stdio: 'ignore'}),
	];
	t.teardown(() => {
		for (const child of children) {
			child.kill();
		}
		rmSync(folder, {recursive: true, force: true});
	});
	return port;
}

const LOOK_MS = 200;
const MOST_LOOKS = 75;

/** What upsc prints, once there is something; without what dummy-ups says of itself. */
async function listed(port: number, ups: string): Promise<string[]> {
	for (let looks = 0; looks < MOST_LOOKS; looks++) {
		const run = await runTool(`upsc ${ups}@HOST`, port);
		// WAIT is upsd's own, until the driver has told all.
		if (run.exit === 0 && !run.stdout.includes('ups.status: WAIT')) {
			return run.stdout.split('\n').filter(line => line !== '' && !line.startsWith('driver.'));
		}
		await new Promise(resolve => {
			setTimeout(resolve, LOOK_MS);
		});
	}
	throw new Error('upsd has no data of dummy-ups');
}

declare(`a card written as a .dev file is the same UPS when dummy-ups plays it, and when we do${suffix}`, async t => {
	t.timeout(30_000);
	const {house, advance} = houseOf({model: 'SMT1500'});
	advance(1000);
	const {source} = cardSource({house, version: '0', clock: nodeClock});
	const ups = source.find('ups');
	if (ups === null) {
		t.fail('no card');
		return;
	}
	ups.set('ups.id', 'rack "b" #2 a=b', {actor: 'a', role: 3, address: ''}, () => {});
	const text = dumpUps(ups);
	const told = ups
		.variables()
		.filter(({name}) => !name.startsWith('driver.'))
		.map(({name, value}) => `${name}: ${value}`);
	t.deepEqual(await listed(await startDummy(t, text), 'card'), told);
	const player = await openNutPlayer({
		name: 'card',
		text,
		loop: false,
		clock: nodeClock,
		users: [],
		version: '0',
		listen: {host: '127.0.0.1', port: 0},
	});
	t.teardown(() => player.close());
	t.deepEqual(await listed(player.port, 'card'), told);
});
