// A reading row from the registers of a UPS: what src/link makes of them (reading.ts, conditions.ts and history.ts there), without its
// tables of names. A test gives both the same registers and compares the rows.

import type {Millis} from '../../core/clock.ts';
import * as condition from '../../ups/conditions.ts';
import * as reading from '../../ups/reading.ts';
import {NOT_AVAILABLE} from '../../ups/reading.ts';
import * as at from './ups-registers.ts';
import type {UpsRegisters} from './ups-registers.ts';
import {
	bits,
	BITS_COLUMNS,
	calibrationResults,
	measured,
	MEASURED_COLUMNS,
	signedWord,
	testResults,
} from './ups-tables.ts';

/** What was ordered and what the UPS is, as far as a reading depends on it. */
export interface UpsFacts {
	switchedGroups: number;
	hasMainGroup: boolean;
	/** 0 where it is not known. */
	ratedWatts: number;
	ratedVoltAmperes: number;
	/** Volts; 0 where it is not known. */
	nominalVolts: number;
}

const LARGEST = 2147483647;
const GROUPS = 4;

const CALIBRATION_PENDING = 6;
const CALIBRATION_UNKNOWN = 7;
const TEST_RUNNING = 4;
const RESULT_BITS = 63;

/** Causes of a transfer (nmc.md 1.4) by cause of a change (1.3); 0 has no number. */
const transferCauses = new Uint8Array([0, 2, 0, 7, 10, 7, 7, 7]);
const LOW_INPUT = 2;
/** Small sag, deep sag, brownout, blackout. */
const lowCauses = new Uint8Array([5, 6, 3, 4]);
const CAUSE_SELF_TEST = 9;
/** Below two fifths of the nominal voltage an input is gone and not low, and after this time it is no sag. */
const LONG_MS = 5000;

function rounded(value: number): number {
	return Math.floor(value + 0.5);
}

function stored(value: number): number {
	return value < 0 ? NOT_AVAILABLE : Math.min(LARGEST, value);
}

export class UpsReading {
	registers: UpsRegisters;
	facts: UpsFacts;
	row: Int32Array;
	selfTests: number;
	transfers: number;
	transferCause: number;
	/** When the outage under way was first seen; -1 while there is none. */
	outageSince: Millis;
	lowestVolts: number;
	/** Result bits of the last test that was seen; -1 before that. */
	lastTest: number;
	wasTesting: boolean;
	/** What register 24 held when a calibration was ordered of which the UPS has said nothing yet; -1 without one. */
	calibrationBefore: number;

	constructor(registers: UpsRegisters, facts: UpsFacts) {
		this.registers = registers;
		this.facts = facts;
		this.row = new Int32Array(reading.READING_SIZE);
		this.selfTests = 0;
		this.transfers = 0;
		this.transferCause = NOT_AVAILABLE;
		this.outageSince = -1;
		this.lowestVolts = 0;
		this.lastTest = -1;
		this.wasTesting = false;
		this.calibrationBefore = -1;
		this.clear();
	}

	/** Nothing holds and nothing is known. */
	clear(): void {
		const row = this.row;
		row.fill(NOT_AVAILABLE);
		row.fill(0, reading.conditions0, reading.conditions0 + condition.CONDITION_WORDS);
		row[reading.selfTestCount] = this.selfTests;
		row[reading.transferCount] = this.transfers;
		row[reading.groupsOn] = 0;
	}

	calibrates(): boolean {
		return this.registers.bit(at.calibrationStatus, at.bitTestInProgress);
	}

	tests(): boolean {
		const registers = this.registers;
		return (
			registers.bit(at.testStatus, at.bitTestInProgress)
			|| (registers.bit(at.upsStatus, at.bitUpsTest) && !this.calibrates())
		);
	}

	/** A test runs on battery as well, and is no outage (nmc.md 5). */
	isOutage(): boolean {
		return this.registers.bit(at.upsStatus, at.bitUpsOnBattery) && !this.tests() && !this.calibrates();
	}

	isOnLine(): boolean {
		return this.registers.bit(at.upsStatus, at.bitUpsOnline) && !this.tests() && !this.calibrates();
	}

