import {MINUTE} from '../../src/core/clock.ts';
import {defineFault} from './fault.ts';

export const networkDelay = defineFault({
	name: 'networkDelay',
	summary: 'Every packet of the MQTT session takes longer, each way; with jitter, some more than others.',
	area: 'network',
	acts: 'card',
	parameters: [
		{name: 'delay', kind: 'duration', unit: 'ms', min: 1, max: MINUTE, default: 300, summary: 'each way, on average'},
		{
			name: 'jitter',
			kind: 'duration',
			unit: 'ms',
			min: 0,
			max: MINUTE,
			default: 0,
			summary: 'at most so much more or less',
		},
	],
	conflict: ({delay, jitter}) =>
		jitter <= delay ? undefined : 'jitter must not exceed delay: nothing comes too early',
	inject: (target, {delay, jitter}) =>
		target.card().disturbNetwork({kind: 'delay', delayMs: delay, jitterMs: jitter, way: 'both'}),
});
