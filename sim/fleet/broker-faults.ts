// What faults do to the broker of a fleet. Only one of our own can be made to do it; what a foreign one would do to the cards, their
// paths can do in its place where that comes to the same.

import {codedError} from '../../src/core/errors.ts';
import {unitAt} from '../../src/core/random.ts';
import type {EmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {severalTurns} from '../../src/platform/node/pace.ts';
import type {CardPaths} from '../net/card-paths.ts';
import {once} from '../faults/fault.ts';
import type {BrokerFault, Undo} from '../scenario/bench.ts';

type Refusal = Extract<BrokerFault, {kind: 'refusal'}>;

export class BrokerFaults {
	/** Resolves when the broker has done what it was told. */
	done: Promise<void> = Promise.resolve();
	readonly #broker: EmbeddedBroker | null;
	readonly #paths: CardPaths;
	readonly #cardCount: number;
	readonly #seed: number;
	readonly #refusals = new Set<Refusal>();
	/** Sessions that were asked for since the refusals began: each draws anew. */
	#asked = 0;

	/** `broker` is null where it is not ours. */
	constructor(broker: EmbeddedBroker | null, paths: CardPaths, cardCount: number, seed: number) {
		this.#broker = broker;
		this.#paths = paths;
		this.#cardCount = cardCount;
		this.#seed = seed;
	}

	disturb(fault: BrokerFault): Undo {
		if (fault.kind === 'slow') {
			return this.#slow(fault.delayMs);
		}
		const broker = this.#broker ?? foreign();
		if (fault.kind === 'refusal') {
			return this.#refuse(broker, {...fault});
		}
		if (fault.kind === 'outage') {
			this.#tell(() => broker.stop());
			return once(() => this.#tell(() => broker.start()));
		}
		this.#tell(fault.kind === 'forget' ? () => broker.forget() : () => broker.disconnectAll());
		return () => {};
	}

	/** Time does not go on before the cards have heard of it. */
	#tell(act: () => Promise<void>): void {
		this.done = this.done.then(act).then(severalTurns);
	}

	/** What it says to each card comes late: its acknowledgements above all. */
	#slow(delayMs: number): Undo {
		const undos = Array.from({length: this.#cardCount}, (_, card) =>
			this.#paths.disturb(card, {kind: 'delay', delayMs, jitterMs: 0, way: 'in'}),
		);
		return once(() => undos.forEach(undo => undo()));
	}

	#refuse(broker: EmbeddedBroker, refusal: Refusal): Undo {
		this.#refusals.add(refusal);
		broker.refusing = () => this.#draw();
		return once(() => {
			this.#refusals.delete(refusal);
			if (this.#refusals.size === 0) {
				broker.refusing = null;
			}
		});
	}

	/** The code of CONNACK for the next session; 0 lets it in. */
	#draw(): number {
		this.#asked += 1;
		let channel = 0;
		for (const {share, code} of this.#refusals) {
			channel += 1;
			if (unitAt(this.#seed, channel, this.#asked) < share) {
				return code;
			}
		}
		return 0;
	}
}

function foreign(): never {
	const text = 'The broker of --mqtt is not ours to disturb: leave the option out, to play on the embedded one.';
	throw codedError('E_FAULT_UNSUPPORTED', text, {});
}
