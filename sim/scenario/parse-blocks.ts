// Steps that hold steps, and the step that keeps the state of a run.

import type {NamelessStep, StepContext, StepFields} from './parse-steps.ts';
import type {Reader} from './reader.ts';
import {numberOf, required} from './values.ts';
import type {NumberRule} from './values.ts';

export const roundsRule: NumberRule = {min: 1, max: 100_000, unit: 'rounds', whole: true};
export const MOST_BRANCHES = 64;
/** Deeper, nobody can follow a scenario any more. */
const DEEPEST = 8;

/** One level down; null where that is too deep. */
function inside(reader: Reader, {field}: StepFields, context: StepContext): StepContext | null {
	if (context.depth >= DEEPEST) {
		reader.refuse(field, `steps may be nested ${DEEPEST} deep at most`);
		return null;
	}
	return {...context, depth: context.depth + 1};
}

/** `repeat: {times: 3, steps: […]}`. */
export function readRepeat(reader: Reader, step: StepFields, context: StepContext): NamelessStep | null {
	const repeat = step.fields.get('repeat')!;
	const fields = reader.map(repeat, ['times', 'steps']);
	const times = required(reader, repeat, fields, 'times', 'how many rounds, such as times: 3');
	const steps = required(reader, repeat, fields, 'steps', 'the list of what is repeated');
	const below = inside(reader, step, context);
	return below === null
		? null
		: {
				...step.common,
				verb: 'repeat',
				times: numberOf(reader, times, roundsRule, 1),
				steps: below.readList(reader, steps, below),
			};
}

/** `parallel: [[…], […]]`. */
export function readParallel(reader: Reader, step: StepFields, context: StepContext): NamelessStep | null {
	const parallel = step.fields.get('parallel')!;
	const items = reader.list(parallel);
	if (reader.isList(parallel) && (items.length < 2 || items.length > MOST_BRANCHES)) {
		reader.refuse(parallel, `must hold 2 to ${MOST_BRANCHES} branches, each a list of steps, not ${items.length}`);
		return null;
	}
	const below = inside(reader, step, context);
	const branches = below === null ? [] : items.map(item => below.readList(reader, item, below));
	return branches.length === 0 ? null : {...step.common, verb: 'parallel', branches};
}

export const snapshotName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** `snapshot: NAME`, which becomes part of the name of a file. */
export function readSnapshot(reader: Reader, {fields, common}: StepFields): NamelessStep {
	const field = fields.get('snapshot')!;
	const value = reader.value(field);
	const snapshot = typeof value === 'string' && snapshotName.test(value) ? value : '';
	if (snapshot === '') {
		reader.refuse(
			field,
			'must be a name of 1 to 64 letters, digits, dots, dashes and underscores that begins with a letter or a digit, '
				+ `such as before-outage, not ${reader.shown(field)}`,
		);
	}
	return {...common, verb: 'snapshot', snapshot};
}
