// A program that writes an event log and says on stdout, after each flush, through which entry it is safe: to be killed at any
// moment. Entries carry their sequence, so that a reader can tell whether they are in order.

import {EventLog} from '../../src/platform/node/event-log/event-log.ts';

const LARGEST_GROUP = 12;
const log = EventLog.open(process.argv[2], {newLogId: 7, segmentBytes: 40_000, totalBytes: 1_000_000_000});

process.stdout.write(`${log.newest}\n`);
for (let next = log.newest + 1; ; ) {
	const count = 1 + (next % LARGEST_GROUP);
	for (let i = 0; i < count; i++) {
		log.append(Buffer.from(`entry ${next} ${'.'.repeat(next % 90)}`));
		next += 1;
	}
	log.sync();
	process.stdout.write(`${log.newest}\n`);
	// Stdout is a pipe: let it go out before the next group.
	await new Promise(resolve => {
		setImmediate(resolve);
	});
}
