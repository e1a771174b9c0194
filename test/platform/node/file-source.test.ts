import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {FileSource} from '../../../src/platform/node/main/file-source.ts';
import {TransferBench, imageOf} from '../../helpers/transfer-bench.ts';

const IMAGE_BYTES = 50_001;
const HEAD_BYTES = 323;
const image = imageOf(IMAGE_BYTES);

function fileOf(t: ExecutionContext, bytes: Uint8Array): string {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-file-source-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	writeFileSync(join(folder, 'image.bin'), bytes);
	return join(folder, 'image.bin');
}

function benchOf(file: string, at: number, log2ChunkBytes: number): TransferBench {
	const chunkBytes = log2ChunkBytes === 0 ? 0 : 1 << log2ChunkBytes;
	return new TransferBench({
		imageBytes: IMAGE_BYTES,
		sectorBytes: 4096,
		log2ChunkBytes,
		source: answers => new FileSource({file, at, imageBytes: IMAGE_BYTES, chunkBytes}, answers),
	});
}

for (const [what, head, log2ChunkBytes] of [
	['beside its envelope', 0, 12],
	['without a chunk table', 0, 0],
	['within its envelope', HEAD_BYTES, 9],
] as const) {
	test(`an image ${what} is read from a file`, async t => {
		const file = fileOf(t, Buffer.concat([new Uint8Array(head), image]));
		const bench = benchOf(file, head, log2ChunkBytes);
		await bench.runLive();
		t.deepEqual(bench.outcomes, [null]);
		t.true(bench.imageIsWhole());
		t.deepEqual(bench.refusals, []);
	});
}

test('a file that ends early, and one that is not there, end the transfer with the reason', async t => {
	const short = benchOf(fileOf(t, image.subarray(0, 20_000)), 0, 0);
	await short.runLive();
	t.is(short.outcomes[0]?.code, 'E_OTA_SIZE');
	t.regex(short.outcomes[0]?.detail ?? '', /ends at byte 20000/);
	const none = benchOf('/nowhere/image.bin', 0, 12);
	await none.runLive();
	t.regex(none.outcomes[0]?.detail ?? '', /cannot be read: ENOENT/);
});

test('another image in the file is refused before anything is written', async t => {
	const bench = benchOf(
		fileOf(
			t,
			image.map(byte => byte ^ 1),
		),
		0,
		12,
	);
	await bench.runLive(20_000);
	t.is(bench.outcomes[0]?.code, 'E_OTA_TOO_SLOW');
	t.is(bench.sink.done.size, 0);
});
