import {MINUTE} from '../../src/core/clock.ts';
import {defineFault} from './fault.ts';

export const networkReorder = defineFault({
	name: 'networkReorder',
	summary:
		'Some packets of the MQTT session are overtaken: the stream waits for the late one, and nothing comes out of order.',
	area: 'network',
	acts: 'card',
	parameters: [
		{
			name: 'share',
			kind: 'ratio',
			unit: 'share of packets',
			min: 0.001,
			max: 1,
			default: 0.1,
			summary: 'how many come late',
		},
		{name: 'late', kind: 'duration', unit: 'ms', min: 1, max: MINUTE, default: 200, summary: 'how late they come'},
	],
	inject: (target, {share, late}) => target.card().disturbNetwork({kind: 'reorder', share, lateMs: late}),
});
