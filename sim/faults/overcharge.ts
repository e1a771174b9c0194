import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const overcharge = defineFault({
	name: 'overcharge',
	summary: 'The charger holds too high a voltage: the battery gets hot and ages.',
	area: 'charger',
	acts: 'card',
	parameters: [
		{
			name: 'volts',
			kind: 'quantity',
			unit: 'V for each 12 V block',
			min: 0.05,
			max: 3,
			default: 0.6,
			summary: 'how much too high; the heat doubles every 0.3 V, the wear every 0.6 V',
		},
	],
	inject: (target, {volts}) => turned(target, 'chargerVolts', volts),
});
