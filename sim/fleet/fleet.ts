// The fleet: many UPSs and their cards in shared rows, moved from event to event. Sites do not touch each other, so each has an
// event queue of its own, whose cards lie in neighbouring rows: what happens at a site stays in cache (engine.md 2, 3).

import type {Clock, Millis} from '../../src/core/clock.ts';
import {seedFor} from '../../src/core/random.ts';
import {Card} from '../../src/agent/card.ts';
import {CardRows} from '../../src/agent/card-rows.ts';
import {notCalm} from '../../src/agent/reporter.ts';
import {fire, nextEventAt} from '../../src/ups/fire.ts';
import {measureStates} from '../../src/ups/measure.ts';
import type {UpsModel} from '../../src/ups/model.ts';
import {ratingOf} from '../../src/ups/rating.ts';
import {READING_SIZE} from '../../src/ups/reading.ts';
import {Ups, UpsRows} from '../../src/ups/row.ts';
import * as ups from '../../src/ups/ups.ts';
import {VirtualClock} from '../../src/platform/memory/virtual-clock.ts';
import {FleetContact} from './contact.ts';
import {DisturbedCards} from './disturbed.ts';
import {noSampler} from './fleet-ports.ts';
import type {FleetEvents, FleetOptions, Sampler, Watch} from './fleet-ports.ts';
import {Loads} from './loads.ts';
import {SiteOrder} from './site-order.ts';
import {GRID_KEY, sitesOf} from './sites.ts';
import type {Site} from './sites.ts';
import type {CardSpec, FleetSpec} from './spec.ts';
import {startCard} from './start-card.ts';
import {oldestTold, WallClocks} from './wall-clocks.ts';

export class Fleet {
	readonly spec: FleetSpec;
	readonly rows: UpsRows;
	readonly cards: CardRows;
	readonly clock: Clock;
	/** How many things have happened to UPSs so far. */
	events = 0;
	readonly disturbed = new DisturbedCards();
	/** What the wall clocks of the cards show. */
	readonly wall: WallClocks;
	readonly contact: FleetContact;
	readonly sites: readonly Site[];
	readonly loads: Loads;
	/** Told of each UPS that something happened to. */
	onSettled: ((card: number, t: Millis, u: Ups) => void) | null = null;
	/** Takes its turns after the alarms of the clock at equal times, and these come after events. */
	sampler: Sampler = noSampler;
	/** Whether nobody minds that a site hears of things before another that comes earlier. */
	runsAhead = (): boolean => false;
	readonly #order: SiteOrder;
	readonly #virtual = new VirtualClock();
	readonly #ups: Ups;
	readonly #card: Card;
	readonly #scratch = new Int32Array(READING_SIZE);
	readonly #siteOf: Int32Array;
	readonly #events: FleetEvents;
	readonly #modelOf: (sku: string) => UpsModel;

