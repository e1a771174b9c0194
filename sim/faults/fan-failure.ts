import {defineFault} from './fault.ts';
import {all, turned} from './turned.ts';

export const fanFailure = defineFault({
	name: 'fanFailure',
	summary: 'The fan stands still: what heats the battery heats it more.',
	area: 'thermal',
	acts: 'card',
	parameters: [
		{
			name: 'factor',
			kind: 'quantity',
			unit: 'times the rise of temperature',
			min: 1.1,
			max: 10,
			default: 3,
			summary: 'by the same heat',
		},
	],
	inject: (target, {factor}) => all(target.breakPart('fan'), turned(target, 'heatRise', factor)),
});
