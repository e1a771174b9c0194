// A card's state to verify against, from a JSON file: the fields of the context in the vectors' files, each of which may be missing.

import {codedError} from '../../core/errors.ts';
import {ALG_ED25519, ALG_LMS} from '../../smartconnect/signing/keys.ts';
import type {CheckContext} from '../../ota/check-context.ts';

interface CardContext extends Partial<CheckContext> {
	/** Of documents: the nonce that is outstanding, and what was taken last. */
	readonly nonce?: Uint8Array;
	readonly lastFreshCounter?: number;
	readonly lastAssignmentVersion?: number;
	readonly rootVersion?: number;
}

export type {CardContext};

/** Reads one value; undefined where it is not as it must be. */
type Read = (value: unknown) => unknown;

const whole: Read = value => (Number.isSafeInteger(value) && (value as number) >= 0 ? value : undefined);
const flag: Read = value => (typeof value === 'boolean' ? value : undefined);
const text: Read = value => (typeof value === 'string' ? value : undefined);

const algorithm: Read = value => (value === ALG_ED25519 || value === ALG_LMS ? value : undefined);

function bytes(count: number): Read {
	return value =>
		typeof value === 'string' && /^[0-9a-f]*$/.test(value) && value.length === 2 * count
			? new Uint8Array(Buffer.from(value, 'hex'))
			: undefined;
}

function listOf(read: Read): Read {
	return value => {
		const items = Array.isArray(value) ? value.map(read) : [undefined];
		return items.includes(undefined) ? undefined : items;
	};
}

function floor(value: unknown): unknown {
	const {keyEpoch, sequence} = (value ?? {}) as {keyEpoch?: unknown; sequence?: unknown};
	return whole(keyEpoch) === undefined || whole(sequence) === undefined ? undefined : {keyEpoch, sequence};
}

interface Row {
	readonly field: keyof CardContext;
	readonly read: Read;
	readonly right: string;
}

const number = 'a whole number from 0 on';

/** By the name in the file. Keys come from the root document, so `keys` is passed over. */
const rows: Readonly<Record<string, Row>> = {
	now: {field: 'nowS', read: whole, right: 'seconds since 1970'},
	vendorId: {field: 'vendorId', read: bytes(16), right: '16 bytes in hexadecimal'},
	classId: {field: 'classId', read: bytes(16), right: '16 bytes in hexadecimal'},
	deviceId: {field: 'deviceId', read: bytes(16), right: '16 bytes in hexadecimal'},
	runningVersion: {field: 'runningVersion', read: listOf(whole), right: 'an array of whole numbers'},
	installFloor: {field: 'installFloor', read: floor, right: '{keyEpoch, sequence}'},
	installedManifestDigest: {
		field: 'installedManifestDigest',
		read: value => (value === null ? null : bytes(32)(value)),
		right: '32 bytes in hexadecimal, or null',
	},
	bootFloor: {field: 'bootFloor', read: whole, right: number},
	slotSizeBytes: {field: 'slotBytes', read: whole, right: number},
	candidateSlot: {field: 'candidateSlot', read: whole, right: '0 or 1'},
	maxEnvelopeBytes: {field: 'envelopeBytesMax', read: whole, right: number},
	maxSequenceJump: {field: 'sequenceJumpMax', read: whole, right: number},
	acceptLegacyEdDSA: {field: 'legacyEdDsa', read: flag, right: 'true or false'},
	algorithms: {
		field: 'algorithms',
		read: listOf(algorithm),
		right: `an array of numbers of COSE: ${ALG_ED25519}, or ${ALG_LMS} of a board`,
	},
	components: {field: 'components', read: listOf(listOf(text)), right: 'an array of arrays of text'},
	failedDigests: {field: 'failedDigests', read: listOf(bytes(32)), right: 'an array of 32 bytes in hexadecimal'},
	upsProblem: {field: 'upsProblem', read: text, right: 'text'},
	batteryPercent: {field: 'batteryPercent', read: whole, right: number},
	nonce: {field: 'nonce', read: bytes(16), right: '16 bytes in hexadecimal'},
	lastFreshCounter: {field: 'lastFreshCounter', read: whole, right: number},
	lastAssignmentVersion: {field: 'lastAssignmentVersion', read: whole, right: number},
	rootVersion: {field: 'rootVersion', read: whole, right: number},
};

function invalid(file: string, what: string): Error {
	return codedError('E_FIRMWARE_INVALID', `--context ${file}: ${what}.`, {file});
}

function parsed(file: string, json: string): Record<string, unknown> {
	try {
		const document = JSON.parse(json) as Record<string, unknown> | null;
		if (document !== null && typeof document === 'object' && !Array.isArray(document)) {
			// A file of vectors has its context beside other things.
			return (document['context'] as Record<string, unknown> | undefined) ?? document;
		}
	} catch {
		// What is no JSON is no context either.
	}
	throw invalid(file, 'no JSON object; write one with fields such as installFloor');
}

/** Throws E_FIRMWARE_INVALID. */
export function contextFrom(file: string, json: string): CardContext {
	const context: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(parsed(file, json))) {
		if (name === 'keys') {
			continue;
		}
		if (!Object.hasOwn(rows, name)) {
			throw invalid(file, `field ${name} is not known; there are ${Object.keys(rows).join(', ')}`);
		}
		const {field, read, right} = rows[name];
		context[field] = read(value);
		if (context[field] === undefined) {
			throw invalid(file, `${name} must be ${right}`);
		}
	}
	return context;
}
