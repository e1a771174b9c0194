import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const chargerWeak = defineFault({
	name: 'chargerWeak',
	summary: 'The charger gives only a part of its current.',
	area: 'charger',
	acts: 'card',
	parameters: [
		{
			name: 'share',
			kind: 'ratio',
			unit: 'share of the current',
			min: 0.01,
			max: 0.99,
			default: 0.3,
			summary: 'how much is left',
		},
	],
	inject: (target, {share}) => turned(target, 'chargingCurrent', share),
});