	/** A fleet that `start` sets going. */
	constructor(spec: FleetSpec, options: FleetOptions, events: FleetEvents) {
		const count = spec.cards.length;
		this.spec = spec;
		this.rows = new UpsRows(count);
		this.cards = new CardRows(count, options.logSize);
		this.clock = this.#virtual;
		this.#ups = new Ups(this.rows, 0);
		this.#card = new Card(this.cards, 0, events);
		this.loads = new Loads(count, spec.startUtc);
		this.#siteOf = Int32Array.from(spec.cards, card => card.site);
		this.sites = sitesOf(spec);
		this.#order = new SiteOrder(this.sites, site => this.#step(site));
		this.#events = events;
		this.wall = new WallClocks(spec.startUtc, card => oldestTold(this.cardView(card)));
		this.contact = new FleetContact(this, events, card => this.#replan(card));
		this.#modelOf = options.modelOf;
	}

	/** Switches everything on, at time 0. */
	start(): void {
		const types = new Map<string, number>();
		for (const [card, spec] of this.spec.cards.entries()) {
			const type = types.get(spec.model) ?? ups.addType(this.rows, ratingOf(this.#modelOf(spec.model)));
			types.set(spec.model, type);
			this.#startCard(card, spec, type);
		}
		this.sites.forEach((_, index) => this.#order.follow(index));
	}

	/** A view of one UPS of its own, for readers. */
	upsView(card: number): Ups {
		return new Ups(this.rows, card);
	}

	now(): Millis {
		return this.#virtual.now();
	}

	/**
	 * Lets everything happen up to `until`. With `watch`, in strict order of time over all sites, asking after every event, alarm and turn;
	 * without, site after site between alarms, and between turns where it may not run ahead: faster, and each card has the same life.
	 */
	run(until: Millis, watch?: Watch): Millis {
		for (;;) {
			const {sampler} = this;
			const isAhead = watch === undefined && sampler.isFree && this.runsAhead();
			const target = Math.min(until, this.#virtual.nextAt(), isAhead ? Infinity : sampler.nextAt);
			if (watch === undefined) {
				this.#order.runEach(target, sampler);
			} else if (this.#order.runStrictly(target, t => this.#virtual.passTo(t), watch)) {
				return this.now();
			}
			const rang = this.#virtual.moveTo(target);
			const sampled = sampler.take(target);
			const nextAt = Math.min(this.#virtual.nextAt(), sampler.nextAt);
			if (((rang || sampled) && watch?.(-1, target)) || (target >= until && nextAt > until)) {
				return target;
			}
		}
	}

	/** What a card knows of its UPS at `t`, which must not lie before its last event: read then, or when the link fell silent. */
	measureAt(card: number, t: Millis, out: Int32Array, at: number): void {
		this.contact.measureAt(card, t, out, at);
	}

	cardView(card: number): Card {
		return this.#card.to(card);
	}

	/** Changes something about a card's UPS now, by a function of ups.ts, and takes up what follows. */
	change(card: number, act: (u: Ups, t: Millis) => void): void {
		const t = this.now();
		act(this.#ups.to(card), t);
		this.#settle(card, t);
		this.#reorder(card);
		this.disturbed.tidy(card);
	}

	/** Base load of a card, W. */
	setBaseWatts(card: number, watts: number): void {
		this.loads.setBase(card, watts);
		this.applyLoad(card);
	}

	/** Takes up the load of a card after its base or a fault changed. */
	applyLoad(card: number): void {
		this.change(card, (u, t) => ups.setDemand(u, t, this.#wattsOf(card, u)));
	}

	/** Takes up the input of a card after its site's utility or a fault changed. */
	applyInput(card: number): void {
		this.change(card, (_u, t) => this.#feed(card, t));
	}

	/** Silences the link of a card, or lets it speak again. */
	applyLink(card: number): void {
		this.contact.followLink(card, this.now());
		this.#replan(card);
	}

	#startCard(card: number, spec: CardSpec, type: number): void {
		const u = this.#ups.to(card);
		const seed = seedFor(this.spec.seed, spec.id);
		this.loads.setBase(card, spec.loadRatio * this.rows.ratings[type].ratedWatts);
		this.loads.step(card, spec.profile, seed, 0);
		startCard(u, type, spec, seed, this.loads.wattsOf(card));
		this.#feed(card, 0);
		measureStates(u, this.#scratch, 0);
		this.#card.to(card).start(this.#scratch, 0, 0);
		this.#requeue(card);
	}

	/** Carries out the next thing at a site; returns the card it happened to, -1 for the whole site. */
	#step(site: Site): number {
		const t = site.queue.peekAt();
		const key = site.queue.peek();
		if (key === GRID_KEY) {
			this.#strike(site, t);
			return -1;
		}
		const card = site.first + key - 1;
		this.#live(card, t);
		this.#settle(card, t);
		return card;
	}

	#strike(site: Site, t: Millis): void {
		site.grid.strike();
		site.queue.set(GRID_KEY, site.grid.nextAt);
		for (let card = site.first; card < site.first + site.count; card++) {
			this.#feed(card, t);
			this.#settle(card, t);
		}
	}

	/** What is due to one card: its load, its UPS, its patience with a silent link. */
	#live(card: number, t: Millis): void {
		const u = this.#ups.to(card);
		const loadIsDue = this.loads.nextAt[card] <= t;
		const lossIsDue = this.cards.staleAt[card] <= t;
		if (loadIsDue) {
			this.#stepLoad(card, u, t);
		}
		// Something is due: where it is neither of the two, it is the UPS itself.
		if (!(loadIsDue || lossIsDue) || nextEventAt(u) <= t) {
			fire(u, t);
		}
		if (lossIsDue) {
			this.#card.to(card).declareLost(t);
			this.#events.changed(card, t);
		}
		this.events += 1;
	}

	#stepLoad(card: number, u: Ups, t: Millis): void {
		this.loads.step(card, this.spec.cards[card].profile, u.seed, t);
		ups.setDemand(u, t, this.#wattsOf(card, u));
	}

	/** Watts that a card's equipment asks for, with what faults add. */
	#wattsOf(card: number, u: Ups): number {
		return this.disturbed.watts(card, this.loads.wattsOf(card), u.rating.ratedWatts);
	}

	#feed(card: number, t: Millis): void {
		const site = this.sites[this.#siteOf[card]];
		const u = this.#ups.to(card);
		const volts =
			(site.spec.volts ?? u.rating.nominalVolts) * site.grid.level * this.disturbed.dial(card, 'inputVolts', 1);
		const hertz = (site.spec.hertz ?? u.rating.nominalHertz) + this.disturbed.dial(card, 'inputHertz', 0);
		ups.setInput(u, t, volts, volts > 0 ? hertz : 0, this.disturbed.dial(card, 'inputDistortion', 0));
		this.events += 1;
	}

	/** After anything happened to a UPS: its card looks, and its next time goes into the queue. */
	#settle(card: number, t: Millis): void {
		this.cards.calm[card] = notCalm;
		const u = this.#ups.to(card);
		const view = this.#card.to(card);
		if (view.updatePhase !== u.updatePhase) {
			this.contact.followUpdate(card, t);
			// Whoever was told may have moved the views.
			u.to(card);
			view.to(card);
		}
		const isKnown = view.knows(u.conditions0, u.conditions1, u.conditions2, u.groupsOn, u.testCount);
		if (
			(!isKnown || this.disturbed.untruthful(card) !== undefined)
			&& this.disturbed.frozenReading(card) === undefined
		) {
			this.contact.measureStates(card, this.#scratch);
			if (view.observe(this.#scratch, 0, t)) {
				this.#events.changed(card, t);
			}
		}
		this.onSettled?.(card, t, u.to(card));
		this.#requeue(card);
	}

	/** Puts the next thing that happens to a card into the queue of its site. */
	#requeue(card: number): void {
		const site = this.sites[this.#siteOf[card]];
		const u = this.#ups.to(card);
		const next = Math.min(nextEventAt(u), this.loads.nextAt[card], this.cards.staleAt[card]);
		site.queue.set(1 + card - site.first, next);
	}

	#replan(card: number): void {
		this.cards.calm[card] = notCalm;
		this.#requeue(card);
		this.#reorder(card);
	}

	/** After a change from outside: the card's site may be due earlier than it was. */
	#reorder(card: number): void {
		this.#order.follow(this.#siteOf[card]);
	}
}
