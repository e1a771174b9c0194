// A small strict world for tests of faults and scenarios: cards with a UPS that follows round numbers instead of physics.
// Input from 90 % to 110 % is good, from 80 % it is boosted, beyond the battery takes over. Full, the battery lasts 20 min at
// half load; low is the last tenth. Good input is taken back after 4 s; an empty UPS restarts then. A full charge takes 3 h.

import type {Clock, Millis} from '../../src/core/clock.ts';
import type {
	Bench,
	BenchCard,
	BenchCommand,
	BrokerFault,
	CardSetting,
	FaultSurroundings,
	FaultTarget,
	FirmwareTarget,
	Noted,
	Observation,
	RolloutPort,
	SeenEvent,
	SettableName,
	StateDigest,
	Undo,
} from '../../sim/scenario/bench.ts';
import type {Dial, DialName} from '../../sim/scenario/ups-target.ts';
import {TwinCardItself} from './twin-card.ts';
import {requireAbove, requireFinite} from './require-number.ts';
import {TwinFirmware} from './twin-firmware.ts';
import {TwinNotes} from './twin-notes.ts';
import {twinStatusWords, TwinUps} from './twin-ups.ts';
import {worldOf} from './twin-world.ts';
import type {TwinWorld} from './twin-world.ts';

export interface TwinCard {
	readonly id?: string;
	readonly site?: string;
	readonly model?: string;
	/** Share of the rating; half where it is left out. */
	readonly load?: number;
}

interface Timer {
	readonly at: Millis;
	readonly order: number;
	readonly run: () => void;
}

/** Refuses what a real bench would refuse: time backwards, two runs at once, cards that are not there, odd numbers. */
export class TwinBench implements Bench {
	readonly cards: readonly BenchCard[];
	readonly surroundings: FaultSurroundings;
	rollout: RolloutPort | null = null;
	/** Undos that were handed out and not called yet. */
	openUndos = 0;
	/** What befalls the broker, oldest first. */
	brokerFaults: BrokerFault[] = [];
	/** Every change by `set`, in order. */
	readonly settings: Array<{card: number; name: SettableName; value: number}> = [];
	/** Every command that was given, in order, and why a card refuses one; '' where it does not. */
	readonly commands: Array<BenchCommand & {card: number}> = [];
	refusalOf: (card: number) => string = () => '';
	/** Every change of a setting, in order. */
	readonly changes: string[] = [];
	readonly notes = new TwinNotes();
	readonly speeds: number[] = [];
	/** Called before each event; a test uses it to stop a run midway. */
	onTick: (now: Millis) => void = () => {};
	readonly #firmwares: TwinFirmware[] = [];
	readonly #themselves: TwinCardItself[] = [];
	readonly #ups: TwinUps[];
	readonly #timers: Timer[] = [];
	readonly #listeners: Array<(event: SeenEvent) => void> = [];
	#now: Millis = 0;
	#order = 0;
	#running = false;

	constructor(cards: readonly TwinCard[], startMs: Millis = 0) {
		this.#now = startMs;
		this.cards = cards.map(({id, site, model}, i) => ({
			id: id ?? `card-${i + 1}`,
			site: site ?? 'main',
			model: model ?? 'TWIN',
		}));
		this.#ups = cards.map(
			({load}, i) =>
				new TwinUps(startMs, load ?? 0.5, (atMs, sequence, name, phase) => {
					const event: SeenEvent = {atMs, card: i, sequence, name, phase, text: `${name} ${phase}`};
					this.#listeners.forEach(listener => listener(event));
				}),
		);
		const clock: Clock = {now: () => this.#now, after: (delay, run) => this.#after(delay, run)};
		this.surroundings = {clock, disturbBroker: fault => this.#disturbBroker(fault)};
	}

	now(): Millis {
		return this.#now;
	}

	target(card: number): FaultTarget {
		const ups = this.#at(card);
		const change = (apply: () => Undo): Undo => {
			// Before and after: what was until now happened in the old world.
			this.#settle(ups);
			const undo = apply();
			this.#settle(ups);
			return this.#counted(() => {
				this.#settle(ups);
				undo();
				this.#settle(ups);
			});
		};
		return {
			dial: name => this.#dial(ups, name),
			breakPart: part => change(() => ups.put('broken', part)),
			bendSensor: (sensor, {kind, by}) => change(() => ups.put('bends', `${sensor} ${kind} ${requireFinite(by)}`)),
			giveQuirk: quirk => change(() => ups.put('quirks', quirk)),
			scaleInput: factor => change(() => ups.scale(factor)),
			shiftHertz: hertz => change(() => ups.hertz.put(requireFinite(hertz))),
			failCells: cells => change(() => ups.cells.put(requireAbove(cells, 0))),
			wearBattery: damage => change(() => ups.damage.put(requireAbove(damage, 0))),
			addLoad: ratio => change(() => ups.extraLoad.put(requireFinite(ratio))),
			silenceLink: () => change(() => ups.silence.put(1)),
			breakUpdates: () => change(() => ups.brokenUpdates.put(1)),
			firmware: () => this.#firmware(card),
			card: () => this.cardItself(card).target(undo => this.#counted(undo)),
		};
	}

