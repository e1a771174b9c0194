import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const fastSelfDischarge = defineFault({
	name: 'fastSelfDischarge',
	summary: 'The battery loses its charge by itself while nothing charges it.',
	area: 'battery',
	acts: 'card',
	parameters: [
		{
			name: 'factor',
			kind: 'quantity',
			unit: 'times the usual 3 % a month',
			min: 1.5,
			max: 1000,
			default: 20,
			summary: '20 empties it by 2 % a day at 25 °C',
		},
	],
	inject: (target, {factor}) => turned(target, 'selfDischarge', factor),
});
