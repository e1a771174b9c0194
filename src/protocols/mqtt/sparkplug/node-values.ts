// What the node says of itself while a session lasts: how long it is up, and how much its log holds where that is news.

import type {Clock} from '../../../core/clock.ts';
import {SECOND} from '../../../core/clock.ts';
import type {NodeState} from './payloads.ts';

export class NodeValues {
	readonly clock: Clock;
	/** Newest entry of the log. */
	eventsLogged: number;
	/** What hosts have of it; -1 before a birth. */
	told: number;

	constructor(clock: Clock, lastSequence: number) {
		this.clock = clock;
		this.eventsLogged = lastSequence;
		this.told = -1;
	}

	state(): NodeState {
		const {clock, eventsLogged, told} = this;
		return {
			uptimeSeconds: Math.floor(clock.now() / SECOND),
			eventsLogged,
			eventsAreNews: eventsLogged !== told,
		};
	}

	/** Notes that hosts have what `state` gave last. */
	tell(): void {
		this.told = this.eventsLogged;
	}
}
