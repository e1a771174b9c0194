// One direction of a TCP connection over a disturbed path. A stream loses no byte: what a packet loses is sent again after a wait
// that doubles, and what comes early waits for what comes late (RFC 6298, RFC 9293 3.8).

import {SECOND} from '../../src/core/clock.ts';
import type {Clock, Millis} from '../../src/core/clock.ts';
import type {Way, Weather} from './weather.ts';

/** Bytes of a segment on Ethernet. */
const SEGMENT_BYTES = 1460;
/** As Linux has them: the first wait for an acknowledgement, the longest, and how often it tries. */
const RETRY_FIRST_MS = 200;
const RETRY_MAX_MS = 120 * SECOND;
const RETRIES_MAX = 15;

/** What the lane carries: bytes, or the end of them. */
type Load = Uint8Array | 'end';

interface Segment {
	readonly load: Load;
	tries: number;
	hasArrived: boolean;
}

export interface LanePort {
	readonly clock: Clock;
	readonly weather: Weather;
	readonly way: Way;
	/** Called in the order of `carry`. */
	deliver(load: Load): void;
	/** A segment was sent in vain too often: the connection is dead. */
	gaveUp(): void;
}

export class StreamLane {
	/** Bytes that have not arrived. */
	waitingBytes = 0;
	/** Segments that were sent more than once. */
	resent = 0;
	readonly #port: LanePort;
	readonly #segments: Segment[] = [];
	/** When what was sent before is out of the sender. */
	#freeAt: Millis = 0;
	#isClosed = false;

	constructor(port: LanePort) {
		this.#port = port;
	}

	get isEmpty(): boolean {
		return this.#segments.length === 0;
	}

	/** Takes the bytes at once. */
	carry(load: Load): void {
		if (load === 'end') {
			this.#send(this.#queued(load));
			return;
		}
		for (let at = 0; at < load.length; at += SEGMENT_BYTES) {
			const piece = load.subarray(at, at + SEGMENT_BYTES);
			this.waitingBytes += piece.length;
			this.#send(this.#queued(piece));
		}
	}

	/** Nothing arrives any more. */
	close(): void {
		this.#isClosed = true;
		this.#segments.length = 0;
		this.waitingBytes = 0;
	}

	#queued(load: Load): Segment {
		const segment: Segment = {load, tries: 0, hasArrived: false};
		this.#segments.push(segment);
		return segment;
	}

	#send(segment: Segment): void {
		const {clock, weather, way} = this.#port;
		const {isLost, delayMs, copies} = weather.fate(way);
		const now = clock.now();
		this.#freeAt = Math.max(now, this.#freeAt) + weather.sendingMs(copies * sizeOf(segment.load));
		const sentInMs = this.#freeAt - now;
		if (isLost) {
			this.#sendAgain(segment, sentInMs);
		} else if (sentInMs + delayMs < 1) {
			this.#arrive(segment);
		} else {
			clock.after(sentInMs + delayMs, () => this.#arrive(segment));
		}
	}

	#sendAgain(segment: Segment, sentInMs: Millis): void {
		if (segment.tries === RETRIES_MAX) {
			this.#port.gaveUp();
			return;
		}
		const waitMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** segment.tries);
		segment.tries += 1;
		this.#port.clock.after(sentInMs + waitMs, () => {
			if (!this.#isClosed) {
				this.resent += 1;
				this.#send(segment);
			}
		});
	}

	#arrive(segment: Segment): void {
		segment.hasArrived = true;
		while (!this.#isClosed && this.#segments[0]?.hasArrived === true) {
			const {load} = this.#segments.shift() as Segment;
			this.waitingBytes -= sizeOf(load);
			this.#port.deliver(load);
		}
	}
}

function sizeOf(load: Load): number {
	return load === 'end' ? 0 : load.length;
}
