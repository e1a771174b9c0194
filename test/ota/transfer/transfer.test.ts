import test from 'ava';
import {partImage, partTable} from '../../../src/ota/chunk-sink.ts';
import {refusal} from '../../../src/ota/codes.ts';
import {TransferBench} from '../../helpers/transfer-bench.ts';
import {atImage, flip, started, withTable, withoutTable} from '../../helpers/transfer-starts.ts';

const KIB = 1024;

test('the chunk table is asked for first, then the image in windows of four answers', t => {
	const bench = started(withTable);
	t.deepEqual(bench.asked, {token: 100, part: partTable, offset: 0, length: 11 * 32, answerBytes: 4096});
	bench.serve(bench.asked);
	t.deepEqual(bench.asked, {token: 101, part: partImage, offset: 0, length: 16 * KIB, answerBytes: 4096});
	bench.serveAll();
	t.deepEqual(bench.outcomes, [null]);
	t.true(bench.imageIsWhole());
	t.is(bench.requests.length, 4);
	t.is(bench.requests[3].length, withTable.imageBytes - 32 * KIB, 'the last request ends where the image does');
	t.is(bench.transfer.nextAt(), Infinity);
});

test('without a chunk table the image is asked for at once', t => {
	const bench = started(withoutTable);
	t.is(bench.asked.part, partImage);
	bench.serveAll();
	t.deepEqual(bench.outcomes, [null]);
	t.true(bench.imageIsWhole());
});

test('answers come in any order within the window', t => {
	const bench = atImage();
	for (const sector of [3, 1, 0, 2]) {
		bench.give(bench.requests[1], sector * 4 * KIB, 4 * KIB);
	}
	t.is(bench.asked.offset, 16 * KIB);
	t.is(bench.transfer.progress().doneBytes, 16 * KIB);
});

for (const answerBytes of [1, 700, 1024, 4096]) {
	test(`answers of ${answerBytes} bytes become the right image`, t => {
		const bench = started({...withTable, imageBytes: 9000});
		bench.serveAll(answerBytes);
		t.deepEqual(bench.outcomes, [null]);
		t.true(bench.imageIsWhole());
	});
}

for (const log2ChunkBytes of [9, 10, 12, 13]) {
	test(`chunks of ${1 << log2ChunkBytes} bytes are proven in sectors of 4096`, t => {
		const bench = new TransferBench({...withTable, log2ChunkBytes});
		bench.transfer.start(0);
		bench.serveAll();
		t.deepEqual(bench.outcomes, [null]);
		t.true(bench.imageIsWhole());
	});
}

test('a bad chunk is not written and costs one chunk: only it is asked for again', t => {
	const bench = atImage();
	const request = bench.asked;
	t.is(bench.give(request, 0, 4 * KIB), null);
	t.is(bench.give(request, 4 * KIB, 4 * KIB, flip), 'E_OTA_CHUNK_HASH');
	bench.give(request, 8 * KIB, 4 * KIB);
	bench.give(request, 12 * KIB, 4 * KIB);
	t.false(bench.sink.done.has(1));
	t.deepEqual([bench.asked.offset, bench.asked.length], [4 * KIB, 4 * KIB]);
	bench.serveAll();
	t.true(bench.imageIsWhole());
	t.is(bench.transfer.progress().counts.bad, 1);
});

test('of a sector with a bad chunk in it, only the chunk is asked for again', t => {
	const bench = new TransferBench({...withTable, log2ChunkBytes: 9});
	bench.transfer.start(0);
	bench.serve(bench.asked);
	const request = bench.asked;
	t.is(
		bench.give(request, 0, 4 * KIB, bytes => {
			bytes[1100] ^= 1;
		}),
		'E_OTA_CHUNK_HASH',
	);
	for (const sector of [1, 2, 3]) {
		bench.give(request, sector * 4 * KIB, 4 * KIB);
	}
	t.deepEqual([bench.asked.offset, bench.asked.length], [1024, 512]);
	bench.serveAll();
	t.true(bench.imageIsWhole());
});

test('a right answer that comes after a bad one to the same request is taken', t => {
	const bench = atImage();
	bench.give(bench.requests[1], 0, 4 * KIB, flip);
	t.is(bench.give(bench.requests[1], 0, 4 * KIB), null);
	t.true(bench.sink.done.has(0));
});

