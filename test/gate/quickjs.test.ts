import test from 'ava';
import {bundleShipped} from './card-bundle.ts';
import {cardFindings} from './card-findings.ts';
import {runPruned} from './quickjs.ts';
import {transcript} from './transcript.ts';

const limits = {memoryBytes: 8 << 20, stackBytes: 256 << 10};

function run(code: string): Promise<string> {
	return runPruned(`globalThis.result = String(${code});`, limits);
}

test('the transcript itself keeps to the subset', async t => {
	const findings = await cardFindings(['test/gate/transcript.ts']);
	t.deepEqual(
		findings.filter(finding => finding.startsWith('test/')),
		[],
	);
});

test('the card computes in a pruned QuickJS what it computes in Node, bit for bit', async t => {
	const entry = `import {transcript} from './test/gate/transcript.ts';\nglobalThis.result = transcript();\n`;
	const {code} = await bundleShipped(entry);
	t.is(await runPruned(code, limits), transcript());
});

const gone = [
	'typeof Map',
	'typeof Symbol',
	'typeof Date',
	'typeof Reflect',
	'typeof eval',
	'typeof Math.exp',
	'typeof Math.imul',
	'typeof Math.round',
	'typeof Array.from',
	'typeof Number.isInteger',
	'typeof Object.freeze',
	'typeof Object.getOwnPropertyNames',
	'typeof Promise.race',
	'typeof [].flat',
	'typeof [].entries',
	'typeof "".codePointAt',
	'typeof (1).toFixed',
	'typeof new Uint8Array(1).copyWithin',
	'typeof Promise.resolve(1).finally',
	'typeof Uint8Array.from',
];

for (const what of gone) {
	test(`the prelude takes away ${what.replace('typeof ', '')}`, async t => {
		t.is(await run(what), 'undefined');
	});
}

test('what Espruino has is still there', async t => {
	t.is(await run('[1, 2].map(function (x) { return x * Math.floor(1.5); }).join("+") + "ab".charCodeAt(1)'), '1+298');
	t.is(await run('Object.keys({a: 1}).concat(new Float64Array(2).fill(3)[1], JSON.stringify([1]))'), 'a,3,[1]');
	t.is(await run('(function () { var s = ""; for (var x of [1, 2]) { s += x; } return s; })()'), '12');
});

test('sort is not stable, as in Espruino', async t => {
	const pairs = '[[1, "a"], [1, "b"], [0, "c"]]';
	t.is(await run(`${pairs}.sort(function (x, y) { return x[0] - y[0]; }).map(function (x) { return x[1]; })`), 'c,b,a');
});

test('a slice of a typed array is a plain array, as in Espruino', async t => {
	t.is(
		await run('Array.isArray(new Uint8Array([1, 2, 3]).slice(1)) + ":" + new Uint8Array([1, 2, 3]).slice(1)'),
		'true:2,3',
	);
});

test('what runs out of memory or of stack fails', async t => {
	await t.throwsAsync(runPruned('var a = []; for (;;) { a.push("x".repeat(1000) + a.length); }', limits));
	await t.throwsAsync(runPruned('function f() { return f() + 1; } f();', limits));
});
