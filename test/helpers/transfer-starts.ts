// Transfers of one image, set going.

import {TransferBench} from './transfer-bench.ts';

const KIB = 1024;
/** Eleven sectors, the last one short, with a chunk table and without. */
export const withTable = {imageBytes: 10 * 4 * KIB + 123, sectorBytes: 4 * KIB, log2ChunkBytes: 12};
export const withoutTable = {imageBytes: 10 * 4 * KIB + 123, sectorBytes: 4 * KIB, log2ChunkBytes: 0};

export function flip(bytes: Uint8Array): void {
	bytes[0] ^= 1;
}

export function started(options: typeof withTable): TransferBench {
	const bench = new TransferBench(options);
	bench.transfer.start(0);
	return bench;
}

/** A transfer whose table is there, with its first request for the image open. */
export function atImage(): TransferBench {
	const bench = started(withTable);
	bench.serve(bench.asked);
	return bench;
}
