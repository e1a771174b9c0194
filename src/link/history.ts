// What no register tells and a card can count by watching: how often, since when, and why.

import type {Millis} from '../core/clock.ts';
import {SECOND} from '../core/clock.ts';
import {isOutage, isSelfTesting} from './conditions.ts';
import type {RegisterImage} from './image.ts';

/** Results of a self-test and of a calibration as readings number them (ups/reading.ts). */
export const testPassed = 1;
export const testFailed = 2;
export const testInvalid = 3;
export const testRunning = 4;

/** Bits of registers 23 and 24: pending, in progress, passed, failed, refused, aborted. */
const RESULT_BITS = 6;

/** Causes of a transfer as readings number them (nmc.md 1.4). */
const causeHighVoltage = 2;
const causeBrownout = 3;
const causeBlackout = 4;
const causeSmallSag = 5;
const causeDeepSag = 6;
const causeSmallSpike = 7;
const causeSelfTest = 9;
const causeRateOfChange = 10;
/** Below this share of the nominal voltage an input is gone and not low, and after this time it is no sag (nmc.md 1.4). */
const DEEP_SHARE = 0.4;
const LONG_MS = 5 * SECOND;

/** Causes by change cause (nmc.md 1.3): high, distorted, fast, and frequencies, which have no number of their own. */
const causes: ReadonlyMap<number, number> = new Map([
	[1, causeHighVoltage],
	[3, causeSmallSpike],
	[4, causeRateOfChange],
	[5, causeSmallSpike],
	[6, causeSmallSpike],
	[7, causeSmallSpike],
]);
const LOW_INPUT = 2;

/** The result bits of register 23 or 24. */
function resultBits(image: RegisterImage, name: string): number {
	return (image.raw(name) ?? 0) % 2 ** RESULT_BITS;
}

export class LinkHistory {
	/** Self-tests that were seen to end. */
	selfTests = 0;
	/** Transfers to battery that were seen. */
	transfers = 0;
	/** Of the last transfer that was seen; null before the first. */
	transferCause: number | null = null;
	/** When the outage under way was first seen; null while there is none. */
	onBatterySince: Millis | null = null;
	#lowestVolts = Infinity;
	#test: number | null = null;
	#wasTesting = false;

	/** Looks at what has just come; `nominalVolts` tells a low input from none, where it is known. */
	observe(image: RegisterImage, nominalVolts: number, t: Millis): void {
		this.#observeTest(image);
		if (!isOutage(image)) {
			this.onBatterySince = null;
			this.#lowestVolts = Infinity;
			this.transferCause = isSelfTesting(image) ? causeSelfTest : this.transferCause;
			return;
		}
		if (this.onBatterySince === null) {
			this.onBatterySince = t;
			this.transfers += 1;
			this.transferCause = causes.get(image.raw('UPSStatusChangeCause_EN') ?? 0) ?? null;
		}
		this.#judgeLowInput(image, nominalVolts, t - this.onBatterySince);
	}

	/** A sag becomes a brownout or a blackout when it lasts. */
	#judgeLowInput(image: RegisterImage, nominalVolts: number, lastedMs: Millis): void {
		if (image.raw('UPSStatusChangeCause_EN') !== LOW_INPUT) {
			return;
		}
		this.#lowestVolts = Math.min(this.#lowestVolts, image.quantity('Input[0].VoltageAC') ?? 0);
		const isDeep = this.#lowestVolts < DEEP_SHARE * nominalVolts;
		if (lastedMs >= LONG_MS) {
			this.transferCause = isDeep ? causeBlackout : causeBrownout;
		} else {
			this.transferCause = isDeep ? causeDeepSag : causeSmallSag;
		}
	}

	/** A test ends when it no longer runs, or when another result stands there than before. */
	#observeTest(image: RegisterImage): void {
		const bits = resultBits(image, 'ReplaceBatteryTestStatus_BF');
		const testing = isSelfTesting(image) || bits % 2 === 1;
		const isAnother = this.#test !== null && this.#test !== bits && bits !== 0;
		if (!testing && (this.#wasTesting || isAnother)) {
			this.selfTests += 1;
		}
		this.#test = testing ? this.#test : bits;
		this.#wasTesting = testing;
	}
}

/** Numbers by the first bit that is set, from the most lasting: a refusal keeps older bits (modbus.md, register 23). */
function byBits(bits: number, numbers: readonly (readonly [bit: number, number: number])[]): number | null {
	const found = numbers.find(([bit]) => Math.floor(bits / 2 ** bit) % 2 === 1);
	return found === undefined ? null : found[1];
}

const testResults: readonly (readonly [number, number])[] = [
	[1, testRunning],
	[4, testInvalid],
	[5, testInvalid],
	[3, testFailed],
	[2, testPassed],
];
/** 1 ok, 2 invalid, 3 in progress, 4 refused, 5 aborted, 6 pending (nmc.md 6). */
const calibrationResults: readonly (readonly [number, number])[] = [
	[1, 3],
	[0, 6],
	[4, 4],
	[5, 5],
	[3, 2],
	[2, 1],
];
const CALIBRATION_UNKNOWN = 7;

/** The result of the last self-test; null before the first. */
export function testResult(image: RegisterImage): number | null {
	return isSelfTesting(image) ? testRunning : byBits(resultBits(image, 'ReplaceBatteryTestStatus_BF'), testResults);
}

export function calibrationResult(image: RegisterImage): number {
	return byBits(resultBits(image, 'RunTimeCalibrationStatus_BF'), calibrationResults) ?? CALIBRATION_UNKNOWN;
}
