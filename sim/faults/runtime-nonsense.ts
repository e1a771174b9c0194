// Seen in ffind-dev/pve-ups#32 (Eaton, upsEstimatedMinutesRemaining).

import {defineFault} from './fault.ts';

export const runtimeNonsense = defineFault({
	name: 'runtimeNonsense',
	summary: 'The UPS tells a runtime of 999 min, whatever the load and the charge.',
	area: 'firmware',
	acts: 'card',
	parameters: [],
	inject: target => target.giveQuirk('runtimeNonsense'),
});
