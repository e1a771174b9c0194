// Tells every page what changes, four times a second whatever the speed of the cards: one text for all pages. A page that reads
// slowly misses ticks and then gets the whole anew, so that nothing queues up. While nobody looks, nothing is done.

import type {ServerResponse} from 'node:http';
import type {CardHouse} from '../../src/agent/card-view.ts';
import type {Clock, Millis} from '../../src/core/clock.ts';
import {SECOND} from '../../src/core/clock.ts';
import type {MetricSource} from '../../src/protocols/metrics/exposition.ts';
import type {FaultDesk} from '../fleet/control/fault-desk.ts';
import {FaultMarks} from './fault-marks.ts';
import {LogTail} from './log-tail.ts';
import type {Tick} from './messages.ts';
import {metersOf} from './meters.ts';
import {StatusBytes} from './status-bytes.ts';

/** What a page is told of. */
export interface Watched {
	readonly house: CardHouse;
	readonly desk: FaultDesk;
	/** Real time. */
	readonly clock: Clock;
	/** Time of the cards. */
	readonly now: () => Millis;
	/** Things that happened to UPSs since the start. */
	readonly happened: () => number;
	readonly sources: readonly MetricSource[];
	/** Of this process; it begins the ids of messages. */
	readonly instance: string;
}

const TICK_MS = 250;
/** After the last page has gone: one that comes back at once goes on where it was. */
const LINGER_MS = 10 * SECOND;
const METER_TICKS = 4;
/** What is kept for pages that come back. */
const KEPT_TICKS = 40;
const KEPT_CHARACTERS = 1_000_000;
const PAGES_MAX = 16;
/** Where more than one card in so many changed, its byte costs less than its change. */
const CHANGE_BYTES = 4;

interface Page {
	readonly response: ServerResponse;
	/** It missed a tick. */
	behind: boolean;
}

export class Hub {
	readonly #watched: Watched;
	readonly #marks: FaultMarks;
	readonly #status: StatusBytes;
	readonly #pages = new Set<Page>();
	#tail: LogTail;
	#stopListening: (() => void) | null = null;
	#stopTicking: () => void = () => {};
	#seq = 0;
	#leftAt: Millis = 0;
	/** Texts of the last ticks; the first has the number `#seq - length + 1`. */
	#kept: string[] = [];

	constructor(watched: Watched) {
		this.#watched = watched;
		this.#marks = new FaultMarks(watched.desk, watched.house);
		this.#status = new StatusBytes(watched.house, card => this.#marks.isUpon(card));
		this.#tail = this.#newTail();
	}

	hasRoom(): boolean {
		return this.#pages.size < PAGES_MAX;
	}

	/** Whether anybody is told anything. */
	get isBusy(): boolean {
		return this.#stopListening !== null;
	}

	/** Begins to tell a page; `after` is the id of the last message that it had. */
	add(response: ServerResponse, after: string | undefined): void {
		this.#begin();
		const page: Page = {response, behind: false};
		response.write(this.#missed(after) ?? this.#whole());
		this.#pages.add(page);
		response.on('close', () => {
			this.#pages.delete(page);
			this.#leftAt = this.#watched.clock.now();
		});
	}

	/** The byte of a card as it is now. */
	byteOf(card: number): number {
		this.#marks.look();
		return this.#status.byteOf(card);
	}

	close(): void {
		this.#end();
		for (const {response} of this.#pages) {
			response.end();
		}
		this.#pages.clear();
	}

	#newTail(): LogTail {
		const {house} = this.#watched;
		return new LogTail(event => house.event(event)?.severity ?? 0);
	}

	#begin(): void {
		if (this.#stopListening !== null) {
			return;
		}
		this.#tail = this.#newTail();
		this.#kept = [];
		this.#marks.look();
		this.#status.markAll();
		this.#status.take();
		this.#stopListening = this.#watched.house.onLogged((card, entry) => {
			this.#status.mark(card);
			this.#tail.add(card, entry);
		});
		this.#tickLater();
	}

	#end(): void {
		this.#stopTicking();
		this.#stopListening?.();
		this.#stopListening = null;
	}

	#tickLater(): void {
		this.#stopTicking = this.#watched.clock.after(TICK_MS, () => {
			if (this.#pages.size === 0 && this.#watched.clock.now() - this.#leftAt > LINGER_MS) {
				this.#end();
				return;
			}
			this.#tellAll();
			this.#tickLater();
		});
	}

	#tellAll(): void {
		const text = this.#next();
		let whole = '';
		for (const page of this.#pages) {
			if (page.response.writableNeedDrain) {
				page.behind = true;
			} else if (page.behind) {
				whole ||= this.#whole();
				page.behind = false;
				page.response.write(whole);
			} else {
				page.response.write(text);
			}
		}
	}

	/** The next tick, which is kept. */
	#next(): string {
		this.#seq += 1;
		const faults = this.#marks.look() ? this.#marks.lines() : undefined;
		if (faults !== undefined) {
			this.#status.markAll();
		}
		const {lines, untold} = this.#tail.take();
		const text = this.#textOf({
			...this.#times(),
			...this.#changes(this.#status.take()),
			...(faults === undefined ? {} : {faults}),
			...(lines.length === 0 ? {} : {log: lines}),
			...(untold === 0 ? {} : {untold}),
			...(this.#seq % METER_TICKS === 0 ? {meters: metersOf(this.#watched.sources)} : {}),
		});
		this.#kept.push(text);
		while (this.#kept.length > KEPT_TICKS || this.#kept.reduce((sum, each) => sum + each.length, 0) > KEPT_CHARACTERS) {
			this.#kept.shift();
		}
		return text;
	}

	#times(): Pick<Tick, 'seq' | 'realMs' | 'nowMs' | 'happened' | 'logged'> {
		const {clock, now, happened} = this.#watched;
		return {seq: this.#seq, realMs: clock.now(), nowMs: now(), happened: happened(), logged: this.#tail.logged};
	}

	#changes(changes: readonly number[]): Pick<Tick, 'full' | 'changed'> {
		if (changes.length === 0) {
			return {};
		}
		const {bytes} = this.#status;
		if (changes.length * CHANGE_BYTES > bytes.length) {
			return {full: base64(bytes)};
		}
		return {changed: base64(new Uint8Array(Uint32Array.from(changes).buffer))};
	}

	/** Everything as of the last tick, so that the next one goes on from there. */
	#whole(): string {
		return this.#textOf({
			...this.#times(),
			full: base64(this.#status.bytes),
			faults: this.#marks.lines(),
			log: this.#tail.recent(),
			meters: metersOf(this.#watched.sources),
			begins: true,
		});
	}

	/** The ticks after the one of that id; null where they are no longer there. */
	#missed(after: string | undefined): string | null {
		const [instance, number] = (after ?? '').split('.');
		const last = Number(number);
		const first = this.#seq - this.#kept.length + 1;
		if (instance !== this.#watched.instance || !(last >= first - 1 && last <= this.#seq) || last < 1) {
			return null;
		}
		return `: goes on\n\n${this.#kept.slice(last - first + 1).join('')}`;
	}

	#textOf(tick: Tick): string {
		return `id: ${this.#watched.instance}.${tick.seq}\ndata: ${JSON.stringify(tick)}\n\n`;
	}
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
