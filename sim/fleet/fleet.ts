// The fleet: many UPSs and their cards in shared rows, moved from event to event. Sites do not touch each other, so each has an
// event queue of its own, whose cards lie in neighbouring rows: what happens at a site stays in cache (engine.md 2, 3).

import type {Clock, Millis} from '../../src/core/clock.ts';
import {DAY, YEAR} from '../../src/core/clock.ts';
import {EventQueue} from '../../src/core/queue.ts';
import {hash32, seedFor} from '../../src/core/random.ts';
import {Card, CardRows} from '../../src/agent/card.ts';
import type {EventSink} from '../../src/agent/card.ts';
import {calendarDamage, lithiumYears} from '../../src/ups/aging.ts';
import {fire, nextEventAt} from '../../src/ups/fire.ts';
import {measure, measureStates} from '../../src/ups/measure.ts';
import type {UpsModel} from '../../src/ups/model.ts';
import {ratingOf} from '../../src/ups/rating.ts';
import {READING_SIZE} from '../../src/ups/reading.ts';
import {Ups, UpsRows} from '../../src/ups/row.ts';
import * as ups from '../../src/ups/ups.ts';
import {VirtualClock} from '../../src/platform/memory/virtual-clock.ts';
import {SiteGrid} from '../grid/site-grid.ts';
import {DisturbedCards} from './disturbed.ts';
import {loadStep} from './load-profile.ts';
import type {CardSpec, FleetSpec, SiteSpec} from './spec.ts';

const TEST_INTERVAL_MS = 14 * DAY;
/** Key of the grid in a site's queue: it strikes before the cards of its site at equal times. */
const GRID_KEY = 0;

/** One site: its utility, its queue, and where its cards begin. */
interface Site {
	readonly spec: SiteSpec;
	readonly grid: SiteGrid;
	readonly queue: EventQueue;
	readonly first: number;
	readonly count: number;
}

export interface FleetOptions {
	/** Finds a model by SKU; the spec has been checked, so it is there. */
	readonly modelOf: (sku: string) => UpsModel;
	/** Entries that each card's log keeps in memory. */
	readonly logSize: number;
}

/** Who is told of what happens to cards. */
export interface FleetEvents extends EventSink {
	/** Something happened to a card that is worth a sample. */
	changed(card: number, t: Millis): void;
}

/** Told after each card's event, when somebody watches. Returning true stops the run there. */
export type Watch = (card: number, t: Millis) => boolean;

