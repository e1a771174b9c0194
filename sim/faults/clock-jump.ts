import {DAY, HOUR} from '../../src/core/clock.ts';
import {defineFault} from './fault.ts';

const directions = ['forward', 'back'] as const;

export const clockJump = defineFault({
	name: 'clockJump',
	summary: 'The wall clock of the card is set wrong at a stroke; it is set right when the fault ends.',
	area: 'clock',
	acts: 'card',
	parameters: [
		{name: 'by', kind: 'duration', unit: 'ms', min: 1, max: 3650 * DAY, default: HOUR, summary: 'how far'},
		{
			name: 'direction',
			kind: 'choice',
			unit: 'direction',
			min: 0,
			max: directions.length - 1,
			default: 0,
			choices: directions,
			summary: 'into the future or into the past',
		},
	],
	inject: (target, {by, direction}) => target.card().disturbClock({kind: 'jump', byMs: direction === 0 ? by : -by}),
});
