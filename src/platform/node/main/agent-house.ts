// The card of an agent as its faces see it.

import type {LogEntry} from '../../../agent/card-rows.ts';
import {CardFace} from '../../../agent/card-face.ts';
import {identityFrom} from '../../../agent/card-identity.ts';
import type {CardHouse, CardIdentity, CardView} from '../../../agent/card-view.ts';
import type {FirmwareView} from '../../../agent/firmware-view.ts';
import type {StageTold} from '../../../agent/commands/ports.ts';
import {eventFacts, eventFactsOf} from '../../../agent/event-facts.ts';
import {FaceRows, takeHappening} from '../../../agent/face-rows.ts';
import {Listeners} from '../../../agent/listeners.ts';
import {phaseMomentary, NO_DETAIL} from '../../../agent/card.ts';
import {READING_SIZE} from '../../../ups/reading.ts';
import type {Agent} from '../main.ts';

type Logged = (card: number, entry: LogEntry) => void;
type Noticed = (card: number, entry: LogEntry, again: number) => void;
type Staged = (told: StageTold) => void;

/** How far back the log is read at the start for when things last happened. */
const READ_BACK = 1024;

export class AgentHouse implements CardHouse {
	readonly count = 1;
	/** The card's firmware; null where it takes no updates. */
	firmware: FirmwareView | null = null;
	readonly event = eventFacts;
	readonly eventByName = eventFactsOf;
	readonly #agent: Agent;
	readonly #rows = new FaceRows(1);
	readonly #face: CardFace;
	readonly #logged = new Listeners<Logged>();
	readonly #noticed = new Listeners<Noticed>();
	readonly #staged = new Listeners<Staged>();
	#identity: CardIdentity;
	/** What the UPS ran at the last look. */
	#firmware: string;

	constructor(agent: Agent) {
		this.#agent = agent;
		const {cardId, site, serial, cardFirmware} = agent.identity;
		const {rating} = agent.settings.desk;
		this.#firmware = agent.upsFirmware();
		this.#identity = identityFrom({cardId, site, serial, cardFirmware, upsFirmware: agent.upsFirmware(), rating});
		this.#face = this.#faceOf(agent).to(0);
		for (
			let sequence = Math.max(agent.log.oldest(), agent.log.newest() - READ_BACK);
			sequence <= agent.log.newest();
		) {
			const {event, phase, utcMs} = agent.log.entry(sequence++);
			takeHappening(this.#rows, 0, event, phase, -Infinity, utcMs);
		}
	}

	view(_card: number): CardView {
		return this.#face;
	}

	find(cardId: string): number {
		return cardId === this.#agent.identity.cardId ? 0 : -1;
	}

	onLogged(listener: Logged): () => void {
		return this.#logged.add(listener);
	}

	onNotice(listener: Noticed): () => void {
		return this.#noticed.add(listener);
	}

	onStage(listener: Staged): () => void {
		return this.#staged.add(listener);
	}

	/** The identity that a recording or a real UPS gives in place of ours. */
	identify(_card: number, identity: CardIdentity): void {
		this.#identity = identity;
	}

	/** An entry is safe in the log. */
	logged(entry: LogEntry): void {
		this.#rows.forget(0);
		takeHappening(this.#rows, 0, entry.event, entry.phase, entry.atMs, this.#agent.bootUtcMs + entry.atMs);
		for (const listener of this.#logged.list) {
			listener(0, entry);
		}
	}

	/** People are to be told of an entry. */
	noticed(entry: LogEntry, again: number): void {
		for (const listener of this.#noticed.list) {
			listener(0, entry, again);
		}
	}

	/** An order reached a stage. */
	staged(told: StageTold): void {
		for (const listener of this.#staged.list) {
			listener(told);
		}
	}

	/** Something was set or ordered: the next look sees it. */
	changed(): void {
		this.#rows.forget(0);
	}

	/** As it began, but for a firmware that was replaced since. */
	#identityNow(): CardIdentity {
		const now = this.#agent.upsFirmware();
		if (now !== this.#firmware) {
			this.#firmware = now;
			this.#identity = {...this.#identity, upsFirmware: now};
		}
		return this.#identity;
	}

	#faceOf(agent: Agent): CardFace {
		return new CardFace(
			{
				card: agent.card,
				desk: agent.settings.desk,
				life: agent.batteryLife.rows,
				moveTo() {},
				identity: () => this.#identityNow(),
				firmware: () => this.firmware,
				now: () => agent.now(),
				utc: () => agent.ports.wallClock.nowUtc(),
				measure: (_t, row, at) => row.set(agent.look().subarray(0, READING_SIZE), at),
				measureDetails: (_t, row) => agent.lookAtDetails(row),
				newest: () => agent.log.newest(),
				oldest: () => agent.log.oldest(),
				entry: sequence => agent.log.entry(sequence),
				order: order => agent.give(order),
				change: (changes, note) => agent.change(changes, note),
				note: (event, note) => agent.act((card, t) => card.logNoted(t, event, phaseMomentary, NO_DETAIL, note)),
			},
			this.#rows,
		);
	}
}
