// The URL of a broker, as options and files write it.

import {codedError} from '../../core/errors.ts';

/** Where a broker is, taken from a URL; the address never holds the password. */
export interface BrokerUrl {
	/** `mqtt://host:port` or `mqtts://host:port`, fit to be shown. */
	readonly address: string;
	readonly user: string | null;
	readonly password: string | null;
}

const portByProtocol: Readonly<Record<string, string>> = {'mqtt:': '1883', 'mqtts:': '8883'};

/** Undoes the URL's escapes; null when they are none. */
function unescaped(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/** Takes a broker's URL apart. Throws E_USAGE, without what the text held: it may be a password. */
export function parseBrokerUrl(text: string): BrokerUrl {
	const url = URL.canParse(text) ? new URL(text) : null;
	const port = portByProtocol[url?.protocol ?? ''];
	const user = unescaped(url?.username ?? '');
	const password = unescaped(url?.password ?? '');
	if (url === null || port === undefined || url.hostname === '' || user === null || password === null) {
		const right = 'mqtt://host, mqtts://host, with :port and user:password@ where needed (% in them as %25)';
		throw codedError('E_USAGE', `The URL of the broker is not one of MQTT: write ${right}.`, {option: 'mqtt'});
	}
	const address = `${url.protocol}//${url.hostname}:${url.port || port}`;
	return {address, user: user === '' ? null : user, password: password === '' ? null : password};
}

/** The brokers of a list, with commas between: the nodes of a cluster. Throws E_USAGE. */
export function parseBrokerUrls(text: string): BrokerUrl[] {
	return text.split(',').map(parseBrokerUrl);
}

/** Their addresses, fit to be shown. */
export function addressesOf(brokers: readonly BrokerUrl[]): string {
	return brokers.map(({address}) => address).join(',');
}
