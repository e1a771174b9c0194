// Which masters may connect: addresses and networks; where none is named, all.

import {BlockList, isIP} from 'node:net';
import {codedError} from '../../core/errors.ts';

const MAPPED_IPV4 = '::ffff:';

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
	const version = isIP(address);
	if (version === 0) {
		return null;
	}
	return version === 4 ? 'ipv4' : 'ipv6';
}

function addTo(list: BlockList, text: string): void {
	const [address, prefix] = text.split('/');
	const family = familyOf(address);
	const bits = prefix === undefined ? null : Number(prefix);
	const most = family === 'ipv4' ? 32 : 128;
	if (family === null || (bits !== null && !(Number.isInteger(bits) && prefix !== '' && bits >= 0 && bits <= most))) {
		throw codedError('E_USAGE', `${text} is no Modbus master: name an address or a network, such as 192.0.2.0/24.`, {
			text,
		});
	}
	if (bits === null) {
		list.addAddress(address, family);
	} else {
		list.addSubnet(address, bits, family);
	}
}

/** Whether an address is among `allowed`, addresses and networks as `192.0.2.0/24`; any is where there are none. Throws E_USAGE. */
export function allowedMasters(allowed: readonly string[]): (address: string) => boolean {
	if (allowed.length === 0) {
		return () => true;
	}
	const list = new BlockList();
	for (const text of allowed) {
		addTo(list, text);
	}
	return remote => {
		const address = remote.startsWith(MAPPED_IPV4) ? remote.slice(MAPPED_IPV4.length) : remote;
		const family = familyOf(address);
		return family !== null && list.check(address, family);
	};
}
