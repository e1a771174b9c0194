// The card's web page of the options.

import {configIni, parseConfigIni} from '../../agent/settings/config-ini.ts';
import {parseListen} from '../../platform/node/listen-address.ts';
import {openHttp} from '../../protocols/http/server.ts';
import {pairOf} from './pem.ts';
import {addressOf} from './place.ts';
import type {OpenFace} from './place.ts';

export const openHttpFace: OpenFace = async place => {
	const {house, given, clock, io} = place;
	if (given.http === undefined) {
		return null;
	}
	const tls = pairOf('http', given.httpCert, given.httpKey);
	const opened = await openHttp({
		house,
		listen: parseListen(given.http),
		accounts: await place.accounts(),
		configIni: {write: configIni, read: parseConfigIni},
		clock,
		tls,
		hosts: given.httpHost,
		log: {write: (level, message) => (level === 'warn' || level === 'error' ? io.note(message) : undefined)},
	});
	return {at: `${tls === null ? 'http' : 'https'}://${addressOf(opened)}`, close: async () => opened.close()};
};
