import {defineFault} from './fault.ts';
import {bend, sensor, sensorOf} from './sensors.ts';

export const sensorScale = defineFault({
	name: 'sensorScale',
	summary: 'A sensor of the UPS reads a multiple of what is the case.',
	area: 'sensor',
	acts: 'card',
	parameters: [
		sensor,
		{
			name: 'factor',
			kind: 'quantity',
			unit: 'times what is the case',
			min: 0,
			max: 100,
			summary: '0.1 and 10 are the usual mistakes',
		},
	],
	inject: (target, values) => target.bendSensor(sensorOf(values), bend('scale', values.factor)),
});
