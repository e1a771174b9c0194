// Gives every card, the service and the broker what they prove themselves with. What is there already stays as it is.

import {coversHosts, createAuthority, issueClient, issueServer, validUntil} from '../../platform/node/certificates.ts';
import type {Issued} from '../../platform/node/certificates.ts';
import {passwordLine, randomPassword} from '../../platform/node/mosquitto-password.ts';
import {codedError} from '../../core/errors.ts';
import {userNameFor} from '../../protocols/mqtt/topics.ts';
import type {Enrolment, EnrolmentFolder} from './folder.ts';

/** Longer than any card serves; a new authority means to enrol every card anew. */
const AUTHORITY_DAYS = 7300;
const AUTHORITY_NAME = 'Ridethrough enrolment';
/** Common name only: clients go by the names beside it. */
const BROKER_NAME = 'Ridethrough broker';
const SERVICE_FILE = 'service';
export const PASSWORDS_FILE = 'passwords';
export const CLEAR_FILE = 'cards.csv';

/** One that was enrolled, as the command prints it: no secret. */
export interface Enrolled {
	/** Card id; empty: the service. */
	readonly card: string;
	readonly userName: string;
	/** Relative to the directory. */
	readonly files: readonly string[];
	/** ms since 1970; null: does not end. */
	readonly validUntil: number | null;
}

interface Client {
	readonly card: string;
	readonly userName: string;
	readonly file: string;
}

function clientsOf({service, cards}: Enrolment): Client[] {
	return [
		...cards.map(card => ({card, userName: userNameFor(card), file: `cards/${card}`})),
		{card: '', userName: service, file: SERVICE_FILE},
	];
}

async function authorityOf(folder: EnrolmentFolder): Promise<Issued> {
	const cert = folder.read('ca.crt');
	const key = folder.read('ca.key');
	if (cert !== null && key !== null) {
		return {cert, key};
	}
	if (cert !== null) {
		const what = `${folder.path('ca.key')} is missing: put back the one that made ca.crt`;
		throw codedError('E_ENROL_INVALID', `${what}, or enrol all cards anew in an empty directory.`, {file: 'ca.key'});
	}
	const made = await createAuthority(AUTHORITY_NAME, AUTHORITY_DAYS);
	return kept(folder, 'ca', made);
}

/** The key goes first: a certificate means that both are there. */
function kept(folder: EnrolmentFolder, file: string, issued: Issued): Issued {
	folder.writeSecret(`${file}.key`, issued.key);
	folder.write(`${file}.crt`, issued.cert);
	return issued;
}

interface Pair {
	readonly file: string;
	/** Whether a certificate that is there will do. */
	readonly fits: (cert: string) => boolean;
	readonly make: () => Promise<Issued>;
}

/** The certificate of a pair, made where it or its key is missing or it does not fit. */
async function certOf(folder: EnrolmentFolder, {file, fits, make}: Pair): Promise<string> {
	const cert = folder.read(`${file}.crt`);
	const isThere = cert !== null && folder.read(`${file}.key`) !== null;
	return isThere && fits(cert) ? cert : kept(folder, file, await make()).cert;
}

/** Certificates for all, the broker included. Throws E_ENROL_INVALID, E_FILE_UNREADABLE, E_FILE_UNWRITABLE. */
export async function issueCertificates(
	folder: EnrolmentFolder,
	enrolment: Enrolment,
	days: number,
): Promise<Enrolled[]> {
	const authority = await authorityOf(folder);
	const hosts = enrolment.brokerNames;
	await certOf(folder, {
		file: 'broker',
		fits: cert => coversHosts(cert, hosts),
		make: async () => issueServer(authority, {name: BROKER_NAME, hosts, days}),
	});
	const enrolled: Enrolled[] = [];
	for (const {card, userName, file} of clientsOf(enrolment)) {
		const make = async () => issueClient(authority, {name: userName, days});
		const cert = await certOf(folder, {file, fits: () => true, make});
		enrolled.push({card, userName, files: [`${file}.crt`, `${file}.key`], validUntil: validUntil(cert)});
	}
	return enrolled;
}

/** Passwords for all: kept only as mosquitto has them, and told once in cards.csv. */
export function issuePasswords(folder: EnrolmentFolder, enrolment: Enrolment): Enrolled[] {
	const lines = (folder.read(PASSWORDS_FILE) ?? '').split('\n').filter(line => line !== '');
	const known = new Set(lines.map(line => line.slice(0, line.indexOf(':'))));
	const clients = clientsOf(enrolment);
	const fresh = clients
		.filter(({userName}) => !known.has(userName))
		.map(client => ({client, password: randomPassword()}));
	if (fresh.length > 0) {
		const told = folder.read(CLEAR_FILE) ?? 'card,user,password\n';
		const rows = fresh.map(({client, password}) => `${client.card},${client.userName},${password}\n`);
		folder.writeSecret(CLEAR_FILE, told + rows.join(''));
	}
	const added = fresh.map(({client, password}) => passwordLine(client.userName, password));
	folder.writeSecret(PASSWORDS_FILE, [...lines, ...added, ''].join('\n'));
	return clients.map(({card, userName}) => ({
		card,
		userName,
		files: known.has(userName) ? [PASSWORDS_FILE] : [PASSWORDS_FILE, CLEAR_FILE],
		validUntil: null,
	}));
}
