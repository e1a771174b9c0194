import {DAY, MINUTE, SECOND} from '../../src/core/clock.ts';
import type {FaultSurroundings, FaultTarget, Undo} from '../scenario/bench.ts';
import {defineFault} from './fault.ts';
import type {FaultValues} from './fault.ts';

export const firmwareCrash = defineFault({
	name: 'firmwareCrash',
	summary: 'The card resets without a word, once or again and again.',
	area: 'firmware',
	acts: 'card',
	parameters: [
		{name: 'count', kind: 'count', unit: 'resets', min: 1, max: 10_000, default: 1, summary: 'how many resets'},
		{
			name: 'period',
			kind: 'duration',
			unit: 'ms',
			min: SECOND,
			max: DAY,
			default: MINUTE,
			summary: 'from one reset to the next; a card boots in 20s',
		},
	],
	inject: crashAgainAndAgain,
});

function crashAgainAndAgain(target: FaultTarget, {count, period}: FaultValues, {clock}: FaultSurroundings): Undo {
	const firmware = target.firmware();
	let cancel: Undo = () => {};
	let left = count;
	const crash = (): void => {
		left -= 1;
		firmware.crash();
		if (left > 0) {
			cancel = clock.after(period, crash);
		}
	};
	crash();
	return () => cancel();
}
