// The fleet as a bench for scenarios: what they read, set, break and wait for.

import type {Millis} from '../../src/core/clock.ts';
import {SECOND} from '../../src/core/clock.ts';
import {eventTexts} from '../../src/agent/event-texts.ts';
import {eventRow, events, isAlarm, NONE} from '../../src/agent/events.ts';
import type {EventRow} from '../../src/agent/events.ts';
import {phaseClear, phaseSet} from '../../src/agent/card.ts';
import type {CardHouse} from '../../src/agent/card-view.ts';
import {administrator, originConsole} from '../../src/agent/roles.ts';
import {statusWords} from '../../src/agent/status-words.ts';
import {NOT_AVAILABLE, READING_SIZE, readingFields} from '../../src/ups/reading.ts';
import * as ups from '../../src/ups/ups.ts';
import type {
	Bench,
	BenchCard,
	BenchCommand,
	CardSetting,
	Drift,
	FaultSurroundings,
	FaultTarget,
	Noted,
	Observation,
	RolloutPort,
	SeenEvent,
	SettableName,
	StateDigest,
} from '../scenario/bench.ts';
import {fleetTarget} from './fault-target.ts';
import type {Fleet} from './fleet.ts';
import {FleetObservation} from './observation.ts';
import {noNetwork} from './outside.ts';
import type {Outside} from './outside.ts';
import {fleetDigest} from './state-digest.ts';
import type {FleetUpdates} from './updates/fleet-updates.ts';

/** Lets real time and the network keep up with virtual time. */
export interface Pace {
	/** Virtual time goes in steps of this, so that messages get out in between. */
	readonly stepMs: Millis;
	/** Resolves when virtual time may go on to `t`. */
	reach(t: Millis): Promise<void>;
	/** How far behind real time it is; null where it keeps to none. */
	drift(): Drift | null;
	/** Keeps to another speed from the virtual time `t` on. */
	goAt(speed: number, t: Millis): void;
}

const settings: Readonly<Partial<Record<SettableName, {setting: ups.Setting; scale: number}>>> = {
	lowBatteryTime: {setting: 'lowBatteryMs', scale: SECOND},
	returnDelay: {setting: 'returnDelayMs', scale: SECOND},
	minReturnCharge: {setting: 'minReturnCharge', scale: 0.01},
	sensitivity: {setting: 'sensitivity', scale: 1},
};

/** Steps of virtual time while cards and their service talk, and while a service watches them. */
const HURRY_MS = 100;
const ROLLOUT_MS = 10 * SECOND;

/** Alarms are asked for after every event: of the whole catalogue that would be most of what years of aging take. */
const alarmRows = events.filter(isAlarm);

/** Who gives the commands of a scenario. */
const commander = {actor: 'scenario', role: administrator, origin: originConsole};

export class FleetBench implements Bench {
	readonly cards: readonly BenchCard[];
	readonly surroundings: FaultSurroundings;
	rollout: RolloutPort | null = null;
	/** The firmware of the cards, where they take any. */
	updates: FleetUpdates | undefined;
	readonly #fleet: Fleet;
	readonly #house: CardHouse;
	readonly #pace: Pace;
	/** Events of a card's log that are where they should be: the sequence of the last. */
	publishedThrough: (card: number) => number = () => 0;
	readonly #net: Outside | undefined;
	readonly #row = new Int32Array(READING_SIZE);
	readonly #observations = new Set<FleetObservation>();
	readonly #listeners: Array<(event: SeenEvent) => void> = [];

	constructor(fleet: Fleet, pace: Pace, net: Outside | undefined, house: CardHouse) {
		this.#fleet = fleet;
		this.#house = house;
		this.#pace = pace;
		this.#net = net;
		this.surroundings = {clock: fleet.clock, disturbBroker: fault => (net ?? noNetwork()).brokerFaults.disturb(fault)};
		this.cards = fleet.spec.cards.map(card => ({
			id: card.id,
			site: fleet.spec.sites[card.site]?.name ?? '',
			model: card.model,
			labels: card.labels ?? [],
		}));
	}

	now(): Millis {
		return this.#fleet.now();
	}

