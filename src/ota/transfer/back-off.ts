// How long to wait before a source is asked again: 1 minute to 6 hours, at another moment on each card, so that a fleet that
// was refused together does not come back together (ota.md 5.6). No chance is drawn: the serial decides.

import type {Millis} from '../../core/clock.ts';
import {seedFor, unitAt} from '../../core/random.ts';
import {doubled, standardLimits} from './limits.ts';
import type {TransferLimits} from './limits.ts';

/** Name of the stream that spreads cards. */
const STREAM = 'otaBackOff';

/** The pause after failure number `failures` (1 is the first) of the card with this serial: from once to twice the doubled least. */
export function backOffMs(serial: string, failures: number, limits: TransferLimits): Millis {
	const least = doubled(limits.backOffLeastMs, failures - 1, limits.backOffMostMs);
	const spread = unitAt(seedFor(0, STREAM + serial), 0, failures);
	return Math.min(Math.floor(least * (1 + spread)), limits.backOffMostMs);
}

/** The same, under the standard limits: for whoever begins a whole transfer again. */
export function standardBackOffMs(serial: string, failures: number): Millis {
	return backOffMs(serial, failures, standardLimits);
}
