// The rows of the event catalogue (nmc.md 3), read through events.ts. Ids are ours and append only: they are in logs and in
// telemetry.

import * as condition from '../ups/conditions.ts';

/** Severities, numbered as the telemetry's enum, the worse the higher. An ungraded event is logged and not notified. */
export const ungraded = 1;
export const informational = 2;
export const warning = 3;
export const critical = 4;

/** No condition of the UPS sets and clears the event: it just happens, or it is the card's own. */
export const NONE = -1;

export interface EventRow {
	readonly id: number;
	readonly name: string;
	/** Of the set. The clear of any event is informational (nmc.md 2). */
	readonly severity: number;
	/** The condition of the UPS that sets and clears it, or NONE. */
	readonly condition: number;
	/** Whether it holds until it is cleared. */
	readonly paired: boolean;
	/** Codes of the field's cards, 0xCCNN, of the set and of the clear; 0 where it is not confirmed. */
	readonly codes: SetAndClear;
	/** Enterprise-specific trap numbers under 1.3.6.1.4.1.318, of the set and of the clear; 0 where there is none. */
	readonly traps: SetAndClear;
	/** Status word of NUT while it holds (ecosystem.md 2.6), or ''. */
	readonly nut: string;
	/** Number under upsWellKnownAlarms of RFC 1628, or 0. */
	readonly rfcAlarm: number;
}

/** The number for the set, or the moment, and the one for the clear. */
export type SetAndClear = readonly [number, number];

const NO_CODES: SetAndClear = [0, 0];
const NO_TRAPS: SetAndClear = [0, 0];

function pair(
	id: number,
	name: string,
	severity: number,
	by: number,
	codes: SetAndClear,
	traps: SetAndClear,
	nut: string,
	rfc: number,
): EventRow {
	return {
		id: id,
		name: name,
		severity: severity,
		condition: by,
		paired: true,
		codes: codes,
		traps: traps,
		nut: nut,
		rfcAlarm: rfc,
	};
}

function moment(id: number, name: string, severity: number, code: number, trap: number): EventRow {
	return {
		id: id,
		name: name,
		severity: severity,
		condition: NONE,
		paired: false,
		codes: [code, 0],
		traps: [trap, 0],
		nut: '',
		rfcAlarm: 0,
	};
}

/**
 * A pair: id, name, severity, condition, codes and traps of set and clear, NUT word, RFC 1628 alarm. A moment: id, name,
 * severity, code, trap. Traps 8, 23 and 30 clear several pairs each; trap 10 is a passed self-test, whether it clears or not.
 */
