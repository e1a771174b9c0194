// The value of a line at a time, as a reader of the plot sees it.

import type {Points} from '../../../sim/report/line.ts';

export function valueBetween({at, values}: Points, time: number): number {
	const next = at.findIndex(each => each >= time);
	if (at[next] === time) {
		return values[next];
	}
	const share = (time - at[next - 1]) / (at[next] - at[next - 1]);
	return values[next - 1] + (values[next] - values[next - 1]) * share;
}
