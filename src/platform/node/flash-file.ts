// A flash part and a counter of one-time programmable cells, in files of the state directory or in memory alone. The rules of the
// real part hold: what is programmed was erased, whole aligned units at a time, and each call is on the disk when it returns.

import {closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync} from 'node:fs';
import type {Flash, Otp} from '../../core/device-ports.ts';
import type {Store} from '../../core/ports.ts';
import {codedError} from '../../core/errors.ts';

const ERASED = 0xff;
/** Only who runs the card reads it. */
const PRIVATE = 0o600;
const OTP_FILE = 'firmware-floor';

export interface FlashGeometry {
	readonly sizeBytes: number;
	readonly sectorBytes: number;
	readonly unitBytes: number;
}

/** A part of `geometry` whose contents lie in `file`; null keeps them in memory. */
export class FlashFile implements Flash {
	readonly sizeBytes: number;
	readonly sectorBytes: number;
	readonly unitBytes: number;
	readonly #bytes: Uint8Array;
	readonly #handle: number | null;

	/** Throws E_STATE_UNUSABLE where the file is of another size. */
	constructor(file: string | null, geometry: FlashGeometry) {
		this.sizeBytes = geometry.sizeBytes;
		this.sectorBytes = geometry.sectorBytes;
		this.unitBytes = geometry.unitBytes;
		this.#bytes = new Uint8Array(geometry.sizeBytes).fill(ERASED);
		this.#handle = file === null ? null : this.#open(file);
	}

	read(at: number, into: Uint8Array): boolean {
		this.#refuse(at < 0 || at + into.length > this.sizeBytes, `${into.length} bytes are read at ${at}`);
		into.set(this.#bytes.subarray(at, at + into.length));
		return true;
	}

	program(at: number, bytes: Uint8Array): boolean {
		const end = at + bytes.length;
		const isAligned = at % this.unitBytes === 0 && bytes.length % this.unitBytes === 0;
		this.#refuse(!isAligned || at < 0 || end > this.sizeBytes, `${bytes.length} bytes are programmed at ${at}`);
		this.#refuse(
			this.#bytes.subarray(at, end).some(byte => byte !== ERASED),
			`${bytes.length} bytes are programmed at ${at} that were not erased`,
		);
		this.#bytes.set(bytes, at);
		this.#write(at, end);
		return true;
	}

	erase(sector: number): boolean {
		const at = sector * this.sectorBytes;
		const end = at + this.sectorBytes;
		this.#refuse(at < 0 || end > this.sizeBytes, `sector ${sector} is erased`);
		this.#bytes.fill(ERASED, at, end);
		this.#write(at, end);
		return true;
	}

	close(): void {
		if (this.#handle !== null) {
			closeSync(this.#handle);
		}
	}

	#open(file: string): number {
		const handle = openSync(file, 'a+', PRIVATE);
		closeSync(handle);
		const opened = openSync(file, 'r+');
		const {size} = fstatSync(opened);
		if (size === 0) {
			ftruncateSync(opened, this.sizeBytes);
			writeSync(opened, this.#bytes, 0, this.sizeBytes, 0);
			fdatasyncSync(opened);
		} else if (size === this.sizeBytes) {
			readSync(opened, this.#bytes, 0, size, 0);
		} else {
			closeSync(opened);
			throw codedError(
				'E_STATE_UNUSABLE',
				`${file} is a flash part of ${size} bytes, and ${this.sizeBytes} are asked for; give --firmware-slot-kib as it was, or move the file away.`,
				{file},
			);
		}
		return opened;
	}

	#write(at: number, end: number): void {
		if (this.#handle !== null) {
			writeSync(this.#handle, this.#bytes, at, end - at, at);
			fdatasyncSync(this.#handle);
		}
	}

	/** The code above breaks a rule of the part: that is a fault of ours and no state of the world. */
	#refuse(breaks: boolean, what: string): void {
		if (breaks) {
			throw new Error(`Flash of ${this.sizeBytes} bytes, units of ${this.unitBytes}: ${what}.`);
		}
	}
}

/** A counter in `store`. */
export class OtpFile implements Otp {
	readonly #store: Store;

	constructor(store: Store) {
		this.#store = store;
	}

	read(): number {
		const kept = this.#store.load(OTP_FILE);
		const value = kept === null ? 0 : Number(Buffer.from(kept).toString('latin1'));
		if (!Number.isSafeInteger(value) || value < 0) {
			throw codedError('E_STATE_UNUSABLE', `${OTP_FILE} in the state directory holds no number.`, {file: OTP_FILE});
		}
		return value;
	}

	raise(to: number): boolean {
		if (to > this.read()) {
			this.#store.save(OTP_FILE, Buffer.from(String(to), 'latin1'));
		}
		return true;
	}
}