export const events: readonly EventRow[] = [
	// UPS power (nmc.md 3.1): the rows of conditions.
	pair(1, 'onBattery', warning, condition.onBattery, [0x0109, 0x010a], [5, 9], 'OB', 2),
	pair(2, 'lowBattery', critical, condition.lowBattery, [0x010f, 0], [7, 11], 'LB', 3),
	pair(3, 'boost', warning, condition.boost, NO_CODES, [6, 34], 'BOOST', 0),
	pair(4, 'trim', warning, condition.trim, NO_CODES, [31, 35], 'TRIM', 0),
	pair(5, 'overload', critical, condition.overload, [0x0103, 0], [2, 33], 'OVER', 8),
	pair(6, 'replaceBattery', critical, condition.replaceBattery, [0x0119, 0], [17, 36], 'RB', 1),
	pair(7, 'selfTestFailed', critical, condition.selfTestFailed, NO_CODES, [3, 10], '', 19),
	pair(8, 'discharged', critical, condition.discharged, [0x0107, 0], [4, 38], '', 4),
	pair(9, 'outputOff', warning, condition.outputOff, [0x0114, 0x0113], [12, 30], 'OFF', 14),
	pair(10, 'sleeping', warning, condition.sleeping, NO_CODES, [13, 14], '', 21),
	pair(11, 'rebooting', warning, condition.rebooting, NO_CODES, [15, 30], '', 11),
	pair(12, 'gracefulShutdown', informational, condition.gracefulShutdown, [0, 0x014f], [39, 0], '', 22),
	pair(13, 'calibrating', informational, condition.calibrating, NO_CODES, [28, 37], 'CAL', 24),
	pair(14, 'selfTesting', informational, condition.selfTesting, NO_CODES, NO_TRAPS, '', 24),
	pair(15, 'bypassCommand', warning, condition.bypassCommand, [0x011c, 0], [21, 23], 'BYPASS', 9),
	pair(16, 'bypassSwitch', warning, condition.bypassSwitch, [0x011d, 0], [22, 23], 'BYPASS', 9),
	pair(17, 'bypassInternalFault', critical, condition.bypassInternalFault, NO_CODES, [20, 23], 'BYPASS', 9),
	pair(18, 'bypassTemporary', warning, condition.bypassTemporary, NO_CODES, [787, 23], 'BYPASS', 9),
	pair(19, 'bypassSupplyFault', critical, condition.bypassSupplyFault, NO_CODES, [24, 824], '', 10),
	pair(20, 'noBattery', warning, condition.noBattery, NO_CODES, [80, 81], '', 1),
	pair(21, 'chargerFailure', warning, condition.chargerFailure, NO_CODES, [51, 52], '', 13),
	pair(22, 'batteryOverTemperature', warning, condition.batteryOverTemperature, NO_CODES, [53, 54], '', 5),
	pair(23, 'badOutputVoltage', warning, condition.badOutputVoltage, NO_CODES, [49, 50], '', 7),
	pair(24, 'avrRelayFault', warning, condition.avrRelayFault, NO_CODES, [55, 56], '', 18),
	pair(25, 'packLinkLost', critical, condition.packLinkLost, NO_CODES, [26, 27], '', 18),
	pair(26, 'fanFault', critical, condition.fanFault, NO_CODES, [25, 637], '', 16),
	pair(27, 'abnormal', critical, condition.abnormal, NO_CODES, [77, 78], '', 18),
	pair(28, 'internalOverTemperature', warning, condition.internalOverTemperature, NO_CODES, [353, 354], '', 5),
	pair(29, 'pfcInputRelay', warning, condition.pfcInputRelay, NO_CODES, [502, 503], '', 18),
	pair(30, 'inverterOverTemperature', warning, condition.inverterOverTemperature, NO_CODES, [504, 505], '', 5),
	pair(31, 'batteryOverVoltage', warning, condition.batteryOverVoltage, NO_CODES, [506, 507], 'HB', 18),
	pair(32, 'eepromFault', warning, condition.eepromFault, NO_CODES, [508, 509], '', 18),
	pair(33, 'batteryTemperatureSensor', warning, condition.batteryTemperatureSensor, NO_CODES, [600, 601], '', 18),
	pair(34, 'batteryBusSoftStart', warning, condition.batteryBusSoftStart, NO_CODES, [602, 603], '', 18),
	pair(35, 'outputShort', warning, condition.outputShort, NO_CODES, [604, 605], '', 7),
	pair(36, 'outputRelay', warning, condition.outputRelay, NO_CODES, [606, 607], '', 18),
	pair(37, 'pfcFault', warning, condition.pfcFault, NO_CODES, [608, 609], '', 18),
	pair(38, 'dcBusHigh', warning, condition.dcBusHigh, NO_CODES, [610, 611], '', 18),
	pair(39, 'inverterFault', warning, condition.inverterFault, NO_CODES, [612, 613], '', 18),
	pair(40, 'adConverterFault', warning, condition.adConverterFault, NO_CODES, [614, 615], '', 18),
	pair(41, 'logicSupplyFault', warning, condition.logicSupplyFault, NO_CODES, [616, 617], '', 18),
	pair(42, 'dcImbalance', warning, condition.dcImbalance, NO_CODES, [618, 619], '', 18),
	pair(43, 'backfeedRelay', warning, condition.backfeedRelay, NO_CODES, [620, 621], '', 18),
	pair(44, 'bypassRelay', warning, condition.bypassRelay, NO_CODES, [622, 623], '', 10),
	pair(45, 'inputWarning', warning, condition.inputWarning, NO_CODES, [703, 704], '', 6),
	pair(46, 'bypassWarning', warning, condition.bypassWarning, NO_CODES, [705, 706], '', 10),
	pair(47, 'communicationWarning', warning, condition.communicationWarning, NO_CODES, [707, 708], '', 18),
	pair(48, 'powerModule', critical, condition.powerModule, NO_CODES, [709, 710], '', 18),
	pair(49, 'outputWaveform', critical, condition.outputWaveform, NO_CODES, [711, 712], '', 7),
	pair(50, 'staticSwitchOverload', critical, condition.staticSwitchOverload, NO_CODES, [713, 714], '', 8),
	pair(51, 'batteryVoltageCollapse', critical, condition.batteryVoltageCollapse, NO_CODES, [715, 716], '', 18),
	pair(52, 'installationOverload', critical, condition.installationOverload, NO_CODES, [717, 718], '', 8),
	pair(53, 'staticSwitchError', critical, condition.staticSwitchError, NO_CODES, [719, 720], '', 10),
	pair(54, 'forcedBypass', critical, condition.forcedBypass, NO_CODES, [721, 722], 'BYPASS', 9),
	pair(55, 'internalCommunication', critical, condition.internalCommunication, NO_CODES, [730, 731], '', 18),
	pair(56, 'criticalCondition', critical, condition.criticalCondition, NO_CODES, [734, 735], '', 18),
	pair(57, 'warningCondition', warning, condition.warningCondition, NO_CODES, [736, 737], '', 18),
	pair(58, 'informationalCondition', informational, condition.informationalCondition, NO_CODES, [738, 739], '', 0),
	pair(59, 'noValidFirmware', critical, condition.noValidFirmware, NO_CODES, [762, 763], '', 18),
	pair(60, 'displayButton', warning, condition.displayButton, NO_CODES, [767, 768], '', 18),
	pair(61, 'factorySetup', critical, condition.factorySetup, NO_CODES, [769, 770], '', 18),
	pair(62, 'emergencyPowerOff', critical, condition.emergencyPowerOff, NO_CODES, [771, 772], '', 15),
	pair(63, 'firmwareMismatch', critical, condition.firmwareMismatch, NO_CODES, [773, 774], '', 18),
	pair(64, 'oscillatorFault', critical, condition.oscillatorFault, NO_CODES, [775, 776], '', 18),
	pair(65, 'onBatteryByFault', critical, condition.onBatteryByFault, NO_CODES, [777, 778], '', 2),
	pair(66, 'contactRelayFault', critical, condition.contactRelayFault, NO_CODES, [802, 803], '', 18),
	pair(67, 'incompatiblePack', critical, condition.incompatiblePack, NO_CODES, [806, 807], '', 18),
	pair(68, 'airFilter', warning, condition.airFilter, NO_CODES, [804, 805], '', 0),
	pair(69, 'inputContactAbnormal', warning, condition.inputContactAbnormal, NO_CODES, [808, 809], '', 0),
	pair(70, 'outputRelayAbnormal', warning, condition.outputRelayAbnormal, NO_CODES, [810, 811], '', 18),
	pair(71, 'outputBreakerOpen', critical, condition.outputBreakerOpen, NO_CODES, [822, 823], '', 7),
	pair(72, 'outputSwitchOpen', informational, condition.outputSwitchOpen, NO_CODES, [357, 356], '', 0),
	pair(73, 'externalGearOpen', informational, condition.externalGearOpen, NO_CODES, [124, 123], '', 0),
	// The card's own alarms, and facts without an end (3.1).
	pair(100, 'linkLost', critical, NONE, [0x0102, 0], [1, 8], '', 20),
	pair(101, 'linkLostOnBattery', critical, NONE, NO_CODES, [733, 8], '', 20),
	moment(102, 'selfTestPassed', informational, 0, 10),
	moment(103, 'selfTestInvalid', informational, 0, 0),
	moment(104, 'calibrationRefused', informational, 0, 0),
	moment(105, 'outletGroupOn', informational, 0, 298),
	moment(106, 'outletGroupOff', warning, 0x0135, 299),
	moment(107, 'outletGroupCommand', warning, 0, 732),
	moment(108, 'dipSwitchChanged', warning, 0, 16),
	moment(109, 'batteryAdded', informational, 0, 67),
	moment(110, 'batteryRemoved', informational, 0, 68),
	moment(111, 'batteryFrameAdded', informational, 0, 75),
	moment(112, 'batteryFrameRemoved', informational, 0, 76),
	moment(113, 'powerModuleAdded', informational, 0, 69),
	moment(114, 'powerModuleRemoved', informational, 0, 70),
	moment(115, 'intelligenceModuleInserted', informational, 0, 71),
	moment(116, 'intelligenceModuleRemoved', informational, 0, 72),
	moment(117, 'redundantModuleInserted', informational, 0, 73),
	moment(118, 'redundantModuleRemoved', informational, 0, 74),
	// Battery life by date (register 25 of the UPS's Modbus map, nmc.md 9).
	pair(119, 'batteryLifeNearEnd', warning, NONE, NO_CODES, NO_TRAPS, '', 0),
	pair(120, 'batteryLifeExceeded', warning, NONE, NO_CODES, NO_TRAPS, '', 0),
	// Firmware (3.2). The MIB calls a failed update informational; ours is critical.
	moment(140, 'upsUpdateStarted', warning, 0x0176, 758),
	moment(141, 'upsUpdateFinished', informational, 0x0177, 759),
	moment(142, 'upsUpdateSucceeded', informational, 0, 760),
	moment(143, 'upsUpdateFailed', critical, 0x0178, 761),
	moment(144, 'controllerUpdateComplete', informational, 0, 500),
	moment(145, 'controllerUpdateFailed', critical, 0, 501),
	moment(146, 'imageAuthenticated', informational, 0, 32),
	// The card itself (3.3). Cold start, warm start and refused access have standard traps, not enterprise ones.
	moment(160, 'coldStart', critical, 0x0001, 0),
	moment(161, 'warmStart', critical, 0x0002, 0),
	moment(162, 'snmpSettingsChanged', warning, 0x0003, 44),
	moment(163, 'snmpAccessRefused', informational, 0x0004, 0),
	moment(164, 'consoleLoginRefused', warning, 0x0005, 46),
	moment(165, 'webLoginRefused', warning, 0x0006, 47),
	moment(166, 'passwordChanged', warning, 0x0008, 48),
	moment(167, 'ftpTransferStarted', ungraded, 0x000c, 0),
	moment(168, 'tftpTransferStarted', ungraded, 0x000d, 0),
	moment(169, 'fileTransferFailed', ungraded, 0x000f, 0),
	moment(170, 'consoleLogin', ungraded, 0x0014, 0),
	moment(171, 'webLogin', ungraded, 0x0015, 0),
	moment(172, 'ftpLogin', ungraded, 0x0016, 0),
	moment(173, 'resetToDefaults', ungraded, 0x0018, 0),
	moment(174, 'initialisingData', ungraded, 0x0019, 0),
	moment(175, 'userAdded', informational, 0, 82),
	moment(176, 'userDeleted', informational, 0, 83),
	moment(177, 'userChanged', informational, 0, 84),
	moment(178, 'agentRestarting', informational, 0, 29),
	moment(179, 'deviceStatusChanged', informational, 0, 79),
	moment(180, 'deviceEvent', informational, 0, 125),
	moment(181, 'testNotification', informational, 0, 636),
	moment(182, 'networkStarted', ungraded, 0, 0),
	moment(183, 'networkRestarted', ungraded, 0, 0),
	moment(184, 'configurationTaken', ungraded, 0, 0),
	// What real cards do not tell: who ordered what and how it ended, and what became of messages and of the log itself.
	moment(185, 'commandAccepted', informational, 0, 0),
	moment(186, 'commandRefused', warning, 0, 0),
	moment(187, 'commandCompleted', informational, 0, 0),
	moment(188, 'commandFailed', warning, 0, 0),
	moment(189, 'commandTimedOut', warning, 0, 0),
	moment(190, 'settingsChanged', informational, 0, 0),
	moment(191, 'messageRefused', warning, 0, 0),
	pair(192, 'eventsUnacknowledged', warning, NONE, NO_CODES, NO_TRAPS, '', 0),
	moment(193, 'accountLocked', warning, 0, 0),
	moment(194, 'loginRefused', warning, 0, 0),
	moment(195, 'logRepaired', warning, 0, 0),
	moment(196, 'logDamaged', critical, 0, 0),
	moment(197, 'clockSet', informational, 0, 0),
	moment(198, 'batteryReplaced', informational, 0, 0),
	moment(199, 'scheduledActionSkipped', warning, 0, 0),
	// Environment (3.4). Contact n of 1 to 4 has the code 0x0301 + 2 (n - 1).
	pair(200, 'contactFault', critical, NONE, [0x0301, 0], [18, 19], '', 0),
	pair(201, 'humidityProbe1', critical, NONE, NO_CODES, [57, 58], '', 0),
	pair(202, 'temperatureProbe1', critical, NONE, NO_CODES, [59, 60], '', 0),
	pair(203, 'humidityProbe2', critical, NONE, NO_CODES, [61, 62], '', 0),
	pair(204, 'temperatureProbe2', critical, NONE, NO_CODES, [63, 64], '', 0),
	pair(205, 'monitorLinkLost', critical, NONE, NO_CODES, [66, 65], '', 0),
	pair(206, 'temperatureHigh', critical, NONE, NO_CODES, [359, 360], '', 0),
	pair(207, 'temperatureLow', critical, NONE, NO_CODES, [361, 362], '', 0),
	pair(208, 'humidityHigh', critical, NONE, NO_CODES, [363, 364], '', 0),
	pair(209, 'humidityLow', critical, NONE, NO_CODES, [365, 366], '', 0),
	pair(210, 'temperatureRisesFast', critical, NONE, NO_CODES, [367, 368], '', 0),
	pair(211, 'temperatureFallsFast', critical, NONE, NO_CODES, [369, 370], '', 0),
	pair(212, 'temperatureRises', critical, NONE, NO_CODES, [371, 372], '', 0),
	pair(213, 'temperatureFalls', critical, NONE, NO_CODES, [373, 374], '', 0),
	pair(214, 'userCritical', critical, NONE, NO_CODES, [347, 348], '', 0),
	pair(215, 'userWarning', warning, NONE, NO_CODES, [349, 350], '', 0),
	pair(216, 'userNotice', informational, NONE, NO_CODES, [351, 352], '', 0),
	// Shutdown clients (3.5).
	pair(230, 'hostShutdown', critical, NONE, NO_CODES, [779, 780], '', 0),
	pair(231, 'clientLostCard', critical, NONE, NO_CODES, [781, 782], '', 0),
	pair(232, 'clientCardLostUps', critical, NONE, NO_CODES, [783, 784], '', 0),
	moment(233, 'clientTest', informational, 0, 785),
	moment(234, 'clientUpdate', informational, 0, 786),
	pair(235, 'serialHostShutdown', critical, NONE, NO_CODES, [790, 791], '', 0),
	pair(236, 'serialClientLostUps', critical, NONE, NO_CODES, [792, 793], '', 0),
	moment(237, 'serialClientTest', informational, 0, 794),
	moment(238, 'serialClientUpdate', informational, 0, 795),
	// Firmware of the card (ota.md 8); the detail is the number of a code of ota/codes.ts, or what the text says.
	moment(250, 'otaOffered', informational, 0, 0),
	moment(251, 'otaRefused', warning, 0, 0),
	moment(252, 'otaStarted', informational, 0, 0),
	moment(253, 'otaProgress', ungraded, 0, 0),
	moment(254, 'otaResumed', informational, 0, 0),
	moment(255, 'otaVerified', informational, 0, 0),
	moment(256, 'otaArmed', informational, 0, 0),
	moment(257, 'otaDeferred', warning, 0, 0),
	moment(258, 'otaTrialBoot', informational, 0, 0),
	moment(259, 'otaConfirmed', informational, 0, 0),
	moment(260, 'otaReverted', critical, 0, 0),
	moment(261, 'otaBootRejected', critical, 0, 0),
	moment(262, 'otaFallback', critical, 0, 0),
	moment(263, 'otaFloorRaised', informational, 0, 0),
	moment(264, 'otaRootRotated', informational, 0, 0),
	pair(265, 'otaFrozen', warning, NONE, NO_CODES, NO_TRAPS, '', 0),
	moment(266, 'otaJournalLost', critical, 0, 0),
	moment(267, 'otaLocalOverride', warning, 0, 0),
	pair(268, 'otaNoBootable', critical, NONE, NO_CODES, NO_TRAPS, '', 0),
	moment(269, 'otaCancelled', informational, 0, 0),
];
