// The usual limits of updates (ota.md 3.3, 3.4, 6.5, 9): one object that all cards share.

import {DAY, HOUR, MINUTE, SECOND} from '../../core/clock.ts';
import {standardLimits} from '../../ota/transfer/limits.ts';
import type {UpdateLimits} from './ports.ts';

export const usualLimits: UpdateLimits = {
	healthMs: 10 * MINUTE,
	settleMs: 10 * SECOND,
	soakMs: 24 * HOUR,
	frozenMs: 14 * DAY,
	deferMs: DAY,
	armedMs: 5 * SECOND,
	transfer: standardLimits,
};
