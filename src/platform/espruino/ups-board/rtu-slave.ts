// A Modbus RTU slave on a board: a frame ends with a silence, and who is not meant says nothing (modbus.md, Behaviour). The server
// of src/protocols/modbus does the same for a whole card; it is not in the subset of the board.

import {isRtuFrame, MOST_RTU_BYTES, sealRtu} from '../../../codec/modbus-adu.ts';
import {
	blankRequest,
	illegalFunction,
	putException,
	readHolding,
	readInput,
	takeRequest,
	writeMultiple,
	writeSingle,
} from '../../../codec/modbus-pdu.ts';
import type {Request} from '../../../codec/modbus-pdu.ts';
import type {Clock} from '../../../core/clock.ts';
import type {DeviceSerial} from '../device.ts';

/** The registers behind the slave. Both return 0, or the exception to answer. */
export interface SlaveRegisters {
	/** Puts `count` registers from `address` on, two bytes each, at `out[at]`. */
	read(address: number, count: number, out: Uint8Array, at: number): number;
	/** Takes `count` registers, whose bytes begin at `bytes[at]`. */
	write(address: number, count: number, bytes: Uint8Array, at: number): number;
}

/** As the UPS wants it (modbus.md, Behaviour). */
const SILENCE_MS = 35;
const CRC_BYTES = 2;
const ECHOED_BYTES = 5;
const BROADCAST = 0;

export class RtuSlave {
	clock: Clock;
	serial: DeviceSerial;
	unit: number;
	registers: SlaveRegisters;
	held: Uint8Array;
	/** Bytes held; more than there is room for once a frame was too long. */
	size: number;
	out: Uint8Array;
	request: Request;
	cancelSilence: () => void;

	constructor(clock: Clock, serial: DeviceSerial, unit: number, registers: SlaveRegisters) {
		this.clock = clock;
		this.serial = serial;
		this.unit = unit;
		this.registers = registers;
		this.held = new Uint8Array(MOST_RTU_BYTES);
		this.size = 0;
		this.out = new Uint8Array(MOST_RTU_BYTES);
		this.request = blankRequest();
		this.cancelSilence = () => undefined;
		serial.onBytes(bytes => this.heard(bytes));
	}

	heard(bytes: Uint8Array): void {
		this.cancelSilence();
		if (this.size + bytes.length <= MOST_RTU_BYTES) {
			this.held.set(bytes, this.size);
		}
		this.size += bytes.length;
		this.cancelSilence = this.clock.after(SILENCE_MS, () => this.silent());
	}

	silent(): void {
		const size = this.size;
		this.size = 0;
		const unit = this.held[0];
		if (!isRtuFrame(this.held, 0, size) || (unit !== this.unit && unit !== BROADCAST)) {
			return;
		}
		const end = this.answer(size - CRC_BYTES);
		if (unit !== BROADCAST) {
			this.out[0] = unit;
			this.serial.write(this.out.subarray(0, sealRtu(this.out, 0, end)));
		}
	}

	/** Puts the answer to the request that ends at `to`, without its CRC; returns where it ends. */
	answer(to: number): number {
		const request = this.request;
		const wrong = takeRequest(this.held, 1, to, request) || this.carryOut(request);
		if (wrong !== 0) {
			return putException(this.out, 1, request.functionCode, wrong);
		}
		if (request.writeCount > 0) {
			this.out.set(this.held.subarray(1, 1 + ECHOED_BYTES), 1);
			return 1 + ECHOED_BYTES;
		}
		this.out[1] = request.functionCode;
		this.out[2] = 2 * request.readCount;
		return 3 + 2 * request.readCount;
	}

	carryOut(request: Request): number {
		const functionCode = request.functionCode;
		if (functionCode === readHolding || functionCode === readInput) {
			return this.registers.read(request.readAddress, request.readCount, this.out, 3);
		}
		return functionCode === writeSingle || functionCode === writeMultiple
			? this.registers.write(request.writeAddress, request.writeCount, this.held, request.valuesAt)
			: illegalFunction;
	}
}
