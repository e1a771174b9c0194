// Leads a connection that stands, or one that is about to be, over a disturbed path, without a stream in between: whoever holds the
// stream goes on using it. Only connections of cards under a fault of the network pay for this.

import type {Duplex} from 'node:stream';
import {SECOND} from '../../src/core/clock.ts';
import type {Clock} from '../../src/core/clock.ts';
import type {Break} from '../scenario/card-target.ts';
import {StreamLane} from './stream-lane.ts';
import type {Weather} from './weather.ts';

/** When a card with a keep-alive of a minute notices that nobody answers: it looks every half, and waits 10 s for a PINGRESP. */
const CARD_PATIENCE_MS = 40 * SECOND;
/** And its broker: one and a half times the keep-alive (MQTT 3.1.1, 3.1.2.10). */
const BROKER_PATIENCE_MS = 90 * SECOND;
/** Above this the writer is told to wait. */
const FULL_BYTES = 16_384;

export interface DetourOptions {
	readonly clock: Clock;
	readonly weather: Weather;
	readonly isOld: boolean;
	readonly closed: () => void;
}

type Emit = (event: string | symbol, ...args: unknown[]) => boolean;

export class Detour {
	readonly #stream: Duplex;
	readonly #clock: Clock;
	readonly #weather: Weather;
	readonly #out: StreamLane;
	readonly #in: StreamLane;
	readonly #real: {emit: Emit; write: (chunk: Uint8Array) => boolean; end: () => void; destroy: (e?: Error) => void};
	readonly #closed: () => void;
	/** The card was told that the connection is over; what comes of the stream then is nothing to it. */
	#isOver = false;
	/** The other end is gone, and the card does not know. */
	#isVanished = false;
	/** Ends of the stream that its other end sends back: one in memory destroys this one in turn. */
	#echoes = 0;
	#hasSpoken: boolean;
	#breaks: {readonly how: Break; afterBytes: number} | undefined;
	#cancelPatience: Array<() => void> = [];
	/** When something last arrived at either end. */
	lastAt = 0;

