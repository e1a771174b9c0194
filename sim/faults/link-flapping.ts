import {HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import {againAndAgain} from './again-and-again.ts';
import {defineFault} from './fault.ts';

export const linkFlapping = defineFault({
	name: 'linkFlapping',
	summary: 'The link to the UPS falls silent and speaks again, over and over: a loose plug.',
	area: 'link',
	acts: 'card',
	parameters: [
		{
			name: 'silence',
			kind: 'duration',
			unit: 'ms',
			min: 100,
			max: 10 * MINUTE,
			default: 20 * SECOND,
			summary: 'how long each silence lasts; the card calls the link lost after 15s',
		},
		{
			name: 'period',
			kind: 'duration',
			unit: 'ms',
			min: 200,
			max: HOUR,
			default: MINUTE,
			summary: 'from the start of a silence to the next',
		},
		{name: 'count', kind: 'count', unit: 'silences', min: 1, max: 1000, default: 10, summary: 'how many silences'},
	],
	conflict: ({silence, period}) =>
		silence < period ? undefined : 'silence must be shorter than period, so that the link speaks in between',
	inject: (target, {silence, period, count}, {clock}) =>
		againAndAgain(clock, {lastsMs: silence, periodMs: period, count}, () => target.silenceLink()),
});
