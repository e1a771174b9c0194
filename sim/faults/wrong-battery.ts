import {defineFault} from './fault.ts';
import {all, turned} from './turned.ts';

export const wrongBattery = defineFault({
	name: 'wrongBattery',
	summary: 'A battery of another size was fitted, and the UPS was not told.',
	area: 'battery',
	acts: 'card',
	parameters: [
		{
			name: 'size',
			kind: 'quantity',
			unit: 'times the right size',
			min: 0.1,
			max: 5,
			default: 0.5,
			summary: '0.5 has half the ampere-hours, 2 twice as many',
		},
	],
	inject: (target, {size}) =>
		all(turned(target, 'batteryCapacity', size), turned(target, 'batteryResistance', 1 / size)),
});