	/** `isOld`: something may have been said on it already. `closed` is told when the stream is gone for good. */
	constructor(stream: Duplex, {clock, weather, isOld, closed}: DetourOptions) {
		this.#stream = stream;
		this.#clock = clock;
		this.#weather = weather;
		this.#hasSpoken = isOld;
		this.#closed = closed;
		this.#real = {
			emit: (stream.emit as Emit).bind(stream),
			write: stream.write.bind(stream) as (chunk: Uint8Array) => boolean,
			end: stream.end.bind(stream),
			destroy: stream.destroy.bind(stream),
		};
		this.#out = this.#lane('out', load => this.#arriveOut(load));
		this.#in = this.#lane('in', load => this.#arriveIn(load));
		this.#take(stream);
		this.review();
	}

	/** Whether something that was sent has not arrived. */
	isWaiting(): boolean {
		return !this.#out.isEmpty || !this.#in.isEmpty;
	}

	/** Whether something is on its way, or was a moment ago: whoever plays time must not hurry past the answer. */
	isActive(): boolean {
		const moves = (lane: StreamLane, way: 'out' | 'in'): boolean => !lane.isEmpty && !this.#weather.isBlocked(way);
		return moves(this.#out, 'out') || moves(this.#in, 'in') || this.#clock.now() - this.lastAt < SECOND;
	}

	/** The faults of the path are others. */
	review(): void {
		const isBlocked = this.#weather.isBlocked('out') || this.#weather.isBlocked('in');
		if (isBlocked && this.#cancelPatience.length === 0) {
			this.#loseByPatience(CARD_PATIENCE_MS);
		} else if (!isBlocked && !this.#isVanished) {
			this.#stopPatience();
		}
	}

	/** Breaks the connection, now or once the card has sent so many bytes more. */
	break(how: Break, afterBytes: number): void {
		if (afterBytes > 0) {
			this.#breaks = {how, afterBytes};
		} else {
			this.#breakNow(how);
		}
	}

	/** What was to come does not. */
	mend(): void {
		this.#breaks = undefined;
	}

	/** Ends the stream itself, whatever the path is like. */
	end(): void {
		this.#real.destroy();
	}

	#breakNow(how: Break): void {
		if (how === 'reset') {
			this.#tellOver('ECONNRESET');
			this.#real.destroy();
		} else if (how === 'brokerBelieves') {
			this.#tellOver('ECONNRESET');
			this.#clock.after(BROKER_PATIENCE_MS, () => this.#real.destroy());
		} else {
			this.#isVanished = true;
			this.#echoes = 'peer' in this.#stream ? 1 : 0;
			this.#real.destroy();
			this.#loseByPatience(CARD_PATIENCE_MS);
		}
	}

	#lane(way: 'out' | 'in', deliver: (load: Uint8Array | 'end') => void): StreamLane {
		const gaveUp = (): void => this.#lose();
		return new StreamLane({clock: this.#clock, weather: this.#weather, way, deliver, gaveUp});
	}

	#take(stream: Duplex): void {
		const emit = this.#emit.bind(this);
		Object.assign(stream, {
			emit,
			write: (chunk: Uint8Array) => this.#write(chunk),
			end: () => {
				this.#out.carry('end');
				return stream;
			},
			destroy: () => {
				this.#leave();
				return stream;
			},
		});
		const {prototype} = stream.constructor as {readonly prototype: object};
		Object.defineProperty(stream, 'writableLength', {
			get: () => this.#out.waitingBytes + (Reflect.get(prototype, 'writableLength', stream) as number),
		});
	}

	#write(chunk: Uint8Array): boolean {
		if (!this.#isOver && !this.#isVanished) {
			this.#carry(chunk);
		}
		return this.#out.waitingBytes < FULL_BYTES;
	}

	#carry(chunk: Uint8Array): void {
		const breaks = this.#breaks;
		if (breaks === undefined || chunk.length < breaks.afterBytes) {
			this.#out.carry(chunk);
			this.#breaks = breaks && {...breaks, afterBytes: breaks.afterBytes - chunk.length};
			return;
		}
		this.#out.carry(chunk.subarray(0, breaks.afterBytes));
		this.#breaks = undefined;
		this.#breakNow(breaks.how);
	}

	#arriveOut(load: Uint8Array | 'end'): void {
		this.#hasSpoken = true;
		this.lastAt = this.#clock.now();
		if (load === 'end') {
			this.#real.end();
			return;
		}
		this.#real.write(load);
		if (this.#out.isEmpty) {
			this.#real.emit('drain');
		}
	}

	#arriveIn(load: Uint8Array | 'end'): void {
		this.lastAt = this.#clock.now();
		if (load === 'end') {
			this.#real.emit('end');
		} else {
			this.#real.emit('data', load);
		}
	}

	/** What the stream tells: bytes take the lane, and of the end the card hears only what can reach it. */
	#emit(event: string | symbol, ...args: unknown[]): boolean {
		if (event === 'close') {
			this.#closed();
		}
		if (this.#isOver || this.#isVanished) {
			return false;
		}
		if (event === 'data') {
			this.#in.carry(args[0] as Uint8Array);
			return true;
		}
		if (event === 'end') {
			this.#in.carry('end');
			return true;
		}
		if (event !== 'close') {
			return this.#real.emit(event, ...args);
		}
		this.#over();
		return true;
	}

	/** Whoever holds the stream wants no more of it. The other end learns of it as far as the path lets it. */
	#leave(): void {
		if (this.#echoes > 0) {
			this.#echoes -= 1;
			return;
		}
		const isUnheard = this.#weather.isBlocked('out') && this.#hasSpoken && !this.#isOver;
		queueMicrotask(() => this.#over());
		if (isUnheard) {
			this.#clock.after(BROKER_PATIENCE_MS, () => this.#real.destroy());
		} else {
			this.#real.destroy();
		}
	}

	#loseByPatience(ms: number): void {
		this.#cancelPatience.push(this.#clock.after(ms, () => this.#lose()));
	}

	/** The card hears nothing for too long. */
	#lose(): void {
		if (!this.#isOver) {
			this.#tellOver('ETIMEDOUT');
			this.#clock.after(BROKER_PATIENCE_MS - CARD_PATIENCE_MS, () => this.#real.destroy());
		}
	}

	#tellOver(code: string): void {
		if (!this.#isOver) {
			this.#real.emit('error', Object.assign(new Error(code), {code}));
			this.#over();
		}
	}

	#over(): void {
		if (this.#isOver) {
			return;
		}
		this.#isOver = true;
		this.#stopPatience();
		this.#out.close();
		this.#in.close();
		this.#real.emit('close');
	}

	#stopPatience(): void {
		this.#cancelPatience.splice(0).forEach(cancel => cancel());
	}
}
