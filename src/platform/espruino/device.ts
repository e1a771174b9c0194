// The board as the card sees it. Everything else in this folder takes a Device, so that it runs in Node and in the gate's engine as
// well; device-espruino.ts is the only file that knows the interpreter's own objects.

import type {Clock, Millis} from '../../core/clock.ts';

/** Named files in flash. Erased bytes read 0xff; a file is written once, in pieces, and erased as a whole (espruino.md 4). */
export interface DeviceStorage {
	/** The file where it lies: nothing is copied, and the bytes may move with the next write. Null where there is none. */
	read(name: string): Uint8Array | null;
	/**
	 * Writes `bytes` from `offset` on into a file of `size` bytes, which the first write makes; what is written must have been
	 * erased or the same. False where there is no room, or something else is there already.
	 */
	write(name: string, bytes: Uint8Array, offset: number, size: number): boolean;
	erase(name: string): void;
	list(): string[];
	freeBytes(): number;
}

/** A serial line that is open. */
export interface DeviceSerial {
	write(bytes: Uint8Array): void;
	/** Who hears what comes; the last one that asked. The bytes are the caller's for the call only. */
	onBytes(take: (bytes: Uint8Array) => void): void;
}

/** What a connection tells; `closed` comes once and last, and alone where it was never open. */
export interface SocketEvents {
	opened(): void;
	data(bytes: Uint8Array): void;
	closed(): void;
}

export interface DeviceSocket {
	/** Takes the bytes at once: the caller may use them again. */
	write(bytes: Uint8Array): void;
	/** Sends what was written and closes. */
	end(): void;
}

export interface DeviceWatchdog {
	/** From now on the board restarts when nobody kicks it for so long. */
	enable(seconds: number): void;
	kick(): void;
}

export interface Device {
	readonly clock: Clock;
	readonly storage: DeviceStorage;
	readonly watchdog: DeviceWatchdog;
	/** The line to the UPS: eight data bits, no parity, one stop bit. */
	openSerial(baud: number): DeviceSerial;
	/** Connects. It tells of nothing before it has returned. */
	openSocket(host: string, port: number, tls: boolean, events: SocketEvents): DeviceSocket;
	/** 32 bytes. */
	sha256(bytes: Uint8Array): Uint8Array;
	/** 16 bits, for names of sessions and back-off; no key is ever made of them. */
	random16(): number;
	/** Milliseconds since 1970; -1 while nobody has set the board's clock. */
	utcMs(): Millis;
	/** Starts the board anew. Does not return on a board. */
	restart(): void;
}
