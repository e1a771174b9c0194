// The card on Node: one UPS and one card in real time, the faces that tell of it, a log, and a state that survives a restart.

import {Card} from '../../agent/card.ts';
import {CardRows} from '../../agent/card-rows.ts';
import type {Birth} from '../../agent/telemetry.ts';
import type {Pending} from '../../agent/commands/pending.ts';
import type {Order} from '../../agent/commands/order.ts';
import type {Verdict} from '../../agent/commands/desk.ts';
import type {EventNote} from '../../agent/roles.ts';
import type {Checked, SettingChange} from '../../agent/settings/desk.ts';
import type {StageTold} from '../../agent/commands/ports.ts';
import type {TelemetryFace} from '../../agent/telemetry-face.ts';
import {MINUTE, SECOND, type Millis} from '../../core/clock.ts';
import {batteryAmperes, READING_SIZE} from '../../ups/reading.ts';
import type {Ups} from '../../ups/row.ts';
import type {AgentState} from './agent-state.ts';
import type {AgentLog} from './main/agent-log.ts';
import {acknowledging} from './main/acknowledging-control.ts';
import type {AgentIdentity, AgentPorts} from './main/agent-ports.ts';
import {birthOf} from './main/agent-birth.ts';
import {AgentBatteryLife} from './main/agent-battery-life.ts';
import {AgentData} from './main/agent-data.ts';
import {stateOf, tellOf} from './main/agent-kept.ts';
import {AgentHouse} from './main/agent-house.ts';
import {AgentNotices} from './main/agent-notices.ts';
import {AgentOrders} from './main/agent-orders.ts';
import {AgentSchedules} from './main/agent-schedules.ts';
import {AgentTwin} from './main/agent-twin.ts';
import {AgentUps} from './main/agent-ups.ts';
import {AgentSettings} from './main/agent-settings.ts';
import {ContactWatch} from './main/contact-watch.ts';
import {random32} from './main/random32.ts';
import {simulatedOf} from './main/ups-world.ts';
import type {UpsWorld} from './main/ups-world.ts';

export type {AgentIdentity, AgentPorts} from './main/agent-ports.ts';
export {random32} from './main/random32.ts';

const LOG_SIZE = 1024;
/** A timer is set at most this far ahead, so that a clock that was put to sleep is caught up with. */
const LONGEST_NAP_MS = MINUTE;
/** While the battery gives current it is looked at this often. */
const DISCHARGE_NAP_MS = 5 * SECOND;

/** One card in real time. `start` sets it going, `stop` ends it and keeps its state. */
export class Agent {
	readonly identity: AgentIdentity;
	readonly ports: AgentPorts;
	readonly cards = new CardRows(1, LOG_SIZE);
	readonly upsFirmware: () => string;
	readonly card: Card;
	readonly log: AgentLog;
	readonly settings: AgentSettings;
	readonly orders: AgentOrders;
	readonly batteryLife: AgentBatteryLife;
	readonly calendar: AgentSchedules;
	readonly notices: AgentNotices;
	readonly twin: AgentTwin;
	/** The card as its faces see it. */
	readonly house: AgentHouse;
	readonly #data: AgentData;
	/** Wall clock at the card's time 0, as it is believed now. */
	bootUtcMs: Millis;
	/** Through which event a consumer has acknowledged the log. */
	acknowledged: number;
	readonly #row = new Int32Array(READING_SIZE);
	readonly #world: UpsWorld;
	readonly #contact: ContactWatch;
	/** Orders that were under way when the card stopped. */
	readonly #interrupted: readonly Pending[];
	#faces: readonly TelemetryFace[] = [];
	/** Told what became of orders, when it is safe. */
	onStage: (told: StageTold) => void = () => {};
	/** Sequences of what was logged and is not yet safe. */
	#unsafe: number[] = [];
	#cancel: () => void = () => {};
	#sampleAt: Millis = 0;
	#stopped = false;

