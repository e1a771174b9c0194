// Modbus RTU on a serial line: a frame ends with a silence (Modbus over serial line 1.02, 2.5.1; modbus.md, Behaviour). Whoever is not
// meant says nothing, a broadcast is done and not answered, and what is no frame is dropped.

import {existsSync} from 'node:fs';
import {Duplex} from 'node:stream';
import {isRtuFrame, MOST_RTU_BYTES, sealRtu} from '../../codec/modbus-adu.ts';
import {requestBytes} from '../../codec/modbus-pdu.ts';
import type {Millis} from '../../core/clock.ts';
import {answer, isWrite} from './answer.ts';
import type {Asked} from './answer.ts';
import {askedBy, unitsOf, whoAt} from './options.ts';
import type {ModbusOptions} from './options.ts';
import {openSerial} from './serial.ts';
import type {SerialLine} from './serial.ts';
import {BROADCAST, NO_CARD} from './units.ts';
import type {ModbusUnits} from './units.ts';

export interface ModbusRtuOptions extends ModbusOptions {
	/** The line: a device of the system, by `serialport`, or a stream that is one already. */
	readonly line: SerialLine | Duplex;
	/** What stands between the line and the server, as a line with faults; asked each time the line is opened. */
	readonly through?: (stream: Duplex) => Duplex;
	/** A silence of this length ends a frame; 35 ms where nothing is said, as the UPS wants it. */
	readonly silenceMs?: Millis;
	/** Told when a device of the system went away, and when it is back. */
	readonly onLine?: (isThere: boolean) => void;
}

export interface ModbusRtuCounters {
	requests: number;
	/** What was no frame: noise, a broken CRC, too many bytes. */
	malformed: number;
}

export interface ModbusRtu {
	readonly counters: Readonly<ModbusRtuCounters>;
	/** Ends the line. */
	close(): Promise<void>;
}

const SILENCE_MS = 35;
/** Frames that came without a silence between them are taken apart; beyond this nobody means to be answered. */
const MOST_HELD_BYTES = 2 * MOST_RTU_BYTES;
/** A line that takes no more answers than this has nobody at its end. */
const MOST_OUTPUT_BYTES = 16 * MOST_RTU_BYTES;
const NOT_A_FRAME = -1;
/** A device that went away, such as an adapter that was pulled out, is looked for this often. */
const REOPEN_MS = 5000;
const CRC_BYTES = 2;

class RtuServer implements ModbusRtu {
	readonly counters: ModbusRtuCounters = {requests: 0, malformed: 0};
	readonly #options: ModbusRtuOptions;
	#stream: Duplex;
	readonly #units: ModbusUnits;
	readonly #asked: Asked;
	readonly #held = Buffer.alloc(MOST_HELD_BYTES);
	readonly #out = Buffer.alloc(MOST_RTU_BYTES);
	#size = 0;
	#overrun = false;
	#isOpen = false;
	#closing = false;
	#cancelSilence: () => void = () => undefined;
	#cancelReopen: () => void = () => undefined;

	constructor(options: ModbusRtuOptions, stream: Duplex, place: string) {
		this.#options = options;
		this.#stream = stream;
		this.#units = unitsOf(options);
		this.#asked = askedBy(options, whoAt(place));
		this.#attach(stream);
	}

	async close(): Promise<void> {
		this.#closing = true;
		this.#cancelSilence();
		this.#cancelReopen();
		if (this.#isOpen) {
			await new Promise(resolve => {
				this.#stream.once('close', resolve);
				this.#stream.destroy();
			});
		}
	}

