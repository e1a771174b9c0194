import {defineFault} from './fault.ts';

export const brokerDisconnects = defineFault({
	name: 'brokerDisconnects',
	summary: 'The broker ends all sessions at once and goes on: every card comes back.',
	area: 'broker',
	acts: 'surroundings',
	parameters: [],
	inject: surroundings => surroundings.disturbBroker({kind: 'disconnect'}),
});
