import {spawnSync} from 'node:child_process';
import test from 'ava';

/** What the check says where Node calls itself `version`. */
function refusalOf(version: string): {status: number | null; stderr: string} {
	const pretend = `Object.defineProperty(process, 'versions', {value: {node: '${version}'}});`;
	const check = `${pretend} require('./.ci/require-node.cjs');`;
	return spawnSync(process.execPath, ['--input-type=commonjs', '-e', check], {encoding: 'utf8'});
}

for (const version of ['20.19.0', '20.20.2', '21.0.0', '26.10.0']) {
	test(`Node ${version} is taken`, t => {
		t.like(refusalOf(version), {status: 0, stderr: ''});
	});
}

for (const version of ['20.18.3', '18.20.4', '8.0.0']) {
	test(`Node ${version} is refused with a sentence that says what to install`, t => {
		const {status, stderr} = refusalOf(version);
		t.is(status, 1);
		t.regex(stderr, /needs Node 20\.19 or newer; this is .*Install a newer one from https:\/\/nodejs\.org\//);
	});
}
