// A release in memory, a slot that is as strict as a real one, and a source whose answers the test gives.

import {createHash} from 'node:crypto';
import {setTimeout} from 'node:timers/promises';
import {partTable} from '../../src/ota/chunk-sink.ts';
import type {ByteSource, ChunkSink, SourceAnswers} from '../../src/ota/chunk-sink.ts';
import {refusal} from '../../src/ota/codes.ts';
import type {OtaRefusal} from '../../src/ota/codes.ts';
import {TransferAnswers} from '../../src/ota/transfer/answers.ts';
import {standardLimits} from '../../src/ota/transfer/limits.ts';
import type {TransferLimits} from '../../src/ota/transfer/limits.ts';
import type {TransferPlan} from '../../src/ota/transfer/plan.ts';
import {Transfer} from '../../src/ota/transfer/transfer.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';

const HASH_BYTES = 32;

export function sha256(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** An image whose bytes differ from place to place. */
export function imageOf(length: number): Uint8Array {
	return Uint8Array.from({length}, (_, i) => (i * 31 + (i >> 8) * 7 + (i >> 16)) & 0xff);
}

/** The table of the hashes of an image's chunks. */
export function tableOf(image: Uint8Array, chunkBytes: number): Uint8Array {
	const table = new Uint8Array(HASH_BYTES * Math.ceil(image.length / chunkBytes));
	for (let at = 0; at < image.length; at += chunkBytes) {
		table.set(sha256(image.subarray(at, at + chunkBytes)), (HASH_BYTES * at) / chunkBytes);
	}
	return table;
}

/** A slot in memory: a sector is written once, whole, and never past the end. */
export class MemorySink implements ChunkSink {
	readonly sectorBytes: number;
	readonly imageBytes: number;
	readonly flash: Uint8Array;
	readonly done = new Set<number>();
	readonly tableDigest: Uint8Array | null;
	table: Uint8Array;
	tableAt = 0;
	/** What `putSector` answers to its next call. */
	problem: OtaRefusal | null = null;

	constructor(imageBytes: number, sectorBytes: number, table: Uint8Array | null) {
		this.sectorBytes = sectorBytes;
		this.imageBytes = imageBytes;
		this.flash = new Uint8Array(imageBytes);
		this.tableDigest = table === null ? null : sha256(table);
		this.table = new Uint8Array(table?.length ?? 0);
	}

	isDone(sector: number): boolean {
		return this.done.has(sector);
	}

	hasTable(): boolean {
		return this.table.length > 0 && this.tableAt === this.table.length;
	}

	putTable(offset: number, bytes: Uint8Array): OtaRefusal | null {
		if (offset !== 0 && offset !== this.tableAt) {
			throw new RangeError(`table bytes at ${offset} after ${this.tableAt}`);
		}
		this.table.set(bytes, offset);
		this.tableAt = offset + bytes.length;
		if (
			this.tableAt < this.table.length
			|| Buffer.from(sha256(this.table)).equals(this.tableDigest ?? new Uint8Array())
		) {
			return null;
		}
		this.tableAt = 0;
		return refusal('E_OTA_CHUNK_HASH', 'the table is not the one of the manifest');
	}

	readHash(chunk: number, into: Uint8Array): boolean {
		into.set(this.table.subarray(chunk * HASH_BYTES, (chunk + 1) * HASH_BYTES));
		return this.hasTable();
	}

	putSector(sector: number, bytes: Uint8Array): OtaRefusal | null {
		const at = sector * this.sectorBytes;
		if (this.done.has(sector) || bytes.length !== Math.min(this.sectorBytes, this.imageBytes - at)) {
			throw new RangeError(`sector ${sector} written twice, or by ${bytes.length} bytes`);
		}
		if (this.problem === null) {
			this.flash.set(bytes, at);
			this.done.add(sector);
		}
		return this.problem;
	}
}

export interface Request {
	readonly token: number;
	readonly part: number;
	readonly offset: number;
	readonly length: number;
	readonly answerBytes: number;
}

export interface BenchOptions {
	readonly imageBytes: number;
	readonly sectorBytes: number;
	/** 0: no chunk table. */
	readonly log2ChunkBytes: number;
	readonly plan?: Partial<TransferPlan>;
	readonly limits?: Partial<TransferLimits>;
	/** A slot from before the card started anew. */
	readonly sink?: MemorySink;
	/** In place of the source whose answers the test gives. */
	readonly source?: (answers: SourceAnswers) => ByteSource;
}

/** A transfer under test. Time is what the test says. */
export class TransferBench {
	readonly image: Uint8Array;
	readonly table: Uint8Array | null;
	readonly digest = sha256(Buffer.from('manifest'));
	readonly transfer: Transfer;
	readonly requests: Request[] = [];
	readonly outcomes: (OtaRefusal | null)[] = [];
	readonly refusals: string[] = [];
	sink: MemorySink;
	renewed = 0;
	cancelled = 0;
	t = 0;
	/** Called for each request, within it. */
	onRequest: ((request: Request) => void) | null = null;

	constructor(options: BenchOptions) {
		this.image = imageOf(options.imageBytes);
		const chunkBytes = 1 << options.log2ChunkBytes;
		this.table = options.log2ChunkBytes === 0 ? null : tableOf(this.image, chunkBytes);
		const newSink = (): MemorySink => new MemorySink(options.imageBytes, options.sectorBytes, this.table);
		this.sink = options.sink ?? newSink();
		const chunks = this.table === null ? null : {log2Bytes: options.log2ChunkBytes, tableDigest: sha256(this.table)};
		const plan: TransferPlan = {
			digest: this.digest,
			chunks,
			serial: 'ZA1234567890',
			firstToken: 100,
			spentMs: 0,
			writes: [],
			nowS: 1_800_000_000,
			...options.plan,
		};
		const given: ByteSource = {
			request: (token, part, offset, length, answerBytes) => {
				const request = {token, part, offset, length, answerBytes};
				this.requests.push(request);
				this.onRequest?.(request);
			},
			cancel: () => {
				this.cancelled += 1;
			},
		};
		const source = options.source?.(this.#answers());
		const ports = {
			sink: this.sink,
			source: source === undefined ? given : this.#watched(source),
			sha256: nodeCrypto.sha256,
			renew: () => {
				this.renewed += 1;
				this.sink = newSink();
				return {sink: this.sink};
			},
			ended: (why: OtaRefusal | null) => {
				this.outcomes.push(why);
			},
		};
		this.transfer = new Transfer(plan, ports, {...standardLimits, ...options.limits});
	}

	/** What a source of its own answers to, once there is a transfer. */
	#answers(): SourceAnswers {
		const answers = (): TransferAnswers =>
			new TransferAnswers(
				this.transfer,
				() => this.t,
				what => this.refusals.push(what.code),
			);
		return {
			take: (part, token, offset, bytes) => answers().take(part, token, offset, bytes),
			servedWhole: token => answers().servedWhole(token),
			lost: token => answers().lost(token),
			notServed: (token, reason) => answers().notServed(token, reason),
			sourceChanged: token => answers().sourceChanged(token),
			failed: why => answers().failed(why),
			refused: what => answers().refused(what),
		};
	}

	/** Notes what a source is asked. */
	#watched(source: ByteSource): ByteSource {
		return {
			request: (token, part, offset, length, answerBytes) => {
				this.requests.push({token, part, offset, length, answerBytes});
				source.request(token, part, offset, length, answerBytes);
			},
			cancel: () => {
				this.cancelled += 1;
				source.cancel();
			},
		};
	}

	/**
	 * Lets a source of its own work until the transfer ends, `speed` milliseconds of the transfer's time for one of ours. Pauses of
	 * the transfer itself take no time.
	 */
	async runLive(speed = 1): Promise<void> {
		const from = performance.now();
		let skipped = 0;
		this.transfer.start(0);
		while (this.outcomes.length === 0) {
			await setTimeout(5);
			const now = Math.floor((performance.now() - from) * speed) + skipped;
			const isPausing = this.transfer.window === null && !this.transfer.ended;
			const pause = isPausing ? Math.max(this.transfer.nextAt() - now, 0) : 0;
			skipped += pause;
			this.passTo(Math.max(this.t, now + pause));
		}
	}

	/** The newest request. */
	get asked(): Request {
		const request = this.requests.at(-1);
		if (request === undefined) {
			throw new Error('nothing was asked for');
		}
		return request;
	}

	bytesOf(part: number): Uint8Array {
		return part === partTable ? (this.table ?? new Uint8Array()) : this.image;
	}

	/** Gives bytes as an answer to a request, right ones unless told otherwise. */
	give(request: Request, offset: number, length: number, alter?: (bytes: Uint8Array) => void): string | null {
		const bytes = this.bytesOf(request.part).slice(offset, offset + length);
		alter?.(bytes);
		const refused = this.transfer.take(request.part, request.token, this.digest, offset, bytes, this.t);
		if (refused !== null) {
			this.refusals.push(refused.code);
		}
		return refused?.code ?? null;
	}

	/** Answers a request in order, in pieces of at most `answerBytes`. */
	serve(request: Request, answerBytes = request.answerBytes): void {
		const end = request.offset + request.length;
		for (let at = request.offset; at < end; at += answerBytes) {
			this.give(request, at, Math.min(answerBytes, end - at));
		}
	}

	/** Serves until nothing more is asked. */
	serveAll(answerBytes?: number): void {
		for (let served = 0; this.outcomes.length === 0 && served < this.requests.length; ) {
			served = this.requests.length;
			this.serve(this.asked, answerBytes);
		}
	}

	/** Lets time pass to a moment, with every deadline on the way. */
	passTo(t: number): void {
		for (let at = this.transfer.nextAt(); at <= t && !this.transfer.ended; at = this.transfer.nextAt()) {
			this.t = Math.max(this.t, at);
			this.transfer.due(this.t);
		}
		this.t = t;
	}

	imageIsWhole(): boolean {
		return Buffer.from(this.sink.flash).equals(this.image);
	}
}
