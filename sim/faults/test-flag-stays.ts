// Seen in networkupstools/nut#2416 (OL TEST with no test running).

import {defineFault} from './fault.ts';

export const testFlagStays = defineFault({
	name: 'testFlagStays',
	summary: 'After its first self-test the UPS says for ever that it is testing.',
	area: 'firmware',
	acts: 'card',
	parameters: [],
	inject: target => target.giveQuirk('testFlagStays'),
});
