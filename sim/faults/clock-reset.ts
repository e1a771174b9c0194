import {defineFault} from './fault.ts';

/** Where clocks without a battery begin, in ms since 1970. */
const starts = {'1970': 0, '2000': 946_684_800_000} as const;
const years = Object.keys(starts);

export const clockReset = defineFault({
	name: 'clockReset',
	summary:
		'The wall clock of the card has lost its time and begins at 1970 or 2000; it is set right when the fault ends.',
	area: 'clock',
	acts: 'card',
	parameters: [
		{
			name: 'year',
			kind: 'choice',
			unit: 'year',
			min: 0,
			max: years.length - 1,
			default: 0,
			choices: years,
			summary: 'the first of January of which it begins at',
		},
	],
	inject: (target, {year}) => target.card().disturbClock({kind: 'reset', utcMs: Object.values(starts)[year]}),
});
