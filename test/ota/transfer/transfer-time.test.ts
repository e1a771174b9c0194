import test from 'ava';
import {partImage, partTable} from '../../../src/ota/chunk-sink.ts';
import {servedWhole, sourceChanged} from '../../../src/ota/transfer/interruptions.ts';
import {TransferBench} from '../../helpers/transfer-bench.ts';
import {atImage, flip, started, withTable, withoutTable} from '../../helpers/transfer-starts.ts';

const KIB = 1024;

test('answers that are lost are asked for again, each time with more patience', t => {
	const bench = atImage();
	bench.give(bench.asked, 0, 4 * KIB);
	bench.passTo(9999);
	t.is(bench.requests.length, 2);
	bench.passTo(10000);
	t.deepEqual([bench.asked.offset, bench.asked.length, bench.asked.token], [4 * KIB, 16 * KIB, 102]);
	bench.passTo(29999);
	t.is(bench.requests.length, 3);
	bench.passTo(30000);
	t.is(bench.requests.length, 4);
	t.is(bench.transfer.progress().counts.timeouts, 2);
	bench.serveAll();
	t.true(bench.imageIsWhole());
});

test('a source that is silent, or slower than 512 bytes a second, is given up after five minutes', t => {
	const silent = atImage();
	silent.passTo(5 * 60000);
	t.is(silent.outcomes[0]?.code, 'E_OTA_TOO_SLOW');
	t.is(silent.cancelled, 1);
	const slow = new TransferBench({...withTable, imageBytes: 1 << 20});
	slow.transfer.start(0);
	slow.serve(slow.asked);
	for (let t2 = 8200; slow.outcomes.length === 0; t2 += 8200) {
		slow.give(slow.asked, slow.transfer.progress().doneBytes, 4 * KIB);
		slow.passTo(t2);
	}
	t.is(slow.outcomes[0]?.code, 'E_OTA_TOO_SLOW');
	t.is(slow.t > 5 * 60000, true);
});

test('a source just above 512 bytes a second is borne', t => {
	const bench = new TransferBench({...withTable, imageBytes: 1 << 18});
	bench.transfer.start(0);
	bench.serve(bench.asked);
	while (bench.outcomes.length === 0) {
		const offset = bench.transfer.progress().doneBytes;
		bench.give(bench.asked, offset, 2 * KIB);
		bench.give(bench.asked, offset + 2 * KIB, 2 * KIB);
		bench.passTo(bench.t + 7800);
	}
	t.deepEqual(bench.outcomes, [null]);
});

test('bad bytes do not count as speed, and are asked for at a slower and slower pace', t => {
	const bench = atImage();
	for (let requests = 0; bench.outcomes.length === 0; ) {
		if (bench.requests.length > requests) {
			requests = bench.requests.length;
			const request = bench.asked;
			for (let at = request.offset; at < request.offset + request.length; at += 4 * KIB) {
				bench.give(request, at, 4 * KIB, flip);
			}
		}
		bench.passTo(Math.min(bench.transfer.nextAt(), 10 * 60000));
	}
	t.is(bench.outcomes[0]?.code, 'E_OTA_TOO_SLOW');
	t.true(bench.requests.length < 20, `${bench.requests.length} requests`);
});

test('a transfer ends after 24 hours, those of earlier starts of the card among them', t => {
	const bench = new TransferBench({...withTable, plan: {spentMs: 23 * 3600000}});
	bench.transfer.start(5000);
	bench.t = 5000;
	bench.transfer.suspend(5000);
	bench.passTo(5000 + 3600000);
	t.is(bench.outcomes[0]?.code, 'E_OTA_TIMEOUT');
});

test('a source that cannot serve is asked again after one minute to six hours, at a moment of each card', t => {
	const pauses = (serial: string): number[] => {
		const bench = new TransferBench({...withTable, plan: {serial}, limits: {wholeWithinMs: 1e12}});
		bench.transfer.start(0);
		return Array.from({length: 12}, () => {
			bench.transfer.notServed(bench.asked.token, 'busy', bench.t);
			const from = bench.t;
			bench.passTo(bench.transfer.nextAt());
			return bench.t - from;
		});
	};
	const first = pauses('A');
	t.deepEqual(first, pauses('A'));
	t.notDeepEqual(first, pauses('B'));
	first.forEach((ms, i) => {
		const least = Math.min(60000 * 2 ** i, 6 * 3600000);
		t.true(ms >= least && ms <= Math.min(2 * least, 6 * 3600000), `pause ${i} of ${ms} ms`);
	});
});

