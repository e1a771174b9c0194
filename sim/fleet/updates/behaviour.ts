// How images behave that are not as they should be: each row says what the card of such an image does.

import {healthChecks} from '../../../src/agent/update/health.ts';
import type {HealthCheck} from '../../../src/agent/update/health.ts';
import {SECOND} from '../../../src/core/clock.ts';
import type {Millis} from '../../../src/core/clock.ts';
import type {Behaviour} from '../../../src/ota/image.ts';

export {behaviours} from '../../../src/ota/image.ts';
export type {Behaviour} from '../../../src/ota/image.ts';

export interface Conduct {
	/** Check of its health that fails. */
	readonly fails: HealthCheck | null;
	/** It never feeds the watchdog. */
	readonly hangs: boolean;
	/** It resets so long after each start; Infinity where it does not. */
	readonly resetsAfterMs: Millis;
	/** Only once it was confirmed. */
	readonly onceConfirmed: boolean;
	/** Version that it tells in place of its own; null where it tells its own. */
	readonly tells: readonly number[] | null;
	/** It reaches no broker. */
	readonly isOffline: boolean;
}

const good: Conduct = {
	fails: null,
	hangs: false,
	resetsAfterMs: Infinity,
	onceConfirmed: false,
	tells: null,
	isOffline: false,
};

export const conducts: Readonly<Record<Behaviour, Conduct>> = {
	good,
	unhealthy: {...good, fails: 'configuration'},
	hangs: {...good, hangs: true},
	crashes: {...good, resetsAfterMs: 5 * SECOND},
	misreports: {...good, tells: [9, 9, 9]},
	losesUps: {...good, fails: 'ups'},
	switchesOutlet: {...good, fails: 'outlets'},
	cloudless: {...good, isOffline: true},
	crashesLater: {...good, resetsAfterMs: 30 * SECOND, onceConfirmed: true},
};

/** Of an image without a head that is known: nothing is held against it. */
export const unknownConduct = good;

/** Whether the check of a number is the one that fails. */
export function failsCheck(conduct: Conduct, check: number): boolean {
	return conduct.fails !== null && healthChecks[check] === conduct.fails;
}
