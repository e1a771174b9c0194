// What a card publishes: a birth a session, events from its log, samples of what changed. Works on the rows of any number
// of cards with one writer; who composes says where the bytes go and when a sample is due.

import type {Millis} from '../core/clock.ts';
import type {ProtobufWriter} from '../codec/protobuf.ts';
import {READING_SIZE} from '../ups/reading.ts';
import {NO_DETAIL} from './card.ts';
import type {CardRows, LogEntry} from './card-rows.ts';
import type {FedEvent} from './event-feed.ts';
import {encodeBirth, encodeCalmSample, encodeDeath, encodeEvent, encodeSample} from './telemetry.ts';
import type {Birth, DeathReason} from './telemetry.ts';
import type {OutKind} from './uplink.ts';

/** Every so many samples one is full. */
const FULL_EVERY = 60;
const NOT_SET = -1;

/** Of the `calm` of a card: anything may have happened; nothing but time; and its UPS is at rest (ups/rest.ts). */
export const notCalm = 0;
export const onlyTime = 1;
export const atRest = 2;

/** Takes the bytes of one card's message at once; false when it was dropped. */
export interface Outlet {
	send(card: number, kind: OutKind, payload: Uint8Array): boolean;
}

export class Reporter {
	cards: CardRows;
	outlet: Outlet;
	writer: ProtobufWriter;
	/** Wall-clock time at uptime 0, ms since 1970; -1 while it is not known. */
	bootUtcMs: Millis;
	/** Samples that a full buffer dropped; the next one of that card is full. */
	droppedSamples: number;
	/** How many readings besides the energy were in the last sample of a calm card. */
	calmNews: number;
	sampleHeader: {sequence: number; fullSequence: number; uptimeMs: Millis};

	/** `writer` must have room for the largest message. */
	constructor(cards: CardRows, outlet: Outlet, writer: ProtobufWriter, bootUtcMs: Millis) {
		this.cards = cards;
		this.outlet = outlet;
		this.writer = writer;
		this.bootUtcMs = bootUtcMs;
		this.droppedSamples = 0;
		this.calmNews = 0;
		this.sampleHeader = {sequence: 0, fullSequence: 0, uptimeMs: 0};
	}

	/** Bytes of the birth that begins a session; the next sample is full. Valid until the next call. */
	birth(card: number, birth: Birth): Uint8Array {
		this.cards.forceFull[card] = 1;
		this.writer.reset();
		encodeBirth(this.writer, birth);
		return this.writer.view();
	}

	/** Bytes of the death of a session. Valid until the next call. */
	death(card: number, sessionId: number, reason: DeathReason): Uint8Array {
		this.writer.reset();
		encodeDeath(this.writer, {sessionId: sessionId, bootId: this.cards.bootIds[card], reason: reason});
		return this.writer.view();
	}

	/** Bytes of an event of this start of the card; `fed` says how it is sent. Valid until the next call. */
	event(card: number, entry: LogEntry, fed: FedEvent): Uint8Array {
		const utcMs = this.bootUtcMs < 0 ? NOT_SET : this.bootUtcMs + entry.atMs;
		return this.eventOf(card, entry, fed, this.cards.bootIds[card], utcMs);
	}

	/** As `event`, of a start of the card that may be over: `utcMs` is -1 where its clock was not set. */
	eventOf(card: number, entry: LogEntry, fed: FedEvent, bootId: number, utcMs: Millis): Uint8Array {
		this.writer.reset();
		encodeEvent(this.writer, {
			logId: this.cards.logIds[card],
			sequence: entry.sequence,
			event: entry.event,
			phase: entry.phase,
			bootId: bootId,
			uptimeMs: entry.atMs,
			utcMs: utcMs < 0 ? null : utcMs,
			detail: entry.detail === NO_DETAIL ? null : entry.detail,
			note: entry.note,
			again: fed.again,
			missingFrom: fed.missingFrom,
		});
		return this.writer.view();
	}

	/** Publishes what changed since the last sample; where `onlyIfChanged`, nothing when nothing did. Whether one was sent. */
	sample(card: number, t: Millis, row: Int32Array, at: number, lost: boolean, onlyIfChanged: boolean): boolean {
		const cards = this.cards;
		const header = this.sampleHeader;
		const full = this.isFullDue(card);
		header.sequence = cards.sampleSequence[card] + 1;
		header.fullSequence = full ? header.sequence : cards.fullSequence[card];
		header.uptimeMs = t;
		this.writer.reset();
		const changed = encodeSample(this.writer, header, row, at, cards.sent, card * READING_SIZE, lost);
		if (changed === 0 && onlyIfChanged && !full) {
			return false;
		}
		return this.sendSample(card);
	}

	/** Whether the next sample must have every reading. */
	isFullDue(card: number): boolean {
		const cards = this.cards;
		return cards.forceFull[card] === 1 || cards.sampleSequence[card] + 1 - cards.fullSequence[card] >= FULL_EVERY;
	}

	/**
	 * Publishes a sample, which is not to be full, of a card that is calm: in `row` is what time moves, or where nothing else can be
	 * news the energy alone. Whether it was sent.
	 */
	calmSample(card: number, t: Millis, row: Int32Array, energyAlone: boolean): boolean {
		const cards = this.cards;
		const header = this.sampleHeader;
		header.sequence = cards.sampleSequence[card] + 1;
		header.fullSequence = cards.fullSequence[card];
		header.uptimeMs = t;
		this.writer.reset();
		this.calmNews = encodeCalmSample(this.writer, header, row, energyAlone, cards.sent, card * READING_SIZE);
		return this.sendSample(card);
	}

	/** Sends what was written with the header. */
	sendSample(card: number): boolean {
		const cards = this.cards;
		cards.sampleSequence[card] = this.sampleHeader.sequence;
		cards.fullSequence[card] = this.sampleHeader.fullSequence;
		const taken = this.outlet.send(card, 'sample', this.writer.view());
		cards.forceFull[card] = taken ? 0 : 1;
		this.droppedSamples += taken ? 0 : 1;
		return taken;
	}
}
