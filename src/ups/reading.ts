// What a UPS tells its card: whole numbers in fixed units, one slot each. The simulated UPS fills such a row in process,
// a link to a real one fills it from registers; the card compares rows and publishes what changed.

export {NOT_AVAILABLE} from '../core/absent.ts';

export interface ReadingField {
	readonly name: string;
	/** SI unit, or '' for codes, counts and bits. */
	readonly unit: string;
	/** The slot holds the quantity times this. */
	readonly scale: number;
	/** Changes up to this many steps are noise and not worth a message. */
	readonly deadBand: number;
}

function field(name: string, unit: string, scale: number, deadBand: number): ReadingField {
	return {name: name, unit: unit, scale: scale, deadBand: deadBand};
}

/** Output status as upsBasicOutputStatus of the PowerNet MIB counts it (nmc.md 1.1). */
export const outputStatus = 0;
/** Battery status: 1 unknown, 2 normal, 3 low, 4 in fault, 5 no battery (nmc.md 1.1). */
export const batteryStatus = 1;
/** Charger stage: 0 off, 1 bulk, 2 absorption, 3 float. */
export const chargerStage = 2;
export const batteryCharge = 3;
export const batteryRuntime = 4;
export const batteryVolts = 5;
/** Positive while discharging. */
export const batteryAmperes = 6;
export const batteryTemperature = 7;
export const secondsOnBattery = 8;
export const inputVolts = 9;
export const inputHertz = 10;
export const outputVolts = 11;
export const outputHertz = 12;
export const outputAmperes = 13;
export const outputWatts = 14;
export const outputVoltAmperes = 15;
/** Real power as a share of the rating. */
export const loadRatio = 16;
/** Output energy since the start of the UPS. */
export const outputEnergy = 17;
export const efficiency = 18;
/** Why the UPS last went to battery: upsAdvInputLineFailCause (nmc.md 1.4). */
export const transferCause = 19;
/** Why the UPS last changed state (nmc.md 1.3). */
export const changeCause = 20;
export const transferCount = 21;
/** Result of the last self-test: 1 passed, 2 failed, 3 invalid, 4 in progress (nmc.md 5). */
export const selfTestResult = 22;
export const selfTestCount = 23;
/** Result of the last calibration: 1 ok, 2 invalid charge, 3 in progress, 4 refused, 5 aborted, 6 pending, 7 unknown. */
export const calibrationResult = 24;
/** Bit 0 main, bits 1 to 3 the switched groups: 1 is on. */
export const groupsOn = 25;
/** Status flags of each outlet group (nmc.md 9, registers 3, 6, 9, 12). */
export const group0Status = 26;
export const group1Status = 27;
export const group2Status = 28;
export const group3Status = 29;
/** Condition words: bit n of word w is condition 32 w + n of conditions.ts. */
export const conditions0 = 30;
export const conditions1 = 31;
export const conditions2 = 32;
/** What the card's twin makes of the readings; the UPS itself never fills these. Runtime at the present load, s. */
export const predictedRuntime = 33;
/** Standard deviation of the line above it, here and below. */
export const predictedRuntimeSigma = 34;
/** Present full capacity as a share of new. */
export const batteryHealth = 35;
export const batteryHealthSigma = 36;
/** Day on which replace-battery is expected, days since 2000-01-01 UTC. */
export const replaceDay = 37;
export const replaceDaySigma = 38;

export const READING_SIZE = 39;
/** The slots of the twin: the first, and how many. */
export const TWIN_SLOTS = predictedRuntime;
export const TWIN_SLOT_COUNT = READING_SIZE - TWIN_SLOTS;

/** One row a slot, in the order of the numbers above. Units and steps follow RFC 1628 where it has the quantity. */
export const readingFields: readonly ReadingField[] = [
	field('outputStatus', '', 1, 0),
	field('batteryStatus', '', 1, 0),
	field('chargerStage', '', 1, 0),
	field('batteryCharge', '%', 10, 1),
	field('batteryRuntime', 's', 1, 10),
	field('batteryVolts', 'V', 100, 10),
	field('batteryAmperes', 'A', 100, 10),
	field('batteryTemperature', 'Cel', 10, 2),
	field('secondsOnBattery', 's', 1, 0),
	field('inputVolts', 'V', 10, 10),
	field('inputHertz', 'Hz', 100, 3),
	field('outputVolts', 'V', 10, 10),
	field('outputHertz', 'Hz', 100, 3),
	field('outputAmperes', 'A', 100, 5),
	field('outputWatts', 'W', 1, 5),
	field('outputVoltAmperes', 'VA', 1, 5),
	field('loadRatio', '%', 10, 5),
	field('outputEnergy', 'Wh', 1, 0),
	field('efficiency', '%', 10, 5),
	field('transferCause', '', 1, 0),
	field('changeCause', '', 1, 0),
	field('transferCount', '', 1, 0),
	field('selfTestResult', '', 1, 0),
	field('selfTestCount', '', 1, 0),
	field('calibrationResult', '', 1, 0),
	field('groupsOn', '', 1, 0),
	field('group0Status', '', 1, 0),
	field('group1Status', '', 1, 0),
	field('group2Status', '', 1, 0),
	field('group3Status', '', 1, 0),
	field('conditions0', '', 1, 0),
	field('conditions1', '', 1, 0),
	field('conditions2', '', 1, 0),
	field('predictedRuntime', 's', 1, 10),
	field('predictedRuntimeSigma', 's', 1, 10),
	field('batteryHealth', '%', 10, 2),
	field('batteryHealthSigma', '%', 10, 2),
	field('replaceDay', 'd', 1, 2),
	field('replaceDaySigma', 'd', 1, 2),
];
