// Checks of the machine: Node, open files, source ports, clocks.

import {readFileSync} from 'node:fs';
import {findProgram} from './find-program.ts';
import {failed, ok, skipped, warning} from './finding.ts';
import type {Finding} from './finding.ts';

/** package.json: engines. */
const LEAST_NODE = [20, 19] as const;
/** Files besides one socket a card: the program's own, logs, a listener. */
const OTHER_FILES = 64;
/** A wall clock before this is one that nobody set. */
const SANE_FROM_UTC = Date.UTC(2025, 0, 1);
const CLOCK_PROBE_MS = 200;
/** How far the clocks may part while they are watched, ms: more is a clock that is being set. */
const DRIFT_MS = 20;

export function nodeVersion(version: string): Finding {
	const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
	const enough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
	return enough
		? ok('node', `Node ${version}`)
		: failed('node', `Node ${version}`, `Install Node ${LEAST_NODE.join('.')} or newer.`);
}

function readOrNull(file: string): string | null {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return null;
	}
}

/** `limits` is the text of /proc/self/limits; null where there is none. */
export function openFiles(limits: string | null, cards: number): Finding {
	const limit = /^Max open files\s+(\d+|unlimited)/m.exec(limits ?? '')?.[1];
	if (limit === undefined) {
		return skipped('open-files', 'This system does not tell its limit in /proc/self/limits.');
	}
	const needed = cards + OTHER_FILES;
	const seen = `${limit} open files allowed, ${needed} needed by ${cards} card${cards === 1 ? '' : 's'} with a socket each`;
	return limit === 'unlimited' || Number(limit) >= needed
		? ok('open-files', seen)
		: failed('open-files', seen, `Raise it (ulimit -n ${needed}), or use the embedded broker, which needs no sockets.`);
}

/** `range` is the text of ip_local_port_range; null where there is none. */
export function sourcePorts(range: string | null, cards: number): Finding {
	const [low, high] = (range ?? '').trim().split(/\s+/).map(Number);
	if (range === null || !(high > low)) {
		return skipped('source-ports', 'This system does not tell its range of source ports.');
	}
	const count = high - low + 1;
	const seen = `${count} source ports an address`;
	return count >= cards
		? ok('source-ports', seen)
		: warning(
				'source-ports',
				`${seen}, ${cards} cards`,
				'Let shards of the fleet run on several addresses or machines.',
			);
}

export interface Clocks {
	/** Milliseconds since 1970. */
	wall(): number;
	/** Milliseconds, monotonic. */
	steady(): number;
	wait(milliseconds: number): Promise<void>;
}

/** Two clocks that part while they are watched: one of them is being set. */
export async function clockFindings(clocks: Clocks): Promise<Finding[]> {
	const wall = clocks.wall();
	const steady = clocks.steady();
	await clocks.wait(CLOCK_PROBE_MS);
	const drift = Math.abs(clocks.wall() - wall - (clocks.steady() - steady));
	const now = new Date(wall).toISOString();
	const synchronise = 'Set the clock, and keep it by NTP (chrony, systemd-timesyncd).';
	return [
		wall >= SANE_FROM_UTC ? ok('clock', now) : failed('clock', `${now} cannot be now`, synchronise),
		drift <= DRIFT_MS
			? ok('clock-steady', `wall clock and monotonic clock agree within ${drift.toFixed(1)} ms`)
			: warning('clock-steady', `the wall clock moved by ${drift.toFixed(0)} ms while it was watched`, synchronise),
	];
}

const realClocks: Clocks = {
	wall: () => Date.now(),
	steady: () => performance.now(),
	wait: async milliseconds =>
		new Promise(resolve => {
			setTimeout(resolve, milliseconds);
		}),
};

export async function machineFindings(cards: number): Promise<Finding[]> {
	const mosquitto = findProgram('mosquitto');
	return [
		nodeVersion(process.version),
		openFiles(readOrNull('/proc/self/limits'), cards),
		sourcePorts(readOrNull('/proc/sys/net/ipv4/ip_local_port_range'), cards),
		...(await clockFindings(realClocks)),
		mosquitto === null
			? skipped('mosquitto', 'not installed; the embedded broker needs none')
			: ok('mosquitto', mosquitto),
	];
}
