import {defineFault} from './fault.ts';

export const inverterFailure = defineFault({
	name: 'inverterFailure',
	summary: 'The inverter is broken: nothing runs on battery, and double conversion goes past it.',
	area: 'inverter',
	acts: 'card',
	parameters: [],
	inject: target => target.breakPart('inverter'),
});
