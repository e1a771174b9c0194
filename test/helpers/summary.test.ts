import {spawnSync} from 'node:child_process';
import test from 'ava';

/** Runs the summary over `file`, as `make test` does over all. */
function summaryOf(file: string): {lines: string[]; status: number | null} {
	const {stdout, status} = spawnSync(process.execPath, ['dist/test/helpers/summary.js', file], {encoding: 'utf8'});
	return {lines: stdout.trimEnd().split('\n'), status};
}

test('the last line counts what AVA ran, and the exit code is 0', t => {
	const {lines, status} = summaryOf('test/helpers/tap.test.ts');
	t.regex(lines.at(-1) ?? '', /^1[0-9] passed, 0 failed, 0 skipped$/);
	t.is(status, 0);
});

test('a run of no test fails and says so', t => {
	const {lines, status} = summaryOf('test/helpers/no-such-file.test.ts');
	t.deepEqual(lines.slice(-2), ['no test ran', '0 passed, 0 failed, 0 skipped']);
	t.not(status, 0);
});
