// What the event log does when the disk refuses: the calls of node:fs are replaced, hence serial.

import fs, {mkdtempSync, rmSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import sinon from 'sinon';
import {EventLog} from '../../../src/platform/node/event-log/event-log.ts';
import {verifyLog} from '../../../src/platform/node/event-log/verify.ts';

const options = {newLogId: 7, segmentBytes: 400, totalBytes: 1_000_000};
const body = (sequence: number): Buffer => Buffer.from(`entry ${sequence}`);

function refusal(code: string): Error {
	return Object.assign(new Error(`${code}: the disk refuses`), {code});
}

/** Writes half of what it is given once, and nothing after it. */
function halfThenRefuse(): void {
	const real = fs.writeSync;
	const stub = sinon.stub(fs, 'writeSync');
	stub
		.onFirstCall()
		.callsFake(((handle: number, bytes: Buffer, from: number, length: number, at: number) =>
			real(handle, bytes, from, length >> 1, at)) as typeof fs.writeSync);
	stub.throws(refusal('ENOSPC'));
}

const refusals: readonly (readonly [title: string, refuse: () => void])[] = [
	['has no room in the middle of a write', halfThenRefuse],
	['fails to flush', () => sinon.stub(fs, 'fdatasyncSync').throws(refusal('EIO'))],
];

for (const [title, refuse] of refusals) {
	test.serial(`when the disk ${title}, nothing of the group is in the log, and it goes on when there is room`, t => {
		const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
		t.teardown(() => {
			sinon.restore();
			syncBuiltinESMExports();
			rmSync(folder, {recursive: true});
		});
		const log = EventLog.open(folder, options);
		for (let sequence = 1; sequence <= 30; sequence++) {
			log.append(body(sequence));
			if (sequence % 3 > 0) {
				continue;
			}
			if (sequence % 6 === 0) {
				refuse();
				syncBuiltinESMExports();
				t.throws(() => log.sync(), {code: 'E_STATE_UNUSABLE', message: /has room/});
				sinon.restore();
				syncBuiltinESMExports();
				t.is(log.newest, sequence - 3);
				t.is(verifyLog(folder).fault, null);
				[2, 1, 0].forEach(back => log.append(body(sequence - back)));
			}
			log.sync();
			t.is(log.newest, sequence);
		}
		log.close();
		t.like(verifyLog(folder), {fault: null, entries: 30});
		const again = EventLog.open(folder, options);
		t.is(again.repair.cutBytes, 0);
		t.is(again.body(30).toString(), 'entry 30');
		again.close();
	});
}
