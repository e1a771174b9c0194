// Battery voltage: battery.md section 2, for one 12 V VRLA block, and for a string of them under constant power.

/** Open-circuit volts of a 12 V block at the available head: E0 + E1 h - Kv (1/h - 1), fitted to measured discharges. */
const E0 = 11.399;
const E1 = 1.4328;
const KV = 0.0324;
/** Ohms times ampere-hours of a 12 V block: the resistance of a block scales with 1/Ah. */
const OHM_AMPERE_HOURS = 0.74;
/** The head is held above this, where the fit has no data and 1/h runs away. */
const LOWEST_HEAD = 0.01;

/** Float level of a 12 V block at 20 °C (2.275 V a cell), and its compensation of -3 mV a cell and kelvin. */
const FLOAT_BLOCK_VOLTS = 13.65;
const FLOAT_VOLTS_PER_KELVIN = -0.018;

export const CELLS_PER_BLOCK = 6;

/** Open-circuit volts of one 12 V block at `head` (0 to 1). */
export function blockOpenVolts(head: number): number {
	const h = Math.max(head, LOWEST_HEAD);
	return E0 + E1 * h - KV * (1 / h - 1);
}

/** Ohms of a new 12 V block of `ampereHours`. */
export function blockOhms(ampereHours: number): number {
	return OHM_AMPERE_HOURS / ampereHours;
}

/** Volts a string of 12 V blocks floats at. */
export function floatVolts(blocks: number, celsius: number): number {
	return blocks * (FLOAT_BLOCK_VOLTS + FLOAT_VOLTS_PER_KELVIN * (celsius - 20));
}

/**
 * Amperes that a string gives at constant `watts` at its terminals; NaN when it cannot: the voltage has collapsed.
 * `openVolts` and `ohms` are those of the whole string.
 */
export function constantPowerAmperes(openVolts: number, ohms: number, watts: number): number {
	const root = openVolts * openVolts - 4 * ohms * watts;
	return root < 0 ? NaN : (openVolts - Math.sqrt(root)) / (2 * ohms);
}
