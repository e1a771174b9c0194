// Seen in networkupstools/nut#341 (Tripp Lite: 150 % with 253 W of 1.6 kW).

import {defineFault} from './fault.ts';

export const loadTimesTen = defineFault({
	name: 'loadTimesTen',
	summary: 'The UPS tells ten times its load in percent; the watts are right.',
	area: 'firmware',
	acts: 'card',
	parameters: [],
	inject: target => target.giveQuirk('loadTimesTen'),
});
