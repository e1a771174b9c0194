// Where the UPS of a card is: what `--ups` takes.

import {codedError} from '../core/errors.ts';

export type Parity = 'none' | 'even' | 'odd';

export interface TcpAddress {
	readonly kind: 'tcp';
	readonly host: string;
	readonly port: number;
	readonly unit: number;
}

export interface SerialAddress {
	readonly kind: 'serial';
	readonly path: string;
	readonly baud: number;
	readonly parity: Parity;
	readonly unit: number;
}

/** A real UPS. */
export type UpsAddress = TcpAddress | SerialAddress;

/** The word for a UPS that lives in the card's own process. */
export const SIMULATED = 'simulated';
/** Defaults of the field's devices (modbus.md, Behaviour: RTU, TCP). */
const TCP_PORT = 502;
const BAUD = 9600;
const FIRST_UNIT = 1;
const LAST_UNIT = 247;
const LAST_PORT = 65_535;
const LEAST_BAUD = 300;
const MOST_BAUD = 115_200;
const parities: readonly string[] = ['none', 'even', 'odd'];

const RIGHT =
	'simulated, modbus-tcp://HOST[:PORT][?unit=1], or serial:/dev/ttyUSB0[?baud=9600&parity=none&unit=1]; parity is none, even or odd';

function refuse(text: string, what: string): never {
	throw codedError('E_USAGE', `--ups ${JSON.stringify(text)}: ${what}; right is ${RIGHT}.`, {ups: text});
}

function wholeIn(text: string, given: string, [name, least, most]: readonly [string, number, number]): number {
	const value = Number(given);
	if (!/^\d+$/.test(given) || value < least || value > most) {
		refuse(text, `${name} is a whole number from ${least} to ${most}`);
	}
	return value;
}

/** The parameters behind the question mark; refuses those that are not in `known`. */
function parametersOf(text: string, known: readonly string[]): ReadonlyMap<string, string> {
	const question = text.indexOf('?');
	const given = new URLSearchParams(question < 0 ? '' : text.slice(question + 1));
	const parameters = new Map<string, string>();
	for (const [name, value] of given) {
		if (!known.includes(name) || parameters.has(name)) {
			refuse(text, `the parameter ${name} is ${parameters.has(name) ? 'there twice' : 'unknown'}`);
		}
		parameters.set(name, value);
	}
	return parameters;
}

function unitOf(text: string, parameters: ReadonlyMap<string, string>): number {
	return wholeIn(text, parameters.get('unit') ?? String(FIRST_UNIT), ['unit', FIRST_UNIT, LAST_UNIT]);
}

function tcpFrom(text: string): TcpAddress {
	const parameters = parametersOf(text, ['unit']);
	const place = text.slice('modbus-tcp://'.length).split('?')[0].replace(/\/$/, '');
	const parts = /^(\[[0-9a-fA-F:]+\]|[^\s:/@[\]]+)(?::(.+))?$/.exec(place);
	if (parts === null) {
		refuse(text, 'the host is missing or is not one');
	}
	return {
		kind: 'tcp',
		host: parts[1].replace(/^\[|\]$/g, ''),
		port: wholeIn(text, parts[2] ?? String(TCP_PORT), ['the port', 1, LAST_PORT]),
		unit: unitOf(text, parameters),
	};
}

function serialFrom(text: string): SerialAddress {
	const parameters = parametersOf(text, ['baud', 'parity', 'unit']);
	const path = text.slice('serial:'.length).split('?')[0];
	const parity = parameters.get('parity') ?? 'none';
	if (path === '') {
		refuse(text, 'the device is missing');
	}
	if (!parities.includes(parity)) {
		refuse(text, 'the parity is not one');
	}
	return {
		kind: 'serial',
		path,
		baud: wholeIn(text, parameters.get('baud') ?? String(BAUD), ['baud', LEAST_BAUD, MOST_BAUD]),
		parity: parity as Parity,
		unit: unitOf(text, parameters),
	};
}

/** The address that `text` is; null for a simulated UPS. Throws E_USAGE. */
export function upsAddressFrom(text: string): UpsAddress | null {
	if (text === SIMULATED) {
		return null;
	}
	if (text.startsWith('modbus-tcp://')) {
		return tcpFrom(text);
	}
	return text.startsWith('serial:') ? serialFrom(text) : refuse(text, 'this is no kind of UPS');
}

/** The address as a person writes it, for messages. */
export function addressText(address: UpsAddress): string {
	if (address.kind === 'serial') {
		return `serial:${address.path}`;
	}
	const host = address.host.includes(':') ? `[${address.host}]` : address.host;
	return `modbus-tcp://${host}:${address.port}`;
}
