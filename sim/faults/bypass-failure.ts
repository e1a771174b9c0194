import {defineFault} from './fault.ts';

export const bypassFailure = defineFault({
	name: 'bypassFailure',
	summary: 'The way past the UPS cannot be taken: what would go to bypass drops the load.',
	area: 'inverter',
	acts: 'card',
	parameters: [],
	inject: target => target.breakPart('bypass'),
});
