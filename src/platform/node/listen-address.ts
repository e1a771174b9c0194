// Addresses to listen on, as options and files write them.

import {isIP} from 'node:net';
import {codedError} from '../../core/errors.ts';

export interface ListenAddress {
	/** Without the brackets of an IPv6 address. */
	readonly host: string;
	/** 0 takes a free one. */
	readonly port: number;
}

export const FREE_LOOPBACK_PORT = '127.0.0.1:0';
const GREATEST_PORT = 65_535;

/** Takes HOST:PORT apart. Throws E_USAGE. */
export function parseListen(text: string): ListenAddress {
	const match = /^(.+):(\d{1,5})$/.exec(text);
	const port = Number(match?.[2]);
	if (match === null || port > GREATEST_PORT) {
		throw codedError(
			'E_USAGE',
			`${text} is no address to listen on: write HOST:PORT, such as ${FREE_LOOPBACK_PORT} (port 0 takes a free one).`,
			{text},
		);
	}
	return {host: match[1].replace(/^\[|\]$/g, ''), port};
}

/** Where the cards of a process listen: all at one place, or each at its own. */
export interface CardListen {
	readonly first: ListenAddress;
	/** `port`: ports in a row; `address`: IPv4 addresses in a row. */
	readonly each: 'one' | 'port' | 'address';
}

const IPV4_COUNT = 2 ** 32;

function numberOf(address: string): number {
	return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressOf(number: number): string {
	return [24, 16, 8, 0].map(shift => (number >>> shift) & 255).join('.');
}

/** Takes HOST:PORT, HOST:PORT+ (a port a card) or HOST+:PORT (an address a card) apart. Throws E_USAGE. */
export function parseCardListen(text: string, cards: number): CardListen {
	const each = text.endsWith('+') ? 'port' : text.includes('+:') ? 'address' : 'one';
	const first = parseListen(each === 'port' ? text.slice(0, -1) : text.replace('+:', ':'));
	const refuse = (why: string): never => {
		throw codedError('E_USAGE', `${text}: ${why}.`, {text});
	};
	if (each === 'port' && first.port > 0 && first.port + cards - 1 > GREATEST_PORT) {
		refuse(
			`${cards} ports from ${first.port} on go beyond ${GREATEST_PORT}; begin lower, or take addresses (HOST+:PORT)`,
		);
	}
	if (each === 'address' && isIP(first.host) !== 4) {
		refuse('an address a card counts up from an IPv4 address, such as 127.1.0.1+:161');
	}
	if (each === 'address' && numberOf(first.host) + cards > IPV4_COUNT) {
		refuse(`${cards} addresses from ${first.host} on are more than there are; begin lower`);
	}
	return {first, each};
}

/** The place of one card. */
export function placeOfCard({first, each}: CardListen, card: number): ListenAddress {
	if (each === 'address') {
		return {host: addressOf(numberOf(first.host) + card), port: first.port};
	}
	return {host: first.host, port: each === 'port' && first.port > 0 ? first.port + card : first.port};
}
