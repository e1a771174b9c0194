// Where a line of bytes is, as one word: serial:PATH, rfc2217://HOST:PORT or tcp://HOST:PORT, with what the line is set to.

import type {Parity} from '../../src/link/address.ts';

export interface LineSettings {
	readonly baud: number;
	readonly parity: Parity;
	readonly dataBits: 7 | 8;
	readonly stopBits: 1 | 2;
}

export interface SerialPlace extends LineSettings {
	readonly kind: 'serial';
	readonly path: string;
}

/** A serial line at another machine. */
export interface Rfc2217Place extends LineSettings {
	readonly kind: 'rfc2217';
	readonly host: string;
	readonly port: number;
}

/** Bytes as they are: no line settings. */
export interface TcpPlace {
	readonly kind: 'tcp';
	readonly host: string;
	readonly port: number;
}

export type LinePlace = SerialPlace | Rfc2217Place | TcpPlace;

export const LINE_FORM =
	'serial:/dev/ttyUSB0[?baud=9600&parity=none&data=8&stop=1], rfc2217://HOST:PORT with the same, or tcp://HOST:PORT';

const LEAST_BAUD = 300;
const MOST_BAUD = 4_000_000;
const LAST_PORT = 65_535;

/** What each parameter may be; the first is what it is when it is left out. */
const choices = {
	parity: ['none', 'even', 'odd'],
	data: ['8', '7'],
	stop: ['1', '2'],
} as const;

type Read<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly why: string};

function wrong(why: string): {readonly ok: false; readonly why: string} {
	return {ok: false, why};
}

function settingsFrom(query: string): Read<LineSettings> {
	const given = new URLSearchParams(query);
	const known = ['baud', ...Object.keys(choices)];
	for (const name of given.keys()) {
		if (!known.includes(name)) {
			return wrong(`the parameter ${name} is unknown; known are ${known.join(', ')}`);
		}
		if (given.getAll(name).length > 1) {
			return wrong(`the parameter ${name} is there twice`);
		}
	}
	const baud = given.get('baud') ?? '9600';
	if (!/^[0-9]{1,7}$/.test(baud) || Number(baud) < LEAST_BAUD || Number(baud) > MOST_BAUD) {
		return wrong(`baud is a whole number from ${LEAST_BAUD} to ${MOST_BAUD}, not ${baud}`);
	}
	for (const [name, words] of Object.entries(choices)) {
		const word = given.get(name);
		if (word !== null && !words.some(each => each === word)) {
			return wrong(`${name} is ${words.join(' or ')}, not ${word}`);
		}
	}
	return {
		ok: true,
		value: {
			baud: Number(baud),
			parity: (given.get('parity') ?? 'none') as Parity,
			dataBits: given.get('data') === '7' ? 7 : 8,
			stopBits: given.get('stop') === '2' ? 2 : 1,
		},
	};
}

/** A host and a port of a net address; `text` is what stands behind the two slashes. */
export function hostPortFrom(text: string): Read<{host: string; port: number}> {
	const parts = /^(\[[0-9a-fA-F:]+\]|[^\s:/@[\]?#]+):([0-9]{1,5})\/?$/.exec(text);
	const port = Number(parts?.[2]);
	if (parts === null || port < 1 || port > LAST_PORT) {
		return wrong(`behind the slashes stand a host and a port from 1 to ${LAST_PORT}`);
	}
	return {ok: true, value: {host: parts[1].replace(/^\[|\]$/g, ''), port}};
}

function netPlace(kind: 'tcp' | 'rfc2217', text: string, query: string | undefined): Read<LinePlace> {
	const net = hostPortFrom(text);
	if (!net.ok) {
		return net;
	}
	if (kind === 'tcp') {
		return query === undefined ? {ok: true, value: {kind, ...net.value}} : wrong('tcp takes no parameters');
	}
	const settings = settingsFrom(query ?? '');
	return settings.ok ? {ok: true, value: {kind, ...net.value, ...settings.value}} : settings;
}

/** The place that `text` names, or why it names none. */
export function linePlaceFrom(text: string): Read<LinePlace> {
	const question = text.indexOf('?');
	const head = question < 0 ? text : text.slice(0, question);
	const query = question < 0 ? undefined : text.slice(question + 1);
	const net = /^(tcp|rfc2217):\/\/(.*)$/.exec(head);
	if (net !== null) {
		return netPlace(net[1] as 'tcp' | 'rfc2217', net[2], query);
	}
	if (!head.startsWith('serial:')) {
		return wrong('this is no kind of line');
	}
	const path = head.slice('serial:'.length);
	if (path === '') {
		return wrong('the device is missing');
	}
	const settings = settingsFrom(query ?? '');
	return settings.ok ? {ok: true, value: {kind: 'serial', path, ...settings.value}} : settings;
}

/** A place as a person writes it, for messages. */
export function placeText(place: LinePlace): string {
	if (place.kind === 'serial') {
		return `serial:${place.path}`;
	}
	const host = place.host.includes(':') ? `[${place.host}]` : place.host;
	return `${place.kind}://${host}:${place.port}`;
}
