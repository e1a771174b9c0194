import {defineFault} from './fault.ts';

export const logShortage = defineFault({
	name: 'logShortage',
	summary: 'The card has room for few log entries: older ones are dropped, and told as lost to who had not read them.',
	area: 'memory',
	acts: 'card',
	parameters: [
		{
			name: 'entries',
			kind: 'count',
			unit: 'entries',
			min: 1,
			max: 4096,
			default: 16,
			summary: 'how many of the newest are kept',
		},
	],
	inject: (target, {entries}) => target.card().shortenMemory({kind: 'log', entries}),
});
