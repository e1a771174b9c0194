// Addresses to listen on, as options and files write them.

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
