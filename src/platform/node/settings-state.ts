// The settings of a card as a file in its state directory: JSON, what differs from the defaults, by key.

import {codedError} from '../../core/errors.ts';
import type {Store} from '../../core/ports.ts';

export interface KeptSettings {
	/** Values as text, by key, as SettingsDesk.state gives and restore takes them. */
	readonly values: Readonly<Record<string, string>>;
	/** Keys that a file changed while the card was not running: it tells of them, and takes them off, when it starts. */
	readonly untold: readonly string[];
}

const FILE = 'settings.json';
const SCHEMA = 'ridethrough.settings/1';

/** Returns when the settings are safe. Throws E_STATE_UNUSABLE. */
export function saveSettings(store: Store, {values, untold}: KeptSettings): void {
	const document = {schema: SCHEMA, values, untold};
	store.save(FILE, Buffer.from(`${JSON.stringify(document, null, '\t')}\n`));
}

/** The kept settings; null when there are none. Throws E_STATE_UNUSABLE when the file is not one of ours. */
export function loadSettings(store: Store): KeptSettings | null {
	const bytes = store.load(FILE);
	if (bytes === null) {
		return null;
	}
	const document = parsed(bytes);
	const values = document['values'];
	const untold = document['untold'];
	if (document['schema'] !== SCHEMA || !isTexts(values) || !Array.isArray(untold) || !untold.every(isText)) {
		throw codedError(
			'E_STATE_UNUSABLE',
			`${FILE} in the state directory is not of this version; move it away to start from the defaults.`,
			{file: FILE},
		);
	}
	return {values, untold};
}

function parsed(bytes: Uint8Array): Record<string, unknown> {
	try {
		const document: unknown = JSON.parse(Buffer.from(bytes).toString());
		return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
	} catch {
		// Told by the caller: whatever is wrong, the mend is the same.
		return {};
	}
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

function isTexts(value: unknown): value is Record<string, string> {
	return typeof value === 'object' && value !== null && Object.values(value).every(isText);
}
