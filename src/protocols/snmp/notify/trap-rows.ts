// The objects of PowerNet traps by trap number (snmp.md (b), Traps). A trap that is not here has the sentence alone.

export const POWERNET = '1.3.6.1.4.1.318';
const ARGUMENT = `${POWERNET}.2.3`;

/** What a trap can tell beside the fact that it came: `integer` is the detail of the event, `event` its id. */
export type TrapArgument =
	| 'integer'
	| 'event'
	| 'integer02'
	| 'sentence'
	| 'name'
	| 'group'
	| 'serverAddress'
	| 'authenticated';

/** Where each is told; `group` takes the index of the outlet group in the place of the instance. */
export const argumentObjects: Readonly<Record<TrapArgument, string>> = {
	integer: `${ARGUMENT}.1.0`,
	event: `${ARGUMENT}.1.0`,
	integer02: `${ARGUMENT}.6.0`,
	sentence: `${ARGUMENT}.3.0`,
	name: `${ARGUMENT}.10.0`,
	// upsOutletGroupControlIndex
	group: `${POWERNET}.1.1.1.12.3.2.1.1`,
	// mconfigTFTPServerIP and newCodeAuthentViaTFTP
	serverAddress: `${POWERNET}.2.1.4.0`,
	authenticated: `${POWERNET}.2.1.5.0`,
};

export const sentenceAlone: readonly TrapArgument[] = ['sentence'];

const numbered: readonly TrapArgument[] = ['integer', 'sentence'];
const ofGroup: readonly TrapArgument[] = ['group', 'sentence'];
const named: readonly TrapArgument[] = ['name', 'sentence'];
const ofCondition: readonly TrapArgument[] = ['name', 'event', 'sentence'];

export const trapArguments: Readonly<Record<number, readonly TrapArgument[]>> = {
	18: numbered,
	19: numbered,
	32: ['serverAddress', 'authenticated'],
	57: numbered,
	59: numbered,
	61: numbered,
	63: numbered,
	77: numbered,
	78: numbered,
	123: named,
	124: named,
	298: ofGroup,
	299: ofGroup,
	636: ['integer02', 'sentence'],
	703: numbered,
	704: numbered,
	705: numbered,
	706: numbered,
	707: numbered,
	708: numbered,
	709: numbered,
	710: numbered,
	732: ofGroup,
	734: ofCondition,
	735: ofCondition,
	736: ofCondition,
	737: ofCondition,
	738: ofCondition,
	739: ofCondition,
};

/** Numbers of set and clear for an event that has none of its own, by severity: the conditions that only a sentence names. */
export const conditionTraps: Readonly<Record<number, readonly [number, number]>> = {
	2: [738, 739],
	3: [736, 737],
	4: [734, 735],
};
