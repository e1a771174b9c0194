// Where a transfer puts what it has proven: the candidate slot (ota.md 5.3, 5.4). Sectors may come in any order.

import type {OtaRefusal} from './codes.ts';

export interface ChunkSink {
	readonly sectorBytes: number;
	readonly imageBytes: number;
	/** Whether the sector was written and read back, in an earlier start of the card too. */
	isDone(sector: number): boolean;
	/** Whether the chunk-hash table lies in the slot's tail, proven by its digest. */
	hasTable(): boolean;
	/** Bytes of the table in order from `offset` on; proven when the last one came. */
	putTable(offset: number, bytes: Uint8Array): OtaRefusal | null;
	/** Reads the 32-byte hash of a chunk back from flash; false when it cannot be read. */
	readHash(chunk: number, into: Uint8Array): boolean;
	/** Erases, programs and reads back one whole sector (the last one may be short), then sets its unit of the bitmap. */
	putSector(sector: number, bytes: Uint8Array): OtaRefusal | null;
}

/** Parts of a release that are fetched. */
export const partImage = 0;
export const partTable = 1;

/** What a transfer asks of where the bytes come from: MQTT, HTTP ranges, a file. At most one request window is open. */
export interface ByteSource {
	/** Asks for `length` bytes of a part from `offset` on, in answers of at most `answerBytes`; each comes by Transfer.take. */
	request(token: number, part: number, offset: number, length: number, answerBytes: number): void;
	/** Nothing more is wanted. */
	cancel(): void;
}

/** Where a source that is no messages on a broker puts its answers (transfer/answers.ts). */
export interface SourceAnswers {
	take(part: number, token: number, offset: number, bytes: Uint8Array): void;
	/** The source begins at the first byte, whatever was asked; false: it must stop. */
	servedWhole(token: number): boolean;
	/** No more comes for this request: the way broke off, or the source has less than was asked for. */
	lost(token: number): void;
	/** The source will not serve this request now. */
	notServed(token: number, reason: string): void;
	sourceChanged(token: number): void;
	/** The source must not be used, or is not what it should be: the transfer ends. */
	failed(why: OtaRefusal): void;
	/** Something was refused without harm; only to be told of. */
	refused(what: OtaRefusal): void;
}
