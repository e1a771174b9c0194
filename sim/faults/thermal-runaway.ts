import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const thermalRunaway = defineFault({
	name: 'thermalRunaway',
	summary: 'A failing battery takes more float current the hotter it gets, and gets hotter by it.',
	area: 'thermal',
	acts: 'card',
	parameters: [
		{
			name: 'heat',
			kind: 'quantity',
			unit: 'times the heat of float charging',
			min: 0.1,
			max: 20,
			default: 2,
			summary: 'heat of the float current at 25 °C, doubling every 10 °C; from 0.6 on it finds no end',
		},
	],
	inject: (target, {heat}) => turned(target, 'runawayHeat', heat),
});
