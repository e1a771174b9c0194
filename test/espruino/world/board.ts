// A board with the interpreter's own objects, as far as the bundles use them (espruino.md 4), in a world of several boards.

import {bytesOf, bytesOfText, textOfBytes} from './bytes.ts';
import type {Written} from './bytes.ts';
import {sha256} from './sha256.ts';
import {FakeStorage} from './storage.ts';
import type {Timeline} from './timeline.ts';

type Listener = (data: string) => void;

/** What has listeners, as in Espruino: one or more by the name of what happens. */
export class Emitter {
	listeners: Record<string, Listener[] | undefined>;

	constructor() {
		this.listeners = {};
	}

	on(name: string, listener: Listener): void {
		const before = this.listeners[name];
		this.listeners[name] = before === undefined ? [listener] : before.concat([listener]);
	}

	removeAllListeners(): void {
		this.listeners = {};
	}

	emit(name: string, data: string): void {
		const listeners = this.listeners[name];
		if (listeners !== undefined) {
			listeners.forEach(each => each(data));
		}
	}
}

/** A serial line; what is written goes to `far` as fast as the line is. */
export class FakeSerial extends Emitter {
	timeline: Timeline;
	baud: number;
	far: FakeSerial | null;
	/** Whether the line is whole. */
	isWhole: boolean;
	/** Bytes that were written. */
	written: number;

	constructor(timeline: Timeline) {
		super();
		this.timeline = timeline;
		this.baud = 9600;
		this.far = null;
		this.isWhole = true;
		this.written = 0;
	}

	setup(baud: number): void {
		this.baud = baud;
	}

	write(data: Written): void {
		const text = textOfBytes(bytesOf(data));
		this.written += text.length;
		// The system hands on what came in pieces.
		const half = text.length >> 1;
		const byteMs = 10000 / this.baud;
		this.timeline.after(half * byteMs, () => this.arrive(text.substr(0, half)));
		this.timeline.after(text.length * byteMs, () => this.arrive(text.substr(half)));
	}

	arrive(text: string): void {
		if (this.far !== null && this.isWhole && text.length > 0) {
			this.far.emit('data', text);
		}
	}
}

/** The end of a connection that a board holds. */
export class FakeSocket extends Emitter {
	timeline: Timeline;
	/** Who is at the other end. */
	take: (bytes: Uint8Array) => void;
	gone: () => void;
	isOpen: boolean;

	constructor(timeline: Timeline) {
		super();
		this.timeline = timeline;
		this.take = () => undefined;
		this.gone = () => undefined;
		this.isOpen = false;
	}

	write(data: Written): void {
		if (this.isOpen) {
			const bytes = new Uint8Array(bytesOf(data));
			this.timeline.after(1, () => this.take(bytes));
		}
	}

	end(): void {
		if (this.isOpen) {
			this.isOpen = false;
			this.timeline.after(1, () => {
				this.gone();
				this.emit('close', '');
			});
		}
	}

	/** What the other end sends. */
	deliver(bytes: Uint8Array): void {
		const text = textOfBytes(bytes);
		this.timeline.after(1, () => {
			if (this.isOpen) {
				this.emit('data', text);
			}
		});
	}

	/** The connection breaks. */
	breakOff(): void {
		if (this.isOpen) {
			this.isOpen = false;
			this.gone();
			this.emit('close', '');
		}
	}
}

/** Takes a connection; false refuses it. */
export type Acceptor = (socket: FakeSocket) => boolean;

/** Where the clock of a board begins: the board knows no date until somebody sets it. */
const EPOCH_S = 946684800;

export class FakeBoard {
	timeline: Timeline;
	storage: FakeStorage;
	serial: FakeSerial;
	acceptor: Acceptor;
	random: number;
	/** What the bundle put on its console. */
	globals: Record<string, unknown>;
	restarts: number;
	/** Counts the starts: what an earlier one asked to be called for is not called. */
	life: number;
	sockets: FakeSocket[];
	/** How much the board's clock is ahead of the world's, ms. */
	clockOffsetMs: number;

	constructor(timeline: Timeline, seed: number) {
		this.timeline = timeline;
		this.storage = new FakeStorage(64 << 10);
		this.serial = new FakeSerial(timeline);
		this.acceptor = () => false;
		this.random = seed;
		this.globals = {};
		this.restarts = 0;
		this.life = 0;
		this.sockets = [];
		this.clockOffsetMs = 0;
	}

	connect(opened: (socket: FakeSocket) => void): FakeSocket {
		const socket = new FakeSocket(this.timeline);
		this.sockets.push(socket);
		this.timeline.after(2, () => {
			socket.isOpen = this.acceptor(socket);
			if (socket.isOpen) {
				opened(socket);
			} else {
				socket.emit('error', '');
				socket.emit('close', '');
			}
		});
		return socket;
	}

	nextRandom(): number {
		this.random = (this.random * 69069 + 1) % 4294967296;
		return this.random;
	}

	modules(): Record<string, unknown> {
		const net = {
			connect: (_options: unknown, opened: (socket: FakeSocket) => void) => this.connect(opened),
		};
		return {
			Storage: this.storage,
			net: net,
			tls: net,
			crypto: {SHA256: (data: Written) => sha256(bytesOf(data)).buffer},
		};
	}

	system(): object {
		return {
			enableWatchdog: () => undefined,
			kickWatchdog: () => undefined,
			toString: (data: Written) => textOfBytes(bytesOf(data)),
			toUint8Array: (data: Written) => new Uint8Array(bytesOf(data)),
			toArrayBuffer: (data: string) => bytesOfText(data).buffer,
			hwRand: () => this.nextRandom() | 0,
			reboot: () => this.restart(),
		};
	}

	/** The program asks to be started anew: whoever plays looks for that. */
	restart(): void {
		this.restarts += 1;
	}

	/** The program ends, as in a loss of power: nothing of it is ever called again. */
	stop(): void {
		this.life += 1;
		this.serial.removeAllListeners();
		this.sockets.forEach(socket => {
			socket.removeAllListeners();
			socket.breakOff();
		});
		this.sockets = [];
		this.globals = {};
	}

	after(delayMs: number, run: () => void): number {
		const life = this.life;
		return this.timeline.after(delayMs, () => {
			if (this.life === life) {
				run();
			}
		});
	}

	/** The globals of the interpreter, by the names of boardGlobals. */
	interpreter(): Record<string, unknown> {
		// The only chance in this world.
		Math.random = () => this.nextRandom() / 4294967296;
		const modules = this.modules();
		return {
			require: (name: string) => modules[name],
			Serial1: this.serial,
			E: this.system(),
			setTimeout: (run: () => void, ms: number) => this.after(ms, run),
			clearTimeout: (id: number) => this.timeline.cancel(id),
			getTime: () => EPOCH_S + (this.timeline.now + this.clockOffsetMs + 0.25) / 1000,
			setTime: (seconds: number) => {
				this.clockOffsetMs = (seconds - EPOCH_S) * 1000 - this.timeline.now;
			},
			load: () => this.restart(),
			process: {env: {BOARD: 'WORLD'}},
			globalThis: this.globals,
		};
	}
}
