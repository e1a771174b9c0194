// The bits and codes of the map's bit fields, by number (modbus.md, Bit fields). Bit 0 is the lowest of the whole field.

/** UPSStatus_BF: exactly one of the first four is set. */
export const upsStatus = {
	online: 1,
	onBattery: 2,
	bypass: 3,
	outputOff: 4,
	fault: 5,
	inputBad: 6,
	test: 7,
	pendingOutputOn: 8,
	pendingOutputOff: 9,
	highEfficiency: 13,
	informationalAlert: 14,
	overload: 21,
} as const;

/** OutletStatus_BF: those that both lists have alike, and the rest as the newer one counts (nmc.md 8, rule 5). */
export const outletStatus = {
	on: 0,
	off: 1,
	reboot: 2,
	shutdown: 3,
	sleep: 4,
	pendingLoadShed: 7,
	pendingOnDelay: 8,
	pendingOffDelay: 9,
	pendingOnAcPresence: 10,
	pendingOnMinRuntime: 11,
	memberGroupProcess1: 12,
	memberGroupProcess2: 13,
	lowRuntime: 14,
} as const;

export const simpleSignalling = {powerFailure: 0, shutdownImminent: 1} as const;

export const generalError = {
	siteWiring: 0,
	eeprom: 1,
	adConverter: 2,
	logicPowerSupply: 3,
	internalCommunication: 4,
	uiButton: 5,
	emergencyPowerOff: 7,
} as const;

export const powerSystemError = {
	outputOverload: 0,
	outputShortCircuit: 1,
	outputOvervoltage: 2,
	overtemperature: 4,
	backfeedRelay: 5,
	avrRelay: 6,
	pfcInputRelay: 7,
	outputRelay: 8,
	bypassRelay: 9,
	pfc: 11,
	dcBusOvervoltage: 12,
	inverter: 13,
} as const;

export const batterySystemError = {
	disconnected: 0,
	overvoltage: 1,
	needsReplacement: 2,
	overtemperatureCritical: 3,
	charger: 4,
	temperatureSensor: 5,
	busSoftStart: 6,
} as const;

/** Of ReplaceBatteryTestStatus_BF and RunTimeCalibrationStatus_BF; the last four are the calibration's alone. */
export const testStatus = {
	pending: 0,
	inProgress: 1,
	passed: 2,
	failed: 3,
	refused: 4,
	aborted: 5,
	byProtocol: 6,
	byLocalUi: 7,
	byItself: 8,
	invalidState: 9,
	internalFault: 10,
	chargeNotAcceptable: 11,
	loadChange: 12,
	inputNotAcceptable: 13,
	loadTooLow: 14,
	overcharge: 15,
} as const;

/** Battery.LifeTimeStatus_BF: exactly one of the first three. */
export const lifeStatus = {ok: 0, nearEnd: 1, exceeded: 2, nearEndAcknowledged: 3, exceededAcknowledged: 4} as const;

export const userInterface = {continuousTest: 0, alarmSounding: 1, alarmMuted: 2} as const;

export const inputStatus = {
	acceptable: 0,
	pendingAcceptable: 1,
	voltageTooLow: 2,
	voltageTooHigh: 3,
	distorted: 4,
	boost: 5,
	trim: 6,
	frequencyTooLow: 7,
	frequencyTooHigh: 8,
	notLocked: 9,
} as const;

/** The codes that Input.Efficiency_EN holds where there is no percentage: raw, not scaled. */
export const efficiencyCode = {
	notAvailable: -1,
	loadTooLow: -2,
	outputOff: -3,
	onBattery: -4,
	inBypass: -5,
	batteryCharging: -6,
	poorInput: -7,
	batteryDisconnected: -8,
} as const;

/** Volts that each bit of Output.VoltageACSetting_BF stands for. */
export const outputVoltages: readonly number[] = [100, 120, 200, 208, 220, 230, 240];

export const upsCommand = {
	restoreFactorySettings: 3,
	intoBypass: 4,
	outOfBypass: 5,
	clearFaults: 9,
	resetStrings: 13,
	resetLogs: 14,
} as const;

/** OutletCommand_BF: one command, its modifiers, the groups that it is for, and where it comes from. */
export const outletCommand = {
	cancel: 0,
	on: 1,
	off: 2,
	shutdown: 3,
	reboot: 4,
	coldBootAllowed: 5,
	useOnDelay: 6,
	useOffDelay: 7,
	mainGroup: 8,
	switched0: 9,
	switched1: 10,
	switched2: 11,
	fromUsb: 12,
	fromLocalUser: 13,
	fromSerial: 14,
	fromSlot1: 15,
	fromSlot2: 16,
	fromInternalNetwork1: 17,
	fromInternalNetwork2: 18,
	switched3: 19,
} as const;

export const simpleSignallingCommand = {requestShutdown: 0, remoteOff: 1, remoteOn: 2} as const;

/** Of ReplaceBatteryTestCommand_BF and RunTimeCalibrationCommand_BF. */
export const testCommand = {start: 0, abort: 1} as const;

export const userInterfaceCommand = {
	shortTest: 0,
	continuousTest: 1,
	muteAlarms: 2,
	cancelMute: 3,
	acknowledgeBattery: 5,
	acknowledgeSiteWiring: 6,
} as const;
