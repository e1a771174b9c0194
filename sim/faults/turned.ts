// What faults have in common that turn a dial once.

import type {FaultTarget, Undo} from '../scenario/bench.ts';
import type {DialName} from '../scenario/ups-target.ts';

/** Turns a dial of a card to `value`, for as long as the fault lasts. */
export function turned(target: FaultTarget, name: DialName, value: number): Undo {
	const dial = target.dial(name);
	dial.turn(value);
	return dial.undo;
}

/** Undoes all, the last first. */
export function all(...undos: readonly Undo[]): Undo {
	return () => {
		for (const undo of undos.toReversed()) {
			undo();
		}
	};
}
