// The utility as the map tells of it (modbus.md, InputStatus_BF): fit or not, and why not. The reading has no such word, so it
// follows from where the output is fed from, the voltage, the frequency, and why the UPS last changed.

import type {CardView} from '../../agent/card-view.ts';
import {inputStatus} from '../../codec/modbus-bits.ts';
import {flag, presentOf} from './readers.ts';

const TENTHS = 10;
const HUNDREDTHS = 100;
/** As far from nominal as the UPS takes the frequency, Hz (src/ups/input.ts). */
const HERTZ_WINDOW = 3;

/** Output statuses with the output off, and on bypass (nmc.md 1.1): they say nothing of the utility. */
const offStatuses: readonly number[] = [5, 7, 8, 11];
const bypassStatuses: readonly number[] = [6, 9, 10, 16];

export function isOff(card: CardView): boolean {
	return offStatuses.includes(card.reading.outputStatus);
}

export function isOnBypass(card: CardView): boolean {
	return bypassStatuses.includes(card.reading.outputStatus);
}

/** Whether the battery carries the load because the utility does not: a test does not count, as in every face. */
export function isOnBattery(card: CardView): boolean {
	return card.holds('onBattery');
}

/** Why the UPS changed (nmc.md 1.3), where it is the frequency or the shape: the bit that tells of it. */
const bitOfCause: Readonly<Record<number, number>> = {
	3: inputStatus.distorted,
	4: inputStatus.distorted,
	5: inputStatus.frequencyTooHigh,
	6: inputStatus.frequencyTooLow,
	7: inputStatus.notLocked,
};

/** The bit of what is wrong with the voltage or the frequency now; -1 where nothing is. */
function measuredFault(card: CardView): number {
	const {window, nominalHertz} = card.identity.rating.model;
	const volts = presentOf(card.reading.inputVolts) / TENTHS;
	const hertz = presentOf(card.reading.inputHertz) / HUNDREDTHS;
	// The battery's edges move with the transfer points that can be set.
	if (volts < (card.number('ups.transfer.low') * window.batteryBelow) / window.boostBelow) {
		return inputStatus.voltageTooLow;
	}
	if (volts > (card.number('ups.transfer.high') * window.batteryAbove) / window.trimAbove) {
		return inputStatus.voltageTooHigh;
	}
	if (hertz < nominalHertz - HERTZ_WINDOW) {
		return inputStatus.frequencyTooLow;
	}
	return hertz > nominalHertz + HERTZ_WINDOW ? inputStatus.frequencyTooHigh : -1;
}

/** On battery the utility is unfit: by what is measured, by what took the UPS there, or else it is fit again and being proved. */
function refusedBits(card: CardView): number {
	const fault = measuredFault(card);
	if (fault >= 0) {
		return flag(fault, true);
	}
	const cause = bitOfCause[card.reading.changeCause];
	return cause === undefined ? flag(inputStatus.pendingAcceptable, true) : flag(cause, true);
}

/** Input.InputStatus_BF. */
export function inputBits(card: CardView): number {
	if (isOnBattery(card)) {
		return refusedBits(card);
	}
	const fault = isOff(card) || isOnBypass(card) ? measuredFault(card) : -1;
	if (fault >= 0) {
		return flag(fault, true);
	}
	return (
		flag(inputStatus.acceptable, true)
		| flag(inputStatus.boost, card.holds('boost'))
		| flag(inputStatus.trim, card.holds('trim'))
	);
}

export function isInputGood(card: CardView): boolean {
	return (inputBits(card) & 1) === 1;
}
