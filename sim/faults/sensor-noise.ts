import {defineFault} from './fault.ts';
import {bend, MOST_OFF, SENSOR_UNITS, sensor, sensorOf, tooFar} from './sensors.ts';

export const sensorNoise = defineFault({
	name: 'sensorNoise',
	summary: 'A sensor of the UPS reads now more and now less than is the case.',
	area: 'sensor',
	acts: 'card',
	parameters: [
		sensor,
		{
			name: 'peak',
			kind: 'quantity',
			unit: SENSOR_UNITS,
			min: 0,
			max: MOST_OFF,
			summary: 'the most that it is off, to either side; another value every 10 s',
		},
	],
	conflict: values => tooFar(values, values.peak, 'peak'),
	inject: (target, values) => target.bendSensor(sensorOf(values), bend('noise', values.peak)),
});
