// The registers of an APC Smart-UPS and of the card in front of it (modbus.md, Registers): a row a value, with its numbers only.
// Both ends use it: a card that is read, and a card that reads its own UPS. Who fills and who takes them is elsewhere.

/** Bits, and codes: as they are. */
export const formatBits = 0;
/** Unsigned and signed numbers: the register holds the quantity times two to the power of `scale`. */
export const formatUnsigned = 1;
export const formatSigned = 2;
/** Two characters a register, the first in the high byte. */
export const formatText = 3;
/** Days since 2000-01-01. */
export const formatDate = 4;
/** Seconds: -1 not running or disabled, 0 at once. */
export const formatDelay = 5;

export const accessRead = 1;
export const accessReadWrite = 2;
export const accessWriteOnly = 3;

export interface RegisterRow {
	readonly address: number;
	/** Registers of 16 bits, the high one first. */
	readonly count: number;
	readonly name: string;
	readonly format: number;
	/** Binary places. */
	readonly scale: number;
	readonly access: number;
	/** What the register holds where there is nothing to tell. */
	readonly absent: number;
}

const ABSENT_WORD = 0xffff;
const MINUS_ONE = -1;
const GROUPS = 4;

function row(address: number, count: number, name: string, format: number, scale: number): RegisterRow {
	const absent = format === formatDelay ? MINUS_ONE : 0;
	return {
		address: address,
		count: count,
		name: name,
		format: format,
		scale: scale,
		access: accessRead,
		absent: absent,
	};
}

function bits(address: number, count: number, name: string): RegisterRow {
	return row(address, count, name, formatBits, 0);
}

function unsigned(address: number, count: number, name: string, scale: number): RegisterRow {
	return row(address, count, name, formatUnsigned, scale);
}

function signed(address: number, count: number, name: string, scale: number): RegisterRow {
	return row(address, count, name, formatSigned, scale);
}

function text(address: number, count: number, name: string): RegisterRow {
	return row(address, count, name, formatText, 0);
}

function date(address: number, name: string): RegisterRow {
	return row(address, 1, name, formatDate, 0);
}

function delay(address: number, count: number, name: string): RegisterRow {
	return row(address, count, name, formatDelay, 0);
}

function having(access: number, absent: number, of: RegisterRow): RegisterRow {
	return {
		address: of.address,
		count: of.count,
		name: of.name,
		format: of.format,
		scale: of.scale,
		access: access,
		absent: absent,
	};
}

function writable(of: RegisterRow): RegisterRow {
	return having(accessReadWrite, of.absent, of);
}

function command(address: number, count: number, name: string): RegisterRow {
	return having(accessWriteOnly, 0, bits(address, count, name));
}

/** What the registers of an outlet group are called: 0 is the main one, n the switched one n - 1. */
export function groupPrefix(group: number): string {
	return group === 0 ? 'MOG' : `SOG[${group - 1}]`;
}

const OUTLET_STATUS_AT = 3;
const OUTLET_STATUS_STRIDE = 3;
const COUNTDOWNS_AT = 155;
const COUNTDOWNS_STRIDE = 4;
/** NUT reads names of the groups from here; AN 176 has none (modbus.md). */
const NAMES_AT = 604;
const NAME_WORDS = 8;
/** AN 176 and NUT have five registers a group, apcupsd's header four (modbus.md). */
const SETTINGS_AT = 1029;
const SETTINGS_STRIDE = 5;

function outletStatus(group: number): RegisterRow {
	return bits(OUTLET_STATUS_AT + OUTLET_STATUS_STRIDE * group, 2, `${groupPrefix(group)}.OutletStatus_BF`);
}

function countdowns(group: number): RegisterRow[] {
	const at = COUNTDOWNS_AT + COUNTDOWNS_STRIDE * group;
	const prefix = groupPrefix(group);
	return [
		delay(at, 1, `${prefix}.TurnOffCountdown`),
		delay(at + 1, 1, `${prefix}.TurnOnCountdown`),
		delay(at + 2, 2, `${prefix}.StayOffCountdown`),
	];
}

function delaySettings(group: number): RegisterRow[] {
	const at = SETTINGS_AT + SETTINGS_STRIDE * group;
	const prefix = groupPrefix(group);
	return [
		writable(delay(at, 1, `${prefix}.TurnOffCountdownSetting`)),
		writable(delay(at + 1, 1, `${prefix}.TurnOnCountdownSetting`)),
		writable(delay(at + 2, 2, `${prefix}.StayOffCountdownSetting`)),
	];
}

/** The rows of the main group and the four switched ones. */
function ofGroups(rowsOf: (group: number) => RegisterRow[]): RegisterRow[] {
	let rows: RegisterRow[] = [];
	for (let group = 0; group <= GROUPS; group++) {
		rows = rows.concat(rowsOf(group));
	}
	return rows;
}

/** Names of the main group and of the first three switched ones. */
function groupName(group: number): RegisterRow {
	return writable(text(NAMES_AT + NAME_WORDS * group, NAME_WORDS, `${groupPrefix(group)}.Name_STR`));
}

