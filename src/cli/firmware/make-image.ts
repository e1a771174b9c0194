// Images for simulated cards: a head that says how the image behaves, and bytes that only fill a slot, the same each time.

import {behaviours, writeImageHead} from '../../ota/image.ts';
import type {Behaviour, ImageHead} from '../../ota/image.ts';
import {sha256} from '../../smartconnect/signing/keys.ts';
import {usage} from './values.ts';

const HASH_BYTES = 32;

export function behaviourFrom(option: string, text: string): Behaviour {
	const behaviour = behaviours.find(name => name === text);
	if (behaviour === undefined) {
		throw usage(option, text, `one of ${behaviours.join(', ')}`);
	}
	return behaviour;
}

/** An image of `sizeBytes`: the same head gives the same bytes. */
export function makeImage(head: ImageHead, sizeBytes: number): Uint8Array {
	const image = new Uint8Array(sizeBytes);
	const start = writeImageHead(head);
	image.set(start.subarray(0, sizeBytes));
	for (let at = start.length, block = 0; at < sizeBytes; at += HASH_BYTES, block++) {
		const filler = sha256(start, new Uint8Array(new Uint32Array([block]).buffer));
		image.set(filler.subarray(0, sizeBytes - at), at);
	}
	return image;
}
