// Values of the options of `ridethrough firmware`, from text; E_USAGE where one is not as it must be.

import {codedError} from '../../core/errors.ts';
import {firmwareIds, uuid5} from '../../platform/node/firmware-ids.ts';

const MS_PER_SECOND = 1000;
const VERSION_PART_MAX = 255;
const LOG2_LEAST = 9;
const LOG2_MOST = 13;

export function usage(option: string, value: string, right: string): Error {
	return codedError('E_USAGE', `${option} ${value}: write ${right}.`, {option, value});
}

/** Seconds since 1970 of a date, or of the end of a time from now. */
export async function momentFrom(option: string, text: string, nowS: number): Promise<number> {
	const {parseDuration} = await import('../../../sim/scenario/duration.ts');
	const after = parseDuration(text);
	const date = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
	const moment = after === undefined ? date / MS_PER_SECOND : nowS + after / MS_PER_SECOND;
	if (!(moment > nowS)) {
		throw usage(option, text, 'a time from now such as 90d, or a date to come such as 2031-01-31');
	}
	return Math.floor(moment);
}

/** major, minor, patch of `2.3.0`. */
export function versionFrom(option: string, text: string): number[] {
	const parts = /^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(text) ? text.split('.').map(Number) : [];
	if (parts.length === 0 || parts.some(part => part > VERSION_PART_MAX)) {
		throw usage(option, text, `three numbers from 0 to ${VERSION_PART_MAX} such as 2.3.0`);
	}
	return parts;
}

const byteUnits: Readonly<Record<string, number>> = {B: 1, KiB: 1024, MiB: 1024 * 1024};

/** Bytes of `4KiB`. */
export function bytesFrom(option: string, text: string, most: number): number {
	const [, count, unit] = /^(\d{1,9})(B|KiB|MiB)$/.exec(text) ?? [];
	const bytes = Number(count) * (byteUnits[unit] ?? Number.NaN);
	if (!(bytes > 0 && bytes <= most)) {
		throw usage(option, text, `a size with a unit of B, KiB or MiB such as 256KiB, at most ${most} bytes`);
	}
	return bytes;
}

/** The power of two of a chunk size; null of `none`. */
export function chunkLog2From(text: string): number | null {
	if (text === 'none') {
		return null;
	}
	const log2 = Math.log2(bytesFrom('--chunk', text, 2 ** LOG2_MOST));
	if (!Number.isInteger(log2) || log2 < LOG2_LEAST) {
		throw usage('--chunk', text, '512B, 1KiB, 2KiB, 4KiB, 8KiB, or none for a release without chunk hashes');
	}
	return log2;
}

function uuidFrom(text: string): Uint8Array | null {
	const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
	return isUuid ? new Uint8Array(Buffer.from(text.replaceAll('-', ''), 'hex')) : null;
}

export interface ForGiven {
	/** DNS name, or UUID. */
	readonly vendor: string;
	/** Name, or UUID. */
	readonly class: string;
	readonly serial?: string;
}

export interface ForWhom {
	readonly vendorId: Uint8Array;
	readonly classId: Uint8Array;
	readonly deviceId: Uint8Array | null;
}

/** The ids of whom a release is for (ota.md 2.2): names are hashed, UUIDs taken as they are. */
export function idsFrom(given: ForGiven): ForWhom {
	const vendorId = uuidFrom(given.vendor) ?? firmwareIds(given.vendor, '', '').vendorId;
	const classId = uuidFrom(given.class) ?? uuid5(vendorId, given.class);
	const deviceId =
		given.serial === undefined ? null : (uuidFrom(given.serial) ?? uuid5(classId, `serial:${given.serial}`));
	return {vendorId, classId, deviceId};
}
