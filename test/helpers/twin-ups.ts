// The UPS of the twin bench. Its numbers are round; twin-bench.ts tells them.

import {HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import type {Undo} from '../../sim/scenario/bench.ts';
import type {DialName} from '../../sim/scenario/ups-target.ts';
import {requireFinite} from './require-number.ts';

export const QUALIFY_MS = 4 * SECOND;
export const STALE_MS = 15 * SECOND;
/** At half load. */
export const FULL_RUNTIME_MS = 20 * MINUTE;
export const FULL_CHARGE_MS = 3 * HOUR;
const LOW_SHARE = 0.1;
const HALF_LOAD = 0.5;
const CELLS = 12;

type Phase = 'set' | 'clear';
type Report = (atMs: Millis, sequence: number, name: string, phase: Phase) => void;

/** Contributions that overlap: undo takes out its own, in any order. */
export class Overlap {
	#parts: Array<{readonly value: number}> = [];

	put(value: number): Undo {
		const part = {value};
		this.#parts.push(part);
		return () => {
			this.#parts = this.#parts.filter(other => other !== part);
		};
	}

	sum(): number {
		return this.#parts.reduce((sum, {value}) => sum + value, 0);
	}

	product(): number {
		return this.#parts.reduce((product, {value}) => product * value, 1);
	}

	most(): number {
		return this.#parts.reduce((most, {value}) => Math.max(most, value), 0);
	}
}

/** Conditions in the order in which alarms are listed. */
const names = ['onBattery', 'lowBattery', 'boost', 'overload', 'outputOff', 'linkLost'] as const;
type Condition = (typeof names)[number];

/** What is broken, bent and odd about a twin, in words. */
export interface TwinLists {
	readonly broken: readonly string[];
	readonly bends: readonly string[];
	readonly quirks: readonly string[];
}

const factors: readonly DialName[] = [
	'inputVolts',
	'load',
	'batteryCapacity',
	'batteryResistance',
	'chargingCurrent',
	'selfDischarge',
	'heatRise',
];

export class TwinUps {
	readonly hertz = new Overlap();
	readonly cells = new Overlap();
	readonly damage = new Overlap();
	readonly extraLoad = new Overlap();
	readonly silence = new Overlap();
	readonly brokenUpdates = new Overlap();
	load: number;
	source: 'line' | 'battery' | 'off' = 'line';
	charge = 1;
	readonly holds: Record<Condition, boolean> = {
		onBattery: false,
		lowBattery: false,
		boost: false,
		overload: false,
		outputOff: false,
		linkLost: false,
	};
	readonly #factors = new Overlap();
	readonly #dials = new Map<DialName, Overlap>();
	readonly #lists: Record<keyof TwinLists, Set<{what: string}>> = {
		broken: new Set(),
		bends: new Set(),
		quirks: new Set(),
	};
	readonly #report: Report;
	#syncedAt: Millis;
	#qualifiedAt: Millis = Infinity;
	#staleAt: Millis = Infinity;
	#sequence = 0;

	constructor(now: Millis, load: number, report: Report) {
		this.#syncedAt = now;
		this.load = load;
		this.#report = report;
	}

	/** A hand on a dial: every turn takes back the one before, and null does no more than that. */
	hand(name: DialName, settle: () => void): (value: number | null) => void {
		let undoTurn: Undo = () => {};
		return value => {
			settle();
			undoTurn();
			undoTurn = value === null ? () => {} : this.#turn(name, requireFinite(value));
			settle();
		};
	}

	#turn(name: DialName, value: number): Undo {
		if (name === 'inputVolts') {
			return this.scale(value);
		}
		const known: Partial<Record<DialName, Overlap>> = {
			inputHertz: this.hertz,
			deadCells: this.cells,
			addedLoad: this.extraLoad,
		};
		const dial = known[name] ?? this.#dials.get(name) ?? new Overlap();
		if (known[name] === undefined) {
			this.#dials.set(name, dial);
		}
		return dial.put(value);
	}

	/** Dials that do not stand where they should, but that of the input. */
	dials(): Readonly<Record<string, number>> {
		const stand = [...this.#dials].map(([name, dial]) => {
			const isFactor = factors.includes(name);
			return [name, isFactor ? dial.product() : dial.sum(), isFactor ? 1 : 0] as const;
		});
		return Object.fromEntries(
			stand.filter(([, value, sound]) => value !== sound).map(([name, value]) => [name, value]),
		);
	}

	/** Notes something in a list; the undo takes it out. */
	put(list: keyof TwinLists, what: string): Undo {
		const entry = {what};
		this.#lists[list].add(entry);
		return () => void this.#lists[list].delete(entry);
	}

	told(): TwinLists {
		const words = (list: keyof TwinLists): string[] => [...this.#lists[list]].map(({what}) => what);
		return {broken: words('broken'), bends: words('bends'), quirks: words('quirks')};
	}

	scale(factor: number): Undo {
		if (!(factor >= 0 && factor <= 3)) {
			throw new RangeError(`no utility has ${factor} times its voltage`);
		}
		return this.#factors.put(factor);
	}

	inputFactor(): number {
		return this.#factors.product();
	}

	loadNow(): number {
		return this.load + this.extraLoad.sum();
	}

	/** Charge gained or lost a millisecond. */
	#rate(): number {
		if (this.source === 'battery') {
			const capacity = (1 - 0.2 * this.damage.most() ** 2) * Math.max(0.01, 1 - this.cells.sum() / CELLS);
			return -(Math.max(0.05, this.loadNow()) / HALF_LOAD) / (FULL_RUNTIME_MS * capacity);
		}
		return this.#inputIsGood() && this.charge < 1 ? 1 / FULL_CHARGE_MS : 0;
	}

	chargeAt(now: Millis): number {
		return Math.min(1, Math.max(0, this.charge + this.#rate() * (now - this.#syncedAt)));
	}

	#inputIsGood(): boolean {
		const factor = this.inputFactor();
		return factor >= 0.8 && factor <= 1.1 && Math.abs(this.hertz.sum()) <= 3;
	}

	nextAt(): Millis {
		return Math.min(this.#qualifiedAt, this.#staleAt, this.#chargeEventAt());
	}

	/** When the charge reaches what matters next: low, empty, above low again, full. */
	#chargeEventAt(): Millis {
		const rate = this.#rate();
		if (rate === 0) {
			return Infinity;
		}
		const goals = rate < 0 ? [this.holds.lowBattery ? 0 : LOW_SHARE] : [this.holds.lowBattery ? LOW_SHARE : 1];
		return Math.min(...goals.map(goal => this.#syncedAt + Math.max(0, Math.ceil((goal - this.charge) / rate))));
	}

	/** Brings the state to `now` and carries out what follows from it. */
	settle(now: Millis): void {
		this.charge = this.#snapped(this.chargeAt(now));
		this.#syncedAt = now;
		this.#settleSource(now);
		this.#settleLink(now);
		this.#mark(now, 'boost', this.source === 'line' && this.inputFactor() < 0.9);
		this.#mark(now, 'onBattery', this.source === 'battery');
		this.#mark(
			now,
			'lowBattery',
			this.charge < LOW_SHARE + 1e-9 && (this.source !== 'line' || this.charge < LOW_SHARE),
		);
		this.#mark(now, 'overload', this.source !== 'off' && this.loadNow() > 1);
		this.#mark(now, 'outputOff', this.source === 'off');
	}

	#snapped(charge: number): number {
		if (charge < 1e-6) {
			return 0;
		}
		return charge > 1 - 1e-6 ? 1 : charge;
	}

	#settleSource(now: Millis): void {
		if (!this.#inputIsGood()) {
			this.#qualifiedAt = Infinity;
			const powered = this.charge > 0 && this.source !== 'off';
			this.source = powered ? 'battery' : 'off';
		} else if (this.source !== 'line') {
			this.#qualifiedAt = Math.min(this.#qualifiedAt, now + QUALIFY_MS);
			const done = this.#qualifiedAt <= now;
			const empty = this.source === 'battery' && this.charge === 0;
			this.source = done ? 'line' : empty ? 'off' : this.source;
			this.#qualifiedAt = done ? Infinity : this.#qualifiedAt;
		}
	}

	#settleLink(now: Millis): void {
		const silent = this.silence.sum() > 0;
		if (!silent) {
			this.#staleAt = Infinity;
			this.#mark(now, 'linkLost', false);
		} else if (this.#staleAt <= now) {
			this.#staleAt = Infinity;
			this.#mark(now, 'linkLost', true);
		} else if (!this.holds.linkLost) {
			this.#staleAt = Math.min(this.#staleAt, now + STALE_MS);
		}
	}

	#mark(now: Millis, name: Condition, holds: boolean): void {
		if (this.holds[name] !== holds) {
			this.holds[name] = holds;
			this.#sequence += 1;
			this.#report(now, this.#sequence, name, holds ? 'set' : 'clear');
		}
	}

	alarms(): readonly string[] {
		return names.filter(name => this.holds[name]);
	}

	reading(name: string, now: Millis): number | undefined {
		const values: Readonly<Record<string, number>> = {
			batteryCharge: this.chargeAt(now) * 100,
			inputVolts: this.inputFactor() * 230,
			inputHertz: 50 + this.hertz.sum(),
			loadRatio: this.source === 'off' ? 0 : this.loadNow() * 100,
		};
		return values[name];
	}
}

/** What the status of a twin reads: nothing when its card has lost it. */
export function twinStatusWords(ups: TwinUps, now: Millis): readonly string[] {
	if (ups.holds.linkLost) {
		return [];
	}
	const charging = ups.source === 'line' && ups.chargeAt(now) < 1;
	const words: ReadonlyArray<readonly [string, boolean]> = [
		['OL', ups.source === 'line'],
		['OB', ups.source === 'battery'],
		['OFF', ups.source === 'off'],
		['LB', ups.holds.lowBattery],
		['CHRG', charging],
		['DISCHRG', ups.source === 'battery'],
		['OVER', ups.holds.overload],
		['BOOST', ups.holds.boost],
	];
	return words.filter(([, holds]) => holds).map(([word]) => word);
}
