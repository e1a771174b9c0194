// What a transfer holds between two answers, counted (ota.md 5.3): with the answer itself and the slot's own buffers, an update
// stays within 16 KiB.

import test from 'ava';
import {TransferBench} from '../../helpers/transfer-bench.ts';

const KIB = 1024;
/** Of a number, a reference, an entry of a list. */
const WORD_BYTES = 8;

/** Bytes of everything that can be reached from a value, each once; `besides` are not the transfer's own. */
function heldBytes(value: unknown, besides: Set<unknown>): number {
	if (typeof value === 'string') {
		return 2 * value.length;
	}
	if (typeof value !== 'object' || value === null || besides.has(value)) {
		return WORD_BYTES;
	}
	besides.add(value);
	if (ArrayBuffer.isView(value)) {
		return value.buffer.byteLength;
	}
	return Object.values(value).reduce((sum: number, each) => sum + WORD_BYTES + heldBytes(each, besides), 0);
}

for (const [log2ChunkBytes, answerBytes] of [
	[0, 4096],
	[9, 4096],
	[12, 1000],
	[13, 4096],
] as const) {
	const chunks = log2ChunkBytes === 0 ? 'no chunk table' : `chunks of ${1 << log2ChunkBytes} bytes`;
	test(`with ${chunks} and answers of ${answerBytes} bytes a transfer holds less than 12 KiB`, t => {
		const bench = new TransferBench({imageBytes: 200_001, sectorBytes: 4 * KIB, log2ChunkBytes});
		const {transfer, sink} = bench;
		bench.transfer.start(0);
		let most = 0;
		for (let request = bench.asked; bench.outcomes.length === 0; request = bench.asked) {
			for (let at = request.offset; at < request.offset + request.length; at += answerBytes) {
				bench.give(request, at, Math.min(answerBytes, request.offset + request.length - at));
				most = Math.max(most, heldBytes(transfer, new Set<unknown>([transfer.ports, transfer.plan, sink])));
			}
		}
		t.deepEqual(bench.outcomes, [null]);
		t.log(`${most} bytes`);
		t.true(most < 12 * KIB, `${most} bytes`);
		t.true(most >= 4 * KIB, 'the block under way is among them');
	});
}
