import {defineFault} from './fault.ts';

export const batteryDisconnected = defineFault({
	name: 'batteryDisconnected',
	summary: 'The battery is unplugged: nothing can run on it, nothing charges it.',
	area: 'battery',
	acts: 'card',
	parameters: [],
	inject: target => target.breakPart('battery'),
});
