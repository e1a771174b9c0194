// Codes of the UPS's machines. They are part of recorded states: append only.

/** Where the output is fed from. */
export const sourceOff = 0;
export const sourceLine = 1;
export const sourceBattery = 2;
export const sourceBypass = 3;

/** Tap of the automatic voltage regulator (line-interactive types, on line). */
export const avrNone = 0;
export const avrBoost = 1;
export const avrTrim = 2;

/** Why the inverter runs from the battery. */
export const purposeOutage = 0;
export const purposeSelfTest = 1;
export const purposeCalibration = 2;

export const chargerOff = 0;
export const chargerBulk = 1;
export const chargerAbsorption = 2;
export const chargerFloat = 3;

/** Why the output is on bypass. */
export const bypassByCommand = 0;
export const bypassBySwitch = 1;
export const bypassByFault = 2;
export const bypassByOverload = 3;
/** Past a UPS whose firmware is being replaced. */
export const bypassByUpdate = 4;

/** What an outlet group waits for. */
export const phaseIdle = 0;
/** The off delay runs. */
export const phaseOffDelay = 1;
/** Off, for the reboot duration or a sleep. */
export const phaseHolding = 2;
/** Off, until the utility is good and the battery holds enough runtime. */
export const phaseAwaitingPower = 3;
/** The on delay runs. */
export const phaseOnDelay = 4;

/** What the group does once it is off. */
export const afterOffStay = 0;
/** Comes back after the reboot duration, with or without utility. */
export const afterOffReturn = 1;
/** Comes back after the reboot duration once there is utility. */
export const afterOffReturnWithPower = 2;
/** Sleeps for a time, then comes back once there is utility. */
export const afterOffWake = 3;

export const sensitivityLow = 2;
export const sensitivityMedium = 3;
export const sensitivityHigh = 4;

/** Why the output is latched off until somebody acts. */
export const latchedByOverload = 1;
export const latchedByEmergency = 2;

/** How an update of the firmware treats the output; 0 is as the family does it. */
export const updateOutputOn = 1;
export const updateOutputOff = 2;

/** How far an update of the firmware is (nmc.md 10). */
export const updateNone = 0;
/** The off delay of the output runs. */
export const updateGraceful = 1;
/** The output is off, and the transfer is yet to begin. */
export const updateSettling = 2;
export const updateTransfer = 3;
/** The new firmware starts. */
export const updateStarting = 4;
/** The transfer broke off. */
export const updateFailing = 5;
/** What was written does not start; the boot block tries it some times. */
export const updateRestarting = 6;
export const updateSucceeded = 7;
/** The old firmware runs. */
export const updateFailed = 8;

/** Quality of the utility, and why it is refused. */
export const inputGood = 0;
export const inputLow = 1;
export const inputHigh = 2;
export const inputHertzLow = 3;
export const inputHertzHigh = 4;
export const inputDistorted = 5;
export const inputStep = 6;

/** Change causes (nmc.md 1.3). */
export const changeStart = 0;
export const changeHighInput = 1;
export const changeLowInput = 2;
export const changeDistortedInput = 3;
export const changeRapidInput = 4;
export const changeHighHertz = 5;
export const changeLowHertz = 6;
export const changeAcceptableInput = 8;
export const changeAutomaticTest = 9;
export const changeTestEnded = 10;
export const changeCommand = 12;
export const changeLowBattery = 13;
export const changePowerSystemError = 15;
export const changeErrorCleared = 17;
export const changeAutomaticRestart = 18;
export const changeEmergencyPowerOff = 21;
export const changeGroup = 29;

/** Causes of the last transfer to battery (nmc.md 1.4). */
export const causeNone = 1;
export const causeHighVoltage = 2;
export const causeBrownout = 3;
export const causeBlackout = 4;
export const causeSmallSag = 5;
export const causeDeepSag = 6;
export const causeSmallSpike = 7;
export const causeLargeSpike = 8;
export const causeSelfTest = 9;
export const causeRateOfChange = 10;

/** Results of a self-test (nmc.md 5); 0 before the first. */
export const testPassed = 1;
export const testFailed = 2;
export const testInvalid = 3;
export const testRunning = 4;

/** Results of a runtime calibration (nmc.md 6); 7 before the first. */
export const calibrationOk = 1;
export const calibrationInvalid = 2;
export const calibrationRunning = 3;
export const calibrationRefused = 4;
export const calibrationAborted = 5;
export const calibrationUnknown = 7;
