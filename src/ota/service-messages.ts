// What an update service sends its cards (messages.ts), read strictly: scanned first, each entry of its type and within its bounds,
// none that is not known. Byte strings are views into the message: whoever keeps one copies it.

import {CborReader} from '../codec/cbor/reader.ts';
import {scanCbor} from '../codec/cbor/scan.ts';
import {envelopeCbor} from './cbor-rules.ts';
import * as message from './messages.ts';

export interface OfferMessage {
	readonly kind: 'offer';
	readonly campaign: string;
	readonly envelope: Uint8Array;
	readonly assignment: Uint8Array | null;
	readonly roots: readonly Uint8Array[];
	/** 1 pull over MQTT, 2 fetch from the manifest's URI. */
	readonly source: number;
	/** Seconds since 1970; 0 where nobody says. */
	readonly windowFromS: number;
	readonly windowUntilS: number;
}

export interface ChunkMessage {
	readonly kind: 'chunk';
	readonly token: number;
	readonly digest: Uint8Array;
	readonly part: number;
	readonly offset: number;
	readonly bytes: Uint8Array;
}

export interface TimeMessage {
	readonly kind: 'time';
	readonly token: Uint8Array;
	readonly roots: readonly Uint8Array[];
}

export interface WithdrawMessage {
	readonly kind: 'withdraw';
	readonly campaign: string;
	readonly digest: Uint8Array | null;
}

export interface NotServedMessage {
	readonly kind: 'notServed';
	readonly token: number;
	readonly reason: string;
}

export type ServiceMessage = OfferMessage | ChunkMessage | TimeMessage | WithdrawMessage | NotServedMessage;

const ROOTS_MAX = 4;
const DIGEST_BYTES = 32;
const TEXT_MAX = 64;
const REASON_MAX = 200;
const TOKEN_MAX = 4294967295;
const EMPTY = new Uint8Array(0);

/** The entries of a message as far as they were read. */
interface Draft {
	text: string;
	first: Uint8Array;
	second: Uint8Array | null;
	list: Uint8Array[];
	/** Token or source, part, offset, window. */
	numbers: number[];
	/** Keys that were read, as bits. */
	has: number;
}

type Take = (draft: Draft, reader: CborReader) => void;

function number(place: number, most: number): Take {
	return (draft, reader) => {
		const value = reader.uint();
		reader.bad = reader.bad || value > most;
		draft.numbers[place] = value;
	};
}

function text(most: number): Take {
	return (draft, reader) => {
		draft.text = reader.text();
		reader.bad = reader.bad || draft.text.length > most;
	};
}

function takeFirst(draft: Draft, reader: CborReader): void {
	draft.first = reader.blob();
}

function takeSecond(draft: Draft, reader: CborReader): void {
	draft.second = reader.blob();
}

function takeDigest(draft: Draft, reader: CborReader): void {
	draft.second = reader.blob();
	reader.bad = reader.bad || draft.second.length !== DIGEST_BYTES;
}

function takeList(draft: Draft, reader: CborReader): void {
	const count = reader.array();
	reader.bad = reader.bad || count > ROOTS_MAX;
	for (let i = 0; i < count && !reader.bad; i++) {
		draft.list.push(reader.blob());
	}
}

interface Kind {
	/** How each key is read; a key that is not here is refused. */
	readonly takes: readonly (Take | null)[];
	/** Keys that must be there. */
	readonly needed: readonly number[];
	readonly make: (draft: Draft) => ServiceMessage;
}

const kinds: readonly (Kind | null)[] = [
	null,
	{
		takes: [
			null,
			text(TEXT_MAX),
			takeFirst,
			takeSecond,
			takeList,
			number(0, 2),
			number(1, Infinity),
			number(2, Infinity),
		],
		needed: [message.offerCampaign, message.offerEnvelope],
		make: draft => ({
			kind: 'offer',
			campaign: draft.text,
			envelope: draft.first,
			assignment: draft.second,
			roots: draft.list,
			source: draft.numbers[0] === 0 ? 1 : draft.numbers[0],
			windowFromS: draft.numbers[1],
			windowUntilS: draft.numbers[2],
		}),
	},
	{
		takes: [null, number(0, TOKEN_MAX), takeDigest, number(1, 1), number(2, TOKEN_MAX), takeFirst],
		needed: [1, 2, 3, 4, 5],
		make: draft => ({
			kind: 'chunk',
			token: draft.numbers[0],
			digest: draft.second === null ? EMPTY : draft.second,
			part: draft.numbers[1],
			offset: draft.numbers[2],
			bytes: draft.first,
		}),
	},
	{
		takes: [null, takeFirst, takeList],
		needed: [message.timeToken],
		make: draft => ({kind: 'time', token: draft.first, roots: draft.list}),
	},
	{
		takes: [null, text(TEXT_MAX), takeDigest],
		needed: [message.withdrawCampaign],
		make: draft => ({kind: 'withdraw', campaign: draft.text, digest: draft.second}),
	},
	{
		takes: [null, number(0, TOKEN_MAX), text(REASON_MAX)],
		needed: [message.chunkToken],
		make: draft => ({kind: 'notServed', token: draft.numbers[0], reason: draft.text}),
	},
];

/** Reads the entries after the kind; false where one is not as it must be. */
function readEntries(reader: CborReader, kind: Kind, left: number, draft: Draft): boolean {
	for (let i = 0; i < left && !reader.bad; i++) {
		const key = reader.uint();
		const take = key < kind.takes.length ? kind.takes[key] : null;
		if (take === null || reader.bad) {
			return false;
		}
		take(draft, reader);
		draft.has |= 1 << key;
	}
	for (let i = 0; i < kind.needed.length; i++) {
		if ((draft.has & (1 << kind.needed[i])) === 0) {
			return false;
		}
	}
	return reader.done();
}

/** The message; null where the bytes are none. */
export function readServiceMessage(bytes: Uint8Array): ServiceMessage | null {
	if (scanCbor(bytes, envelopeCbor) !== null) {
		return null;
	}
	const reader = new CborReader(bytes);
	const entries = reader.map();
	const hasKind = entries > 0 && reader.uint() === 0;
	const which = hasKind ? reader.uint() : 0;
	const kind = !reader.bad && which < kinds.length ? kinds[which] : null;
	if (kind === null) {
		return null;
	}
	const draft: Draft = {text: '', first: EMPTY, second: null, list: [], numbers: [0, 0, 0], has: 0};
	return readEntries(reader, kind, entries - 1, draft) ? kind.make(draft) : null;
}
