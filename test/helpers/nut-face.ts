// The NUT face of simulated cards without a network, and a client of it that may do everything.

import {SECOND} from '../../src/core/clock.ts';
import {describe} from '../../src/protocols/nut/cards/descriptions.ts';
import {cardSource} from '../../src/protocols/nut/cards/open.ts';
import {userFrom} from '../../src/protocols/nut/users.ts';
import {houseOf} from './card-house.ts';
import type {HouseOptions} from './card-house.ts';
import {ManualClock} from './manual-clock.ts';
import {hubOf, sessionOf} from './nut-session.ts';

/** A house, and a client of its NUT face that may do everything. */
export function faceOf(options: HouseOptions, name?: string) {
	const rig = houseOf(options);
	rig.advance(SECOND);
	const clock = new ManualClock();
	const {source, stop} = cardSource({house: rig.house, version: '1.2.3', clock, ...(name === undefined ? {} : {name})});
	const hub = hubOf({source, users: [userFrom('operator:secret')], describe, clock});
	const {ask} = sessionOf(hub);
	ask('USERNAME operator\nPASSWORD secret\nSET TRACKING ON\n');
	const value = (variable: string): string => {
		const line = ask(`GET VAR ups ${variable}\n`)[0];
		return /^VAR \S+ \S+ "(.*)"$/.exec(line)?.[1] ?? line;
	};
	const tracked = (line: string): string => {
		const answer = ask(`${line}\n`)[0];
		const id = /^OK TRACKING (.*)$/.exec(answer)?.[1];
		return id === undefined ? answer : ask(`GET TRACKING ${id}\n`)[0];
	};
	return {...rig, hub, clock, stop, ask, value, tracked};
}

/** The names in the rows of a list. */
export function rowsOf(lines: readonly string[]): string[] {
	return lines.slice(1, -1).map(line => line.split(' ')[2]);
}
