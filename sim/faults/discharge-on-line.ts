// Seen in networkupstools/nut#1970, #2212 and #2794 (APC, fully charged on line).

import {defineFault} from './fault.ts';

export const dischargeOnLine = defineFault({
	name: 'dischargeOnLine',
	summary: 'The UPS says that it discharges while it is on line (OL DISCHRG).',
	area: 'firmware',
	acts: 'card',
	parameters: [],
	inject: target => target.giveQuirk('dischargeOnLine'),
});
