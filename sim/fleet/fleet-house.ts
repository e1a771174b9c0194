// The cards of a fleet as faces see them: one view for all of them.

import {CardFace} from '../../src/agent/card-face.ts';
import {identityFrom} from '../../src/agent/card-identity.ts';
import type {CardHouse, CardIdentity, CardView} from '../../src/agent/card-view.ts';
import {Card, NO_DETAIL, phaseMomentary} from '../../src/agent/card.ts';
import type {LogEntry} from '../../src/agent/card-rows.ts';
import type {StageTold} from '../../src/agent/commands/ports.ts';
import {eventFacts, eventFactsOf} from '../../src/agent/event-facts.ts';
import {informational} from '../../src/agent/events.ts';
import {FaceRows, takeHappening} from '../../src/agent/face-rows.ts';
import {Listeners} from '../../src/agent/listeners.ts';
import type {Millis} from '../../src/core/clock.ts';
import {measureDetails} from '../../src/ups/details.ts';
import {firmwareText} from '../../src/ups/firmware-image.ts';
import type {Fleet} from './fleet.ts';
import type {FleetOrders} from './fleet-orders.ts';
import {CARD_FIRMWARE} from './firmware.ts';

const upsUpdateSucceeded = eventFactsOf('upsUpdateSucceeded')?.id;

type Logged = (card: number, entry: LogEntry) => void;
type Noticed = (card: number, entry: LogEntry, again: number) => void;
type Staged = (told: StageTold) => void;

export class FleetHouse implements CardHouse {
	readonly count: number;
	readonly event = eventFacts;
	readonly eventByName = eventFactsOf;
	readonly #fleet: Fleet;
	readonly #rows: FaceRows;
	readonly #face: CardFace;
	readonly #ids: Map<string, number>;
	readonly #identities: CardIdentity[] = [];
	readonly #logged = new Listeners<Logged>();
	readonly #noticed = new Listeners<Noticed>();
	readonly #staged = new Listeners<Staged>();

	constructor(fleet: Fleet, orders: FleetOrders) {
		this.#fleet = fleet;
		this.count = fleet.spec.cards.length;
		this.#rows = new FaceRows(this.count);
		this.#ids = new Map(fleet.spec.cards.map(({id}, card) => [id, card]));
		this.#face = this.#faceOf(fleet, orders);
		orders.onStage = told => this.#staged.list.forEach(listener => listener(told));
	}

	view(card: number): CardView {
		return this.#face.to(card);
	}

	find(cardId: string): number {
		return this.#ids.get(cardId) ?? -1;
	}

	onLogged(listener: Logged): () => void {
		return this.#logged.add(listener);
	}

	/** A fleet's cards tell every graded event at once and once. */
	onNotice(listener: Noticed): () => void {
		return this.#noticed.add(listener);
	}

	onStage(listener: Staged): () => void {
		return this.#staged.add(listener);
	}

	/** Whether nobody asked to hear of what happens. */
	get isUnheard(): boolean {
		return [this.#logged, this.#noticed, this.#staged].every(({list}) => list.length === 0);
	}

	/** What a recording says of a card in place of its model. */
	identify(card: number, identity: CardIdentity): void {
		this.#identities[card] = identity;
	}

	/** A card logged an event. */
	logged(card: number, sequence: number, t: Millis, event: number, phase: number): void {
		this.#rows.forget(card);
		if (event === upsUpdateSucceeded) {
			this.#updated(card);
		}
		takeHappening(this.#rows, card, event, phase, t, this.#fleet.wall.utcAt(card, t));
		if (this.#logged.list.length === 0 && this.#noticed.list.length === 0) {
			return;
		}
		const entry = this.#fleet.cardView(card).entry(sequence);
		const told = (eventFacts(event)?.severity ?? 0) >= informational;
		this.#logged.list.forEach(listener => listener(card, entry));
		if (told) {
			this.#noticed.list.forEach(listener => listener(card, entry, 0));
		}
	}

	/** A UPS runs another firmware: what is told of it changes with it. */
	#updated(card: number): void {
		const upsFirmware = firmwareText(this.#fleet.upsView(card).firmware);
		this.#identities[card] = {...this.#identityOf(card), upsFirmware};
	}

	/** A card runs another firmware. */
	renamed(card: number, cardFirmware: string): void {
		this.#identities[card] = {...this.#identityOf(card), cardFirmware};
	}

	/** Something happened to a card: the next look sees it. */
	changed(card: number): void {
		this.#rows.forget(card);
	}

	#identityOf(card: number): CardIdentity {
		const known = this.#identities[card];
		if (known !== undefined) {
			return known;
		}
		const {id, site, serial} = this.#fleet.spec.cards[card];
		const {firmware, rating} = this.#fleet.upsView(card);
		const made = identityFrom({
			cardId: id,
			site: this.#fleet.spec.sites[site]?.name ?? '',
			serial,
			cardFirmware: CARD_FIRMWARE,
			upsFirmware: firmwareText(firmware),
			rating,
		});
		this.#identities[card] = made;
		return made;
	}

	#faceOf(fleet: Fleet, orders: FleetOrders): CardFace {
		const at = {card: 0};
		const view = fleet.upsView(0);
		// A view of its own: the fleet moves the one that it lends.
		const card = new Card(fleet.cards, 0, {logged() {}});
		return new CardFace(
			{
				card,
				desk: orders.settings,
				life: null,
				moveTo(to) {
					at.card = to;
					card.to(to);
					orders.moveTo(to);
				},
				identity: which => this.#identityOf(which),
				firmware: () => null,
				now: () => fleet.now(),
				utc: () => fleet.wall.utcAt(at.card, fleet.now()),
				measure: (t, row, offset) => fleet.measureAt(at.card, t, row, offset),
				measureDetails: (t, row) => measureDetails(view.to(at.card), t, row),
				newest: () => fleet.cards.lastSequence[at.card],
				oldest: () => fleet.cardView(at.card).oldest(),
				entry: sequence => {
					const entry = fleet.cardView(at.card).entry(sequence);
					return {...entry, bootId: fleet.cards.bootIds[at.card], utcMs: fleet.wall.utcAt(at.card, entry.atMs)};
				},
				order: order => orders.give(at.card, order),
				change: (changes, note) => orders.change(at.card, changes, note),
				note: (event, note) => fleet.cardView(at.card).logNoted(fleet.now(), event, phaseMomentary, NO_DETAIL, note),
			},
			this.#rows,
		);
	}
}
