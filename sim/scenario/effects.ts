// Faults that a run has injected: each ends after its time, and all of them at the end of the run, whatever happened.

import {seedFor} from '../../src/core/random.ts';
import {once} from '../faults/fault.ts';
import {requireFault} from '../faults/registry.ts';
import type {FaultPlan} from '../flash/fault-plan.ts';
import type {Bench, Undo} from './bench.ts';
import type {InjectStep} from './scenario.ts';

export class Effects {
	readonly #bench: Bench;
	/** Undos of what is still in effect, oldest first. */
	#open: Undo[] = [];

	constructor(bench: Bench) {
		this.#bench = bench;
	}

	/** Injects the fault of `step` into `cards`. `ended` is told when its time is over, not when the run ends before. */
	inject(step: InjectStep, cards: readonly number[], ended: () => void): void {
		const parts: Undo[] = [];
		const undo = once(() => undoAll(parts));
		// In the list before the first card is touched: should a later one throw, the earlier ones are put right all the same.
		this.#open.push(undo);
		this.#injectEach(step, cards, parts);
		if (step.forMs !== null) {
			parts.push(this.#bench.surroundings.clock.after(step.forMs, () => this.#end(undo, ended)));
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

	#injectEach(step: InjectStep, cards: readonly number[], parts: Undo[]): void {
		const fault = requireFault(step.fault);
		const {surroundings} = this.#bench;
		if (fault.acts === 'surroundings') {
			parts.push(fault.inject(surroundings, step.values));
			return;
		}
		for (const card of cards) {
			parts.push(fault.inject(this.#bench.target(card), step.values, surroundings));
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
