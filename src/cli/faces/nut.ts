// The NUT server of the options.

import {originNut} from '../../agent/roles.ts';
import {parseListen} from '../../platform/node/listen-address.ts';
import {openNut} from '../../protocols/nut/cards/open.ts';
import {rightsOfRole, userFrom} from '../../protocols/nut/users.ts';
import type {NutLogin} from '../../protocols/nut/users.ts';
import {pairOf} from './pem.ts';
import {addressOf} from './place.ts';
import type {FacePlace, OpenFace} from './place.ts';

/** Accounts of the card are users too, each with the rights of its role. */
function loginOf(place: FacePlace): NutLogin {
	return async (name, password) => {
		const accounts = await place.accounts();
		const result = await accounts.login({name, password, face: 'protocol', origin: originNut});
		if ('refusal' in result) {
			return null;
		}
		accounts.sessions.end(result.session.id);
		return rightsOfRole(result.session.role);
	};
}

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
		...(given.nutUser.length === 0 ? {login: loginOf(place)} : {}),
		...(tls === null ? {} : {tls}),
	});
	return {at: addressOf(opened), close: async () => opened.close()};
};