test('a pause that the source asked for is not held against its speed', t => {
	const bench = atImage();
	for (let times = 0; times < 4; times++) {
		bench.transfer.notServed(bench.asked.token, 'busy', bench.t);
		bench.passTo(bench.transfer.nextAt());
	}
	t.true(bench.t > 10 * 60000);
	t.is(bench.transfer.progress().notServedReason, 'busy');
	bench.serveAll();
	t.deepEqual(bench.outcomes, [null]);
});

test('nothing is asked while the way to the source is gone, and it goes on where it was', t => {
	const bench = atImage();
	bench.give(bench.asked, 0, 4 * KIB);
	bench.transfer.suspend(0);
	bench.passTo(3600000);
	t.is(bench.requests.length, 2);
	bench.transfer.resume(bench.t);
	t.is(bench.asked.offset, 4 * KIB);
	bench.serveAll();
	t.deepEqual(bench.outcomes, [null]);
});

test('a card that starts anew goes on with the sectors that are not done', t => {
	const before = atImage();
	before.serve(before.asked);
	const bench = new TransferBench({...withTable, sink: before.sink});
	bench.transfer.start(0);
	t.deepEqual([bench.asked.part, bench.asked.offset], [partImage, 16 * KIB]);
	t.is(bench.transfer.progress().resumedBytes, 16 * KIB);
	bench.serveAll();
	t.true(bench.imageIsWhole());
	t.is(bench.transfer.quota.writes.length, 0, 'what goes on is no write from the beginning');
});

test('a release is written from its beginning three times a day, by whatever clock', t => {
	let writes = new TransferBench(withTable).transfer.quota.writes;
	for (const nowS of [1000, 500, -1, 86000]) {
		const bench = new TransferBench({...withTable, plan: {writes, nowS}});
		bench.transfer.start(0);
		writes = bench.transfer.quota.writes;
		t.is(bench.outcomes.length > 0, nowS === 86000, `at ${nowS}`);
	}
	const refused = new TransferBench({...withTable, plan: {writes, nowS: 87399}});
	refused.transfer.start(0);
	t.is(refused.outcomes[0]?.code, 'E_OTA_QUOTA');
	const later = new TransferBench({...withTable, plan: {writes, nowS: 87400}});
	later.transfer.start(0);
	t.is(later.outcomes.length, 0);
	const other = new TransferBench({...withTable, plan: {writes, nowS: 1000, digest: new Uint8Array(32)}});
	other.transfer.start(0);
	t.is(other.outcomes.length, 0, 'another release has its own quota');
});

test('a source that changed costs what a chunk table cannot prove', t => {
	const proven = atImage();
	proven.serve(proven.asked);
	t.is(sourceChanged(proven.transfer, 0).code, 'E_OTA_SOURCE_CHANGED');
	t.is(proven.asked.offset, 16 * KIB);
	t.is(proven.renewed, 0);
	const unproven = started(withoutTable);
	unproven.serve(unproven.asked);
	sourceChanged(unproven.transfer, 0);
	t.is(unproven.renewed, 1);
	t.is(unproven.asked.offset, 0);
	unproven.serveAll();
	t.true(unproven.imageIsWhole());
});

test('a source that changes again and again ends at the quota', t => {
	const bench = started(withoutTable);
	for (let times = 0; times < 10 && bench.outcomes.length === 0; times++) {
		bench.serve(bench.asked);
		sourceChanged(bench.transfer, bench.t);
		bench.passTo(Math.min(bench.transfer.nextAt(), bench.t + 60000));
	}
	t.is(bench.outcomes[0]?.code, 'E_OTA_QUOTA');
	t.is(bench.renewed, 2);
});

test('a source that begins at the first byte is followed from there, and nothing is appended', t => {
	for (const options of [withTable, withoutTable]) {
		const bench = started(options);
		while (bench.asked.part === partTable || bench.asked.offset === 0) {
			bench.serve(bench.asked);
		}
		const {token, part} = bench.asked;
		t.true(servedWhole(bench.transfer, token, 0));
		t.is(bench.renewed, options.log2ChunkBytes === 0 ? 1 : 0);
		bench.serve({token, part, offset: 0, length: bench.image.length, answerBytes: 1000});
		t.deepEqual(bench.outcomes, [null]);
		t.true(bench.imageIsWhole());
		t.is(bench.transfer.progress().counts.wholes, 1);
	}
});
