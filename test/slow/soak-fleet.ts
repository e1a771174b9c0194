// A fleet in real time under random faults, and a collector beside it: memory must stay flat, nothing may fail unhandled, and every
// event of every card must be with the collector at the end. MINUTES, CARDS and SEED choose.

import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {FaultDesk} from '../../sim/fleet/control/fault-desk.ts';
import {openFleet} from '../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../sim/fleet/open-fleet.ts';
import {plainFleet} from '../../sim/fleet/spec.ts';
import {DEFAULT_MODELS} from '../../src/cli/commands/sim.ts';
import {sleep} from '../../src/platform/node/pace.ts';
import {Accounts, readKept} from './soak/accounts.ts';
import {MemoryWatch} from './soak/memory-watch.ts';
import {RandomFaults} from './soak/random-faults.ts';

const {MINUTES = '2', CARDS = '5000', SEED = '1'} = process.env;
const minutes = Number(MINUTES);
const cards = Number(CARDS);
const seed = Number(SEED);
const DISTURBANCES = {sag: 12, swell: 2, flicker: 2, outage: 3};
const FAULT_EVERY_MS = 1000;
/** Looks at the memory, whatever the length. */
const LOOKS = 120;
/** What may come on top between warm-up and end, as a share, and in any case, MB. */
const FLAT_SHARE = 0.05;
const FLAT_MEGABYTES = 15;
/** The collector has what it misses after this, ms, or never. */
const SETTLE_MS = 60_000;
const MINUTE = 60_000;

const failures: string[] = [];
const fail = (what: string, error: unknown): void => {
	failures.push(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
};
process.on('uncaughtException', error => fail('uncaught', error));
process.on('unhandledRejection', error => fail('unhandled', error));

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

function say(text: string): void {
	process.stderr.write(`${text}\n`);
}

function startCollector(url: string, file: string): ChildProcess {
	const words = ['dist/src/cli/main.js', 'collect', '--mqtt', url, '--out', file];
	const child = spawn(process.execPath, words, {stdio: ['ignore', 'ignore', 'pipe']});
	child.stderr?.on('data', (text: Buffer) => say(`collector: ${text.toString().trim()}`));
	return child;
}

/** Plays, breaks and looks until the time is over. */
async function soak(
	opened: OpenedFleet,
	faults: RandomFaults,
	memory: MemoryWatch,
	collector: ChildProcess,
): Promise<void> {
	const {bench, fleet} = opened;
	const lookEveryMs = (minutes * MINUTE) / LOOKS;
	let lookAt = lookEveryMs;
	for (let t = FAULT_EVERY_MS; t <= minutes * MINUTE && !stop.signal.aborted; t += FAULT_EVERY_MS) {
		await bench.runUntil(t);
		try {
			faults.make();
		} catch (error) {
			fail('fault', error);
		}
		if (t >= lookAt) {
			lookAt += lookEveryMs;
			memory.look(t / MINUTE, {collector: collector.pid ?? 0});
		}
		if (t % (5 * MINUTE) === 0) {
			say(`${t / MINUTE} of ${minutes} min, ${fleet.events} UPS events`);
		}
	}
}

/** After the last fault: until the collector has all, or never will. */
async function settle(opened: OpenedFleet, logged: Accounts): Promise<void> {
	const {bench, fleet} = opened;
	const begun = bench.now();
	let before = -1;
	// Quiet: nothing was logged for 10 s, so that what was is on its way.
	while (bench.now() < begun + SETTLE_MS && logged.events !== before) {
		before = logged.events;
		await bench.runUntil(bench.now() + 10_000);
	}
	say(`settled after ${((bench.now() - begun) / 1000).toFixed(0)} s, ${fleet.events} UPS events`);
}

const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
const file = join(folder, 'events.jsonl');
const opened = await openFleet(plainFleet(seed, cards, DEFAULT_MODELS, DISTURBANCES), {
	speed: 1,
	eventsAck: 'consumer',
	signal: stop.signal,
	note: text => fail('note', text),
});
const logged = new Accounts(cards);
opened.house.onLogged((card, {sequence, event}) => logged.take(card, sequence, event));
const collector = startCollector(opened.serviceUrl ?? '', file);
const desk = new FaultDesk(opened.bench);
const faults = new RandomFaults(
	desk,
	opened.bench.cards.map(({id}) => id),
	seed,
);
const memory = new MemoryWatch();
await soak(opened, faults, memory, collector);
desk.reset();
await settle(opened, logged);
await sleep(1000, stop.signal);
collector.kill('SIGINT');
await once(collector, 'exit');
await opened.close();
const kept = await readKept(file, new Map(opened.bench.cards.map(({id}, card) => [id, card])));
rmSync(folder, {recursive: true});

const differing = logged.differing(kept.accounts);
const verdicts = memory.verdicts(FLAT_SHARE, FLAT_MEGABYTES);
const lines = [
	`${cards} cards, ${minutes} min, seed ${seed}, ${opened.fleet.events} UPS events`,
	`faults: ${[...faults.made].map(([name, count]) => `${name} ${count}`).join(', ')}`,
	`not for this fleet: ${[...faults.refused.keys()].join(', ') || 'none'}`,
	`events logged ${logged.events}, collected ${kept.accounts.events}, lost ${kept.lost}, cards that differ ${differing.length}`,
	...verdicts.map(
		({name, first, last, rise, isFlat}) =>
			`${isFlat ? 'flat' : 'GROWS'}: ${name}: ${first.toFixed(1)} to ${last.toFixed(1)} MB, line rises ${rise.toFixed(1)} MB`,
	),
	`failures: ${failures.length}`,
	...failures.slice(0, 20),
];
const good = failures.length === 0 && differing.length === 0 && kept.lost === 0 && verdicts.every(({isFlat}) => isFlat);
process.stdout.write(`${lines.join('\n')}\n${good ? 'SOUND' : 'NOT SOUND'}\n`);
process.exitCode = good ? 0 : 1;
