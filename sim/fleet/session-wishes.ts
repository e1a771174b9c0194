// How the sessions of a fleet behave, as who starts it wishes.

import type {ProtocolVersion} from '../../src/protocols/mqtt/wire.ts';
import type {CardStreams} from './card-streams.ts';
import {LatencyWatch} from './latency-watch.ts';

/** Plain data; each has a default. */
export interface SessionWishes {
	/** 3.1.1 where nothing is said. */
	readonly version?: ProtocolVersion;
	/** Cards that begin to connect a second of real time; as many as want where nothing is said. */
	readonly connectPerSecond?: number | undefined;
	/** QoS of the samples; 0 where nothing is said. */
	readonly sampleQos?: 0 | 1;
	/** The share of the partitions of which it is measured how long messages take; none where nothing is said. */
	readonly latencyShare?: number;
}

/** Who measures how long messages take; undefined where that is not wished. */
export function latencyWatchOf(
	{latencyShare: share, seed, version}: SessionWishes & {readonly seed: number},
	streams: CardStreams,
	cards: readonly string[],
): LatencyWatch | undefined {
	if (share === undefined) {
		return undefined;
	}
	return new LatencyWatch({
		seed,
		cards,
		share,
		dial: () => streams.watch(),
		wire: {version: version ?? 4, counter: null},
		user: streams.user,
		password: streams.passwordOf(''),
	});
}
