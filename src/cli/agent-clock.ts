// The wall clock of an agent: the machine's own, or one that NTP servers set.

import type {WallClock} from '../core/clock.ts';
import {SECOND} from '../core/clock.ts';
import {findEvent} from '../agent/events.ts';
import {nodeClock, nodeWallClock} from '../platform/node/clock.ts';
import type {Agent} from '../platform/node/main.ts';
import {disciplinedClock} from '../protocols/ntp/disciplined-clock.ts';
import {openNtp} from '../protocols/ntp/open-ntp.ts';
import type {Io} from './io.ts';

/** A card waits so long for the time before it begins with that of the machine. */
const PATIENCE_MS = 5 * SECOND;

export interface AgentClock {
	readonly wallClock: WallClock;
	/** The card whose log tells when the clock was set. */
	attach(agent: Agent): void;
	close(): void;
}

/** A clock by `servers`, or the machine's where there are none. Throws E_USAGE for a server that is none. */
export async function agentClock(io: Io, servers: readonly string[]): Promise<AgentClock> {
	if (servers.length === 0) {
		return {wallClock: nodeWallClock, attach() {}, close() {}};
	}
	const wallClock = disciplinedClock(nodeWallClock, nodeClock);
	let card: Agent | null = null;
	const ntp = openNtp({
		servers,
		clock: nodeClock,
		wallClock,
		house: () => card?.house ?? null,
		note: text => io.note(text),
	});
	await ntp.synchronized(PATIENCE_MS);
	const clockSet = findEvent('clockSet')?.id;
	return {
		wallClock,
		attach(agent) {
			card = agent;
			agent.house.onLogged((_, {event}) => {
				if (event === clockSet) {
					// What happens from now on is told in the new time.
					agent.bootUtcMs = wallClock.nowUtc() - agent.now();
				}
			});
		},
		close: () => ntp.close(),
	};
}
