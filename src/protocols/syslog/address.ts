// Where syslog goes, as a URL: syslog://HOST by UDP (RFC 5426), syslog+tcp://HOST (RFC 6587), syslog+tls://HOST (RFC 5425).

import {codedError} from '../../core/errors.ts';
import {facilities} from './message.ts';

export type SyslogTransport = 'udp' | 'tcp' | 'tls';

export interface SyslogAddress {
	readonly transport: SyslogTransport;
	/** Without the brackets of an IPv6 address. */
	readonly host: string;
	readonly port: number;
	/** Number of the facility. */
	readonly facility: number;
	/** File of the authorities that TLS trusts; null for those of the system. */
	readonly caFile: string | null;
}

const FORM =
	'syslog://HOST[:514], syslog+tcp://HOST[:514] or syslog+tls://HOST[:6514], with ?facility=local0 and &ca=FILE';
const transports: Readonly<Record<string, {readonly transport: SyslogTransport; readonly port: number}>> = {
	'syslog:': {transport: 'udp', port: 514},
	'syslog+udp:': {transport: 'udp', port: 514},
	'syslog+tcp:': {transport: 'tcp', port: 514},
	'syslog+tls:': {transport: 'tls', port: 6514},
};
const DEFAULT_FACILITY = 'local0';

/** Takes a URL apart. Throws E_USAGE. */
export function parseSyslogUrl(text: string): SyslogAddress {
	const url = URL.canParse(text) ? new URL(text) : null;
	const kind = transports[url?.protocol ?? ''];
	if (url === null || kind === undefined || url.hostname === '') {
		throw refused(text, `${JSON.stringify(text)} is no syslog address`);
	}
	const unknown = [...url.searchParams.keys()].find(key => key !== 'facility' && key !== 'ca');
	if (unknown !== undefined) {
		throw refused(text, `A syslog address has no parameter ${unknown}`);
	}
	const name = url.searchParams.get('facility') ?? DEFAULT_FACILITY;
	const facility = facilities.indexOf(name);
	if (facility < 0) {
		throw refused(text, `There is no facility ${name}; there are ${facilities.join(', ')}`);
	}
	return {
		transport: kind.transport,
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port: url.port === '' ? kind.port : Number(url.port),
		facility,
		caFile: url.searchParams.get('ca'),
	};
}

function refused(text: string, wrong: string): Error {
	return codedError('E_USAGE', `${wrong}: write ${FORM}.`, {text});
}
