// What a card keeps of the firmware that was put on it for its UPS, as a file in its state directory.

import {codedError} from '../../../core/errors.ts';
import type {Store} from '../../../core/ports.ts';

const FILE = 'ups-firmware.json';
const SCHEMA = 'ridethrough.ups-firmware/1';

/** A release for the UPS. */
export interface UpsRelease {
	readonly keyEpoch: number;
	readonly sequence: number;
	/** Of its manifest, in hexadecimal. */
	readonly digest: string;
	/** Of its image, as the UPS's column `firmware` holds it. */
	readonly version: number;
}

export interface KeptUpsImage {
	/** The newest release that the UPS ran: no older one is taken. */
	readonly installed: UpsRelease | null;
	/** The release that was taken last. */
	readonly offered: UpsRelease | null;
}

function isRelease(value: unknown): value is UpsRelease | null {
	if (value === null) {
		return true;
	}
	const {keyEpoch, sequence, digest, version} = Object(value) as Readonly<Record<string, unknown>>;
	return (
		[keyEpoch, sequence, version].every(number => Number.isSafeInteger(number) && Number(number) >= 0)
		&& typeof digest === 'string'
		&& /^[0-9a-f]{64}$/.test(digest)
	);
}

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> {
	try {
		return Object(JSON.parse(Buffer.from(bytes).toString())) as Readonly<Record<string, unknown>>;
	} catch {
		// Told by who asked: whatever is wrong, the mend is the same.
		return {};
	}
}

/** Throws E_STATE_UNUSABLE when the file is not one of ours. */
export function loadUpsImage(store: Store): KeptUpsImage {
	const bytes = store.load(FILE);
	if (bytes === null) {
		return {installed: null, offered: null};
	}
	const {schema, installed, offered} = parsed(bytes);
	if (schema === SCHEMA && isRelease(installed) && isRelease(offered)) {
		return {installed, offered};
	}
	throw codedError(
		'E_STATE_UNUSABLE',
		`${FILE} in the state directory is not of this version; move it away, and releases for the UPS are counted anew.`,
		{file: FILE},
	);
}

/** Returns when it is safe. */
export function saveUpsImage(store: Store, kept: KeptUpsImage): void {
	store.save(FILE, Buffer.from(`${JSON.stringify({schema: SCHEMA, ...kept}, null, '\t')}\n`));
}
