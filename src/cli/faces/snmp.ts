// The SNMP agent of the options.

import {parseListen} from '../../platform/node/listen-address.ts';
import {createMib} from '../../protocols/snmp/flavours.ts';
import {openSnmpServer} from '../../protocols/snmp/server.ts';
import {addressOf} from './place.ts';
import type {OpenFace} from './place.ts';

const PUBLIC = [{name: 'public', access: 'read'}];

export const openSnmpFace: OpenFace = async place => {
	const {house, given} = place;
	if (given.snmp === undefined) {
		return null;
	}
	const opened = await openSnmpServer({
		house,
		mib: createMib(given.card, house),
		quirks: given.quirk,
		listen: parseListen(given.snmp),
		communities: given.snmpCommunity.length === 0 ? PUBLIC : given.snmpCommunity,
	});
	return {at: addressOf(opened), close: async () => opened.close()};
};
