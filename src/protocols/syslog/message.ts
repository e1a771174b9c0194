// A syslog message as RFC 5424 writes it: header, structured data, text.

export interface SyslogElement {
	/** `name@number`, or a name that IANA has. */
	readonly id: string;
	readonly params: ReadonlyArray<readonly [name: string, value: string]>;
}

export interface SyslogMessage {
	/** 0 to 23. */
	readonly facility: number;
	/** 0 to 7, emergency to debug. */
	readonly severity: number;
	/** Milliseconds since 1970; NaN where nobody knows. */
	readonly utcMs: number;
	readonly hostName: string;
	readonly appName: string;
	readonly procId: string;
	readonly msgId: string;
	readonly elements: readonly SyslogElement[];
	readonly text: string;
}

/** Facilities by number (RFC 5424 table 1), under the names that syslog daemons use. */
export const facilities: readonly string[] = [
	'kern',
	'user',
	'mail',
	'daemon',
	'auth',
	'syslog',
	'lpr',
	'news',
	'uucp',
	'cron',
	'authpriv',
	'ftp',
	'ntp',
	'audit',
	'alert',
	'clock',
	'local0',
	'local1',
	'local2',
	'local3',
	'local4',
	'local5',
	'local6',
	'local7',
];

const VERSION = 1;
const NIL = '-';
const BOM = '\uFEFF';
const SEVERITIES = 8;
/** Lengths of RFC 5424 6: host name, application, process, message id, name of a parameter. */
const HOST_MAX = 255;
const APP_MAX = 48;
const PROC_MAX = 128;
const MSG_ID_MAX = 32;
const NAME_MAX = 32;
/** Longer values are cut: whoever receives need not take more than 2048 bytes in all (RFC 5426 3.2). */
const VALUE_MAX = 256;

/** The message, at most `limit` bytes: what is too long is cut at its end, between characters. */
export function formatMessage(message: SyslogMessage, limit: number): Buffer {
	const head = [
		`<${message.facility * SEVERITIES + message.severity}>${VERSION}`,
		timestamp(message.utcMs),
		word(message.hostName, HOST_MAX),
		word(message.appName, APP_MAX),
		word(message.procId, PROC_MAX),
		word(message.msgId, MSG_ID_MAX),
		message.elements.map(elementText).join('') || NIL,
	].join(' ');
	const bytes = Buffer.from(message.text === '' ? head : `${head} ${textOf(message.text)}`);
	return bytes.length <= limit ? bytes : bytes.subarray(0, characterEnd(bytes, limit));
}

/** Escaped as in 6.3.3: a quotation mark, a backslash and a closing bracket. */
export function escapeValue(value: string): string {
	return value.replaceAll(/["\\\]]/g, '\\$&');
}

function elementText({id, params}: SyslogElement): string {
	const texts = params
		.filter(([, value]) => value !== '')
		.map(([name, value]) => ` ${sdName(name)}="${escapeValue(oneLine(cut(value, VALUE_MAX)))}"`);
	return `[${sdName(id)}${texts.join('')}]`;
}

function timestamp(utcMs: number): string {
	const date = new Date(utcMs);
	return Number.isNaN(date.getTime()) ? NIL : date.toISOString();
}

/** Printable ASCII without spaces, and never empty. */
function word(text: string, longest: number): string {
	return text.replaceAll(/[^!-~]/g, '_').slice(0, longest) || NIL;
}

function sdName(name: string): string {
	return word(name, NAME_MAX).replaceAll(/[="\]]/g, '_');
}

/** ASCII goes as it is; what else there is, is UTF-8 and says so by its mark (6.4). */
function textOf(text: string): string {
	const line = oneLine(text);
	return /^[ -~]*$/.test(line) ? line : BOM + line;
}

function oneLine(text: string): string {
	return text.replaceAll(/\p{Cc}/gu, ' ');
}

/** `text` with at most `longest` characters, surrogates kept together. */
function cut(text: string, longest: number): string {
	return text.length <= longest ? text : Array.from(text).slice(0, longest).join('');
}

/** The end, at most `limit`, at which a character of UTF-8 ends. */
function characterEnd(bytes: Uint8Array, limit: number): number {
	let end = limit;
	while (end > 0 && (bytes[end] & 0xc0) === 0x80) {
		end -= 1;
	}
	return end;
}
