// The line to an address.

import type {Clock} from '../core/clock.ts';
import type {UpsAddress} from './address.ts';
import type {LineTimes, OpenMaster} from './master.ts';

/** What opens a line to the UPS at `address`. jsmodbus is loaded when it is first called: a card without a UPS needs none. */
export function opener(address: UpsAddress, times: LineTimes, clock: Clock): OpenMaster {
	if (address.kind === 'tcp') {
		return async () => (await import('./tcp-master.ts')).openTcp(address, times);
	}
	return async () => (await import('./rtu-master.ts')).openRtu(address, times, clock);
}
