// The NUT server of the options.

import {nutLogin} from '../../platform/node/main/nut-login.ts';
import {parseListen} from '../../platform/node/listen-address.ts';
import {openNut} from '../../protocols/nut/cards/open.ts';
import {userFrom} from '../../protocols/nut/users.ts';
import {pairOf} from './pem.ts';
import {addressOf} from './place.ts';
import type {OpenFace} from './place.ts';

export const openNutFace: OpenFace = async place => {
	const {house, given, clock, version} = place;
	if (given.nut === undefined) {
		return null;
	}
	const tls = pairOf('nut', given.nutCert, given.nutKey);
	const opened = await openNut({
		house,
		listen: parseListen(given.nut),
		clock,
		users: given.nutUser.map(({name, password}) => userFrom(`${name}:${password}`)),
		version,
		...(given.nutName === undefined ? {} : {name: given.nutName}),
		login: async (name, password, address) => nutLogin(await place.accounts())(name, password, address),
		...(tls === null ? {} : {tls}),
	});
	return {at: addressOf(opened), close: async () => opened.close()};
};
