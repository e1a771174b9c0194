import {MINUTE, SECOND} from '../../src/core/clock.ts';
import {defineFault, once} from './fault.ts';

const ways = ['orderly', 'sudden'] as const;

export const cardRestart = defineFault({
	name: 'cardRestart',
	summary:
		'The card starts anew: a new boot id and session, its log and sequences go on, and what happened meanwhile is told after.',
	area: 'firmware',
	acts: 'card',
	parameters: [
		{
			name: 'boot',
			kind: 'duration',
			unit: 'ms',
			min: SECOND,
			max: 30 * MINUTE,
			default: 20 * SECOND,
			summary: 'how long it takes to start',
		},
		{
			name: 'way',
			kind: 'choice',
			unit: 'way',
			min: 0,
			max: ways.length - 1,
			default: 0,
			choices: ways,
			summary: 'it says good-bye, or falls silent and its broker speaks its last will',
		},
	],
	inject(target, {boot, way}, {clock}) {
		const start = once(target.card().takeDown(ways[way] === 'sudden'));
		const cancel = clock.after(boot, start);
		return () => {
			cancel();
			start();
		};
	},
});
