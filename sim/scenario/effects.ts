// Faults that a run has injected: each ends after its time, and all of them at the end of the run, whatever happened.

import type {Millis} from '../../src/core/clock.ts';
import {seedFor} from '../../src/core/random.ts';
import {once} from '../faults/fault.ts';
import type {Fault} from '../faults/fault.ts';
import {valueText} from '../faults/parameters.ts';
import {requireFault} from '../faults/registry.ts';
import type {FaultPlan} from '../flash/fault-plan.ts';
import type {Bench, Undo} from './bench.ts';
import {cardList} from './play/record.ts';
import type {FaultSpan} from './result.ts';
import type {InjectStep} from './scenario.ts';

/** Spans beyond are counted only: a fault that is repeated for years makes millions. */
const MOST_SPANS = 10_000;

interface OpenSpan extends Omit<FaultSpan, 'untilMs'> {
	/** Null while it lasts. */
	untilMs: Millis | null;
}

export class Effects {
	readonly #bench: Bench;
	readonly #elapsed: () => Millis;
	/** Undos of what is still in effect, oldest first. */
	#open: Undo[] = [];
	readonly #spans: OpenSpan[] = [];
	spansLeftOutCount = 0;

	/** `elapsed` is the time since the start of the run. */
	constructor(bench: Bench, elapsed: () => Millis) {
		this.#bench = bench;
		this.#elapsed = elapsed;
	}

	/** Every fault so far, in the order in which they began. */
	get spans(): FaultSpan[] {
		const now = this.#elapsed();
		return this.#spans.map(span => ({...span, untilMs: span.untilMs ?? now}));
	}

	/** Injects the fault of `step` into `cards`. `ended` is told when its time is over, not when the run ends before. */
	inject(step: InjectStep, cards: readonly number[], ended: () => void): void {
		const parts: Undo[] = [];
		const undo = once(() => undoAll(parts));
		const fault = requireFault(step.fault);
		// In the list before the first card is touched: should a later one throw, the earlier ones are put right all the same.
		this.#open.push(undo);
		this.#injectEach(fault, step, cards, parts);
		const span = this.#begin(fault, step, cards);
		if (step.forMs !== null) {
			parts.push(
				this.#bench.surroundings.clock.after(step.forMs, () => {
					span.untilMs = this.#elapsed();
					this.#end(undo, ended);
				}),
			);
		}
	}

	/** What befalls the flash of `cards` until the end of the run; each draws its own chance. */
	planFlash(plan: FaultPlan, cards: readonly number[]): void {
		for (const card of cards) {
			const firmware = this.#bench.target(card).firmware();
			firmware.reseedFlash(seedFor(plan.seed, this.#bench.cards[card].id));
			this.#open.push(firmware.planFlash(plan.faults));
		}
	}

	#begin(fault: Fault, {values}: InjectStep, cards: readonly number[]): OpenSpan {
		const span = {
			name: fault.name,
			area: fault.area,
			values: fault.parameters.map(each => `${each.name} ${valueText(each, values[each.name])}`).join(', '),
			fromMs: this.#elapsed(),
			untilMs: null,
			cards: cardList(this.#bench.cards, fault.acts === 'card' ? cards : []),
		};
		if (this.#spans.length < MOST_SPANS) {
			this.#spans.push(span);
		} else {
			this.spansLeftOutCount += 1;
		}
		return span;
	}

	#injectEach(fault: Fault, step: InjectStep, cards: readonly number[], parts: Undo[]): void {
		const {surroundings} = this.#bench;
		if (fault.acts === 'surroundings') {
			parts.push(fault.inject(surroundings, step.values));
			return;
		}
		for (const card of cards) {
			const byName = this.#bench.inject?.(card, step.fault, step.values) ?? null;
			parts.push(byName ?? fault.inject(this.#bench.target(card), step.values, surroundings));
		}
	}

	#end(undo: Undo, ended: () => void): void {
		this.#open = this.#open.filter(other => other !== undo);
		undo();
		ended();
	}

	/** Puts everything right, the last first. An undo that throws does not keep the others from theirs. */
	undoAll(): void {
		const open = this.#open;
		this.#open = [];
		undoAll(open);
	}
}

function undoAll(undos: readonly Undo[]): void {
	const errors: unknown[] = [];
	for (const undo of [...undos].reverse()) {
		try {
			undo();
		} catch (error) {
			errors.push(error);
		}
	}
	if (errors.length > 0) {
		throw errors[0];
	}
}
