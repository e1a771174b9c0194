import {HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {Millis} from '../../src/core/clock.ts';
import type {FaultSurroundings, FaultTarget, Undo} from '../scenario/bench.ts';
import {defineFault} from './fault.ts';
import type {FaultValues} from './fault.ts';

export const flicker = defineFault({
	name: 'flicker',
	summary: 'The utility voltage dips for a moment, once or again and again.',
	area: 'grid',
	acts: 'card',
	parameters: [
		{
			name: 'depth',
			kind: 'ratio',
			unit: 'share of the voltage',
			min: 0.01,
			max: 1,
			default: 1,
			summary: 'how much is missing in a dip; 1 is all',
		},
		{name: 'dip', kind: 'duration', unit: 'ms', min: 10, max: MINUTE, default: 300, summary: 'how long each dip lasts'},
		{
			name: 'period',
			kind: 'duration',
			unit: 'ms',
			min: 20,
			max: HOUR,
			default: 10 * SECOND,
			summary: 'from the start of a dip to the next',
		},
		{name: 'count', kind: 'count', unit: 'dips', min: 1, max: 1000, default: 1, summary: 'how many dips'},
	],
	conflict: ({dip, period}) =>
		dip < period ? undefined : 'dip must be shorter than period, so that the dips are apart',
	inject: dipAgainAndAgain,
});

function dipAgainAndAgain(target: FaultTarget, values: FaultValues, {clock}: FaultSurroundings): Undo {
	let raise: Undo = () => {};
	let cancel: Undo = () => {};
	let left = values.count;
	const later = (delay: Millis, run: () => void): void => {
		cancel = clock.after(delay, run);
	};
	const dip = (): void => {
		left -= 1;
		raise = target.scaleInput(1 - values.depth);
		later(values.dip, recover);
	};
	const recover = (): void => {
		raise();
		if (left > 0) {
			later(values.period - values.dip, dip);
		}
	};
	dip();
	return () => {
		cancel();
		raise();
	};
}