	async runUntil(until: Millis, settled?: () => boolean): Promise<Millis> {
		const fleet = this.#fleet;
		await this.#catchUp();
		if (settled?.() === true) {
			return fleet.now();
		}
		while (fleet.now() < until) {
			const next = Math.min(until, fleet.now() + this.#longestStep());
			await this.#pace.reach(next);
			let stopped = false;
			fleet.run(next, settled === undefined ? undefined : () => (stopped = settled()));
			await this.#catchUp();
			// What comes over the network is no event of a UPS, after which `settled` is asked.
			if (stopped || (this.updates !== undefined && settled?.() === true)) {
				break;
			}
		}
		return fleet.now();
	}

	/** Who counts events that are not out waits for those that are on their way, or the machine's speed would decide. */
	async #catchUp(): Promise<void> {
		if ([...this.#observations].some(each => each.countsEvents)) {
			await this.#net?.patience.caughtUp();
		}
	}

	/** With an update service of its own, and over disturbed paths, virtual time goes no faster than what two sides say to each other. */
	#longestStep(): Millis {
		if (this.#net?.paths.hurries() === true) {
			return Math.min(this.#pace.stepMs, HURRY_MS);
		}
		if (this.rollout === null) {
			return this.#pace.stepMs;
		}
		return Math.min(this.#pace.stepMs, this.updates?.hurries() === true ? HURRY_MS : ROLLOUT_MS);
	}

	statusWords(card: number): readonly string[] {
		if (this.#fleet.cardView(card).isLost()) {
			return [];
		}
		this.#fleet.measureAt(card, this.now(), this.#row, 0);
		return statusWords(this.#row, 0);
	}

	alarms(card: number): readonly string[] {
		const view = this.#fleet.cardView(card);
		const lost = view.lossEvent();
		if (lost === 0 && !view.sawAny()) {
			return [];
		}
		return alarmRows
			.filter(({id, condition}) => id === lost || (condition !== NONE && view.sawHold(condition)))
			.map(({name}) => name);
	}

	reading(card: number, name: string): number | undefined {
		const slot = readingFields.findIndex(field => field.name === name);
		const field = readingFields[slot];
		if (field === undefined || this.#fleet.cardView(card).isLost()) {
			return undefined;
		}
		this.#fleet.measureAt(card, this.now(), this.#row, 0);
		const value = this.#row[slot];
		return value === NOT_AVAILABLE ? undefined : value / field.scale;
	}

	reader(names: readonly string[]): (card: number, out: Float64Array, at: number) => void {
		const slots = names.map(name => readingFields.findIndex(field => field.name === name));
		return (card, out, at) => {
			const lost = this.#fleet.cardView(card).isLost();
			if (!lost) {
				this.#fleet.measureAt(card, this.now(), this.#row, 0);
			}
			for (let i = 0; i < slots.length; i++) {
				const value = lost || slots[i] < 0 ? NOT_AVAILABLE : this.#row[slots[i]];
				out[at + i] = value === NOT_AVAILABLE ? NaN : value / readingFields[slots[i]].scale;
			}
		};
	}

	set(card: number, name: SettableName, value: number): void {
		const setting = settings[name];
		if (setting !== undefined) {
			this.#fleet.change(card, (u, t) => ups.configure(u, t, setting.setting, value * setting.scale));
		} else if (name === 'ambient') {
			this.#fleet.change(card, (u, t) => ups.setAmbient(u, t, value));
		} else {
			this.#fleet.setBaseWatts(card, (value / 100) * this.#fleet.upsView(card).rating.ratedWatts);
		}
	}

	change(card: number, setting: CardSetting): string {
		const {problems} = this.#house.view(card).change([setting], commander);
		return problems.length === 0 ? '' : `${problems[0].code}: ${problems[0].message}`;
	}

	command(card: number, {name, group, value}: BenchCommand): string {
		const order = {command: name, target: group, value, text: '', who: commander};
		const {accepted, code, sentence} = this.#house.view(card).order(order);
		return accepted ? '' : `${code}: ${sentence}`;
	}

	onEvent(listener: (event: SeenEvent) => void): void {
		this.#listeners.push(listener);
	}

	observe(what: ReadonlySet<Noted>): Observation {
		const observation = new FleetObservation(
			{
				fleet: this.#fleet,
				publishedThrough: this.publishedThrough,
				toldRuntime: card => this.reading(card, 'batteryRuntime'),
				ended: ended => this.#stopObserving(ended),
			},
			what,
		);
		this.#observations.add(observation);
		this.#fleet.onSettled = (card, t, u) => this.#observations.forEach(each => each.settled(card, t, u));
		return observation;
	}

	#stopObserving(ended: FleetObservation): void {
		this.#observations.delete(ended);
		if (this.#observations.size === 0) {
			this.#fleet.onSettled = null;
		}
	}

	/** Whether nobody listens or observes. */
	get isUnwatched(): boolean {
		return this.#listeners.length === 0 && this.#observations.size === 0;
	}

	/** To be called with every message of a card that went out. */
	sent(card: number): void {
		this.#observations.forEach(each => each.sent(card, this.now()));
	}

	digest(): StateDigest {
		return fleetDigest(this.#fleet);
	}

	drift(): Drift | null {
		return this.#pace.drift();
	}

	goAt(speed: number): void {
		this.#pace.goAt(speed, this.now());
	}

	/** To be called with every event that a card logs. */
	seen(card: number, sequence: number, t: Millis, id: number, phase: number): void {
		if (this.#listeners.length === 0) {
			return;
		}
		const event = eventRow(id) as EventRow;
		const texts = eventTexts[id];
		const clear = phase === phaseClear;
		const word = clear ? 'clear' : phase === phaseSet ? 'set' : 'momentary';
		const text = (clear ? texts?.clear : texts?.set) ?? event.name;
		for (const listener of this.#listeners) {
			listener({atMs: t, card, sequence, name: event.name, phase: word, text});
		}
	}

	target(card: number): FaultTarget {
		return fleetTarget(this.#fleet, card, () => this.updates, this.#net);
	}
}
