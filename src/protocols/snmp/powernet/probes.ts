// PowerNet: probes and sensors (snmp.md (b), environmental monitors, universal I/O). A simulated card has none; one that took its
// identity from a recording has those of the recording, with what they read then and settings that stick.

import type {CardView} from '../../../agent/card-view.ts';
import {GAUGE32, INTEGER, OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {UNKNOWN} from '../objects/dates.ts';
import {fixed, keptBetween, keptOneOf, keptText, under, where} from '../objects/lines.ts';
import type {Kept, Line} from '../objects/lines.ts';
import {APC} from './prefix.ts';

const NAME_CHARACTERS = 20;
const DISABLED = 1;
/** Degrees or percent; -1 is not known. */
const threshold: Kept = keptBetween(-1, -200, 300);
const isEnabled: Kept = keptOneOf(DISABLED, 2);
const name: Kept = keptText(UNKNOWN, NAME_CHARACTERS);
const unknown = fixed(-1);
const one = fixed(1);

type Column = readonly [name: string, entry: Kept | typeof unknown, type?: number];

function isRecorded(oid: string): (card: CardView) => boolean {
	return card => card.identity.recorded[oid] !== undefined;
}

/** The columns 1, 2, 3 … of an entry, at `index`. */
function entryLines(table: string, index: string, columns: readonly Column[]): Line[] {
	return columns.map(
		([column, entry, type], at): Line => [`${table}.${at + 1}.${index}`, column, type ?? INTEGER, entry],
	);
}

/** Rows of one table, at each index for which `first`, the column that is always there, is recorded. */
function rowsAt(
	prefix: string,
	indices: readonly string[],
	first: string,
	linesOf: (index: string) => Line[],
): MibRow[] {
	return indices.flatMap(index => where(isRecorded(`${prefix}.${first}.${index}`), under(prefix, linesOf(index))));
}

const config = (what: string): string => `iemConfigProbe${what}`;
const probeConfig: readonly Column[] = [
	[config('Number'), one],
	[config('Name'), name, OCTET_STRING],
	[config('HighTempThreshold'), threshold],
	[config('LowTempThreshold'), threshold],
	[config('TempUnits'), one],
	[config('HighHumidThreshold'), threshold],
	[config('LowHumidThreshold'), threshold],
	[config('HighTempEnable'), isEnabled],
	[config('LowTempEnable'), isEnabled],
	[config('HighHumidEnable'), isEnabled],
	[config('LowHumidEnable'), isEnabled],
	[config('MaxTempThreshold'), threshold],
	[config('MinTempThreshold'), threshold],
	[config('MaxHumidThreshold'), threshold],
	[config('MinHumidThreshold'), threshold],
	[config('MaxTempEnable'), isEnabled],
	[config('MinTempEnable'), isEnabled],
	[config('MaxHumidEnable'), isEnabled],
	[config('MinHumidEnable'), isEnabled],
	[config('TempHysteresis'), threshold],
	[config('HumidHysteresis'), threshold],
	[config('Location'), name, OCTET_STRING],
];

const status = (what: string): string => `iemStatusProbe${what}`;
const probeStatus: readonly Column[] = [
	[status('Number'), one],
	[status('Name'), fixed(UNKNOWN), OCTET_STRING],
	[status('Status'), one],
	[status('CurrentTemp'), unknown],
	[status('TempUnits'), one],
	[status('CurrentHumid'), unknown],
	[status('HighTempViolation'), one],
	[status('LowTempViolation'), one],
	[status('HighHumidViolation'), one],
	[status('LowHumidViolation'), one],
	[status('MaxTempViolation'), one],
	[status('MinTempViolation'), one],
	[status('MaxHumidViolation'), one],
	[status('MinHumidViolation'), one],
	[status('Location'), fixed(UNKNOWN), OCTET_STRING],
];

const sensor = (what: string): string => `uioSensorStatus${what}`;
const sensorStatus: readonly Column[] = [
	[sensor('PortID'), one],
	[sensor('SensorID'), one],
	[sensor('SensorName'), fixed(UNKNOWN), OCTET_STRING],
	[sensor('SensorLocation'), fixed(UNKNOWN), OCTET_STRING],
	[sensor('TemperatureDegF'), unknown],
	[sensor('TemperatureDegC'), unknown],
	[sensor('Humidity'), unknown],
	[sensor('ViolationStatus'), fixed(0)],
	[sensor('AlarmStatus'), one],
	[sensor('CommStatus'), fixed(2)],
];

const setting = (what: string): string => `uioSensorConfig${what}`;
const sensorConfig: readonly Column[] = [
	[setting('PortID'), one],
	[setting('SensorID'), one],
	[setting('SensorName'), name, OCTET_STRING],
	[setting('SensorLocation'), name, OCTET_STRING],
	[setting('MinTemperatureThreshold'), threshold],
	[setting('LowTemperatureThreshold'), threshold],
	[setting('HighTemperatureThreshold'), threshold],
	[setting('MaxTemperatureThreshold'), threshold],
	[setting('TemperatureHysteresis'), threshold],
	[setting('MinTemperatureEnable'), isEnabled],
	[setting('LowTemperatureEnable'), isEnabled],
	[setting('HighTemperatureEnable'), isEnabled],
	[setting('MaxTemperatureEnable'), isEnabled],
	[setting('MinHumidityThreshold'), threshold],
	[setting('LowHumidityThreshold'), threshold],
	[setting('HighHumidityThreshold'), threshold],
	[setting('MaxHumidityThreshold'), threshold],
	[setting('HumidityHysteresis'), threshold],
	[setting('MinHumidityEnable'), isEnabled],
	[setting('LowHumidityEnable'), isEnabled],
	[setting('HighHumidityEnable'), isEnabled],
	[setting('MaxHumidityEnable'), isEnabled],
];

const PROBES: readonly string[] = ['1', '2'];
/** Ports, with a sensor each (recorded). */
const SENSORS: readonly string[] = ['1.1', '2.1', '3.1', '4.1'];

const monitors = rowsAt(`${APC}.1.1.10.2`, PROBES, '2.2.1.1', index => entryLines('2.2.1', index, probeConfig)).concat(
	rowsAt(`${APC}.1.1.10.2`, PROBES, '3.2.1.1', index => entryLines('3.2.1', index, probeStatus)),
	rowsAt(`${APC}.1.1.10.1`, PROBES, '2.2.1.3', index => [
		[`2.2.1.3.${index}`, 'emConfigProbeHighTempThreshold', INTEGER, threshold],
		[`2.2.1.4.${index}`, 'emConfigProbeLowTempThreshold', INTEGER, threshold],
		[`2.2.1.6.${index}`, 'emConfigProbeHighHumidThreshold', INTEGER, threshold],
		[`2.2.1.7.${index}`, 'emConfigProbeLowHumidThreshold', INTEGER, threshold],
	]),
	rowsAt(`${APC}.1.1.10.4`, SENSORS, '2.3.1.5', index => [
		[`2.3.1.3.${index}`, 'memSensorsStatusSensorName', OCTET_STRING, fixed(UNKNOWN)],
		[`2.3.1.5.${index}`, 'memSensorsTemperature', INTEGER, unknown],
	]),
);

const STATUS_SIZE = `${APC}.1.1.25.1`;

/** How many sensors of the table with this entry the recording has. */
function recordedSensors(entry: string): (card: CardView) => number {
	const firsts = SENSORS.map(index => isRecorded(`${STATUS_SIZE}.${entry}.${index}`));
	return card => firsts.filter(has => has(card)).length;
}

/** Smaller recordings have the temperature of a sensor and nothing else of it. */
const STATUS_KEY = '2.1.6';
const CONFIG_KEY = '4.1.1';

const sensors: readonly MibRow[] = [
	...under(STATUS_SIZE, [
		['1.0', 'uioSensorStatusTableSize', INTEGER, recordedSensors(STATUS_KEY)],
		['3.0', 'uioSensorConfigTableSize', INTEGER, recordedSensors(CONFIG_KEY)],
	]),
	...rowsAt(STATUS_SIZE, SENSORS, STATUS_KEY, index => entryLines('2.1', index, sensorStatus)),
	...rowsAt(STATUS_SIZE, SENSORS, CONFIG_KEY, index => entryLines('4.1', index, sensorConfig)),
	...rowsAt(`${APC}.1.1.25.2`, SENSORS, '2.1.5', index => [
		[`2.1.3.${index}`, 'uioInputContactStatusContactName', OCTET_STRING, fixed(UNKNOWN)],
		[`2.1.5.${index}`, 'uioInputContactStatusCurrentState', INTEGER, fixed(4)],
	]),
];

const measureUps = ['AmbientTemperature', 'RelativeHumidity', 'AmbientTemperature2', 'RelativeHumidity2'].flatMap(
	(what, at) => {
		const place = `${at + 1}.0`;
		const prefix = `${APC}.1.1.2.1`;
		return where(isRecorded(`${prefix}.${place}`), under(prefix, [[place, `mUpsEnviron${what}`, GAUGE32, fixed(0)]]));
	},
);

export const probes: readonly MibRow[] = [...measureUps, ...monitors, ...sensors];
