// The rules that firmware updates give the strict scanner (ota.md 4.2).

import type {CborRules} from '../codec/cbor/scan.ts';

/** COSE_Mac0, COSE_Sign1, COSE_Sign, SUIT envelope, SUIT manifest. */
export const tagMac0 = 17;
export const tagSign1 = 18;
export const tagSign = 98;
export const tagEnvelope = 107;
export const tagManifest = 1070;

/** Every layer of an envelope, and the messages of messages.ts. */
export const envelopeCbor: CborRules = {
	tags: [tagMac0, tagSign1, tagSign, tagEnvelope, tagManifest],
	byteKeys: false,
	depthMax: 16,
	itemsMax: 2048,
	textBytesMax: 512,
};

/** Companion documents have maps by key id and by class id. */
export const documentCbor: CborRules = {
	tags: envelopeCbor.tags,
	byteKeys: true,
	depthMax: envelopeCbor.depthMax,
	itemsMax: envelopeCbor.itemsMax,
	textBytesMax: envelopeCbor.textBytesMax,
};
