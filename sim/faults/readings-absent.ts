// Seen in networkupstools/nut#784 (APC: a newer UPS tells less than its predecessor).

import {defineFault} from './fault.ts';

export const readingsAbsent = defineFault({
	name: 'readingsAbsent',
	summary: 'The UPS leaves readings out: frequencies, currents, temperature, energy, efficiency.',
	area: 'firmware',
	acts: 'card',
	parameters: [],
	inject: target => target.giveQuirk('readingsAbsent'),
});
