// How many variables a bundle takes while nothing happens: the boards run for a while, and what is alive then is walked.

import {MINUTE} from '../../../src/core/clock.ts';
import {JsVarCount} from '../jsvars.ts';
import {FakeBoard, FakeSerial, FakeSocket} from './board.ts';
import type {Bundle} from './day.ts';
import {playDay} from './day.ts';
import {FakeStorage} from './storage.ts';
import {Timeline} from './timeline.ts';

const REST_MS = 4 * MINUTE;

function isForeign(value: object): boolean {
	return (
		value instanceof FakeBoard
		|| value instanceof FakeSerial
		|| value instanceof FakeSocket
		|| value instanceof FakeStorage
		|| value instanceof Timeline
	);
}

/** Variables of a board's globals and of its bundle's own level, without the code. */
function jsVarsOf(board: FakeBoard): number {
	const alive = board.globals['alive'] as () => unknown[];
	const count = new JsVarCount(isForeign);
	alive().forEach(value => count.addVariable(value));
	return count.total;
}

/** Of both boards after some minutes of the day; `which` is `card` or `ups`. */
export function jsVarsAtRest(card: Bundle, ups: Bundle, which: 'card' | 'ups'): number {
	return jsVarsOf(playDay(card, ups, REST_MS / (60 * MINUTE))[which]);
}
