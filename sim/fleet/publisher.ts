// What the cards of a fleet publish, and when: events as they are logged, a sample at once after an event, and samples at a
// steady interval in which the cards take turns.

import type {Millis} from '../../src/core/clock.ts';
import {seedFor} from '../../src/core/random.ts';
import {EventFeed} from '../../src/agent/event-feed.ts';
import type {EventsAck, FeedLogs} from '../../src/agent/event-feed.ts';
import {notCalm, Reporter} from '../../src/agent/reporter.ts';
import type {DeathReason} from '../../src/agent/telemetry.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {firmwareText} from '../../src/ups/firmware-image.ts';
import type {UpsModel} from '../../src/ups/model.ts';
import {READING_SIZE} from '../../src/ups/reading.ts';
import {CARD_FIRMWARE} from './firmware.ts';
import type {Fleet} from './fleet.ts';
import type {MessageSink} from './message-sink.ts';
import {SampleTurns} from './sample-turns.ts';
import type {SampleWishes} from './sample-turns.ts';

/** Room for the largest message: a birth with the longest names, or a full sample with every alarm. */
const WRITER_BYTES = 2048;
const NOTHING = new Uint8Array(0);

export class Publisher {
	readonly reporter: Reporter;
	/** Which events of each card are to be sent next. */
	readonly feed: EventFeed;
	/** Of the cards that do not run what all others do. */
	readonly cardFirmware = new Map<number, string>();
	readonly #fleet: Fleet;
	readonly #sink: MessageSink;
	readonly #modelOf: (sku: string) => UpsModel;
	readonly #row = new Int32Array(READING_SIZE);
	/** Sessions begun so far, a card. */
	readonly #sessions: Uint16Array;
	readonly #turns: SampleTurns;
	/** Samples that may still be sent. */
	#left: number;
	readonly #isSilent: boolean;

	constructor(
		fleet: Fleet,
		modelOf: (sku: string) => UpsModel,
		sink: MessageSink,
		eventsAck: EventsAck,
		samples: SampleWishes = {},
	) {
		this.#fleet = fleet;
		this.#sink = sink;
		this.feed = new EventFeed(fleet.spec.cards.length, logsOf(fleet), eventsAck);
		this.#modelOf = modelOf;
		this.#turns = new SampleTurns(fleet.spec, samples);
		this.#isSilent = samples.isOff === true;
		this.#left = this.#isSilent ? 0 : (samples.limit ?? Infinity);
		this.#sessions = new Uint16Array(fleet.spec.cards.length);
		this.reporter = new Reporter(fleet.cards, sink, new ProtobufWriter(WRITER_BYTES), fleet.spec.startUtc);
		for (const [card, spec] of fleet.spec.cards.entries()) {
			fleet.cards.bootIds[card] = seedFor(fleet.spec.seed, `${spec.id}/boot`);
			fleet.cards.logIds[card] = seedFor(fleet.spec.seed, `${spec.id}/log`);
		}
	}

	/** Begins the steady samples. */
	start(): void {
		if (this.#isSilent) {
			return;
		}
		this.#turns.start(this.#fleet.now(), (card, t) => this.sample(card, t, true));
		this.#fleet.sampler = this.#turns;
	}

	/** Begins the next session of a card: the death that its connection leaves as its will. */
	beginSession(card: number): Uint8Array {
		this.#sessions[card] += 1;
		return this.death(card, 'connectionLost');
	}

	/** The death of the present session. Valid until the next call. */
	death(card: number, reason: DeathReason): Uint8Array {
		return this.reporter.death(card, this.sessionOf(card), reason);
	}