	/** Fills the row from registers that have just come. */
	look(t: Millis): void {
		this.observeTest();
		this.observeOutage(t);
		this.clear();
		this.fillConditions();
		this.fillMeasured();
		this.fillPower();
		this.fillGroups();
		this.fillStates(t);
	}

	/** A test ends when it no longer runs, or when another result stands there than before. */
	observeTest(): void {
		const word = this.registers.word(at.testStatus);
		const result = word === 65535 ? 0 : word & RESULT_BITS;
		const testing = this.tests() || (result & 1) === 1;
		const isAnother = this.lastTest >= 0 && this.lastTest !== result && result !== 0;
		this.selfTests += !testing && (this.wasTesting || isAnother) ? 1 : 0;
		this.lastTest = testing ? this.lastTest : result;
		this.wasTesting = testing;
	}

	observeOutage(t: Millis): void {
		if (!this.isOutage()) {
			this.outageSince = -1;
			this.transferCause = this.tests() ? CAUSE_SELF_TEST : this.transferCause;
			return;
		}
		const cause = this.registers.word(at.changeCause);
		if (this.outageSince < 0) {
			this.outageSince = t;
			this.lowestVolts = Infinity;
			this.transfers += 1;
			this.transferCause = cause > 0 && cause < transferCauses.length ? transferCauses[cause] : 0;
			this.transferCause = this.transferCause === 0 ? NOT_AVAILABLE : this.transferCause;
		}
		if (cause === LOW_INPUT) {
			const word = this.registers.word(at.inputVolts);
			this.lowestVolts = Math.min(this.lowestVolts, word === 65535 ? 0 : word / 64);
			// A sag becomes a brownout or a blackout when it lasts.
			const isDeep = this.lowestVolts < 0.4 * this.facts.nominalVolts;
			const lasts = t - this.outageSince >= LONG_MS;
			this.transferCause = lowCauses[(isDeep ? 1 : 0) + (lasts ? 2 : 0)];
		}
	}

	set(which: number, holds: boolean): void {
		if (holds) {
			this.row[reading.conditions0 + (which >> 5)] |= 1 << (which & 31);
		}
	}

	fillConditions(): void {
		const registers = this.registers;
		for (let i = 0; i < bits.length; i += BITS_COLUMNS) {
			this.set(bits[i + 2], registers.bit(bits[i], bits[i + 1]));
		}
		const fault = registers.bit(at.upsStatus, at.bitUpsFault);
		const bypass = registers.bit(at.upsStatus, at.bitUpsBypass);
		const battery = registers.bit(at.upsStatus, at.bitUpsOnBattery);
		const off = registers.bit(at.upsStatus, at.bitUpsOutputOff);
		const reboots = off && registers.bit(at.outletStatus, at.bitOutletReboot);
		const countdown = registers.signed(at.turnOffCountdown);
		this.set(condition.onBattery, this.isOutage());
		// "Shutdown imminent" also stands for a turn-off that somebody ordered on line (modbus.md, register 18).
		this.set(condition.lowBattery, battery && registers.bit(at.simpleSignalling, at.bitSignalShutdownImminent));
		this.set(condition.selfTesting, this.tests());
		this.set(condition.gracefulShutdown, !off && countdown > 0);
		this.set(condition.sleeping, off && !reboots && this.sleeps());
		this.set(condition.rebooting, reboots);
		this.set(condition.bypassInternalFault, bypass && fault);
		this.set(condition.bypassCommand, bypass && !fault);
		this.set(condition.abnormal, fault && !this.hasNamedFault());
	}

	sleeps(): boolean {
		const registers = this.registers;
		return (
			registers.bit(at.outletStatus, at.bitOutletShutdown)
			|| registers.bit(at.outletStatus, at.bitOutletSleep)
			|| registers.bit(at.outletStatus, at.bitOutletPendingOnAcPresence)
		);
	}

	hasNamedFault(): boolean {
		const registers = this.registers;
		const general = registers.word(at.generalError) % 65535;
		const battery = registers.word(at.batterySystemError) % 65535;
		return general !== 0 || battery !== 0 || registers.long(at.powerSystemError - 1) > 0;
	}

