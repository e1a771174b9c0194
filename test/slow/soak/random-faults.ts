// Faults by chance on cards by chance, through the fault desk of the control API: all that there are, with any parameters in range.

import {RandomStream} from '../../../src/core/random.ts';
import type {FaultDesk} from '../../../sim/fleet/control/fault-desk.ts';
import type {Fault, FaultParameter} from '../../../sim/faults/fault.ts';
import {checkParameters, valueText} from '../../../sim/faults/parameters.ts';
import {faults} from '../../../sim/faults/registry.ts';

const MOST_CARDS = 50;
/** How long a fault of single cards lasts, s, and one of what all share, which must leave time to recover. */
const CARD_FAULT_S = {low: 5, high: 90};
const SHARED_FAULT_S = {low: 2, high: 10};
/** Of all draws of a fault that all cards share, one in so many is made. */
const SHARED_ONE_IN = 10;
const DRAWS = 200;

export class RandomFaults {
	/** Faults made, and those that this fleet does not have, by type. */
	readonly made = new Map<string, number>();
	readonly refused = new Map<string, string>();
	readonly #desk: FaultDesk;
	readonly #cardIds: readonly string[];
	readonly #random: RandomStream;
	#names = 0;

	constructor(desk: FaultDesk, cardIds: readonly string[], seed: number) {
		this.#desk = desk;
		this.#cardIds = cardIds;
		this.#random = new RandomStream(seed);
	}

	/** Makes one fault. Throws what no fault may throw. */
	make(): void {
		const fault = faults[this.#random.whole(0, faults.length - 1)];
		const shared = fault.acts === 'surroundings';
		if (shared && (this.#random.whole(1, SHARED_ONE_IN) > 1 || this.#holdsShared())) {
			return;
		}
		const {low, high} = shared ? SHARED_FAULT_S : CARD_FAULT_S;
		this.#names += 1;
		try {
			this.#desk.add({
				name: `soak-${this.#names}`,
				type: fault.name,
				parameters: this.#parametersOf(fault),
				for: `${this.#random.whole(low, high)}s`,
				...(shared ? {} : {cards: this.#someCards()}),
			});
			this.made.set(fault.name, (this.made.get(fault.name) ?? 0) + 1);
		} catch (error) {
			if ((error as {code?: string}).code !== 'E_FAULT_UNSUPPORTED') {
				throw error;
			}
			this.refused.set(fault.name, (error as Error).message);
		}
	}

	#holdsShared(): boolean {
		return this.#desk.list().some(({type}) => faults.find(({name}) => name === type)?.acts === 'surroundings');
	}

	#someCards(): string[] {
		const wanted = this.#random.whole(1, MOST_CARDS);
		return Array.from({length: wanted}, () => this.#cardIds[this.#random.whole(0, this.#cardIds.length - 1)]);
	}

	/** Any that go together. */
	#parametersOf(fault: Fault): Record<string, number | string> {
		for (let draw = 0; draw < DRAWS; draw++) {
			const drawn = Object.fromEntries(fault.parameters.map(parameter => [parameter.name, this.#valueOf(parameter)]));
			if (checkParameters(fault, drawn).problems.length === 0) {
				return drawn;
			}
		}
		throw new Error(`no parameters for ${fault.name} after ${DRAWS} draws`);
	}

	#valueOf(parameter: FaultParameter): number | string {
		const {kind, min, max} = parameter;
		if (kind === 'ratio' || kind === 'quantity') {
			return this.#random.between(min, max);
		}
		const value = this.#random.whole(min, max);
		return kind === 'count' ? value : valueText(parameter, value);
	}
}
