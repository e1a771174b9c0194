import {defineFault} from './fault.ts';
import {bend, MOST_OFF, SENSOR_UNITS, sensor, sensorOf, tooFar} from './sensors.ts';

export const sensorDrift = defineFault({
	name: 'sensorDrift',
	summary: 'A sensor of the UPS moves away from what is the case, slowly.',
	area: 'sensor',
	acts: 'card',
	parameters: [
		sensor,
		{
			name: 'perHour',
			kind: 'quantity',
			unit: SENSOR_UNITS,
			min: -MOST_OFF,
			max: MOST_OFF,
			summary: 'added for every hour that the fault lasts',
		},
	],
	conflict: values => tooFar(values, values.perHour, 'perHour'),
	inject: (target, values) => target.bendSensor(sensorOf(values), bend('drift', values.perHour)),
});
