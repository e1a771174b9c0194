// The board's own objects behind the port (espruino.md 4). Nothing else in this folder names them. Its numbers of time are no whole ones,
// its sockets and serial lines speak in strings of bytes.

import type {Clock, Millis} from '../../core/clock.ts';
import type {Device, DeviceSerial, DeviceSocket, DeviceStorage, SocketEvents} from './device.ts';

interface EspruinoStorage {
	readArrayBuffer(name: string): ArrayBuffer | undefined;
	write(name: string, data: Uint8Array, offset: number, size: number): boolean;
	erase(name: string): void;
	list(): string[];
	getFree(): number;
}

interface EspruinoStream {
	write(data: string): void;
	on(event: string, run: (data: string) => void): void;
}

interface EspruinoSocket extends EspruinoStream {
	end(): void;
}

interface EspruinoNet {
	connect(options: {host: string; port: number}, connected: () => void): EspruinoSocket;
}

interface EspruinoSerial extends EspruinoStream {
	setup(baud: number, options: {bytesize: number; parity: null; stopbits: number}): void;
}

interface Modules {
	(name: 'Storage'): EspruinoStorage;
	(name: 'net' | 'tls'): EspruinoNet;
	(name: 'crypto'): {SHA256(data: Uint8Array): ArrayBuffer};
}

declare const require: Modules;
declare function setTimeout(run: () => void, delay: number): number;
declare function clearTimeout(timer: number): void;
/** Seconds since 1970, with a fraction. */
declare function getTime(): number;
declare const Serial1: EspruinoSerial;
declare const E: {
	enableWatchdog(seconds: number, automatic: boolean): void;
	kickWatchdog(): void;
	reboot(): void;
};

/** A clock that shows an earlier time was never set: 2020-01-01. */
const FIRST_UTC_MS = 1577836800000;
/** The card asks for the time every second: a longer step is that of somebody who set the clock. */
const LONGEST_STEP_MS = 60000;

/** The board's loader of modules, by another name: none of these is a package. */
function modules(): Modules {
	return require;
}

function bytesOf(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		bytes[i] = text.charCodeAt(i);
	}
	return bytes;
}

function textOf(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) {
		text += String.fromCharCode(bytes[i]);
	}
	return text;
}

function wallMs(): Millis {
	return Math.floor(getTime() * 1000);
}

/** Time since now, whatever anybody sets the wall clock to. */
function boardClock(): Clock {
	let startMs = wallMs();
	let lastMs = 0;
	return {
		now: () => {
			const t = wallMs() - startMs;
			if (t < lastMs || t - lastMs > LONGEST_STEP_MS) {
				startMs += t - lastMs;
				return lastMs;
			}
			lastMs = t;
			return t;
		},
		after: (delay, run) => {
			const timer = setTimeout(run, delay);
			return () => clearTimeout(timer);
		},
	};
}

function boardStorage(): DeviceStorage {
	const load = modules();
	const storage = load('Storage');
	return {
		read: name => {
			const file = storage.readArrayBuffer(name);
			return file === undefined ? null : new Uint8Array(file);
		},
		write: (name, bytes, offset, size) => storage.write(name, bytes, offset, size),
		erase: name => storage.erase(name),
		list: () => storage.list(),
		freeBytes: () => storage.getFree(),
	};
}

function openSerial(baud: number): DeviceSerial {
	Serial1.setup(baud, {bytesize: 8, parity: null, stopbits: 1});
	return {
		write: bytes => Serial1.write(textOf(bytes)),
		onBytes: take => Serial1.on('data', data => take(bytesOf(data))),
	};
}

function openSocket(host: string, port: number, tls: boolean, events: SocketEvents): DeviceSocket {
	const load = modules();
	const net = load(tls ? 'tls' : 'net');
	const socket = net.connect({host: host, port: port}, () => events.opened());
	let closed = false;
	const close = (): void => {
		if (!closed) {
			closed = true;
			events.closed();
		}
	};
	socket.on('data', data => events.data(bytesOf(data)));
	socket.on('close', close);
	socket.on('error', close);
	return {write: bytes => socket.write(textOf(bytes)), end: () => socket.end()};
}

/** Whether this is a board. */
export function isBoard(): boolean {
	return typeof E !== 'undefined' && typeof Serial1 !== 'undefined';
}

/** This board. */
export function espruinoDevice(): Device {
	const load = modules();
	return {
		clock: boardClock(),
		storage: boardStorage(),
		watchdog: {
			enable: seconds => E.enableWatchdog(seconds, false),
			kick: () => E.kickWatchdog(),
		},
		openSerial: openSerial,
		openSocket: openSocket,
		sha256: bytes => new Uint8Array(load('crypto').SHA256(bytes)),
		random16: () => Math.floor(Math.random() * 65536),
		utcMs: () => {
			const utcMs = wallMs();
			return utcMs < FIRST_UTC_MS ? -1 : utcMs;
		},
		restart: () => E.reboot(),
	};
}