test('a table that is not the one of the manifest is asked for again', t => {
	const bench = started(withTable);
	t.is(bench.give(bench.asked, 0, 11 * 32, flip), 'E_OTA_CHUNK_HASH');
	t.deepEqual([bench.asked.part, bench.asked.offset], [partTable, 0]);
	bench.serveAll();
	t.true(bench.imageIsWhole());
});

test('a second copy changes nothing; one that differs is told of', t => {
	for (const options of [withTable, withoutTable]) {
		const bench = started(options);
		while (bench.asked.part === partTable) {
			bench.serve(bench.asked);
		}
		const request = bench.asked;
		bench.give(request, 0, 4 * KIB);
		t.is(bench.give(request, 0, 4 * KIB), null);
		t.is(bench.give(request, 0, 4 * KIB, flip), 'E_OTA_CHUNK_DUP_DIFF');
		t.is(bench.give(request, 0, 100), null, 'part of a sector that is done');
		t.is(bench.transfer.progress().counts.duplicates, 3);
		bench.serve(request);
		bench.serveAll();
		t.true(bench.imageIsWhole());
	}
});

test('two pieces that contradict each other are both asked for again', t => {
	const bench = started(withoutTable);
	const request = bench.asked;
	bench.give(request, 0, 1000);
	t.is(bench.give(request, 500, 1000, flip), 'E_OTA_CHUNK_DUP_DIFF');
	for (const sector of [1, 2, 3]) {
		bench.give(request, sector * 4 * KIB, 4 * KIB);
	}
	t.deepEqual([bench.asked.offset, bench.asked.length], [0, 4 * KIB]);
	bench.serveAll();
	t.true(bench.imageIsWhole());
});

test('what no open request asked for is dropped and counted', t => {
	const bench = atImage();
	const [tableRequest, request] = bench.requests;
	const {transfer} = bench;
	t.is(bench.give(tableRequest, 0, 32), 'E_OTA_CHUNK_RANGE', 'an older request');
	const other = new Uint8Array(32);
	const bytes = bench.image.slice(0, 4 * KIB);
	t.is(transfer.take(partImage, request.token, other, 0, bytes, 0)?.code, 'E_OTA_CHUNK_RANGE', 'another release');
	t.is(transfer.take(partTable, request.token, bench.digest, 0, bytes, 0)?.code, 'E_OTA_CHUNK_RANGE');
	t.is(transfer.progress().counts.stale, 3);
	for (const [offset, length] of [
		[16 * KIB, 1],
		[-1, 10],
		[0.5, 10],
		[NaN, 10],
		[16 * KIB - 10, 11],
		[0, 0],
		[0, 4097],
	]) {
		t.is(
			transfer.take(partImage, request.token, bench.digest, offset, new Uint8Array(length), 0)?.code,
			'E_OTA_CHUNK_RANGE',
			`${length} bytes at ${offset}`,
		);
	}
	t.is(transfer.progress().counts.outOfRange, 7);
	t.is(bench.sink.done.size, 0);
});

test('a slot that cannot be written ends the transfer with its reason', t => {
	const bench = atImage();
	bench.sink.problem = refusal('E_OTA_FLASH_WRITE', 'worn');
	t.is(bench.give(bench.asked, 0, 4 * KIB), 'E_OTA_FLASH_WRITE');
	t.deepEqual(bench.outcomes, [bench.sink.problem]);
	t.is(bench.give(bench.requests[1], 4 * KIB, 4 * KIB), 'E_OTA_CHUNK_RANGE');
	t.is(bench.outcomes.length, 1);
});

test('a source may answer within the request, however large the image is', t => {
	const bench = new TransferBench({...withTable, imageBytes: 4 << 20});
	bench.onRequest = request => bench.serve(request);
	bench.transfer.start(0);
	t.deepEqual(bench.outcomes, [null]);
	t.true(bench.imageIsWhole());
});

test('a transfer that was cancelled says and asks nothing more', t => {
	const bench = atImage();
	bench.transfer.cancel();
	t.is(bench.give(bench.requests[1], 0, 4 * KIB), 'E_OTA_CHUNK_RANGE');
	bench.passTo(3600000);
	t.is(bench.requests.length, 2);
	t.deepEqual(bench.outcomes, []);
	t.is(bench.cancelled, 1);
});
