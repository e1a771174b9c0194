// A master on a serial line. Frames have neither an id nor a length of their own, so each try begins with silence and an empty
// buffer; otherwise one byte of noise, or a late reply, would spoil every exchange after it.

import {EventEmitter} from 'node:events';
import {ModbusRTUClient} from 'jsmodbus';
import type {SerialPort} from 'serialport';
import {codedError} from '../core/errors.ts';
import type {Clock, Millis} from '../core/clock.ts';
import type {SerialAddress} from './address.ts';
import {readThrough, writeThrough} from './exchange.ts';
import {Refusal} from './master.ts';
import type {LineTimes, ModbusMaster} from './master.ts';
import {pause} from './pause.ts';

/** A line that is never silent is given up after this. */
const LONGEST_NOISE_MS = 1000;
const DATA_BITS = 8;

/** What the line hears during one try. */
class Hearing extends EventEmitter {
	readonly isOpen = true;
	readonly #port: SerialPort;

	constructor(port: SerialPort) {
		super();
		this.#port = port;
	}

	write(bytes: Uint8Array, done: (error: Error | null | undefined) => void): boolean {
		return this.#port.write(Buffer.from(bytes), done);
	}
}

class RtuMaster implements ModbusMaster {
	readonly #port: SerialPort;
	readonly #unit: number;
	readonly #times: LineTimes;
	readonly #clock: Clock;
	#hearing: Hearing | null = null;
	#busyAt: Millis;
	#isOpen = true;

	constructor(port: SerialPort, unit: number, times: LineTimes, clock: Clock) {
		this.#port = port;
		this.#unit = unit;
		this.#times = times;
		this.#clock = clock;
		this.#busyAt = clock.now();
		port.on('data', (bytes: Uint8Array) => {
			this.#busyAt = clock.now();
			this.#hearing?.emit('data', bytes);
		});
		port.on('error', () => this.close());
		port.on('close', () => {
			this.#isOpen = false;
		});
	}

	async read(address: number, count: number): Promise<readonly number[]> {
		return this.#try(async client => readThrough(client, address, count));
	}

	/** A write that was carried out and whose answer was lost is not sent again: it might be an order. */
	async write(address: number, words: readonly number[]): Promise<void> {
		return this.#exchange(async client => writeThrough(client, address, words));
	}

	close(): void {
		this.#isOpen = false;
		if (this.#port.isOpen) {
			this.#port.close(() => {});
		}
	}

	async #try<T>(run: (client: ModbusRTUClient) => Promise<T>): Promise<T> {
		for (let left = this.#times.tries - 1; ; left--) {
			try {
				return await this.#exchange(run);
			} catch (error) {
				if (error instanceof Refusal || left <= 0 || !this.#isOpen) {
					throw error;
				}
			}
		}
	}

	async #exchange<T>(run: (client: ModbusRTUClient) => Promise<T>): Promise<T> {
		await this.#silence();
		if (!this.#isOpen) {
			throw new Error('the line is closed');
		}
		const hearing = new Hearing(this.#port);
		this.#hearing = hearing;
		try {
			return await run(new ModbusRTUClient(hearing as unknown as SerialPort, this.#unit, this.#times.timeoutMs));
		} finally {
			this.#hearing = null;
			hearing.removeAllListeners();
			this.#busyAt = this.#clock.now();
		}
	}

	/** Waits until nothing has been heard for a frame gap. */
	async #silence(): Promise<void> {
		const until = this.#clock.now() + LONGEST_NOISE_MS;
		for (;;) {
			const now = this.#clock.now();
			const quietAt = this.#busyAt + this.#times.frameGapMs;
			if (now >= quietAt) {
				return;
			}
			if (now >= until) {
				throw new Error('the line is never silent');
			}
			await pause(this.#clock, quietAt - now);
		}
	}
}

type SerialPackage = typeof import('serialport');

/** The package that knows serial lines, which is installed only where somebody wants one. Throws E_SETUP_FAULTY. */
export async function serialPackage(): Promise<SerialPackage> {
	try {
		return await import('serialport');
	} catch {
		throw codedError(
			'E_SETUP_FAULTY',
			'A UPS on a serial line needs the package serialport; "npm install serialport" adds it.',
			{package: 'serialport'},
		);
	}
}

/** Opens a serial device. Rejects where it cannot be opened, with E_SETUP_FAULTY where the package for it is missing. */
export async function openRtu(address: SerialAddress, times: LineTimes, clock: Clock): Promise<ModbusMaster> {
	const {SerialPort} = await serialPackage();
	const {path, baud: baudRate, parity, unit} = address;
	const port = new SerialPort({path, baudRate, parity, dataBits: DATA_BITS, stopBits: 1, autoOpen: false});
	await new Promise<void>((resolve, reject) => {
		port.open(error => (error ? reject(error) : resolve()));
	});
	return new RtuMaster(port, unit, times, clock);
}
