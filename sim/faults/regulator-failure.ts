import {defineFault} from './fault.ts';

export const regulatorFailure = defineFault({
	name: 'regulatorFailure',
	summary: 'The relays of the voltage regulator do not switch: no boost, no trim.',
	area: 'inverter',
	acts: 'card',
	parameters: [],
	inject: target => target.breakPart('regulator'),
});
