// A Modbus master on a serial line, small enough for a board: one request at a time, each with one answer. Frames have neither an id
// nor a length of their own, so every try begins with silence and an empty buffer; whatever was heard before is noise.

import {isRtuFrame, putWord, sealRtu} from '../../codec/modbus-adu.ts';
import type {Clock, Millis} from '../../core/clock.ts';
import type {DeviceSerial} from './device.ts';

/** What an exchange came to besides the exceptions of Modbus, which are 1 to 255. */
export const answered = 0;
export const unanswered = -1;
export const illegalAddress = 2;
/** The device has no time just now: it is asked again (modbus.md, Behaviour). */
const BUSY = 6;

const READ = 3;
const WRITE = 16;
const EXCEPTION = 128;
const HEAD_BYTES = 6;
const EXCEPTION_BYTES = 5;
const ECHO_BYTES = 8;
/** A read of 120 registers is the longest answer, and noise may stand before it. */
const HEARD_BYTES = 320;
/** A write of four registers is the longest request. */
const REQUEST_BYTES = 20;
/** From a request to its answer, and from "busy" to the next try. */
const REPLY_MS = 1000;
const BUSY_MS = 100;
/** Longer than the 3.5 characters of the standard: what a UPS wants between two frames (modbus.md, Behaviour). */
const GAP_MS = 35;
const TRIES = 3;
/** A line that is never silent counts as one that does not answer. */
const NOISE_MS = 1000;

/** The registers of a read are the words of `bytes` from `at` on, valid for the call; a write has none. */
export type Answered = (outcome: number, bytes: Uint8Array, at: number) => void;

export class ModbusMaster {
	serial: DeviceSerial;
	clock: Clock;
	unit: number;
	request: Uint8Array;
	requestBytes: number;
	heard: Uint8Array;
	heardBytes: number;
	heardAt: Millis;
	answerBytes: number;
	triesLeft: number;
	giveUpAt: Millis;
	done: Answered | null;
	cancel: () => void;

	constructor(serial: DeviceSerial, clock: Clock, unit: number) {
		this.serial = serial;
		this.clock = clock;
		this.unit = unit;
		this.request = new Uint8Array(REQUEST_BYTES);
		this.requestBytes = 0;
		this.heard = new Uint8Array(HEARD_BYTES);
		this.heardBytes = 0;
		this.heardAt = clock.now();
		this.answerBytes = 0;
		this.triesLeft = 0;
		this.giveUpAt = 0;
		this.done = null;
		this.cancel = () => {};
		serial.onBytes(bytes => this.hear(bytes));
	}

	/** Reads `count` registers from `address` on. Nothing else may be under way. */
	read(address: number, count: number, done: Answered): void {
		this.begin(READ, address, count, 3 + 2 * count + 2, TRIES, done);
	}

	/** Writes one or two registers. It is sent once: a write whose answer was lost may have been carried out. */
	write(address: number, words: readonly number[], done: Answered): void {
		this.request[HEAD_BYTES] = 2 * words.length;
		for (let i = 0; i < words.length; i++) {
			putWord(this.request, HEAD_BYTES + 1 + 2 * i, words[i]);
		}
		this.begin(WRITE, address, words.length, ECHO_BYTES, 1, done);
	}

	begin(code: number, address: number, count: number, answerBytes: number, tries: number, done: Answered): void {
		const request = this.request;
		request[0] = this.unit;
		request[1] = code;
		putWord(request, 2, address);
		putWord(request, 4, count);
		this.requestBytes = sealRtu(request, 0, HEAD_BYTES + (code === WRITE ? 1 + 2 * count : 0));
		this.answerBytes = answerBytes;
		this.triesLeft = tries;
		this.done = done;
		this.giveUpAt = this.clock.now() + NOISE_MS;
		this.send();
	}

	/** Sends when the line has been silent for long enough. */
	send(): void {
		const now = this.clock.now();
		const quietAt = this.heardAt + GAP_MS;
		if (quietAt > now) {
			this.cancel = this.clock.after(quietAt - now, () => (quietAt > this.giveUpAt ? this.retry() : this.send()));
			return;
		}
		this.heardBytes = 0;
		this.serial.write(this.request.subarray(0, this.requestBytes));
		this.cancel = this.clock.after(REPLY_MS, () => this.retry());
	}

	retry(): void {
		this.triesLeft -= 1;
		if (this.triesLeft <= 0) {
			this.end(unanswered, 0);
			return;
		}
		this.giveUpAt = this.clock.now() + NOISE_MS;
		this.send();
	}

	end(outcome: number, at: number): void {
		const done = this.done;
		this.cancel();
		this.done = null;
		if (done !== null) {
			done(outcome, this.heard, at);
		}
	}

	/** Looks after each piece whether the answer is whole: it may begin anywhere. */
	hear(bytes: Uint8Array): void {
		this.heardAt = this.clock.now();
		const room = HEARD_BYTES - this.heardBytes;
		if (this.done === null || room < bytes.length) {
			this.heardBytes = 0;
			return;
		}
		this.heard.set(bytes, this.heardBytes);
		this.heardBytes += bytes.length;
		for (let at = 0; at + EXCEPTION_BYTES <= this.heardBytes; at++) {
			if (this.heard[at] === this.unit && this.take(at)) {
				return;
			}
		}
	}

	/** Whether the answer begins at `at`. */
	take(at: number): boolean {
		const heard = this.heard;
		const code = this.request[1];
		const end = at + this.answerBytes;
		if (heard[at + 1] === code && end <= this.heardBytes && this.isOurs(at) && isRtuFrame(heard, at, end)) {
			this.end(answered, at + 3);
			return true;
		}
		if (heard[at + 1] !== code + EXCEPTION || !isRtuFrame(heard, at, at + EXCEPTION_BYTES)) {
			return false;
		}
		const exception = heard[at + 2];
		if (exception === BUSY && this.triesLeft > 1) {
			this.triesLeft -= 1;
			this.cancel();
			this.cancel = this.clock.after(BUSY_MS, () => this.send());
		} else {
			this.end(exception, 0);
		}
		return true;
	}

	/** A read says how many bytes follow, a write repeats what it was about. */
	isOurs(at: number): boolean {
		const heard = this.heard;
		if (this.request[1] === READ) {
			return heard[at + 2] === this.answerBytes - EXCEPTION_BYTES;
		}
		for (let i = 2; i < HEAD_BYTES; i++) {
			if (heard[at + i] !== this.request[i]) {
				return false;
			}
		}
		return true;
	}
}
