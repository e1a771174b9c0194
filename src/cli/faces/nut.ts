// The NUT server of the options.

import {readFileSync} from 'node:fs';
import {originNut} from '../../agent/roles.ts';
import {codedError} from '../../core/errors.ts';
import {parseListen} from '../../platform/node/listen-address.ts';
import {openNut} from '../../protocols/nut/cards/open.ts';
import {rightsOfRole, userFrom} from '../../protocols/nut/users.ts';
import type {NutLogin} from '../../protocols/nut/users.ts';
import {addressOf} from './place.ts';
import type {FacePlace, OpenFace} from './place.ts';

function pem(option: string, file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw codedError('E_FILE_UNREADABLE', `${option} ${file} cannot be read (${code}): name a PEM file.`, {file});
	}
}

function tlsOf({given}: FacePlace): {cert: string; key: string} | null {
	const {nutCert, nutKey} = given;
	if ((nutCert === undefined) !== (nutKey === undefined)) {
		throw codedError('E_USAGE', 'Give --nut-cert and --nut-key together.', {option: '--nut-cert'});
	}
	return nutCert === undefined || nutKey === undefined
		? null
		: {cert: pem('--nut-cert', nutCert), key: pem('--nut-key', nutKey)};
}

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
	const tls = tlsOf(place);
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
