// What the service sends of the messages in src/ota/messages.ts, encoded by cbor-x with the options of ota.md 4.2.

import * as message from '../../ota/messages.ts';
import {encodeCbor, mapOf} from '../signing/cbor.ts';
import type {CborValue} from '../signing/cbor.ts';

export interface OfferMessage {
	readonly campaign: string;
	readonly envelope: Uint8Array;
	readonly assignment: Uint8Array;
	/** Root documents that the card does not have, oldest first, at most ROOTS_MOST. */
	readonly roots: readonly Uint8Array[];
	readonly source: 'mqtt' | 'uri';
	/** 0 where there is no window. */
	readonly fromS: number;
	readonly untilS: number;
}

/** Root documents in one message at most. */
export const ROOTS_MOST = 4;
const SOURCE_URI = 2;

function encode(kind: number, entries: ReadonlyArray<readonly [number, CborValue | undefined]>): Uint8Array {
	return encodeCbor(mapOf([[0, kind], ...entries]));
}

/** Left out where it is empty: the card takes what is absent as nothing. */
function unlessEmpty(list: readonly Uint8Array[]): CborValue | undefined {
	return list.length === 0 ? undefined : list;
}

export function encodeOffer(offer: OfferMessage): Uint8Array {
	return encode(message.inOffer, [
		[message.offerCampaign, offer.campaign],
		[message.offerEnvelope, offer.envelope],
		[message.offerAssignment, offer.assignment],
		[message.offerRoots, unlessEmpty(offer.roots)],
		[message.offerSource, offer.source === 'uri' ? SOURCE_URI : undefined],
		[message.offerWindowFrom, offer.untilS === 0 ? undefined : offer.fromS],
		[message.offerWindowUntil, offer.untilS === 0 ? undefined : offer.untilS],
	]);
}

export interface ChunkMessage {
	readonly token: number;
	readonly digest: Uint8Array;
	readonly part: number;
	readonly offset: number;
	readonly bytes: Uint8Array;
}

export function encodeChunk({token, digest, part, offset, bytes}: ChunkMessage): Uint8Array {
	return encode(message.inChunk, [
		[message.chunkToken, token],
		[message.chunkDigest, digest],
		[message.chunkPart, part],
		[message.chunkOffset, offset],
		[message.chunkBytes, bytes],
	]);
}

export function encodeNotServed(token: number, reason: string): Uint8Array {
	return encode(message.inNotServed, [
		[message.chunkToken, token],
		[message.notServedReason, reason],
	]);
}

export function encodeTime(token: Uint8Array, roots: readonly Uint8Array[]): Uint8Array {
	return encode(message.inTime, [
		[message.timeToken, token],
		[message.timeRoots, unlessEmpty(roots)],
	]);
}

export function encodeWithdraw(campaign: string, digest: Uint8Array): Uint8Array {
	return encode(message.inWithdraw, [
		[message.withdrawCampaign, campaign],
		[message.withdrawDigest, digest],
	]);
}
