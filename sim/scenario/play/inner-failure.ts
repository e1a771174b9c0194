// A step that holds steps fails with the first of them that does.

import {failureAt} from '../failure.ts';
import type {Failure} from '../played.ts';
import type {Called} from './record.ts';
import type {Stage} from './stage.ts';

/** Null where none of the steps inside failed. */
export function innerFailure(stage: Stage, called: Called): Failure | null {
	const inner = stage.record.firstFailure(`${called.number}.`);
	return inner === undefined
		? null
		: failureAt(stage.place(called), {
				reason: 'steps',
				subject: stage.scenario.name,
				expected: 'every step in it to pass',
				seen: `step ${inner.number}, ${inner.name}, failed`,
			});
}
