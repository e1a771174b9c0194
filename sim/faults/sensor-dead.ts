import type {FaultTarget, Undo} from '../scenario/bench.ts';
import {defineFault} from './fault.ts';
import type {FaultValues} from './fault.ts';
import {bend, sensor, sensorOf} from './sensors.ts';
import {all} from './turned.ts';

const choices = ['absent', 'zero'];

export const sensorDead = defineFault({
	name: 'sensorDead',
	summary: 'A sensor of the UPS reads nothing any more. The UPS misses its temperature sensor, and says so.',
	area: 'sensor',
	acts: 'card',
	parameters: [
		sensor,
		{
			name: 'reads',
			kind: 'choice',
			unit: 'what is told',
			min: 0,
			max: choices.length - 1,
			default: 0,
			choices,
			summary: 'no value at all, or 0',
		},
	],
	inject: kill,
});

function kill(target: FaultTarget, values: FaultValues): Undo {
	const name = sensorOf(values);
	const silent = target.bendSensor(name, bend('dead', values.reads));
	return name === 'batteryTemperature' ? all(silent, target.breakPart('temperatureSensor')) : silent;
}
