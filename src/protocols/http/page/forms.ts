// Forms as browsers send them: names and values, each once, all text.

import {codedError} from '../../../core/errors.ts';

export type Fields = Readonly<Record<string, string>>;

/** Fields of the largest form, and then some. */
const FIELDS_MAX = 600;

/** Throws E_REQUEST_INVALID. */
export function parseForm(body: string): Fields {
	const fields: Record<string, string> = Object.create(null) as Record<string, string>;
	let count = 0;
	for (const [name, value] of new URLSearchParams(body)) {
		count += 1;
		if (name in fields || count > FIELDS_MAX) {
			throw codedError('E_REQUEST_INVALID', 'A form has each of its fields once.', {});
		}
		fields[name] = value;
	}
	return fields;
}

/** A path of this page to go back to; the status for anything else, so that no link leads away. */
export function ownPath(text: string | undefined): string {
	return text !== undefined && /^\/[a-z]*(\?[a-zA-Z0-9=&-]*)?$/.test(text) ? text : '/';
}
