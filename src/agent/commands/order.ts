// An order, and whether it may be given at all: everything that can be told before the UPS is asked.

import type {ErrorCode} from '../../core/error-codes.ts';
import {round} from '../../core/math.ts';
import {originMqtt, roleNames} from '../roles.ts';
import {dateDays} from '../settings/dates.ts';
import type {Refusal, SettingChange} from './ports.ts';
import {commandRow} from './table.ts';
import type {CommandRow} from './table.ts';

/** What somebody wants done. */
export interface Order {
	/** Chosen by who orders, 1 to 36 characters of ! to ~, used once. */
	readonly commandId: string;
	/** Of the birth that the sender has seen; only who orders by MQTT knows it, and 0 is for all others. */
	readonly sessionId: number;
	/** Whether it came as a retained message. */
	readonly retained: boolean;
	readonly command: number;
	/** Outlet group; 0 where the command takes none. */
	readonly target: number;
	readonly value: number | null;
	readonly text: string;
	readonly settings: readonly SettingChange[];
	readonly actor: string;
	/** roles.ts. */
	readonly role: number;
	/** Where it came from (roles.ts). */
	readonly origin: number;
}

/** What the checks know of the card. */
export interface OrderPlace {
	readonly sessionId: number;
	readonly switchedGroups: number;
	readonly hears: boolean;
}

const COMMAND_ID_CHARACTERS = 36;
const SHOWN_BYTES = 40;

export function refusal(code: ErrorCode, sentence: string): Refusal {
	return {code: code, sentence: sentence};
}

function isCommandId(text: string): boolean {
	for (let i = 0; i < text.length; i++) {
		if (text.charAt(i) < '!' || text.charAt(i) > '~') {
			return false;
		}
	}
	return text.length >= 1 && text.length <= COMMAND_ID_CHARACTERS;
}

type Check = (order: Order, place: OrderPlace) => Refusal | null;

/** Before the id counts as used. */
const deliveryChecks: readonly Check[] = [
	order =>
		order.retained
			? refusal('E_COMMAND_RETAINED', 'A command came retained; send it again without, with an id of its own.')
			: null,
	(order, place) =>
		order.origin === originMqtt && order.sessionId !== place.sessionId
			? refusal('E_COMMAND_STALE', 'The command is for another session; read the present birth and send it anew.')
			: null,
	order =>
		isCommandId(order.commandId)
			? null
			: refusal('E_COMMAND_PARAMETER', 'A command needs an id of 1 to 36 characters from ! to ~.'),
];

type RowCheck = (order: Order, row: CommandRow, place: OrderPlace) => Refusal | null;

function checkRole(order: Order, row: CommandRow): Refusal | null {
	if (order.role >= 1 && order.role <= row.leastRole) {
		return null;
	}
	const role = order.role > 0 && order.role < roleNames.length ? roleNames[order.role] : 'nobody';
	const needed = roleNames.slice(1, row.leastRole + 1).join(', ');
	return refusal('E_COMMAND_FORBIDDEN', `${row.name} is not for ${role}; it takes one of ${needed}.`);
}

function checkTarget(order: Order, row: CommandRow, place: OrderPlace): Refusal | null {
	if (!row.hasTarget) {
		return order.target === 0
			? null
			: refusal('E_COMMAND_PARAMETER', `${row.name} takes no outlet group; leave the target out.`);
	}
	const most = place.switchedGroups;
	if (isWhole(order.target) && order.target >= 0 && order.target <= most) {
		return null;
	}
	return refusal(
		'E_COMMAND_PARAMETER',
		`${row.name}: no outlet group ${order.target}; 0 to ${most} are there, nearest ${most}.`,
	);
}

function checkValue(order: Order, row: CommandRow): Refusal | null {
	const range = row.range;
	if (range === null) {
		return order.value === null
			? null
			: refusal('E_COMMAND_PARAMETER', `${row.name} takes no number; leave the value out.`);
	}
	const allowed = `whole numbers from ${range.least} to ${range.most} ${range.unit}`;
	if (order.value === null) {
		return refusal('E_COMMAND_PARAMETER', `${row.name} takes a value: ${allowed}.`);
	}
	if (isWhole(order.value) && order.value >= range.least && order.value <= range.most) {
		return null;
	}
	const nearest = Math.min(range.most, Math.max(range.least, order.value === order.value ? round(order.value) : 0));
	return refusal(
		'E_COMMAND_PARAMETER',
		`${row.name}: ${order.value} is not one of ${allowed}; the nearest is ${nearest}.`,
	);
}

function checkText(order: Order, row: CommandRow): Refusal | null {
	if (!row.hasDate) {
		return order.text === '' ? null : refusal('E_COMMAND_PARAMETER', `${row.name} takes no text; leave it out.`);
	}
	if (dateDays(order.text) >= 0) {
		return null;
	}
	const shown = JSON.stringify(order.text.slice(0, SHOWN_BYTES));
	return refusal(
		'E_COMMAND_PARAMETER',
		`${row.name}: ${shown} is no date from 2000-01-01 to 2099-12-31, such as 2026-11-24.`,
	);
}

function checkSettings(order: Order, row: CommandRow): Refusal | null {
	if (row.hasSettings === order.settings.length > 0) {
		return null;
	}
	return refusal(
		'E_COMMAND_PARAMETER',
		row.hasSettings ? `${row.name} takes at least one setting.` : `${row.name} takes no settings; leave them out.`,
	);
}

function checkHears(_order: Order, row: CommandRow, place: OrderPlace): Refusal | null {
	return row.action === 0 || place.hears
		? null
		: refusal('E_COMMAND_STATE', 'The UPS does not answer its card; order again when it does.');
}

const rowChecks: readonly RowCheck[] = [checkRole, checkTarget, checkValue, checkText, checkSettings, checkHears];

/** Whether the order was delivered as orders must be; null when it was. */
export function refuseDelivery(order: Order, place: OrderPlace): Refusal | null {
	for (let i = 0; i < deliveryChecks.length; i++) {
		const refused = deliveryChecks[i](order, place);
		if (refused !== null) {
			return refused;
		}
	}
	return null;
}

/** Whether the order is one that this actor may give to this UPS; null when it is. */
export function refuseOrder(order: Order, place: OrderPlace): Refusal | null {
	const row = commandRow(order.command);
	if (row === null) {
		return refusal(
			'E_COMMAND_UNKNOWN',
			`No command has the number ${order.command}; the numbers are in the table of commands.`,
		);
	}
	for (let i = 0; i < rowChecks.length; i++) {
		const refused = rowChecks[i](order, row, place);
		if (refused !== null) {
			return refused;
		}
	}
	return null;
}

function isWhole(value: number): boolean {
	return Math.floor(value) === value;
}
