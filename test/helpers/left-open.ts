// Loaded before every test file (package.json, ava.require): a file whose tests have ended and that still holds something
// open would keep its process, and with it the whole run, until the time limit, without a word about which file it was. After a
// grace it is named with what it holds, and ended.

import test, {registerCompletionHandler} from 'ava';

const GRACE_MS = 20_000;

registerCompletionHandler(() => {
	setTimeout(() => {
		const held = process.getActiveResourcesInfo().join(', ');
		process.stderr.write(`left open: ${test.meta.file} still holds ${held}\n`, () => process.exit());
	}, GRACE_MS).unref();
});
