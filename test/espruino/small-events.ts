// The event catalogue as a board carries it: numbers packed into text, in place of src/agent/events.ts and the rows behind it. Names
// are only those that the bundle asks for; codes, traps and words of other faces stay on Node (espruino.md 5: a row as an object is
// nine variables of the board, and two hundred rows would be all it has for code).

import {CONDITIONS} from '../../src/ups/conditions.ts';
import {
	critical,
	eventOfCondition,
	events,
	informational,
	isAlarm,
	NONE,
	ungraded,
	warning,
} from '../../src/agent/events.ts';

/** Characters of the packed numbers: from `0` on, less the one that would have to be escaped. */
const BASE = 48;
const RADIX = 43;
/** What an event of the packed table is: its severity, and these. */
const PAIRED = 8;
const ALARM = 16;

/** One character a number from 0 to 42: `0` to `Z`. */
function packed(values: readonly number[]): string {
	return values.map(value => String.fromCharCode(BASE + value)).join('');
}

function factsById(): string {
	const facts: number[] = Array.from({length: Math.max(...events.map(({id}) => id)) + 1}, () => 0);
	for (const event of events) {
		facts[event.id] = event.severity + (event.paired ? PAIRED : 0) + (isAlarm(event) ? ALARM : 0);
	}
	return packed(facts);
}

/** Two characters a condition: one more than the id of its event, so that 0 is none. */
function idsByCondition(): string {
	const ids = Array.from({length: CONDITIONS}, (_, condition) => eventOfCondition(condition) - NONE);
	return packed(ids.flatMap(id => [Math.floor(id / RADIX), id % RADIX]));
}

/** Source text that exports what src/agent/events.ts does; `events` has only those that are alarms of a condition. */
export function smallEvents(names: readonly string[]): string {
	const ids = Object.fromEntries(events.filter(({name}) => names.includes(name)).map(({name, id}) => [name, id]));
	return `
export const ungraded = ${ungraded};
export const informational = ${informational};
export const warning = ${warning};
export const critical = ${critical};
export const NONE = ${NONE};
const facts = '${factsById()}';
const ids = '${idsByCondition()}';
const names = ${JSON.stringify(ids)};
const size = ${CONDITIONS};
function factOf(id) {
	return id >= 0 && id < facts.length ? facts.charCodeAt(id) - ${BASE} : 0;
}
export function eventOfCondition(which) {
	return which >= 0 && which < size
		? (ids.charCodeAt(2 * which) - ${BASE}) * ${RADIX} + ids.charCodeAt(2 * which + 1) - ${BASE} + NONE
		: NONE;
}
export function eventRow(id) {
	const fact = factOf(id);
	return fact === 0 ? null : {id: id, severity: fact & 7, paired: (fact & ${PAIRED}) !== 0, condition: NONE};
}
export function findEvent(name) {
	return names.hasOwnProperty(name) ? {id: names[name]} : null;
}
export function isAlarm(event) {
	return (factOf(event.id) & ${ALARM}) !== 0;
}
export function eventName() {
	return '';
}
function alarms() {
	const list = [];
	for (let which = 0; which < size; which++) {
		const id = eventOfCondition(which);
		if ((factOf(id) & ${ALARM}) !== 0) {
			list.push({id: id, condition: which});
		}
	}
	return list;
}
export const events = /* @__PURE__ */ alarms();
`;
}
