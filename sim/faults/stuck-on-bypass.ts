import {defineFault} from './fault.ts';

export const stuckOnBypass = defineFault({
	name: 'stuckOnBypass',
	summary: 'The bypass relay sticks: the load hangs on raw utility, and falls with it.',
	area: 'inverter',
	acts: 'card',
	parameters: [],
	inject: target => target.breakPart('bypassRelay'),
});
