// A board in this process: flash in memory that can lose its power in the middle of a write, a serial line to whatever a test puts at
// its end, and real sockets.

import {createHash} from 'node:crypto';
import {connect, Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Clock} from '../../src/core/clock.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import type {
	Device,
	DeviceSerial,
	DeviceSocket,
	DeviceStorage,
	SocketEvents,
} from '../../src/platform/espruino/device.ts';

const ERASED = 0xff;
/** As on an Espruino WiFi (espruino.md 5). */
const STORAGE_BYTES = 65_536;

/** What a board that lost its power throws where the program would just end. */
export class PowerCut extends Error {}

/** Flash as the interpreter's Storage shows it: a file is made with its size, and its bits only fall until it is erased. */
export class MemoryStorage implements DeviceStorage {
	readonly files = new Map<string, Uint8Array>();
	/** Bytes that may still be written before the power goes; an erasure counts as one. */
	powerBytes = Infinity;
	/** Bytes written and files erased so far, counted alike. */
	spentBytes = 0;

	read(name: string): Uint8Array | null {
		return this.files.get(name) ?? null;
	}

	write(name: string, bytes: Uint8Array, offset: number, size: number): boolean {
		const file = this.files.get(name) ?? this.#make(name, size);
		if (file === null || file.length !== size || offset + bytes.length > size) {
			return false;
		}
		for (const [at, byte] of bytes.entries()) {
			if ((file[offset + at] & byte) !== byte) {
				return false;
			}
			this.#spend();
			file[offset + at] = byte;
		}
		return true;
	}

	erase(name: string): void {
		if (this.files.has(name)) {
			this.#spend();
			this.files.delete(name);
		}
	}

	list(): string[] {
		return [...this.files.keys()];
	}

	freeBytes(): number {
		return STORAGE_BYTES - [...this.files.values()].reduce((sum, file) => sum + file.length, 0);
	}

	#make(name: string, size: number): Uint8Array | null {
		if (size > this.freeBytes()) {
			return null;
		}
		this.#spend();
		const file = new Uint8Array(size).fill(ERASED);
		this.files.set(name, file);
		return file;
	}

	#spend(): void {
		if (this.powerBytes <= 0) {
			throw new PowerCut('the power went');
		}
		this.powerBytes -= 1;
		this.spentBytes += 1;
	}
}

/** One end of a serial line in memory; bytes arrive at the other end a moment later, in pieces as a line brings them. */
export class SerialEnd implements DeviceSerial {
	far: SerialEnd | null = null;
	/** Changes what leaves here: noise, loss. */
	spoil: (bytes: Uint8Array) => Uint8Array = bytes => bytes;
	readonly #clock: Clock;
	#take: (bytes: Uint8Array) => void = () => {};

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	write(bytes: Uint8Array): void {
		const sent = this.spoil(Uint8Array.from(bytes));
		const half = sent.length >> 1;
		this.#clock.after(1, () => {
			this.far?.hear(sent.subarray(0, half));
			this.far?.hear(sent.subarray(half));
		});
	}

	onBytes(take: (bytes: Uint8Array) => void): void {
		this.#take = take;
	}

	hear(bytes: Uint8Array): void {
		if (bytes.length > 0) {
			this.#take(bytes);
		}
	}
}

/** Both ends of a line. */
export function serialEnds(clock: Clock): readonly [SerialEnd, SerialEnd] {
	const near = new SerialEnd(clock);
	const far = new SerialEnd(clock);
	near.far = far;
	far.far = near;
	return [near, far];
}

export interface MemoryDeviceOptions {
	readonly clock: Clock;
	readonly storage: MemoryStorage;
	readonly serial: DeviceSerial;
	/** A name of this start of the board: another one has other random numbers. */
	readonly start: string;
	/** Milliseconds since 1970; -1 where nobody set the clock. */
	readonly utcMs: () => number;
	/** Opens connections; real ones where nothing is said. */
	readonly dial?: (host: string, port: number) => Duplex;
}

/** A board in this process. */
export class MemoryDevice implements Device {
	readonly clock: Clock;
	readonly storage: MemoryStorage;
	readonly serial: DeviceSerial;
	readonly utcMs: () => number;
	readonly dial: (host: string, port: number) => Duplex;
	readonly watchdog: {enable(seconds: number): void; kick(): void};
	watchdogSeconds = 0;
	kicks = 0;
	restarts = 0;
	/** Cuts the connections that are open, and opens none while this is true. */
	isOffline = false;
	readonly #random: RandomStream;
	readonly #sockets = new Set<() => void>();

	constructor(options: MemoryDeviceOptions) {
		this.clock = options.clock;
		this.storage = options.storage;
		this.serial = options.serial;
		this.utcMs = options.utcMs;
		this.dial = options.dial ?? ((host, port) => connect(port, host));
		this.#random = new RandomStream(seedFor(1, options.start));
		this.watchdog = {
			enable: seconds => {
				this.watchdogSeconds = seconds;
			},
			kick: () => {
				this.kicks += 1;
			},
		};
	}

	openSerial(): DeviceSerial {
		return this.serial;
	}

	openSocket(host: string, port: number, _tls: boolean, events: SocketEvents): DeviceSocket {
		const socket = this.dial(host, port);
		const cut = () => socket.destroy();
		this.#sockets.add(cut);
		if (socket instanceof Socket) {
			socket.on('connect', () => events.opened());
		} else {
			setImmediate(() => events.opened());
		}
		socket.on('data', (bytes: Uint8Array) => events.data(bytes));
		socket.on('error', () => {});
		socket.on('close', () => {
			this.#sockets.delete(cut);
			events.closed();
		});
		if (this.isOffline) {
			cut();
		}
		return {write: bytes => void socket.write(Uint8Array.from(bytes)), end: () => void socket.end()};
	}

	/** Ends every connection without a word, as a loss of power does. */
	cutSockets(): void {
		for (const cut of this.#sockets) {
			cut();
		}
	}

	sha256(bytes: Uint8Array): Uint8Array {
		return createHash('sha256').update(bytes).digest();
	}

	random16(): number {
		return this.#random.whole(0, 65_535);
	}

	restart(): void {
		this.restarts += 1;
	}
}
