import {defineFault} from './fault.ts';
import {turned} from './turned.ts';

export const harmonicDistortion = defineFault({
	name: 'harmonicDistortion',
	summary: 'Harmonics bend the utility voltage out of its sine.',
	area: 'grid',
	acts: 'card',
	parameters: [
		{
			name: 'share',
			kind: 'ratio',
			unit: 'share of the voltage, THD',
			min: 0.01,
			max: 1,
			default: 0.1,
			summary: 'added to the distortion; high sensitivity bears 0.08, medium 0.16, low any',
		},
	],
	inject: (target, {share}) => turned(target, 'inputDistortion', share),
});
