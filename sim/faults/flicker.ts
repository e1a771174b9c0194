import {HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import {againAndAgain} from './again-and-again.ts';
import {defineFault} from './fault.ts';

export const flicker = defineFault({
	name: 'flicker',
	summary: 'The utility voltage dips for a moment, once or again and again.',
	area: 'grid',
	acts: 'card',
	parameters: [
		{
			name: 'depth',
			kind: 'ratio',
			unit: 'share of the voltage',
			min: 0.01,
			max: 1,
			default: 1,
			summary: 'how much is missing in a dip; 1 is all',
		},
		{name: 'dip', kind: 'duration', unit: 'ms', min: 10, max: MINUTE, default: 300, summary: 'how long each dip lasts'},
		{
			name: 'period',
			kind: 'duration',
			unit: 'ms',
			min: 20,
			max: HOUR,
			default: 10 * SECOND,
			summary: 'from the start of a dip to the next',
		},
		{name: 'count', kind: 'count', unit: 'dips', min: 1, max: 1000, default: 1, summary: 'how many dips'},
	],
	conflict: ({dip, period}) =>
		dip < period ? undefined : 'dip must be shorter than period, so that the dips are apart',
	inject: (target, {depth, dip, period, count}, {clock}) =>
		againAndAgain(clock, {lastsMs: dip, periodMs: period, count}, () => target.scaleInput(1 - depth)),
});
