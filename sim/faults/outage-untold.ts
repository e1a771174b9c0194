// Seen in networkupstools/nut PR#811 (CyberPower: OL DISCHRG with 0 V at the input).

import {defineFault} from './fault.ts';

export const outageUntold = defineFault({
	name: 'outageUntold',
	summary: 'In an outage the UPS says on line and discharging; only the input voltage tells.',
	area: 'firmware',
	acts: 'card',
	parameters: [],
	inject: target => target.giveQuirk('outageUntold'),
});
