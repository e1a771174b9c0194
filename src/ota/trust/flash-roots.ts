// The root document in force, in its two places in flash (ota.md 6.1): before each copy stands a mark with its length and hash, which
// is written last, so that neither a torn copy nor a torn erase passes for a document. What is kept was checked when it came: its
// signatures are not looked at again, and so every bit of it must be as it was.

import type {DeviceCrypto, Flash} from '../../core/device-ports.ts';
import {isRefusal} from '../codes.ts';
import {getU32, putU32, sameBytes} from '../flash-bytes.ts';
import {MARK_BYTES} from '../layout.ts';
import type {Layout} from '../layout.ts';
import {eraseRange, programRange} from '../slots.ts';
import {loadRoot, saveRoot} from './root-copies.ts';
import type {RootCopies} from './root-copies.ts';
import {keptRoot} from './root.ts';
import type {RootState} from './root.ts';

const ROOT_MAGIC = 0x52544f52;
const HASH_AT = 8;
const HASH_BYTES = 32;

/** Where the copies lie. */
export interface RootPlace {
	readonly flash: Flash;
	readonly layout: Layout;
	readonly crypto: DeviceCrypto;
}

export class FlashRoots implements RootCopies {
	place: RootPlace;
	burnedIn: RootState;

	/** `burnedIn` lies in the bootloader's area: nothing older than it counts. */
	constructor(place: RootPlace, burnedIn: RootState) {
		this.place = place;
		this.burnedIn = burnedIn;
	}

	/** The root in force: asked for at each boot, since the flash is what counts. */
	load(): RootState {
		return loadRoot(this, this.burnedIn, this.place.crypto);
	}

	/** Keeps a document that was checked, before it is used; false where it could not be, and the one before stays in force. */
	save(document: Uint8Array): boolean {
		const root = keptRoot(document, this.place.crypto);
		return !isRefusal(root) && saveRoot(this, root, this.place.crypto);
	}

	read(copy: number): Uint8Array | null {
		const flash = this.place.flash;
		const layout = this.place.layout;
		const at = layout.roots[copy];
		const mark = new Uint8Array(MARK_BYTES);
		if (!flash.read(at, mark) || getU32(mark, 0) !== ROOT_MAGIC || getU32(mark, 4) > layout.rootBytes) {
			return null;
		}
		const document = new Uint8Array(getU32(mark, 4));
		const isWhole =
			flash.read(at + MARK_BYTES, document) && sameBytes(this.hashOf(document), mark.subarray(HASH_AT), HASH_BYTES);
		return isWhole ? document : null;
	}

	write(copy: number, document: Uint8Array): boolean {
		const flash = this.place.flash;
		const layout = this.place.layout;
		const at = layout.roots[copy];
		const mark = new Uint8Array(MARK_BYTES).fill(0);
		putU32(mark, 0, ROOT_MAGIC);
		putU32(mark, 4, document.length);
		mark.set(this.hashOf(document), HASH_AT);
		return (
			document.length <= layout.rootBytes
			&& eraseRange(flash, at, layout.rootBytes + MARK_BYTES) === null
			&& programRange(flash, at + MARK_BYTES, document) === null
			&& programRange(flash, at, mark) === null
		);
	}

	hashOf(document: Uint8Array): Uint8Array {
		const hash = this.place.crypto.sha256();
		hash.update(document);
		return hash.digest();
	}
}
