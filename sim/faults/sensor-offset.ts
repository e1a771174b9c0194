import {defineFault} from './fault.ts';
import {bend, MOST_OFF, SENSOR_UNITS, sensor, sensorOf, tooFar} from './sensors.ts';

export const sensorOffset = defineFault({
	name: 'sensorOffset',
	summary: 'A sensor of the UPS reads too much or too little by so much.',
	area: 'sensor',
	acts: 'card',
	parameters: [
		sensor,
		{
			name: 'offset',
			kind: 'quantity',
			unit: SENSOR_UNITS,
			min: -MOST_OFF,
			max: MOST_OFF,
			summary: 'added to what is the case',
		},
	],
	conflict: values => tooFar(values, values.offset, 'offset'),
	inject: (target, values) => target.bendSensor(sensorOf(values), bend('offset', values.offset)),
});
