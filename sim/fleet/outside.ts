// What of a fleet's network faults act on; a fleet that publishes nothing has none.

import {codedError} from '../../src/core/errors.ts';
import type {CardPaths} from '../net/card-paths.ts';
import type {BrokerFaults} from './broker-faults.ts';
import type {NetPatience} from './net-patience.ts';
import type {Sessions} from './updates/fleet-updates.ts';

export interface Outside extends Pick<Sessions, 'goOnline' | 'goOffline'> {
	readonly paths: CardPaths;
	readonly brokerFaults: BrokerFaults;
	readonly patience: Pick<NetPatience, 'caughtUp'>;
}

/** Throws E_FAULT_UNSUPPORTED. */
export function noNetwork(): never {
	const text = 'These cards publish nothing (--mqtt off): there is no broker and no network to disturb.';
	throw codedError('E_FAULT_UNSUPPORTED', text, {});
}
