// Values of the options of the faces: communities, users, receivers. Every part may come from a file or a variable.

import {codedError} from '../core/errors.ts';
import {parseCommunity as communityFrom} from '../protocols/snmp/communities.ts';
import type {CommunitySpec} from '../protocols/snmp/communities.ts';
import type {ReceiverForm} from '../protocols/snmp/notify/receivers.ts';
import {passwordFrom} from './mqtt-options.ts';

export interface SnmpUserValue {
	readonly name: string;
	/** '' is none. */
	readonly auth: string;
	readonly authPassphrase: string;
	readonly priv: string;
	readonly privPassphrase: string;
}

export interface NutUserValue {
	readonly name: string;
	readonly password: string;
}

export interface ReceiverValue {
	readonly host: string;
	readonly port: number;
	readonly form: ReceiverForm;
}

const authNames = ['MD5', 'SHA', 'SHA224', 'SHA256', 'SHA384', 'SHA512'];
const privNames = ['DES', 'AES', 'AES256'];
const forms: readonly ReceiverForm[] = ['v1', 'v2c', 'v3', 'inform', 'v3-inform'];
const PASSPHRASE_MIN = 8;
const DEFAULT_TRAP_PORT = 162;

function usage(option: string, message: string): Error {
	return codedError('E_USAGE', `${option}: ${message}`, {option});
}

/** The parts between colons; `env:NAME` stays one part. */
function partsOf(text: string): string[] {
	const parts: string[] = [];
	for (const part of text.split(':')) {
		if (parts.at(-1) === 'env') {
			parts[parts.length - 1] = `env:${part}`;
		} else {
			parts.push(part);
		}
	}
	return parts;
}

/** A secret as it is given: itself, or where it stands. */
function secretOf(option: string, given: string): string {
	return given.startsWith('@') || given.startsWith('env:') ? passwordFrom(option, given, process.env) : given;
}

/** Options of which a part behind a colon is a secret. */
const secretOptions = ['--snmp-user', '--nut-user'];

function hasLiteralSecret(text: string): boolean {
	return partsOf(text)
		.slice(1)
		.some(part => part !== '' && !part.startsWith('@') && !part.startsWith('env:') && !isWord(part));
}

/** Options among the words of a command line whose secrets everybody who lists processes can read. */
export function visibleSecrets(words: readonly string[]): string[] {
	const shown = words.flatMap((word, i) => {
		const option = secretOptions.find(each => word === each || word.startsWith(`${each}=`));
		const value = option === undefined ? '' : word === option ? (words[i + 1] ?? '') : word.slice(option.length + 1);
		return option !== undefined && hasLiteralSecret(value) ? [option] : [];
	});
	return [...new Set(shown)];
}

function isWord(part: string): boolean {
	return [...authNames, ...privNames].includes(part.toUpperCase());
}

/** NAME[:ro|rw[:HOST]], or where that stands; in HOST 255 stands for any number. Throws E_USAGE. */
export function parseCommunity(text: string): CommunitySpec {
	const said = secretOf('--snmp-community', text);
	const [, own, host] = /^(.*?:(?:ro|rw)):(\d{1,3}(?:\.\d{1,3}){3})$/.exec(said) ?? [];
	return own === undefined ? communityFrom(said) : {...communityFrom(own), ...(host === undefined ? {} : {host})};
}

function passphraseOf(given: string, what: string): string {
	const passphrase = secretOf('--snmp-user', given);
	if (passphrase.length < PASSPHRASE_MIN) {
		throw usage('--snmp-user', `the ${what} passphrase needs at least ${PASSPHRASE_MIN} characters.`);
	}
	return passphrase;
}

function protocolOf(names: readonly string[], given: string, what: string): string {
	const name = given.toUpperCase().replace('-', '');
	if (!names.includes(name)) {
		throw usage('--snmp-user', `${given} is no ${what} protocol; there are ${names.join(', ')}.`);
	}
	return name;
}

/** NAME, NAME:AUTH:PASS or NAME:AUTH:PASS:PRIV:PASS. Throws E_USAGE. */
export function parseSnmpUser(text: string): SnmpUserValue {
	const [name = '', auth, authPass, priv, privPass, ...more] = partsOf(text);
	const whole = [1, 3, 5].includes(partsOf(text).length) && more.length === 0;
	if (!whole || name.length < 1 || name.length > 32) {
		throw usage(
			'--snmp-user',
			'write NAME, NAME:AUTH:PASS or NAME:AUTH:PASS:PRIV:PASS; a name has 1 to 32 characters.',
		);
	}
	return {
		name,
		auth: auth === undefined ? '' : protocolOf(authNames, auth, 'authentication'),
		authPassphrase: authPass === undefined ? '' : passphraseOf(authPass, 'authentication'),
		priv: priv === undefined ? '' : protocolOf(privNames, priv, 'privacy'),
		privPassphrase: privPass === undefined ? '' : passphraseOf(privPass, 'privacy'),
	};
}

/** NAME:PASS. Throws E_USAGE. */
export function parseNutUser(text: string): NutUserValue {
	const colon = text.indexOf(':');
	const password = colon < 1 ? '' : secretOf('--nut-user', text.slice(colon + 1));
	if (password === '') {
		throw usage('--nut-user', 'write NAME:PASS, NAME:@FILE or NAME:env:VARIABLE.');
	}
	return {name: text.slice(0, colon), password};
}

/** ADDR[:PORT][:v1|v2c|v3|inform|v3-inform]. Throws E_USAGE. */
export function parseReceiver(text: string): ReceiverValue {
	const match = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?(?::(v1|v2c|v3|inform|v3-inform))?$/.exec(text);
	const port = match?.[2] === undefined ? DEFAULT_TRAP_PORT : Number(match[2]);
	if (match === null || port < 1 || port > 65_535) {
		throw usage(
			'--trap-to',
			`${text} is no receiver: write ADDR:PORT, with ${forms.map(form => `:${form}`).join(', ')} behind.`,
		);
	}
	return {host: match[1].replace(/^\[|\]$/g, ''), port, form: (match[3] ?? 'v2c') as ReceiverForm};
}