export class Fleet {
	readonly spec: FleetSpec;
	readonly rows: UpsRows;
	readonly cards: CardRows;
	readonly clock: Clock;
	/** How many things have happened to UPSs so far. */
	events = 0;
	readonly disturbed = new DisturbedCards();
	readonly #sites: Site[] = [];
	/** Sites by the time of their next event. */
	readonly #order: EventQueue;
	readonly #virtual = new VirtualClock();
	readonly #ups: Ups;
	readonly #card: Card;
	readonly #scratch = new Int32Array(READING_SIZE);
	/** Watts of each card's base load, and when its profile steps next. */
	readonly #baseWatts: Float64Array;
	readonly #profileFactor: Float64Array;
	readonly #loadAt: Float64Array;
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
		this.#order = new EventQueue(spec.sites.length);
		this.#ups = new Ups(this.rows, 0);
		this.#card = new Card(this.cards, 0, events);
		this.#baseWatts = new Float64Array(count);
		this.#profileFactor = new Float64Array(count).fill(1);
		this.#loadAt = new Float64Array(count).fill(Infinity);
		this.#siteOf = new Int32Array(count);
		this.#events = events;
		this.#modelOf = options.modelOf;
	}

	/** Switches everything on, at time 0. */
	start(): void {
		this.#addSites();
		this.#startCards(this.#modelOf);
	}

	/** A view of one UPS of its own, for readers. */
	upsView(card: number): Ups {
		return new Ups(this.rows, card);
	}

	now(): Millis {
		return this.#virtual.now();
	}

	/**
	 * Lets everything happen up to `until`. With `watch`, in strict order of time over all sites, asking after every event;
	 * without, site after site between the alarms of the clock, which is faster and gives each card the same life.
	 */
	run(until: Millis, watch?: Watch): Millis {
		for (;;) {
			const target = Math.min(until, this.#virtual.nextAt());
			const stoppedAt = watch === undefined ? this.#runSites(target) : this.#runStrictly(target, watch);
			if (stoppedAt < target) {
				this.#virtual.moveTo(stoppedAt);
				return stoppedAt;
			}
			this.#virtual.moveTo(target);
			if (target >= until && this.#virtual.nextAt() > until) {
				return until;
			}
		}
	}

	/**
	 * What a card knows of its UPS at `t`: every sensor read then, or as it was when the link fell silent. `t` must not lie
	 * before the card's last event.
	 */
	measureAt(card: number, t: Millis, out: Int32Array, at: number): void {
		const frozen = this.disturbed.frozenReading(card);
		if (frozen === undefined) {
			measure(this.#ups.to(card), t, out, at);
		} else {
			out.set(frozen, at);
		}
	}

	isLost(card: number): boolean {
		return this.#card.to(card).isLost();
	}

	isHearing(card: number): boolean {
		return this.#card.to(card).isHearing();
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
	}

	/** Base load of a card, W. */
	setBaseWatts(card: number, watts: number): void {
		this.#baseWatts[card] = watts;
		this.applyLoad(card);
	}

	/** Takes up the load of a card after its base, its profile or a fault changed. */
	applyLoad(card: number): void {
		const rated = this.#ups.to(card).rating.ratedWatts;
		const watts = this.#baseWatts[card] * this.#profileFactor[card] + this.disturbed.addedLoad(card) * rated;
		this.change(card, (u, t) => ups.setDemand(u, t, watts));
	}

	/** Takes up the input of a card after its site's utility or a fault changed. */
	applyInput(card: number): void {
		const t = this.now();
		this.#feed(card, t);
		this.#settle(card, t);
		this.#reorder(card);
	}

	/** Silences the link of a card, or lets it speak again. */
	applyLink(card: number): void {
		const t = this.now();
		measure(this.#ups.to(card), t, this.#scratch, 0);
		if (this.disturbed.isSilent(card)) {
			this.disturbed.of(card).frozen ??= this.#scratch.slice();
			this.#card.to(card).loseContact(t);
		} else {
			this.disturbed.of(card).frozen = undefined;
			this.#card.to(card).regainContact(this.#scratch, 0, t);
		}
		this.#requeue(card);
		this.#reorder(card);
		this.#events.changed(card, t);
	}

	#addSites(): void {
		let first = 0;
		for (const [index, spec] of this.spec.sites.entries()) {
			let count = 0;
			while (first + count < this.spec.cards.length && (this.spec.cards[first + count] as CardSpec).site === index) {
				this.#siteOf[first + count] = index;
				count += 1;
			}
			const grid = new SiteGrid(seedFor(this.spec.seed, `${spec.name}/grid`), spec.disturbances);
			const site = {spec, grid, queue: new EventQueue(1 + count), first, count};
			site.queue.set(GRID_KEY, grid.nextAt);
			this.#sites.push(site);
			first += count;
		}
	}

	#startCards(modelOf: (sku: string) => UpsModel): void {
		const types = new Map<string, number>();
		for (const [card, spec] of this.spec.cards.entries()) {
			let type = types.get(spec.model);
			if (type === undefined) {
				type = ups.addType(this.rows, ratingOf(modelOf(spec.model)));
				types.set(spec.model, type);
			}
			this.#startCard(card, spec, type);
		}
		for (const [index, site] of this.#sites.entries()) {
			this.#order.set(index, site.queue.peekAt());
		}
	}

	#startCard(card: number, spec: CardSpec, type: number): void {
		const u = this.#ups.to(card);
		const rating = this.rows.ratings[type];
		const seed = seedFor(this.spec.seed, spec.id);
		const step = loadStep(spec.profile, seed, this.spec.startUtc, 0);
		this.#baseWatts[card] = spec.loadRatio * rating.ratedWatts;
		this.#profileFactor[card] = step.factor;
		this.#loadAt[card] = step.until;
		ups.startUps(u, type, {
			seed,
			loadWatts: this.#baseWatts[card] * step.factor,
			ambientCelsius: spec.ambientCelsius,
			agingOffsetMs: 1 + (hash32(seed, 1, 0) % DAY),
			testOffsetMs: 1 + (hash32(seed, 2, 0) % TEST_INTERVAL_MS),
		});
		if (spec.ageYears > 0) {
			const elapsed = spec.ageYears * YEAR;
			const wear = rating.lithium ? lithiumYears(elapsed, u.celsius) : calendarDamage(elapsed, u.celsius, rating.lifeYears);
			ups.setWear(u, 0, wear, 0);
		}
		this.#feed(card, 0);
		measureStates(u, this.#scratch, 0);
		this.#card.to(card).start(this.#scratch, 0, 0);
		this.#requeue(card);
	}

	#runSites(until: Millis): Millis {
		for (const [index, site] of this.#sites.entries()) {
			while (site.queue.peekAt() <= until) {
				this.#step(site);
			}
			this.#order.set(index, site.queue.peekAt());
		}
		return until;
	}

	#runStrictly(until: Millis, watch: Watch): Millis {
		while (this.#order.peekAt() <= until) {
			const index = this.#order.peek();
			const t = this.#order.peekAt();
			const site = this.#sites[index] as Site;
			const card = this.#step(site);
			this.#order.set(index, site.queue.peekAt());
			this.#virtual.passTo(t);
			if (watch(card, t)) {
				return t;
			}
		}
		return until;
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
		if (this.#loadAt[card] <= t) {
			this.#stepLoad(card, u, t);
		}
		if (nextEventAt(u) <= t) {
			fire(u, t);
		}
		if (this.cards.staleAt[card] <= t) {
			this.#card.to(card).declareLost(t);
			this.#events.changed(card, t);
		}
		this.events += 1;
	}

	#stepLoad(card: number, u: Ups, t: Millis): void {
		const spec = this.spec.cards[card] as CardSpec;
		const step = loadStep(spec.profile, u.seed, this.spec.startUtc, t);
		this.#profileFactor[card] = step.factor;
		this.#loadAt[card] = step.until;
		const added = this.disturbed.addedLoad(card) * u.rating.ratedWatts;
		ups.setDemand(u, t, this.#baseWatts[card] * step.factor + added);
	}

	#feed(card: number, t: Millis): void {
		const site = this.#sites[this.#siteOf[card]!] as Site;
		const u = this.#ups.to(card);
		const volts = (site.spec.volts ?? u.rating.nominalVolts) * site.grid.level * this.disturbed.inputFactor(card);
		const hertz = (site.spec.hertz ?? u.rating.nominalHertz) + this.disturbed.hertzShift(card);
		ups.setInput(u, t, volts, volts > 0 ? hertz : 0, 0);
		this.events += 1;
	}

	/** After anything happened to a UPS: its card looks, and its next time goes into the queue. */
	#settle(card: number, t: Millis): void {
		const u = this.#ups.to(card);
		const view = this.#card.to(card);
		if (!view.knows(u.conditions0, u.conditions1, u.conditions2, u.groupsOn, u.testCount)) {
			measureStates(u, this.#scratch, 0);
			if (view.observe(this.#scratch, 0, t)) {
				this.#events.changed(card, t);
			}
		}
		this.#requeue(card);
	}

	/** Puts the next thing that happens to a card into the queue of its site. */
	#requeue(card: number): void {
		const site = this.#sites[this.#siteOf[card]] as Site;
		const u = this.#ups.to(card);
		const next = Math.min(nextEventAt(u), this.#loadAt[card], this.cards.staleAt[card]);
		site.queue.set(1 + card - site.first, next);
	}

	/** After a change from outside: the card's site may be due earlier than it was. */
	#reorder(card: number): void {
		const index = this.#siteOf[card];
		this.#order.set(index, (this.#sites[index] as Site).queue.peekAt());
	}
}
