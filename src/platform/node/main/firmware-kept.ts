// What a card keeps of its firmware updates, as a file in its state directory: JSON, with bytes in base64.

import {newKept} from '../../../agent/update/kept.ts';
import type {KeptUpdate} from '../../../agent/update/kept.ts';
import {codedError} from '../../../core/errors.ts';
import type {Store} from '../../../core/ports.ts';

const FILE = 'firmware.json';
const SCHEMA = 'ridethrough.firmware/1';
const BYTES_KEY = 'base64';

/** Returns when it is safe. */
export function saveKeptUpdate(store: Store, kept: KeptUpdate): void {
	const text = JSON.stringify(
		{schema: SCHEMA, ...kept},
		(_key, value: unknown) =>
			value instanceof Uint8Array ? {[BYTES_KEY]: Buffer.from(value).toString('base64')} : value,
		'\t',
	);
	store.save(FILE, Buffer.from(`${text}\n`));
}

function revive(_key: string, value: unknown): unknown {
	const isBytes = typeof value === 'object' && value !== null && BYTES_KEY in value;
	return isBytes ? new Uint8Array(Buffer.from(String(value[BYTES_KEY]), 'base64')) : value;
}

/** Whether every field is there and of its kind; what lies deeper was written by us. */
function isKept(document: unknown): document is KeptUpdate {
	const wanted: Readonly<Record<string, unknown>> = {...newKept(new Uint8Array(0), 0)};
	return (
		typeof document === 'object'
		&& document !== null
		&& 'schema' in document
		&& document.schema === SCHEMA
		&& Object.keys(wanted).every(key => {
			const value = (document as Readonly<Record<string, unknown>>)[key];
			return wanted[key] === null ? value !== undefined : typeof value === typeof wanted[key];
		})
	);
}

/** What was kept; null when nothing was. Throws E_STATE_UNUSABLE when the file is not one of ours. */
export function loadKeptUpdate(store: Store): KeptUpdate | null {
	const bytes = store.load(FILE);
	if (bytes === null) {
		return null;
	}
	try {
		const document: unknown = JSON.parse(Buffer.from(bytes).toString(), revive);
		if (isKept(document)) {
			return document;
		}
	} catch {
		// Told below: whatever is wrong, the mend is the same.
	}
	throw codedError(
		'E_STATE_UNUSABLE',
		`${FILE} in the state directory is not of this version; move it away, and the card asks for what it was offered again.`,
		{file: FILE},
	);
}