	/** The birth of the present session. Valid until the next call. */
	birth(card: number): Uint8Array {
		const fleet = this.#fleet;
		const spec = fleet.spec.cards[card];
		const model = this.#modelOf(spec.model);
		return this.reporter.birth(card, {
			cardId: spec.id,
			sessionId: this.sessionOf(card),
			bootId: fleet.cards.bootIds[card],
			vendor: model.vendor,
			model: model.sku,
			serial: spec.serial,
			upsFirmware: firmwareText(fleet.upsView(card).firmware),
			cardFirmware: this.cardFirmware.get(card) ?? CARD_FIRMWARE,
			ratedWatts: Math.floor(model.ratedWatts + 0.5),
			ratedVoltAmperes: model.ratedVoltAmperes,
			nominalVolts: model.nominalVolts * 10,
			chemistry: model.chemistry,
			switchedGroups: model.switchedGroups,
			assumed: model.assumed.length > 0,
			settingsDigest: null,
			bootUtcMs: fleet.wall.utcAt(card, fleet.now()) - fleet.now(),
			uptimeMs: fleet.now(),
			logId: fleet.cards.logIds[card],
			lastSequence: fleet.cards.lastSequence[card],
			oldestSequence: oldestOf(fleet, card),
			site: fleet.spec.sites[spec.site]?.name ?? '',
			sampleIntervalMs: this.#turns.intervalMs,
		});
	}

	/** Another birth within the session: the card tells something else of itself. */
	rebirth(card: number): void {
		this.#sink.send(card, 'birth', this.birth(card));
	}

	/** A card logged an event: it is sent, or whoever sends it is told. */
	logged(card: number): void {
		if (this.#sink.wake === null) {
			this.#sink.send(card, 'event', this.nextEvent(card)?.payload ?? NOTHING);
		} else {
			this.#sink.wake(card);
		}
	}

	/** Bytes of the next event of a card that is to be sent, valid until the next call; null when there is none. */
	nextEvent(card: number): {payload: Uint8Array; sequence: number} | null {
		const fed = this.feed.next(card);
		if (fed === null) {
			return null;
		}
		const {cards, wall} = this.#fleet;
		const entry = this.#fleet.cardView(card).entry(fed.sequence);
		const utcMs = wall.utcAt(card, entry.atMs);
		return {payload: this.reporter.eventOf(card, entry, fed, cards.bootIds[card], utcMs), sequence: fed.sequence};
	}

	/** A sample of a card that something just happened to, or (`steady`) whose turn it is. */
	sample(card: number, t: Millis, steady: boolean): void {
		const fleet = this.#fleet;
		if (steady && this.#left > 0 && fleet.cards.calm[card] !== notCalm && !this.reporter.isFullDue(card)) {
			this.#calmSample(card, t);
			return;
		}
		const lost = fleet.cardView(card).isLost();
		// Between the last reading and the loss there is nothing new to say.
		if (this.#left > 0 && (lost || fleet.cardView(card).isHearing())) {
			fleet.measureAt(card, t, this.#row, 0);
			this.#left -= this.reporter.sample(card, t, this.#row, 0, lost, !steady) ? 1 : 0;
			fleet.cards.calm[card] = lost ? notCalm : fleet.contact.calmAt(card, t);
		}
	}

	#calmSample(card: number, t: Millis): void {
		const {contact} = this.#fleet;
		const energyAlone = contact.isStill(card, t);
		contact.measureCalm(card, t, energyAlone, this.#row);
		this.#left -= this.reporter.calmSample(card, t, this.#row, energyAlone) ? 1 : 0;
		if (!energyAlone) {
			contact.lookAhead(card, t, this.reporter.calmNews > 0);
		}
	}

	/** A sample that has every reading, for a consumer that missed some. */
	fullSample(card: number, t: Millis): void {
		this.#fleet.cards.forceFull[card] = 1;
		this.sample(card, t, true);
	}

	/** Whether as many samples were sent as there may be. */
	get isSpent(): boolean {
		return this.#left === 0 && !this.#isSilent;
	}

	/** Id of the present session. */
	sessionOf(card: number): number {
		const spec = this.#fleet.spec.cards[card];
		return seedFor(this.#fleet.spec.seed, `${spec.id}/session/${this.#sessions[card]}`);
	}
}

function oldestOf(fleet: Fleet, card: number): number {
	return fleet.cards.lastSequence[card] === 0 ? 0 : fleet.cardView(card).oldest();
}

function logsOf(fleet: Fleet): FeedLogs {
	return {
		newest: card => fleet.cards.lastSequence[card],
		oldest: card => fleet.cardView(card).oldest(),
		logId: card => fleet.cards.logIds[card],
	};
}
