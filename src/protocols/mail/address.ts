// Where mail goes out, as a URL: smtp://HOST, with STARTTLS where the server has it, or smtps://HOST, with TLS from the first byte.

import {codedError} from '../../core/errors.ts';

export interface MailServer {
	/** Without the brackets of an IPv6 address. */
	readonly host: string;
	readonly port: number;
	/** TLS from the first byte. */
	readonly secure: boolean;
	/** Null where nobody logs in. A log-in needs TLS: no password goes in the clear. */
	readonly login: {readonly user: string; readonly password: string} | null;
	/** File of the authorities that TLS trusts; null for those of the system. */
	readonly caFile: string | null;
}

const FORM = 'smtp://[USER:PASS@]HOST[:25] or smtps://[USER:PASS@]HOST[:465], with ?ca=FILE';
const schemes: Readonly<Record<string, {readonly secure: boolean; readonly port: number}>> = {
	'smtp:': {secure: false, port: 25},
	'smtps:': {secure: true, port: 465},
};
/** One address, without the signs that would make several of it or end a header. */
const address = /^[^\s<>",;:@]+@[^\s<>",;:@]+$/;

/** Takes a URL apart. Throws E_USAGE, without the password. */
export function parseMailUrl(text: string): MailServer {
	const url = URL.canParse(text) ? new URL(text) : null;
	const scheme = schemes[url?.protocol ?? ''];
	if (url === null || scheme === undefined || url.hostname === '') {
		throw codedError('E_USAGE', `That is no address of a mail server: write ${FORM}.`, {});
	}
	const unknown = [...url.searchParams.keys()].find(key => key !== 'ca');
	if (unknown !== undefined) {
		throw codedError('E_USAGE', `The address of a mail server has no parameter ${unknown}: write ${FORM}.`, {unknown});
	}
	const user = decodeURIComponent(url.username);
	return {
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port: url.port === '' ? scheme.port : Number(url.port),
		secure: scheme.secure,
		login: user === '' ? null : {user, password: decodeURIComponent(url.password)},
		caFile: url.searchParams.get('ca'),
	};
}

/** The address itself. Throws E_USAGE. */
export function checkMailAddress(text: string): string {
	if (!address.test(text)) {
		throw codedError('E_USAGE', `${JSON.stringify(text)} is no mail address: write NAME@HOST.`, {text});
	}
	return text;
}
