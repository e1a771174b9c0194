import {defineFault} from './fault.ts';

export const brokerForgets = defineFault({
	name: 'brokerForgets',
	summary: 'The broker starts anew and its store is lost: sessions, subscriptions and what it had retained.',
	area: 'broker',
	acts: 'surroundings',
	parameters: [],
	inject: surroundings => surroundings.disturbBroker({kind: 'forget'}),
});
