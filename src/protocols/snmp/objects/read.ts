// Readers of quantities: whole numbers of the reading, scaled to the unit of the object, and what stands for "nothing".

import type {CardView, ReadingSlots} from '../../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../../core/absent.ts';
import type {Read} from './lines.ts';

export type Slot = (reading: ReadingSlots) => number;

export const TICKS_A_SECOND = 100;
export const TICKS_A_MINUTE = 6000;

/** `value` steps, `divisor` of which are one of the object, to the nearest. */
export function scaled(value: number, divisor: number): number {
	// The sum makes 0 of -0.
	return Math.round(value / divisor) + 0;
}

/** Left out where there is nothing or the UPS does not answer: Gauges, TimeTicks and the whole of RFC 1628. */
export function present(slot: Slot, divisor: number): Read {
	return card => {
		const value = slot(card.reading);
		return value === NOT_AVAILABLE || card.lost ? null : scaled(value, divisor);
	};
}

/** As `present`, for what a Gauge cannot say below zero: "°C (0 below zero)" of snmp.md (b). */
export function aboveZero(slot: Slot, divisor: number): Read {
	return card => {
		const value = slot(card.reading);
		return value === NOT_AVAILABLE || card.lost ? null : Math.max(0, scaled(value, divisor));
	};
}

/** -1 where there is nothing or the UPS does not answer: the INTEGERs of PowerNet (snmp.md (b), conventions). */
export function orMinusOne(slot: Slot, divisor: number): Read {
	return card => {
		const value = slot(card.reading);
		return value === NOT_AVAILABLE || card.lost ? -1 : scaled(value, divisor);
	};
}

/** A slot in seconds as TimeTicks. */
export function ticks(slot: Slot): Read {
	return card => {
		const value = slot(card.reading);
		return value === NOT_AVAILABLE || card.lost ? null : value * TICKS_A_SECOND;
	};
}

/** A code as it is; `unknown` where there is none or the UPS does not answer. */
export function code(slot: Slot, unknown: number): Read {
	return card => {
		const value = slot(card.reading);
		return value === NOT_AVAILABLE || card.lost ? unknown : value;
	};
}

/** What a Gauge reads as that a single-phase Smart-UPS does not measure: it is left out (snmp.md (b), conventions). */
export const notMeasured: Read = () => null;

/** Whether `value` is one: neither absent nor of a UPS that does not answer. */
export function isKnown(card: CardView, value: number): boolean {
	return value !== NOT_AVAILABLE && !card.lost;
}

const OUTPUT_ON_BATTERY: readonly number[] = [3, 15];
/** Software, switched, hardware failure, emergency static bypass and its standby (nmc.md 1.1). */
const onBypassStates: readonly number[] = [6, 9, 10, 16, 17];

export function isOnBattery(card: CardView): boolean {
	return OUTPUT_ON_BATTERY.includes(card.reading.outputStatus);
}

export function isOnBypass(card: CardView): boolean {
	return onBypassStates.includes(card.reading.outputStatus);
}

const PERMILLE = 1000;

/**
 * Real power that the input gives, W: what the output takes over the efficiency, which is known on line only; on bypass what the
 * output takes, on battery nothing, and null where it cannot be told.
 */
export function inputWatts(card: CardView): number | null {
	const {outputWatts, efficiency} = card.reading;
	if (!isKnown(card, outputWatts)) {
		return null;
	}
	if (isOnBattery(card)) {
		return 0;
	}
	return isKnown(card, efficiency) && efficiency > 0 ? scaled(outputWatts * PERMILLE, efficiency) : outputWatts;
}

/** Current of the input in 0.1 A, at a power factor of 1; null where it cannot be told. */
export function inputDeciAmperes(card: CardView): number | null {
	const watts = inputWatts(card);
	const deciVolts = card.reading.inputVolts;
	if (watts === null || !isKnown(card, deciVolts)) {
		return null;
	}
	return deciVolts > 0 ? scaled(watts * 100, deciVolts) : 0;
}
