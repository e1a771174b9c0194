// Server-sent events: the state when it has changed, and each entry of the log, from where a client was cut off (Last-Event-ID).

import type {ServerResponse} from 'node:http';
import type {CardHouse} from '../../agent/card-view.ts';
import {SECOND} from '../../core/clock.ts';
import type {Clock} from '../../core/clock.ts';
import {eventOf} from './events.ts';

export interface Stream {
	readonly card: number;
	/** Name of the event that tells the state, and what it says; `at` in it is no change. */
	readonly event: string;
	readonly state: () => Record<string, unknown>;
	/** Whether entries of the log are told too. */
	readonly entries: boolean;
	readonly response: ServerResponse;
	/** Whether the one who asked is still logged in. */
	readonly isWelcome: () => boolean;
}

interface Open extends Stream {
	/** State as it was sent last, without its time. */
	sent: string;
	through: number;
	quietTicks: number;
}

export interface Live {
	/** Whether one more stream is allowed. */
	hasRoom(): boolean;
	/** Begins a stream. `after` is the sequence that the client has seen; null is the present. */
	add(stream: Stream, after: number | null): void;
	close(): void;
}

const STREAMS_MAX = 16;
/** A client that does not read is cut off at this many waiting bytes. */
const WAITING_BYTES_MAX = 262_144;
/** Entries that a client that comes back gets at most; the rest it reads by pages. */
const ENTRIES_AGAIN_MAX = 256;
const QUIET_TICKS_MAX = 15;

function write(stream: Open, text: string): void {
	stream.quietTicks = 0;
	stream.response.write(text);
}

function sendEntries(house: CardHouse, stream: Open): void {
	const view = house.view(stream.card);
	if (!stream.entries) {
		return;
	}
	const first = Math.max(stream.through + 1, view.oldest, view.newest - ENTRIES_AGAIN_MAX + 1);
	for (let sequence = first; sequence <= view.newest; sequence++) {
		const shown = eventOf(house, view, sequence);
		if (shown !== null) {
			write(stream, `id: ${sequence}\nevent: entry\ndata: ${JSON.stringify(shown)}\n\n`);
		}
	}
	stream.through = view.newest;
}

function sendState(house: CardHouse, stream: Open): void {
	house.view(stream.card).look();
	const state = stream.state();
	const text = JSON.stringify({...state, at: ''});
	if (text !== stream.sent) {
		stream.sent = text;
		write(stream, `event: ${stream.event}\ndata: ${JSON.stringify(state)}\n\n`);
	}
}

function tick(house: CardHouse, stream: Open): void {
	sendState(house, stream);
	sendEntries(house, stream);
	stream.quietTicks += 1;
	if (stream.quietTicks >= QUIET_TICKS_MAX) {
		write(stream, ': still here\n\n');
	}
}

function isDone(stream: Open): boolean {
	return (
		stream.response.writableEnded || stream.response.destroyed || stream.response.writableLength > WAITING_BYTES_MAX
	);
}

export function createLive(house: CardHouse, clock: Clock): Live {
	const streams = new Set<Open>();
	let cancel: (() => void) | null = null;
	const drop = (stream: Open): void => {
		streams.delete(stream);
		stream.response.end('event: end\ndata: {}\n\n');
	};
	const run = (): void => {
		for (const stream of streams) {
			if (isDone(stream) || !stream.isWelcome()) {
				drop(stream);
			} else {
				tick(house, stream);
			}
		}
		cancel = streams.size > 0 ? clock.after(SECOND, run) : null;
	};
	return {
		hasRoom: () => streams.size < STREAMS_MAX,
		add: (stream, after) => {
			const through = after ?? house.view(stream.card).newest;
			const open: Open = {...stream, sent: '', through, quietTicks: 0};
			streams.add(open);
			stream.response.on('close', () => streams.delete(open));
			tick(house, open);
			cancel ??= clock.after(SECOND, run);
		},
		close: () => {
			cancel?.();
			streams.forEach(drop);
		},
	};
}
