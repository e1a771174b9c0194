// What a card keeps of an envelope that it accepted (profile nmc-1, ota.md 2.2). All byte arrays are copies.

export interface ImageFacts {
	readonly sizeBytes: number;
	/** SHA-256 of the image, 32 bytes. */
	readonly digest: Uint8Array;
	/** Slot that it is linked for, 0 or 1; -1 where it runs in both. */
	readonly slot: number;
	/** Where to fetch it; `#fw` where it lies in the envelope. */
	readonly uri: string;
}

/** Parameter -2: lets each chunk be proven before it is written (ota.md 5.3). */
export interface ChunkFacts {
	/** 9 to 13: a chunk is held in memory until it is proven, and all of an update must fit into 16 KiB. */
	readonly log2Bytes: number;
	/** SHA-256 of the table of 32-byte chunk hashes. */
	readonly tableDigest: Uint8Array;
}

export interface Manifest {
	/** SHA-256 over the manifest with its byte-string head, 32 bytes: the name of the release. */
	readonly digest: Uint8Array;
	/** At most 2^53 - 1: what is above is refused as E_OTA_SEQ_JUMP. */
	readonly sequence: number;
	/** Epoch of the release role of the root document that it was checked by. */
	readonly keyEpoch: number;
	/** For people: major, minor, patch; empty when the manifest says none. */
	readonly version: readonly number[];
	readonly securityVersion: number;
	readonly image: ImageFacts;
	/** Null where only the final digest protects. */
	readonly chunks: ChunkFacts | null;
	/** Seconds since 1970 after which no install may start. */
	readonly useBeforeS: number;
	/** Percent; 0 when the manifest asks for none. */
	readonly minimumBattery: number;
	/** First 8 bytes of SHA-256 of the key that signed it. */
	readonly kid: Uint8Array;
	/** Where in the envelope the integrated payload lies; null when it is fetched. */
	readonly integrated: {readonly at: number; readonly length: number} | null;
	/** Parameter -3, a delta on another image; null where the image is whole. */
	readonly delta: {readonly sourceDigest: Uint8Array; readonly format: number} | null;
}