	async runUntil(until: Millis, settled: () => boolean = () => false): Promise<Millis> {
		if (this.#running || !(until >= this.#now)) {
			throw new RangeError(`runUntil(${until}) at ${this.#now}${this.#running ? ' while it runs' : ''}`);
		}
		this.#running = true;
		await Promise.resolve();
		try {
			while (!settled()) {
				const next = this.#nextAt();
				this.#now = Math.min(next, until);
				if (next > until) {
					return until;
				}
				this.onTick(next);
				this.#carryOut(next);
			}
			return this.#now;
		} finally {
			this.#running = false;
		}
	}

	statusWords(card: number): readonly string[] {
		return twinStatusWords(this.#at(card), this.#now);
	}

	alarms(card: number): readonly string[] {
		return this.#at(card).alarms();
	}

	reading(card: number, name: string): number | undefined {
		return this.#at(card).reading(name, this.#now);
	}

	reader(names: readonly string[]): (card: number, out: Float64Array, at: number) => void {
		return (card, out, at) => names.forEach((name, i) => (out[at + i] = this.reading(card, name) ?? NaN));
	}

	set(card: number, name: SettableName, value: number): void {
		const ups = this.#at(card);
		this.settings.push({card, name, value: requireFinite(value)});
		if (name === 'load') {
			this.#settle(ups);
			ups.load = requireAbove(value, -1) / 100;
			this.#settle(ups);
		}
	}

	onEvent(listener: (event: SeenEvent) => void): void {
		this.#listeners.push(listener);
	}

	/** Takes every command but the ones that the test lets it refuse. */
	command(card: number, command: BenchCommand): string {
		this.#at(card);
		this.commands.push({card, ...command});
		return this.refusalOf(card);
	}

	change(card: number, {key, value}: CardSetting): string {
		this.#at(card);
		this.changes.push(`${card} ${key} ${value}`);
		return this.refusalOf(card);
	}

	observe(what: ReadonlySet<Noted>): Observation {
		return this.notes.observe(what, this.#now);
	}

	/** The status of each card, as far as a twin has any. */
	digest(): StateDigest {
		const hashes = this.cards.map((_, card) => this.statusWords(card).join(' ').length);
		return {sha256: String(hashes), cardsPerHash: 1, parts: [{name: 'twin', hashes}]};
	}

	readonly drift = (): null => null;
	readonly goAt = (speed: number): unknown => this.speeds.push(speed);

	/** Timers that are set and have not rung. */
	get openTimers(): number {
		return this.#timers.length;
	}

	/** The product of the factors on a card's input. */
	inputFactor(card: number): number {
		return this.#at(card).inputFactor();
	}

	/** What faults make of a card. */
	world(card: number): TwinWorld {
		return worldOf(this.#at(card));
	}

	/** What faults have made of a card's firmware. */
	firmware(card: number): TwinFirmware {
		this.#at(card);
		return (this.#firmwares[card] ??= new TwinFirmware());
	}

	/** What faults have made of a card itself and of its lines. */
	cardItself(card: number): TwinCardItself {
		this.#at(card);
		return (this.#themselves[card] ??= new TwinCardItself());
	}

	#dial(ups: TwinUps, name: DialName): Dial {
		const turn = ups.hand(name, () => this.#settle(ups));
		return {turn, undo: this.#counted(() => turn(null))};
	}

	#firmware(card: number): FirmwareTarget {
		return this.firmware(card).target(undo => this.#counted(undo));
	}

	#at(card: number): TwinUps {
		const ups = this.#ups[card];
		if (ups === undefined) {
			throw new RangeError(`there is no card ${card}`);
		}
		return ups;
	}

	#disturbBroker(fault: BrokerFault): Undo {
		const entry = {...fault};
		this.brokerFaults.push(entry);
		return this.#counted(() => {
			this.brokerFaults = this.brokerFaults.filter(other => other !== entry);
		});
	}

	#counted(undo: Undo): Undo {
		let open = true;
		this.openUndos += 1;
		return () => {
			if (open) {
				open = false;
				this.openUndos -= 1;
				undo();
			}
		};
	}

	#after(delay: Millis, run: () => void): () => void {
		const timer: Timer = {at: this.#now + requireAbove(delay, -1), order: this.#order++, run};
		this.#timers.push(timer);
		this.#timers.sort((a, b) => a.at - b.at || a.order - b.order);
		return () => {
			const place = this.#timers.indexOf(timer);
			if (place >= 0) {
				this.#timers.splice(place, 1);
			}
		};
	}

	#nextAt(): Millis {
		return Math.min(this.#timers[0]?.at ?? Infinity, ...this.#ups.map(ups => ups.nextAt()));
	}

	/** One event: a timer first, else the first card that is due. */
	#carryOut(t: Millis): void {
		if (this.#timers.length > 0 && this.#timers[0].at <= t) {
			this.#timers.shift()?.run();
			return;
		}
		const due = this.#ups.find(ups => ups.nextAt() <= t);
		if (due !== undefined) {
			this.#settle(due);
		}
	}

	#settle(ups: TwinUps): void {
		ups.settle(this.#now);
	}
}
