// What was last read of a UPS: registers by name, null where there is nothing. The blocks are those of NUT's driver, which real
// devices are known to answer: none begins or ends within a value (modbus.md, Behaviour).

import {findRegister, formatDate, formatDelay, formatUnsigned} from '../codec/modbus-registers.ts';
import type {RegisterRow} from '../codec/modbus-registers.ts';
import {quantityOf, rawOf, textOf} from '../codec/modbus-values.ts';

export interface Block {
	readonly name: string;
	readonly address: number;
	readonly count: number;
}

export const inventoryBlock: Block = {name: 'inventory', address: 516, count: 120};
export const statusBlock: Block = {name: 'status', address: 0, count: 27};
export const dynamicBlock: Block = {name: 'dynamic', address: 128, count: 44};
export const settingsBlock: Block = {name: 'settings', address: 1026, count: 22};
export const blocks: readonly Block[] = [inventoryBlock, statusBlock, dynamicBlock, settingsBlock];

const ABSENT_WORD = 0xffff;
const REGISTERS = 65_536;

/** The row of a register that the link relies on. */
export function register(name: string): RegisterRow {
	const row = findRegister(name);
	if (row === null) {
		throw new Error(`no register is called ${name}`);
	}
	return row;
}

/** All that was read, by address. */
export class RegisterImage {
	readonly #words = new Uint16Array(REGISTERS).fill(ABSENT_WORD);
	/** 1 where something was read. */
	readonly #known = new Uint8Array(REGISTERS);

	/** Takes `words` as they were read from `address` on; says whether anything is another than before. */
	take(address: number, words: readonly number[]): boolean {
		let isNew = false;
		words.forEach((word, at) => {
			isNew ||= this.#words[address + at] !== word;
			this.#words[address + at] = word;
		});
		this.#known.fill(1, address, address + words.length);
		return isNew;
	}

	/** The device has not this block. */
	lack({address, count}: Block): void {
		this.#words.fill(ABSENT_WORD, address, address + count);
		this.#known.fill(0, address, address + count);
	}

	/** The words of a block as they were read. */
	words({address, count}: Block): readonly number[] {
		return Array.from(this.#words.subarray(address, address + count));
	}

	/** The whole number of a register, with its sign; null where it holds nothing. */
	raw(name: string): number | null {
		const row = register(name);
		return this.#isAbsent(row) ? null : rawOf(row, this.#words, row.address);
	}

	/** The quantity in the unit of its row; null where the register holds nothing. */
	quantity(name: string): number | null {
		const row = register(name);
		return this.#isAbsent(row) ? null : quantityOf(row, this.#words, row.address);
	}

	/** Whether a bit is set; of a register that the device has not, none is. */
	bit(name: string, bit: number): boolean {
		return Math.floor((this.raw(name) ?? 0) / 2 ** bit) % 2 === 1;
	}

	/** Whether the device has the register at all, if only with a blank text or an unset date. */
	holds(name: string): boolean {
		return !this.#isBlank(register(name));
	}

	/** '' where there is none. Characters that are not printable ASCII are none of a name: they become `?`. */
	text(name: string): string {
		const row = register(name);
		return textOf(this.#words, row.address, row.count)
			.replaceAll(/[^ -~]/g, '?')
			.trim();
	}

	/** All ones says that there is nothing, except where it is the -1 of a delay; so does a zero in a date (modbus.md). */
	#isAbsent(row: RegisterRow): boolean {
		if (row.format === formatDelay) {
			return this.#known[row.address] === 0;
		}
		return this.#isBlank(row) || (row.format === formatDate && this.#words[row.address] === 0);
	}

	#isBlank({address, count}: RegisterRow): boolean {
		return this.#words.subarray(address, address + count).every(word => word === ABSENT_WORD);
	}
}

/** A quantity that only a positive number is: ratings, transfer points. */
export function positive(image: RegisterImage, name: string): number | null {
	const value = image.quantity(name);
	return value !== null && value > 0 && register(name).format === formatUnsigned ? value : null;
}
