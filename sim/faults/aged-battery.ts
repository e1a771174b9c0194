import {defineFault} from './fault.ts';

export const agedBattery = defineFault({
	name: 'agedBattery',
	summary: 'The battery is as worn as after years: less capacity, more resistance.',
	area: 'battery',
	acts: 'card',
	parameters: [
		{
			name: 'damage',
			kind: 'ratio',
			unit: 'share of its life',
			min: 0.01,
			max: 2,
			default: 1,
			summary: '1 is the end of life, 80 % of the capacity left',
		},
	],
	inject: (target, {damage}) => target.wearBattery(damage),
});
