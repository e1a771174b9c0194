import {defineFault} from './fault.ts';

export const brokerOutage = defineFault({
	name: 'brokerOutage',
	summary: 'The MQTT broker that the cards publish to is down.',
	area: 'broker',
	acts: 'surroundings',
	parameters: [],
	inject: surroundings => surroundings.disturbBroker({kind: 'outage'}),
});
