// SET, all or nothing (RFC 3416 section 4.2.5): everything is planned and checked before anything is done, and what was done is
// undone where an order is refused after that.

import type {CardHouse, CardView, Who} from '../../agent/card-view.ts';
import type {Checked, SettingChange} from '../../agent/settings/desk.ts';
import type {BerReader} from '../../codec/ber.ts';
import {COUNTER64, INTEGER, IP_ADDRESS, OBJECT_IDENTIFIER, OCTET_STRING} from './mib.ts';
import type {MibValue, SetPlan} from './mib.ts';
import {nextName} from './pdu.ts';
import type {Place} from './place.ts';
import {originSnmp} from './origin.ts';
import type {Principal} from './principal.ts';
import * as status from './status.ts';
import type {Walker} from './walker.ts';

const IP_ADDRESS_OCTETS = 4;

/** Error status of SNMPv2, and which binding it is about, from 1. */
export interface SetOutcome {
	readonly status: number;
	readonly index: number;
}

const DONE: SetOutcome = {status: status.noError, index: 0};

interface Planned {
	readonly row: number;
	readonly value: MibValue;
	readonly plan: SetPlan;
}

export interface SetPorts {
	readonly house: CardHouse;
	readonly walker: Walker;
	readonly place: Place;
}

/** Does what the bindings say, which `reader` is before. The walker has begun with the card. */
export function setAll(ports: SetPorts, reader: BerReader, card: CardView, principal: Principal): SetOutcome {
	const planned: Planned[] = [];
	while (reader.more()) {
		const one = planOne(ports, reader, card, planned);
		if (typeof one === 'number') {
			return {status: one, index: planned.length + 1};
		}
		planned.push(one);
	}
	const who = {actor: principal.name, role: principal.role, origin: originSnmp};
	return commit(ports, planned, card, who);
}

/** The plan of the next binding, or the status that refuses it. */
function planOne(
	{walker, place}: SetPorts,
	reader: BerReader,
	card: CardView,
	before: readonly Planned[],
): Planned | number {
	nextName(reader);
	const {from, to} = reader;
	if (!walker.sees(reader.bytes, from, to)) {
		return status.noAccess;
	}
	const number = walker.index.find(reader.bytes, from, to);
	if (number < 0 || !walker.find(reader.bytes, from, to)) {
		return missing(walker, reader, number);
	}
	const row = walker.index.rows[number];
	// The value stands behind the name.
	const rest = reader.at;
	reader.at = to;
	reader.next();
	reader.at = rest;
	if (row.write === undefined) {
		return status.notWritable;
	}
	if (reader.tag !== row.type) {
		return status.wrongType;
	}
	const value = valueOf(reader, row.type);
	if (value === null) {
		return status.wrongEncoding;
	}
	const twin = before.find(({row: other}) => other === number);
	if (twin !== undefined) {
		// RFC 3416 leaves it open what two values for one object come to: here, nothing.
		return twin.value === value ? {row: number, value, plan: {}} : status.inconsistentValue;
	}
	const plan = row.write(card, value, place);
	return typeof plan === 'string' ? status.refusals[plan] : {row: number, value, plan};
}

/** Of an instance that is not there: whether its object could have it. */
function missing({index}: Walker, {bytes, from, to}: BerReader, row: number): number {
	const slot = index.slotAfter(bytes, from, to);
	const isWritable = [row, slot - 1, slot].some(near => index.rows[near]?.write !== undefined);
	return isWritable && (row >= 0 || index.isWithinObject(bytes, from, to)) ? status.noCreation : status.notWritable;
}

/** The last value that was read, by its type; null where it is not written as the type is. */
function valueOf(reader: BerReader, type: number): MibValue | null {
	const value = read(reader, type);
	const isGood = !reader.bad;
	reader.bad = false;
	return isGood ? value : null;
}

function read(reader: BerReader, type: number): MibValue {
	switch (type) {
		case INTEGER:
			return reader.signed();
		case OCTET_STRING:
			return reader.text();
		case OBJECT_IDENTIFIER:
			return reader.oidText();
		case IP_ADDRESS:
			reader.bad = reader.to - reader.from !== IP_ADDRESS_OCTETS;
			return reader.text();
		case COUNTER64:
			return reader.counter64();
		default:
			return reader.unsigned();
	}
}

function commit(ports: SetPorts, planned: readonly Planned[], card: CardView, who: Who): SetOutcome {
	const changes = planned.flatMap(({plan}) => plan.changes ?? []);
	const before = changes.length === 0 ? [] : valuesBefore(card, changes);
	if (changes.length > 0) {
		const refused = refusalOf(card.check(changes, who), planned);
		if (refused !== null) {
			return refused;
		}
		const made = refusalOf(card.change(changes, who), planned);
		if (made !== null) {
			return made;
		}
	}
	const outcome = giveOrders(ports, planned, card, who);
	if (outcome === DONE) {
		planned.forEach(({plan}) => plan.act?.());
		return DONE;
	}
	if (before.length > 0 && ports.house.view(card.card).change(before, who).problems.length > 0) {
		return {status: status.undoFailed, index: outcome.index};
	}
	return outcome;
}

function valuesBefore(card: CardView, changes: readonly SettingChange[]): SettingChange[] {
	return changes.flatMap(({key}) => {
		const state = card.setting(key);
		return state === null ? [] : [{key, value: state.value}];
	});
}

function refusalOf(checked: Checked, planned: readonly Planned[]): SetOutcome | null {
	if (checked.problems.length === 0) {
		return null;
	}
	const {key, code} = checked.problems[0];
	const at = planned.findIndex(({plan}) => plan.changes?.some(change => change.key === key) === true);
	return {status: status.statusOfCode(code), index: at + 1};
}

/** An order that is refused says why where nothing was ordered before it; else what was ordered cannot be undone. */
function giveOrders({house}: SetPorts, planned: readonly Planned[], card: CardView, who: Who): SetOutcome {
	let given = 0;
	for (let i = 0; i < planned.length; i++) {
		const {order} = planned[i].plan;
		if (order === undefined) {
			continue;
		}
		// Listeners of an order before may have moved the view.
		const answer = house.view(card.card).order({...order, text: '', who});
		if (!answer.accepted) {
			return {status: given > 0 ? status.undoFailed : status.statusOfCode(answer.code), index: i + 1};
		}
		given++;
	}
	return DONE;
}
