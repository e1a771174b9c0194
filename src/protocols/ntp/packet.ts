// Packets of NTP version 4 (RFC 5905 7.3) as an SNTP client needs them (RFC 4330 4, 5): what is asked, and whether an answer is one.

/** Bytes of a packet without extensions. */
export const PACKET_BYTES = 48;
export const NTP_PORT = 123;

const VERSION = 4;
const OLDEST_VERSION = 3;
const MODE_CLIENT = 3;
const MODE_SERVER = 4;
/** A server that has no time itself. */
const LEAP_ALARM = 3;
const STRATUM_MAX = 15;
const SHORT_UNITS = 65_536;
const LONG_UNITS = 4_294_967_296;
const ERA_MS = LONG_UNITS * 1000;
/** From 1900, where NTP begins, to 1970. */
const UNIX_SECONDS = 2_208_988_800;
/** Root delay and dispersion of a server that is of use (RFC 5905 A.1.1, MAXDISP). */
const DISPERSION_MAX_MS = 16_000;
const at = {stratum: 1, rootDelay: 4, rootDispersion: 8, referenceId: 12, origin: 24, received: 32, sent: 40};

/** What a good answer says. Times in ms since 1970. */
export interface NtpAnswer {
	readonly stratum: number;
	/** To the source of time and back, and how wrong it may be, ms. */
	readonly rootDelayMs: number;
	readonly rootDispersionMs: number;
	/** When the server got the question and sent the answer. */
	readonly receivedUtc: number;
	readonly sentUtc: number;
}

export type ReadAnswer =
	| {readonly ok: true; readonly answer: NtpAnswer}
	/** `kiss` is the code of a kiss-o'-death, such as RATE or DENY; '' where it is none. `foreign` is no answer to us at all. */
	| {readonly ok: false; readonly reason: string; readonly kiss: string; readonly foreign: boolean};

/** A question. `cookie`, eight random bytes, stands for the time: an answer that has it not is not ours, and nobody learns our clock. */
export function questionOf(cookie: Uint8Array): Buffer {
	const packet = Buffer.alloc(PACKET_BYTES);
	packet[0] = (VERSION << 3) | MODE_CLIENT;
	packet.set(cookie, at.sent);
	return packet;
}

/** Reads an answer to the question with `cookie`; `nearUtc` says in which of NTP's eras of 136 years we are. */
export function readAnswer(packet: Uint8Array, cookie: Uint8Array, nearUtc: number): ReadAnswer {
	const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
	const wrong = wrongWith(bytes, cookie);
	if (wrong !== '') {
		return {ok: false, reason: wrong, kiss: '', foreign: true};
	}
	if (bytes[at.stratum] === 0) {
		const kiss = bytes.toString('latin1', at.referenceId, at.referenceId + 4).replaceAll(/[^A-Z]/g, '');
		return {
			ok: false,
			reason: `the server sends us away (${kiss === '' ? 'unknown' : kiss})`,
			kiss: kiss || 'UNKN',
			foreign: false,
		};
	}
	const answer = {
		stratum: bytes[at.stratum],
		rootDelayMs: shortMs(bytes, at.rootDelay),
		rootDispersionMs: shortMs(bytes, at.rootDispersion),
		receivedUtc: timeMs(bytes, at.received, nearUtc),
		sentUtc: timeMs(bytes, at.sent, nearUtc),
	};
	const unusable = unusableAs(bytes, answer);
	return unusable === '' ? {ok: true, answer} : {ok: false, reason: unusable, kiss: '', foreign: false};
}

/** Milliseconds since 1970 as NTP writes them, for servers and tests. */
export function writeTime(packet: Buffer, offset: number, utcMs: number): void {
	const seconds = Math.floor(utcMs / 1000);
	const fraction = Math.round(((utcMs - seconds * 1000) / 1000) * LONG_UNITS) % LONG_UNITS;
	packet.writeUInt32BE((seconds + UNIX_SECONDS) % LONG_UNITS, offset);
	packet.writeUInt32BE(fraction, offset + 4);
}

/** Why this is no answer to our question; '' where it is one. */
function wrongWith(bytes: Buffer, cookie: Uint8Array): string {
	if (bytes.length < PACKET_BYTES) {
		return `the answer has ${bytes.length} bytes instead of ${PACKET_BYTES} or more`;
	}
	const version = (bytes[0] >> 3) & 7;
	if ((bytes[0] & 7) !== MODE_SERVER || version < OLDEST_VERSION || version > VERSION) {
		return 'the answer is not one of a server of NTP 3 or 4';
	}
	return bytes.compare(cookie, 0, cookie.length, at.origin, at.origin + cookie.length) === 0
		? ''
		: 'the answer is to another question';
}

function unusableAs(bytes: Buffer, answer: NtpAnswer): string {
	if (bytes[0] >> 6 === LEAP_ALARM || answer.stratum > STRATUM_MAX) {
		return 'the server has no time itself';
	}
	const isUnset = (offset: number): boolean => bytes.readUInt32BE(offset) === 0 && bytes.readUInt32BE(offset + 4) === 0;
	if (isUnset(at.sent) || isUnset(at.received) || answer.sentUtc < answer.receivedUtc) {
		return 'the answer has no times, or they run backwards';
	}
	return answer.rootDelayMs / 2 + answer.rootDispersionMs < DISPERSION_MAX_MS
		? ''
		: "the server's time may be seconds wrong";
}

function shortMs(bytes: Buffer, offset: number): number {
	return (bytes.readUInt32BE(offset) * 1000) / SHORT_UNITS;
}

/** The moment nearest to `nearUtc`: seconds are counted again from 0 in 2036. */
function timeMs(bytes: Buffer, offset: number, nearUtc: number): number {
	const inEra =
		(bytes.readUInt32BE(offset) - UNIX_SECONDS) * 1000 + (bytes.readUInt32BE(offset + 4) * 1000) / LONG_UNITS;
	return inEra + Math.round((nearUtc - inEra) / ERA_MS) * ERA_MS;
}
