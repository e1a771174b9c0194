// What the update service needs of the world, and what it counts.

import type {Action} from './actions.ts';
import type {Fact} from './facts.ts';
import type {ReleaseRepository} from './repository.ts';
import type {ServiceKeys} from './signers.ts';
import type {RolloutState} from './state.ts';

export interface RolloutPorts {
	/** Seconds since 1970. */
	nowS(): number;
	/** Sends a message of kind `ota` to a card; false where it cannot be sent now. */
	send(card: string, payload: Uint8Array): boolean;
	/** There are answers to be taken by `nextAnswer`. */
	answersWait(): void;
	/** Resolves when the facts are safe; never two at once for the same facts. */
	keep(facts: readonly Fact[]): Promise<void>;
	/** What was decided, once it is safe. */
	told(facts: readonly Fact[], actions: readonly Action[]): void;
}

export interface RolloutOptions {
	/** As the store read it. */
	readonly state: RolloutState;
	readonly repository: ReleaseRepository;
	readonly keys: ServiceKeys;
	readonly ports: RolloutPorts;
}

export interface RolloutCounters {
	readonly offers: number;
	readonly withdrawals: number;
	readonly timeTokens: number;
	/** Requests for the time that came too fast. */
	readonly timeRefused: number;
	readonly inventories: number;
	/** Inventories that the card's key does not vouch for. */
	readonly inventoriesRefused: number;
	/** Requests that were none. */
	readonly malformed: number;
}