	fillMeasured(): void {
		for (let i = 0; i < measured.length; i += MEASURED_COLUMNS) {
			const address = measured[i + 1];
			const raw = measured[i + 2] === signedWord ? this.registers.signed(address) : this.registers.word(address);
			const isThere = this.registers.word(address) !== 65535;
			if (isThere && (address !== at.efficiency || raw >= 0)) {
				this.row[measured[i]] = rounded((raw / (1 << measured[i + 3])) * measured[i + 4]);
			}
		}
		this.row[reading.batteryRuntime] = stored(this.registers.long(at.runtime));
		this.row[reading.outputEnergy] = stored(this.registers.long(at.outputEnergy));
	}

	/** Shares of a rating in watts and volt-amperes, where the UPS says what it is rated for. */
	fillPower(): void {
		const real = this.registers.word(at.realPower);
		const apparent = this.registers.word(at.apparentPower);
		const facts = this.facts;
		if (real !== 65535 && facts.ratedWatts > 0) {
			this.row[reading.outputWatts] = rounded(((real / 256) * facts.ratedWatts) / 100);
		}
		if (apparent !== 65535 && facts.ratedVoltAmperes > 0) {
			this.row[reading.outputVoltAmperes] = rounded(((apparent / 256) * facts.ratedVoltAmperes) / 100);
		}
	}

	/** A UPS without a main group has its output for one. */
	fillGroups(): void {
		const registers = this.registers;
		for (let group = 0; group < GROUPS && group <= this.facts.switchedGroups; group++) {
			const address = at.outletStatus + at.OUTLET_STATUS_STEP * group;
			const raw = registers.long(address - 1);
			const isOn =
				group > 0 || raw > 0
					? registers.bit(address, at.bitOutletOn)
					: !registers.bit(at.upsStatus, at.bitUpsOutputOff);
			this.row[reading.group0Status + group] = stored(raw);
			this.row[reading.groupsOn] |= isOn ? 1 << group : 0;
		}
	}

	fillStates(t: Millis): void {
		const row = this.row;
		const registers = this.registers;
		const calibration = registers.first(at.calibrationStatus, calibrationResults, CALIBRATION_UNKNOWN);
		row[reading.outputStatus] = this.outputStatus();
		row[reading.batteryStatus] = this.holds(condition.noBattery) ? 5 : this.holds(condition.lowBattery) ? 3 : 2;
		row[reading.secondsOnBattery] = this.outageSince < 0 ? 0 : Math.floor((t - this.outageSince) / 1000);
		row[reading.transferCause] = this.transferCause;
		row[reading.transferCount] = this.transfers;
		row[reading.selfTestCount] = this.selfTests;
		row[reading.selfTestResult] = this.tests()
			? TEST_RUNNING
			: registers.first(at.testStatus, testResults, NOT_AVAILABLE);
		row[reading.calibrationResult] =
			this.calibrationBefore === registers.word(at.calibrationStatus) ? CALIBRATION_PENDING : calibration;
	}

	holds(which: number): boolean {
		return ((this.row[reading.conditions0 + (which >> 5)] >>> (which & 31)) & 1) === 1;
	}

	/** As the PowerNet MIB numbers it (nmc.md 1.1). */
	outputStatus(): number {
		const registers = this.registers;
		if (this.holds(condition.outputOff)) {
			if (this.holds(condition.rebooting)) {
				return 8;
			}
			const sleeps = registers.bit(at.outletStatus, at.bitOutletSleep);
			return this.holds(condition.sleeping) ? (sleeps ? 5 : 11) : 7;
		}
		if (registers.bit(at.upsStatus, at.bitUpsBypass)) {
			return registers.bit(at.upsStatus, at.bitUpsFault) ? 10 : 6;
		}
		// A card may call a test or a calibration "on line"; the battery carries the load in both (nmc.md 5, 6).
		if (this.tests()) {
			return 15;
		}
		if (registers.bit(at.upsStatus, at.bitUpsOnBattery) || this.calibrates()) {
			return 3;
		}
		if (!registers.bit(at.upsStatus, at.bitUpsOnline)) {
			return 1;
		}
		return this.holds(condition.boost) ? 4 : this.holds(condition.trim) ? 12 : 2;
	}
}
