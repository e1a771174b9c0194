import {defineFault} from './fault.ts';
import {bend, sensor, sensorOf} from './sensors.ts';

export const sensorStuck = defineFault({
	name: 'sensorStuck',
	summary: 'A sensor of the UPS reads what it read last, whatever happens.',
	area: 'sensor',
	acts: 'card',
	parameters: [sensor],
	inject: (target, values) => target.bendSensor(sensorOf(values), bend('stuck', 0)),
});