/** Registers 0 to 127: what the UPS does. */
export const statusRegisters: readonly RegisterRow[] = [
	bits(0, 2, 'UPSStatus_BF'),
	bits(2, 1, 'UPSStatusChangeCause_EN'),
]
	.concat(ofGroups(group => [outletStatus(group)]))
	.concat([
		bits(18, 1, 'SimpleSignalingStatus_BF'),
		bits(19, 1, 'GeneralError_BF'),
		bits(20, 2, 'PowerSystemError_BF'),
		bits(22, 1, 'BatterySystemError_BF'),
		bits(23, 1, 'ReplaceBatteryTestStatus_BF'),
		bits(24, 1, 'RunTimeCalibrationStatus_BF'),
		bits(25, 1, 'Battery.LifeTimeStatus_BF'),
		bits(26, 1, 'UserInterfaceStatus_BF'),
	]);

/** Registers 128 to 511: what is measured, and what counts down. */
export const dynamicRegisters: readonly RegisterRow[] = [
	unsigned(128, 2, 'RunTimeRemaining', 0),
	unsigned(130, 1, 'StateOfCharge_Pct', 9),
	signed(131, 1, 'Battery.Positive.VoltageDC', 5),
	date(133, 'Battery.Date'),
	signed(135, 1, 'Battery.Temperature', 7),
	unsigned(136, 1, 'Output[0].RealPower_Pct', 8),
	unsigned(138, 1, 'Output[0].ApparentPower_Pct', 8),
	unsigned(140, 1, 'Output[0].CurrentAC', 5),
	unsigned(142, 1, 'Output[0].VoltageAC', 6),
	unsigned(144, 1, 'Output.Frequency', 7),
	unsigned(145, 2, 'Output.Energy', 0),
	bits(150, 1, 'Input.InputStatus_BF'),
	having(accessRead, ABSENT_WORD, unsigned(151, 1, 'Input[0].VoltageAC', 6)),
	// A code where it is negative, not scaled. AN 176 scales nothing here; a posted reading only fits 7 binary places (modbus.md).
	having(accessRead, MINUS_ONE, signed(154, 1, 'Input.Efficiency_EN', 7)),
].concat(ofGroups(countdowns));

/** Registers 512 to 1023: what the UPS is. */
export const inventoryRegisters: readonly RegisterRow[] = [
	text(516, 8, 'FWVersion_STR'),
	text(532, 16, 'Model_STR'),
	text(548, 16, 'SKU_STR'),
	text(564, 8, 'SerialNumber_STR'),
	text(572, 8, 'Battery.SKU_STR'),
	text(580, 8, 'Battery.ExternalBattery.SKU_STR'),
	unsigned(588, 1, 'Output.ApparentPowerRating', 0),
	unsigned(589, 1, 'Output.RealPowerRating', 0),
	bits(590, 1, 'SOGRelayConfigSetting_BF'),
	date(591, 'ManufactureDate'),
	writable(bits(592, 1, 'Output.VoltageACSetting_BF')),
	writable(date(595, 'Battery.DateSetting')),
	writable(text(596, 8, 'Name_STR')),
	groupName(0),
	groupName(1),
	groupName(2),
	groupName(3),
];

/** Registers 1024 to 1535: settings. The first three are NUT's; AN 176 has them not (modbus.md). */
export const settingRegisters: readonly RegisterRow[] = [
	writable(unsigned(1026, 1, 'InputHighTransfer', 0)),
	writable(unsigned(1027, 1, 'InputLowTransfer', 0)),
	writable(bits(1028, 1, 'InputSensitivity_BF')),
].concat(ofGroups(delaySettings));

/** Registers 1536 to 1791. They read 0. */
export const commandRegisters: readonly RegisterRow[] = [
	command(1536, 2, 'UPSCommand_BF'),
	command(1538, 2, 'OutletCommand_BF'),
	command(1540, 1, 'SimpleSignalingCommand_BF'),
	command(1541, 1, 'ReplaceBatteryTestCommand_BF'),
	command(1542, 1, 'RunTimeCalibrationCommand_BF'),
	command(1543, 1, 'UserInterfaceCommand_BF'),
];

/** Registers 2048 to 2303, by which a client checks that it reads numbers as they are meant. */
export const checkRegisters: readonly RegisterRow[] = [
	text(2048, 2, 'ModbusMapID'),
	text(2050, 4, 'TestString'),
	unsigned(2054, 2, 'Test4BNumber1', 0),
	signed(2056, 2, 'Test4BNumber2', 0),
	unsigned(2058, 1, 'Test2BNumber1', 0),
	signed(2059, 1, 'Test2BNumber2', 0),
	signed(2060, 1, 'TestBPINumber1', 6),
	signed(2061, 1, 'TestBPINumber2', 6),
];

/** All of them, in the order of their addresses. */
export const registerRows: readonly RegisterRow[] = statusRegisters
	.concat(dynamicRegisters)
	.concat(inventoryRegisters)
	.concat(settingRegisters)
	.concat(commandRegisters)
	.concat(checkRegisters);

/** The row of a name; null when there is none. */
export function findRegister(name: string): RegisterRow | null {
	for (let i = 0; i < registerRows.length; i++) {
		if (registerRows[i].name === name) {
			return registerRows[i];
		}
	}
	return null;
}
