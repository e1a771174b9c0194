// What the page knows and who redraws when it changes.

import {useEffect, useState} from 'preact/hooks';
import type {FaultLine, FleetFacts, LogLine, Meter, Tick} from '../../ui/messages.ts';
import {ask, keepToken, Refused, Stream, UNAUTHORISED} from './connection.ts';
import {Fleet} from './fleet.ts';
import type {Filter} from './fleet.ts';

/** `loading` until the first tick; `refused` until a token fits. */
export type Phase = 'loading' | 'live' | 'lost' | 'refused' | 'failed';

/** Entries that the page keeps. */
const LOG_KEPT = 600;
/** Rates are over this much real time. */
const RATE_MS = 2000;

interface Sample {
	readonly realMs: number;
	readonly values: Readonly<Record<string, number>>;
}

/** How fast numbers rise, over the last moments. */
class Rates {
	#samples: Sample[] = [];

	add(realMs: number, values: Readonly<Record<string, number>>): void {
		this.#samples.push({realMs, values});
		while (this.#samples.length > 2 && realMs - this.#samples[1].realMs >= RATE_MS) {
			this.#samples.shift();
		}
	}

	clear(): void {
		this.#samples = [];
	}

	/** A second; 0 until there are two samples. */
	of(name: string): number {
		const first = this.#samples[0];
		const last = this.#samples.at(-1);
		if (first === undefined || last === undefined || last.realMs <= first.realMs) {
			return 0;
		}
		const rise = (last.values[name] ?? 0) - (first.values[name] ?? last.values[name] ?? 0);
		return (1000 * rise) / (last.realMs - first.realMs);
	}
}

export class Store {
	phase: Phase = 'loading';
	/** What is wrong, while something is. */
	problem = '';
	retryMs = 0;
	fleet: Fleet | null = null;
	faults: readonly FaultLine[] = [];
	log: LogLine[] = [];
	untold = 0;
	nowMs = 0;
	meters: readonly Meter[] = [];
	/** Of the cards' time (`nowMs`), of logged events and of things that happened to UPSs. */
	readonly pace = new Rates();
	/** Of the counters, by `keyOf`. */
	readonly rates = new Rates();
	/** Told of the cards that changed, before anything is redrawn. */
	readonly onChanged = new Set<(cards: readonly number[]) => void>();
	readonly onFilter = new Set<() => void>();
	readonly #listeners = new Set<() => void>();
	readonly #stream: Stream;
	#instance = '';

	constructor() {
		this.#stream = new Stream({
			onTick: (tick, instance) => this.#take(tick, instance),
			onLost: retryMs => {
				this.phase = this.phase === 'loading' ? 'failed' : this.phase === 'failed' ? 'failed' : 'lost';
				this.retryMs = retryMs;
				this.tell();
			},
			onRefused: refused => this.#refuse(refused),
		});
	}

	async start(): Promise<void> {
		try {
			await this.#loadFacts();
			this.#stream.start();
		} catch (error) {
			if (error instanceof Refused && error.status === UNAUTHORISED) {
				this.#refuse(error);
				return;
			}
			this.phase = 'failed';
			this.problem = error instanceof Refused ? error.message : 'The server does not answer.';
			this.tell();
			setTimeout(() => void this.start(), RATE_MS);
		}
	}

	useToken(token: string): void {
		keepToken(token);
		this.phase = 'loading';
		this.tell();
		void this.start();
	}

	retry(): void {
		this.#stream.retry();
	}

	setFilter(filter: Partial<Filter>): void {
		if (this.fleet !== null) {
			this.fleet.filter = {...this.fleet.filter, ...filter};
			this.onFilter.forEach(listener => listener());
			this.tell();
		}
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	tell(): void {
		this.#listeners.forEach(listener => listener());
	}

	async #loadFacts(): Promise<void> {
		const facts = await ask<FleetFacts>('GET', 'fleet');
		this.#instance = facts.instance;
		this.fleet = new Fleet(facts);
		this.log = [];
	}

	#refuse(refused: Refused): void {
		this.phase = 'refused';
		this.problem = refused.message;
		this.tell();
	}

	#take(tick: Tick, instance: string): void {
		const fleet = this.fleet;
		if (instance !== this.#instance) {
			// Another process has taken the place of the one that was lost: everything is new.
			location.reload();
			return;
		}
		if (fleet === null) {
			return;
		}
		this.phase = 'live';
		this.nowMs = tick.nowMs;
		const changed = fleet.take(tick);
		this.faults = tick.faults ?? this.faults;
		this.log = tick.begins === true ? [...(tick.log ?? [])] : [...this.log, ...(tick.log ?? [])];
		this.log.splice(0, this.log.length - LOG_KEPT);
		this.untold = (tick.begins === true ? 0 : this.untold) + (tick.untold ?? 0);
		this.meters = tick.meters ?? this.meters;
		this.#measure(tick);
		this.onChanged.forEach(listener => listener(changed));
		this.tell();
	}

	#measure({begins, realMs, nowMs, logged, happened, meters}: Tick): void {
		if (begins === true) {
			this.pace.clear();
			this.rates.clear();
		}
		this.pace.add(realMs, {nowMs, logged, happened});
		if (meters !== undefined) {
			const counters = meters.filter(({isCounter}) => isCounter);
			this.rates.add(realMs, Object.fromEntries(counters.map(each => [keyOf(each), each.value])));
		}
	}
}

export function keyOf({name, of}: Meter): string {
	return `${name} ${of}`;
}

export const store = new Store();

/** Redraws the component with every tick. */
export function useStore(): Store {
	const [, redraw] = useState(0);
	useEffect(() => store.subscribe(() => redraw(n => n + 1)), []);
	return store;
}
