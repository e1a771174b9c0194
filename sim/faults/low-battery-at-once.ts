// Seen in networkupstools/nut#3087 and #1942 (Eaton, 95 % and 1600 s left).

import {defineFault} from './fault.ts';

export const lowBatteryAtOnce = defineFault({
	name: 'lowBatteryAtOnce',
	summary: 'The UPS says low battery as soon as it is on battery, however full it is.',
	area: 'firmware',
	acts: 'card',
	parameters: [],
	inject: target => target.giveQuirk('lowBatteryAtOnce'),
});