	#attach(line: Duplex): void {
		const stream = this.#options.through?.(line) ?? line;
		this.#stream = stream;
		this.#isOpen = true;
		this.#size = 0;
		stream.on('data', (chunk: Buffer) => this.#heard(chunk));
		stream.on('error', () => undefined);
		stream.once('close', () => this.#lost());
		this.#watch(stream);
	}

	/** Not every driver tells that its device went away: its name is gone then. */
	#watch(stream: Duplex): void {
		const {line, clock} = this.#options;
		if (line instanceof Duplex) {
			return;
		}
		this.#cancelReopen = clock.after(REOPEN_MS, () => {
			if (existsSync(line.path)) {
				this.#watch(stream);
			} else {
				stream.destroy();
			}
		});
	}

	#lost(): void {
		const {line, onLine} = this.#options;
		this.#isOpen = false;
		this.#cancelReopen();
		if (!this.#closing && !(line instanceof Duplex)) {
			onLine?.(false);
			this.#reopenLater(line);
		}
	}

	#reopenLater(line: SerialLine): void {
		this.#cancelReopen = this.#options.clock.after(REOPEN_MS, () => {
			openSerial(line).then(
				stream => this.#reopened(stream),
				() => this.#reopenLater(line),
			);
		});
	}

	#reopened(stream: Duplex): void {
		if (this.#closing) {
			stream.destroy();
			return;
		}
		this.#attach(stream);
		this.#options.onLine?.(true);
	}

	#heard(chunk: Buffer): void {
		this.#cancelSilence();
		this.#overrun ||= this.#size + chunk.length > MOST_HELD_BYTES;
		this.#size += chunk.copy(this.#held, this.#size);
		this.#cancelSilence = this.#options.clock.after(this.#options.silenceMs ?? SILENCE_MS, () => this.#silent());
	}

	#silent(): void {
		const size = this.#overrun ? 0 : this.#size;
		this.counters.malformed += this.#overrun ? 1 : 0;
		this.#size = 0;
		this.#overrun = false;
		let at = 0;
		while (at < size) {
			const end = this.#frameEnd(at, size);
			if (end === NOT_A_FRAME) {
				this.counters.malformed += 1;
				return;
			}
			this.#serve(at, end);
			at = end;
		}
	}

	/** Where the frame at `at` ends: with the silence, or, where a stall joined it to the next, as its beginning says. */
	#frameEnd(at: number, size: number): number {
		if (isRtuFrame(this.#held, at, size)) {
			return size;
		}
		const end = at + 1 + requestBytes(this.#held, at + 1, size) + CRC_BYTES;
		return isRtuFrame(this.#held, at, end) && end < size ? end : NOT_A_FRAME;
	}

	#serve(at: number, end: number): void {
		const unit = this.#held[at];
		const card = unit === BROADCAST ? NO_CARD : this.#units.cardOf(unit);
		if (this.#options.access === 'disabled') {
			return;
		}
		if (unit === BROADCAST && isWrite(this.#held, at + 1)) {
			this.counters.requests += 1;
			this.#units.cards.forEach(each => this.#answer(each, at, end));
		}
		if (card !== NO_CARD) {
			this.counters.requests += 1;
			this.#write(this.#answer(card, at, end));
		}
	}

	/** Puts the answer without its CRC; returns where it ends. */
	#answer(card: number, at: number, end: number): number {
		this.#asked.card = this.#options.house.view(card);
		this.#out[0] = this.#held[at];
		return answer(this.#asked, this.#held, at + 1, end - CRC_BYTES, this.#out, 1);
	}

	#write(end: number): void {
		const size = sealRtu(this.#out, 0, end);
		if (this.#stream.writableLength <= MOST_OUTPUT_BYTES) {
			this.#stream.write(Buffer.from(this.#out.subarray(0, size)));
		}
	}
}

/** Serves the cards of a house on a serial line. Throws E_SETUP_FAULTY or E_FILE_UNREADABLE where there is no such line. */
export async function openModbusRtu(options: ModbusRtuOptions): Promise<ModbusRtu> {
	const {line} = options;
	return line instanceof Duplex
		? new RtuServer(options, line, 'serial')
		: new RtuServer(options, await openSerial(line), line.path);
}