	/** A card that goes on where `saved` and the log ended, or a new one; without a `world` its UPS is a simulated one. */
	constructor(
		identity: AgentIdentity,
		ports: AgentPorts,
		saved: AgentState | null,
		log: AgentLog,
		world: UpsWorld = new AgentUps(identity, ports, saved),
	) {
		this.identity = identity;
		this.ports = ports;
		this.log = log;
		this.cards.bootIds[0] = random32();
		this.cards.logIds[0] = log.logId;
		this.cards.lastSequence[0] = log.newest();
		this.acknowledged = saved?.logId === log.logId ? Math.min(saved.acknowledged, log.newest()) : 0;
		this.#interrupted = (saved?.pending ?? []) as readonly Pending[];
		this.bootUtcMs = ports.wallClock.nowUtc() - ports.clock.now();
		this.card = new Card(this.cards, 0, {logged: (_card, sequence) => this.#logged(sequence)});
		this.#world = world;
		this.upsFirmware = () => world.firmware;
		this.#contact = new ContactWatch(this.card);
		// Settings act on a UPS that has lived up to now.
		world.catchUp();
		this.settings = new AgentSettings(world, ports.settings);
		this.batteryLife = new AgentBatteryLife(this.settings.desk);
		this.notices = new AgentNotices(this.settings.desk, (entry, again) => {
			ports.told(entry, again);
			this.house.noticed(entry, again);
		});
		this.twin = new AgentTwin(this.settings.desk, world.twinRating, saved?.twin ?? null);
		this.#data = new AgentData(this.settings, ports.data, this.now());
		this.orders = new AgentOrders(this.card, acknowledging(this, world.control), this.settings);
		this.calendar = new AgentSchedules(this.card, this.orders.desk, ports.schedules);
		this.house = new AgentHouse(this);
	}

	get ups(): Ups {
		return simulatedOf(this.#world);
	}

	/** The card's own time: milliseconds since it started. */
	now(): Millis {
		return this.ports.clock.now();
	}

	/** Sets the card going; events and samples go to the faces, which are started. */
	start(faces: readonly TelemetryFace[]): void {
		this.#faces = faces;
		for (const face of faces) {
			face.start();
		}
		this.#world.catchUp();
		this.#world.measure(this.#row);
		this.settings.tellUntold(this.card, this.now());
		this.orders.desk.endInterrupted(this.#interrupted, this.now());
		this.#contact.begin(this.#world, this.#row, this.now());
		this.#flush();
		this.#tick();
		this.#world.start({
			heard: () => this.#takeNews(true),
			silent: () => this.#takeNews(false),
			failed: (action, target, why) => this.order((orders, t) => orders.desk.fail(action, target, why, t)),
		});
	}

	/** What the card says of itself at the beginning of a session. */
	birth(sessionId: number): Birth {
		return birthOf(this, sessionId);
	}

	/** Does something to the card from outside; what it logs is safe when this returns, and told then. */
	act(change: (card: Card, t: Millis) => void): void {
		change(this.card, this.now());
		this.#flush();
	}

	/** As `act`, for what may change the UPS: it is looked at at once, and again soon. */
	order(give: (orders: AgentOrders, t: Millis) => void): void {
		this.#world.catchUp();
		give(this.orders, this.now());
		this.#tick();
	}

	/** Takes an order from a face whose answer is for who waits for it. */
	give(order: Order): Verdict {
		this.#world.catchUp();
		const verdict = this.orders.desk.order(order, this.now());
		this.#tick();
		return verdict;
	}

	/** Makes all of `changes` or none; they are kept, and in the log, when this returns. */
	change(changes: readonly SettingChange[], note: EventNote): Checked {
		this.#world.catchUp();
		const checked = this.settings.apply(changes, this.now(), this.card, note);
		this.#tick();
		return checked;
	}

	/** The reading row of this moment, valid until the next call. */
	look(): Int32Array {
		this.#world.catchUp();
		this.#look(this.now());
		return this.#row;
	}

	/** Fills a row of details (ups/details.ts) of this moment. */
	lookAtDetails(row: Int32Array): void {
		this.#world.catchUp();
		this.#world.measureDetails(row);
	}

	/** Publishes the present readings now. */
	sampleNow(): void {
		this.#sample(this.now(), true);
	}

	/** Ends the card's work and keeps its state. The faces are stopped by whoever made them. */
	stop(): void {
		this.#stopped = true;
		this.#cancel();
		this.#world.catchUp();
		this.#keep();
		// What it still waits for is nothing that the card waits for.
		void this.#world.stop();
	}

	#takeNews(isHeard: boolean): void {
		this.#world.measure(this.#row);
		this.#contact.take(isHeard, this.#row, this.now());
		this.#tick();
	}

	/** Carries out what is due, looks, publishes, and sets the next timer. */
	#tick(): void {
		if (this.#stopped) {
			return;
		}
		const t = this.now();
		const utc = this.ports.wallClock.nowUtc();
		this.#world.catchUp();
		this.calendar.due(utc, t);
		this.#look(t);
		const logged = this.#observe(t);
		this.orders.desk.due(t);
		this.#flush();
		this.notices.due(t);
		if (logged || t >= this.#sampleAt) {
			this.#sample(t, t >= this.#sampleAt);
		}
		const due = Math.min(
			this.#world.nextAt(),
			this.#contact.nextAt(),
			this.#sampleAt,
			this.orders.desk.nextAt(),
			this.notices.nextAt(),
			this.#data.nextAt(t),
			t + this.calendar.nextAt(utc) - utc,
			t + (this.#row[batteryAmperes] > 0 ? DISCHARGE_NAP_MS : LONGEST_NAP_MS),
		);
		this.#cancel();
		this.#cancel = this.ports.clock.after(Math.max(1, due - t), () => this.#tick());
	}

	/** Takes up the present reading; says whether anything was logged since the last time. Old readings tell nothing. */
	#observe(t: Millis): boolean {
		const isContactNews = this.#contact.observe(this.#world, this.#row, t);
		if (!this.card.isHearing()) {
			return isContactNews;
		}
		this.#data.observe(this.#row, t, this.bootUtcMs + t);
		const logged = this.card.observe(this.#row, 0, t);
		this.orders.desk.observe(this.#row, 0, t);
		return logged || isContactNews;
	}

	/** Reads the UPS; its twin sees every reading, for a self-test is over in seconds. */
	#look(t: Millis): void {
		this.#world.measure(this.#row);
		if (this.card.isHearing()) {
			this.twin.observe(this.#row, t, this.bootUtcMs + t);
		} else {
			this.twin.fill(this.#row);
		}
	}

	#sample(t: Millis, steady: boolean): void {
		this.#look(t);
		for (const face of this.#faces) {
			face.sample(t, this.#row, 0, this.card.isLost(), steady);
		}
		if (steady) {
			this.#sampleAt = t + this.settings.sampleIntervalMs;
			this.batteryLife.observe(this.card, this.#row, t, this.bootUtcMs + t);
			this.#flush();
			this.#keep();
		}
	}

	#logged(sequence: number): void {
		const entry = this.card.entry(sequence);
		this.log.append({...entry, bootId: this.cards.bootIds[0], utcMs: this.bootUtcMs + entry.atMs});
		this.#unsafe.push(sequence);
	}

	/** Makes safe what was logged, and only then tells of it. */
	#flush(): void {
		if (this.#unsafe.length === 0) {
			return;
		}
		const sequences = this.#unsafe;
		this.#unsafe = [];
		this.log.sync();
		this.#keep();
		tellOf(this, this.#faces, sequences);
	}

	#keep(): void {
		this.ports.keep(stateOf(this, this.#world));
	}
}
