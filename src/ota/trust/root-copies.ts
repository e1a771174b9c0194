// The two places where the root document in force is kept (ota.md 3.2, 6.1, 6.4). A power cut spoils at most the one that is being
// written, so one of them always holds the version before or the new one.

import type {DeviceCrypto} from '../../core/device-ports.ts';
import {sameBytes} from '../bytes.ts';
import {isRefusal} from '../codes.ts';
import {keptRoot} from './root.ts';
import type {RootState} from './root.ts';

export interface RootCopies {
	/** The document in place 0 or 1; null when there is none that is whole. */
	read(copy: number): Uint8Array | null;
	/** False when it could not be written. */
	write(copy: number, document: Uint8Array): boolean;
}

function copyOf(copies: RootCopies, copy: number, crypto: DeviceCrypto): RootState | null {
	const document = copies.read(copy);
	const root = document === null ? null : keptRoot(document, crypto);
	return root === null || isRefusal(root) ? null : root;
}

/** The newest root that is kept, or the one that is burned in: nothing older than that counts. */
export function loadRoot(copies: RootCopies, burnedIn: RootState, crypto: DeviceCrypto): RootState {
	let newest = burnedIn;
	for (let copy = 0; copy < 2; copy++) {
		const root = copyOf(copies, copy, crypto);
		newest = root !== null && root.version > newest.version ? root : newest;
	}
	return newest;
}

/** Writes a document and reads it back. */
function writeCopy(copies: RootCopies, copy: number, root: RootState): boolean {
	if (!copies.write(copy, root.document)) {
		return false;
	}
	const back = copies.read(copy);
	return back !== null && sameBytes(back, root.document);
}

/**
 * Keeps a root that was checked, before it is used: in the place of the older copy, and once that reads back in the other one.
 * False when the first did not: the other copy, the one good one, stays then.
 */
export function saveRoot(copies: RootCopies, root: RootState, crypto: DeviceCrypto): boolean {
	const first = copyOf(copies, 0, crypto);
	const second = copyOf(copies, 1, crypto);
	const start = first !== null && (second === null || second.version < first.version) ? 1 : 0;
	if (!writeCopy(copies, start, root)) {
		return false;
	}
	writeCopy(copies, 1 - start, root);
	return true;
}
