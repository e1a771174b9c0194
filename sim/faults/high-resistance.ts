import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const highResistance = defineFault({
	name: 'highResistance',
	summary: 'Sulfation and corroded links raise the resistance: the voltage falls under load.',
	area: 'battery',
	acts: 'card',
	parameters: [
		{
			name: 'factor',
			kind: 'quantity',
			unit: 'times its resistance',
			min: 1.05,
			max: 20,
			default: 2,
			summary: 'a self-test fails from 1.7 on (battery.md 9)',
		},
	],
	inject: (target, {factor}) => turned(target, 'batteryResistance', factor),
});
