// What faults make of a card of the twin bench and of its lines: a list of what is in effect, in the order in which it came.

import type {CardTarget} from '../../sim/scenario/card-target.ts';
import type {Undo} from '../../sim/scenario/bench.ts';

export class TwinCardItself {
	#inEffect: object[] = [];

	target(counted: (undo: Undo) => Undo): CardTarget {
		const put = (fault: object): Undo => {
			const entry = {...fault};
			this.#inEffect.push(entry);
			return counted(() => {
				this.#inEffect = this.#inEffect.filter(other => other !== entry);
			});
		};
		return {
			disturbLink: put,
			disturbNetwork: put,
			breakConnection: (how, afterBytes) => put({how, afterBytes}),
			disturbClock: put,
			shortenMemory: put,
			takeDown: isSudden => put({kind: 'down', isSudden}),
		};
	}

	/** What is in effect. */
	world(): {lines: readonly object[]} {
		return {lines: this.#inEffect};
	}
}
