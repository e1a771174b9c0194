import {defineFault} from './fault.ts';

export const outage = defineFault({
	name: 'outage',
	summary: 'The utility is gone: no voltage at the input.',
	area: 'grid',
	acts: 'card',
	parameters: [],
	inject: target => target.scaleInput(0),
});
