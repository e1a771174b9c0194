// Debian's upsmon against our server, in the nine runs that were recorded with upsd: the same talk, the same notices in the same
// order, the same end. It polls in whole seconds of real time, so all nine run beside each other.

import type {Socket} from 'node:net';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openNutServer} from '../../src/protocols/nut/server.ts';
import type {OpenNut} from '../../src/protocols/nut/server.ts';
import {goldenSource, goldenUsers, hasNutRecordings, PRODUCT, VERSION} from '../helpers/nut-golden.ts';
import {askingSocket} from '../helpers/nut-session.ts';
import {findUpsmon} from '../helpers/nut-tools.ts';
import {openProxy, startUpsmon} from '../helpers/upsmon.ts';
import type {Proxy, UpsmonOptions} from '../helpers/upsmon.ts';
import {groupedAs, scenarioFrom} from '../helpers/upsmon-scenario.ts';

const UPS = 'smart';
const secondary = {user: 'upssec', password: 'p2', role: 'secondary', ups: UPS} as const;
const users: Readonly<Record<string, UpsmonOptions>> = {
	prim: {user: 'upsprim', password: 'p1', role: 'primary', ups: UPS},
	sec: secondary,
	bad: {...secondary, password: 'wrong'},
	notp: {...secondary, role: 'primary'},
};

/** The world changes this much before a poll of the recording; upsmon may start late on a machine that is busy. */
const EARLIER_MS = -250;
/** In the recording of fsd both see OB LB at the same poll, the secondary first: here the world waits for a poll of the primary, and
 * the secondary's comes about half a poll later. */
const AFTER_PRIMARY = 'fsd';
const SECONDARY_SHIFT_MS = -400;
const LOOK_MS = 20;

interface Stage {
	readonly ups: ReturnType<ReturnType<typeof goldenSource>['ups']>;
	readonly open: () => Promise<OpenNut>;
	readonly proxies: Map<string, Proxy>;
	readonly others: Socket[];
	server: OpenNut;
}

async function act(stage: Stage, what: string): Promise<void> {
	const status = /^driver ups\.status = (.*)$/.exec(what)?.[1];
	if (status !== undefined) {
		stage.ups.put('ups.status', status);
	} else if (what === 'driver DATASTALE' || what === 'driver DATAOK') {
		stage.ups.state = what.endsWith('OK') ? 'fresh' : 'stale';
	} else if (what === 'upsd stopped') {
		await Promise.all([...[...stage.proxies.values()].map(async proxy => proxy.shut()), stage.server.close()]);
	} else if (what === 'upsd started') {
		stage.server = await stage.open();
		await Promise.all([...stage.proxies.values()].map(async proxy => proxy.open(stage.server.port)));
	} else if (what === 'a second client logs in and never leaves') {
		const {ask, socket} = await askingSocket(stage.server.port);
		stage.others.push(socket);
		await ask(`USERNAME upssec\nPASSWORD p2\nLOGIN ${UPS}`, 3);
	} else {
		throw new Error(`Nobody knows how to do "${what}".`);
	}
}

async function at(startMs: number, delayMs: number): Promise<void> {
	const left = startMs + delayMs - performance.now();
	await new Promise(resolve => {
		setTimeout(resolve, Math.max(0, left));
	});
}

/** Waits until a client has asked and been answered once more. */
async function nextPoll(stage: Stage, name: string): Promise<void> {
	const count = () => stage.proxies.get(name)?.lines.length ?? 0;
	const before = count();
	while (count() < before + 2) {
		await new Promise(resolve => {
			setTimeout(resolve, LOOK_MS);
		});
	}
}

async function setStage(): Promise<Stage> {
	const golden = goldenSource(run => run());
	const open = async () =>
		openNutServer({
			source: golden.source,
			users: goldenUsers(),
			login: null,
			clock: nodeClock,
			product: PRODUCT,
			version: VERSION,
			describe: () => null,
			listen: {host: '127.0.0.1', port: 0},
		});
	return {ups: golden.ups(UPS), open, proxies: new Map(), others: [], server: await open()};
}

async function clear(stage: Stage): Promise<void> {
	for (const socket of stage.others) {
		socket.destroy();
	}
	await Promise.all([...[...stage.proxies.values()].map(async proxy => proxy.shut()), stage.server.close()]);
}

async function play(t: ExecutionContext, name: string): Promise<void> {
	const scenario = scenarioFrom(`upsmon-${name}.txt`);
	t.true(scenario.world.length > 0 && scenario.clients.length > 0);
	const stage = await setStage();
	t.teardown(async () => clear(stage));
	const isApart = name === AFTER_PRIMARY;
	const startMs = performance.now();
	const world = scenario.world.map(async ({atMs, what}) => {
		await at(startMs, Math.max(0, atMs + EARLIER_MS));
		if (isApart && atMs > 1000) {
			await nextPoll(stage, 'prim');
		}
		await act(stage, what);
	});
	const clients = scenario.clients.map(async client => {
		const proxy = await openProxy(stage.server.port);
		stage.proxies.set(client.name, proxy);
		await at(startMs, client.startMs + (isApart && client.name === 'sec' ? SECONDARY_SHIFT_MS : 0));
		const upsmon = startUpsmon(proxy, users[client.name]);
		t.teardown(() => upsmon.stop());
		if (client.stopMs !== null) {
			await at(startMs, client.stopMs);
			upsmon.stop();
		}
		const seen = await upsmon.seen;
		const notices = groupedAs(seen.notices, client.seen.notices);
		t.deepEqual({...seen, notices}, client.seen, client.name);
	});
	await Promise.all([...world, ...clients]);
}

const scenarios = ['fsd', 'sync', 'giveup', 'dead', 'comm', 'gone', 'denied', 'cal', 'flap'];
const reason = findUpsmon() === null ? 'upsmon not installed' : hasNutRecordings ? '' : 'RIDETHROUGH_DATA not set';

for (const name of scenarios) {
	const title = `upsmon does with our server what it did with upsd: ${name}`;
	if (reason === '') {
		test(title, async t => {
			t.timeout(90_000);
			await play(t, name);
		});
	} else {
		test.skip(`${title} (skipped: ${reason})`, () => {});
	}
}
