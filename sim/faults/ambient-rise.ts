import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const ambientRise = defineFault({
	name: 'ambientRise',
	summary: 'The air around the UPS is warmer than it should be, or colder.',
	area: 'thermal',
	acts: 'card',
	parameters: [
		{
			name: 'kelvin',
			kind: 'quantity',
			unit: '°C',
			min: -40,
			max: 60,
			default: 10,
			summary: 'added to the temperature of the room',
		},
	],
	inject: (target, {kelvin}) => turned(target, 'ambient', kelvin),
});
