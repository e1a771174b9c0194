// What faults do to the simulated UPS of a bench and to its line. The card under test is real: nothing here can touch it.

import {codedError} from '../../src/core/errors.ts';
import type {FaultTarget} from '../../sim/scenario/bench.ts';
import type {CardTarget} from '../../sim/scenario/card-target.ts';
import type {Wire} from './wire.ts';

/** Throws E_FAULT_UNSUPPORTED. */
export function notOfUps(what: string): never {
	throw codedError(
		'E_FAULT_UNSUPPORTED',
		`A UPS on a bench cannot do this: ${what} is the card's under test. A simulated fleet can ("ridethrough sim").`,
		{},
	);
}

/** The world of the one UPS: `ofFleet` for what it is and what surrounds it, `wire` for its line. */
export function plantTarget(ofFleet: FaultTarget, wire: Wire): FaultTarget {
	const line: CardTarget = {
		disturbLink: fault => wire.disturb(fault),
		disturbNetwork: () => notOfUps('the network'),
		breakConnection: () => notOfUps('the connection to a broker'),
		shortenMemory: () => notOfUps('the memory'),
		disturbClock: () => notOfUps('the clock'),
		takeDown: () => notOfUps('the supply'),
	};
	return {
		...ofFleet,
		silenceLink: () => wire.disturb({kind: 'silent'}),
		breakUpdates: () => notOfUps('the transfer of an update'),
		firmware: () => notOfUps('the firmware'),
		card: () => line,
	};
}
