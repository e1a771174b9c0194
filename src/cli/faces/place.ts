// What each face is given to open, and what it is once it is open.

import type {FaultDesk, FaultWorld} from '../../../sim/fleet/control/fault-desk.ts';
import type {CardHouse} from '../../agent/card-view.ts';
import type {Clock, WallClock} from '../../core/clock.ts';
import type {Store} from '../../core/ports.ts';
import type {Accounts} from '../../platform/node/main/accounts.ts';
import type {CardListen} from '../../platform/node/listen-address.ts';
import type {MetricSource} from '../../protocols/metrics/exposition.ts';
import type {MessageCounts} from '../../protocols/metrics/sources.ts';
import type {FaceOptions} from '../face-options.ts';
import type {Io} from '../io.ts';

export interface FacePlace {
	readonly io: Io;
	readonly house: CardHouse;
	readonly given: FaceOptions;
	/** What survives a restart; of a fleet, what ends with the process. */
	readonly store: Store;
	readonly clock: Clock;
	readonly wallClock: WallClock;
	/** Of the program. */
	readonly version: string;
	/** The accounts of the card, made when the first face asks for them. */
	readonly accounts: () => Promise<Accounts>;
	/** Whether somebody is logged on to the card: then `write` of SNMP does not set (nmc.md 11). */
	readonly isLoggedOn: () => boolean;
	/** Counts messages by protocol, for metrics. */
	readonly counts: MessageCounts;
	/** What metrics tell beside the cards; faces add theirs. */
	readonly sources: MetricSource[];
	/** What keeps all from being ready, '' where nothing does; always ready without it. */
	readonly lacking?: () => string;
	/** What faults act on, for who asks. */
	readonly faults: () => Promise<FaultWorld>;
	/** Holds the faults that several faces make; without it, each that makes some has a desk of its own. */
	readonly desk?: () => Promise<FaultDesk>;
}

export interface OpenedFace {
	/** HOST:PORT, a URL, or the path of a line; undefined of one that only sends. */
	readonly at: string | undefined;
	close(): Promise<void>;
}

/** Opens a face where the options ask for it; null where they do not. */
export type OpenFace = (place: FacePlace) => Promise<OpenedFace | null>;

/** HOST:PORT as a person writes it. */
export function addressOf({address, port}: {readonly address: string; readonly port: number}): string {
	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The same where each card has its own, in the form that the option takes. */
export function cardAddressOf(first: {readonly address: string; readonly port: number}, {each}: CardListen): string {
	if (each === 'address') {
		return `${first.address}+:${first.port}`;
	}
	return addressOf(first) + (each === 'port' ? '+' : '');
}
