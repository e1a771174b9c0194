// What an update service says to a card (messages.ts), read by wire.ts. All but the bytes of a chunk lies in memory of its own.

import type {inChunk, inNotServed, inOffer, inTime, inWithdraw} from '../messages.ts';

export interface OfferMessage {
	readonly kind: typeof inOffer;
	readonly campaign: string;
	readonly envelope: Uint8Array;
	/** Null where the service sends none: then it is nobody's word (ota.md 4.1, 20). */
	readonly assignment: Uint8Array | null;
	/** Next versions of the root document, in order. */
	readonly roots: readonly Uint8Array[];
	/** 1: asked for over MQTT; 2: fetched from the manifest's address. */
	readonly source: number;
	/** Seconds since 1970; 0 where the campaign names none. */
	readonly windowFromS: number;
	readonly windowUntilS: number;
}

/** Its byte arrays are views into the  */
export interface ChunkMessage {
	readonly kind: typeof inChunk;
	readonly token: number;
	readonly digest: Uint8Array;
	readonly part: number;
	readonly offset: number;
	readonly bytes: Uint8Array;
}

export interface TimeMessage {
	readonly kind: typeof inTime;
	readonly token: Uint8Array;
	readonly roots: readonly Uint8Array[];
}

export interface WithdrawMessage {
	readonly kind: typeof inWithdraw;
	readonly campaign: string;
	readonly digest: Uint8Array;
}

export interface NotServedMessage {
	readonly kind: typeof inNotServed;
	readonly token: number;
	readonly reason: string;
}

export type OtaMessage = OfferMessage | ChunkMessage | TimeMessage | WithdrawMessage | NotServedMessage;
