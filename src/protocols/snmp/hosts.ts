// Which managers may ask: the host filter of a card (nmc.md 11). An octet of 255 stands for any, 0.0.0.0 for all.

import {codedError} from '../../core/errors.ts';

const ALL = '0.0.0.0';
const ANY_OCTET = 255;
const MAPPED = '::ffff:';

/** Whether an address, as sockets write it, passes. */
export type HostFilter = (address: string) => boolean;

function octetsOf(text: string): readonly number[] | null {
	const octets = text.split('.').map(part => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
	return octets.length === 4 && octets.every(octet => octet <= ANY_OCTET) ? octets : null;
}

/** Null where the filter lets everybody pass. Throws E_USAGE. */
export function hostFilter(text: string): HostFilter | null {
	if (text === ALL || text === '') {
		return null;
	}
	if (text.includes(':')) {
		return address => address === text;
	}
	const wanted = octetsOf(text);
	if (wanted === null) {
		throw codedError(
			'E_USAGE',
			`${text} is no host filter: write an IPv4 address in which 255 stands for any number, such as 192.168.1.255, or 0.0.0.0 for all.`,
			{host: text},
		);
	}
	return address => {
		const octets = octetsOf(address.startsWith(MAPPED) ? address.slice(MAPPED.length) : address);
		return octets !== null && octets.every((octet, i) => wanted[i] === ANY_OCTET || octet === wanted[i]);
	};
}
