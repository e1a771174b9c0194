// Where an image may be fetched from (ota.md 5.2, 9): https, and no address that leads a card into the network behind it. The
// same rules hold for where a server sends a card on to.

/** An image that lies in the envelope, and one that the card pulls over its MQTT session. */
export const integratedUri = '#fw';
export const mqttUri = 'mqtt:image';

export interface UriRules {
	/** http: too, from this machine alone. */
	readonly plainHttp: boolean;
	/** Hosts written as private or link-local addresses. */
	readonly privateHosts: boolean;
}

const visible = /^[!-~]+$/;
const letters = /^[a-z]+$/;
const digits = /^[0-9]+$/;
const hexDigits = /^[0-9a-f]+$/;
const zeros = /^0+$/;
const nameCharacters = /^[a-z0-9.-]+$/;
const ipv6Characters = /^[0-9a-f:.]+$/;
const thisMachine: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];
const MOST_PORT = 65535;
const MOST_PORT_DIGITS = 5;
const MOST_SHOWN = 80;

/** Blocks of IPv4 that are not global: first and last address by their two upper bytes. */
const closedBlocks: readonly (readonly [from: number, to: number])[] = [
	[0x0000, 0x00ff],
	[0x0a00, 0x0aff],
	[0x6440, 0x647f],
	[0x7f00, 0x7fff],
	[0xa9fe, 0xa9fe],
	[0xac10, 0xac1f],
	[0xc0a8, 0xc0a8],
	[0xe000, 0xffff],
];

/** Why nothing may be fetched from there, with what would be right; '' when it may. */
export function uriProblem(uri: string, rules: UriRules): string {
	if (uri === integratedUri || uri === mqttUri) {
		return '';
	}
	const lower = uri.toLowerCase();
	const colon = lower.indexOf('://');
	const scheme = colon < 0 ? '' : lower.slice(0, colon);
	if (!visible.test(uri) || uri.indexOf('\\') >= 0 || !letters.test(scheme)) {
		return `"${uri.slice(0, MOST_SHOWN)}" must be https://HOST/PATH, ${mqttUri} or ${integratedUri}`;
	}
	const authority = upTo(lower.slice(colon + 3), '/?#');
	if (authority.indexOf('@') >= 0) {
		return 'user information stands before the host: must be left out';
	}
	return hostProblem(scheme, hostIn(authority), authority, rules);
}

/** The text before the first of these characters. */
function upTo(text: string, characters: string): string {
	for (let i = 0; i < text.length; i++) {
		if (characters.indexOf(text[i]) >= 0) {
			return text.slice(0, i);
		}
	}
	return text;
}

/** Name or address, that of IPv6 in its brackets; '' when there is none. */
function hostIn(authority: string): string {
	if (authority[0] !== '[') {
		const name = upTo(authority, ':');
		return nameCharacters.test(name) ? name : '';
	}
	const inner = upTo(authority.slice(1), ']');
	return ipv6Characters.test(inner) && authority[inner.length + 1] === ']' ? `[${inner}]` : '';
}

function hostProblem(scheme: string, host: string, authority: string, rules: UriRules): string {
	const isLocal = rules.plainHttp && thisMachine.indexOf(host) >= 0;
	if (scheme !== 'https' && !(scheme === 'http' && isLocal)) {
		return `scheme ${scheme}: must be https`;
	}
	if (host === '' || !isPort(authority.slice(host.length))) {
		return `"${authority.slice(0, MOST_SHOWN)}" must be a name or an address, and a port where it is not that of https`;
	}
	if (isNumeric(host) && !isAddress(host)) {
		return `host ${host} must be a name, or an address of four decimal numbers`;
	}
	return isLocal || rules.privateHosts || !isClosed(host)
		? ''
		: `host ${host} is in a closed network: must be a public one`;
}

function isPort(text: string): boolean {
	const number = text.slice(1);
	return (
		text === ''
		|| (text[0] === ':'
			&& digits.test(number)
			&& number.length <= MOST_PORT_DIGITS
			&& Number(number) > 0
			&& Number(number) <= MOST_PORT)
	);
}

/** Whether the last label is read as a number, decimal or hexadecimal: then the whole is read as an address. */
function isNumeric(host: string): boolean {
	const label = lastLabel(host);
	const hex = label.slice(0, 2) === '0x' ? label.slice(2) : '.';
	return digits.test(label) || hex === '' || hexDigits.test(hex);
}

/** What stands after the last dot that is not at the end. */
function lastLabel(host: string): string {
	const labels = host.split('.');
	const last = labels[labels.length - 1];
	return last === '' && labels.length > 1 ? labels[labels.length - 2] : last;
}

/** Four numbers without leading zeros, each at most 255. */
function isAddress(host: string): boolean {
	const numbers = host.split('.');
	for (let i = 0; i < numbers.length; i++) {
		if (!digits.test(numbers[i]) || Number(numbers[i]) > 255 || String(Number(numbers[i])) !== numbers[i]) {
			return false;
		}
	}
	return numbers.length === 4;
}

function isClosed(host: string): boolean {
	if (host[0] === '[') {
		return !isGlobalIpv6(host.slice(1, -1));
	}
	if (!isNumeric(host)) {
		return lastLabel(host) === 'localhost';
	}
	const numbers = host.split('.');
	const upper = Number(numbers[0]) * 256 + Number(numbers[1]);
	for (let i = 0; i < closedBlocks.length; i++) {
		if (upper >= closedBlocks[i][0] && upper <= closedBlocks[i][1]) {
			return true;
		}
	}
	return false;
}

/** Global addresses begin with 2000 to 3fff; of these 2001:0 and 2002 lead through a relay to an address of IPv4. */
function isGlobalIpv6(address: string): boolean {
	const groups = address.split(':');
	const first = groups[0];
	const isRelay = first === '2002' || (first === '2001' && (groups[1] === '' || zeros.test(groups[1])));
	return first.length === 4 && (first[0] === '2' || first[0] === '3') && !isRelay;
}
