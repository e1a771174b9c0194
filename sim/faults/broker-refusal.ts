import {defineFault} from './fault.ts';

const reasons = ['unavailable', 'notAuthorised'] as const;
/** Of CONNACK (MQTT 3.1.1, 3.2.2.3). */
const codes = [3, 5] as const;

export const brokerRefusal = defineFault({
	name: 'brokerRefusal',
	summary: 'The broker refuses some of the sessions that cards ask for; sessions that stand go on.',
	area: 'broker',
	acts: 'surroundings',
	parameters: [
		{
			name: 'share',
			kind: 'ratio',
			unit: 'share of the tries',
			min: 0.01,
			max: 1,
			default: 1,
			summary: 'how many it refuses; each try anew',
		},
		{
			name: 'reason',
			kind: 'choice',
			unit: 'reason',
			min: 0,
			max: reasons.length - 1,
			default: 0,
			choices: reasons,
			summary: 'cards try again soon where it is unavailable, and seldom where they are not authorised',
		},
	],
	inject: (surroundings, {share, reason}) => surroundings.disturbBroker({kind: 'refusal', share, code: codes[reason]}),
});
