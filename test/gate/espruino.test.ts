import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import test from 'ava';
import {cardFindings} from './card-findings.ts';
import {bundleShipped, cardFolders, entryOf} from './card-bundle.ts';
import {findingsIn, rules} from './espruino/check.ts';
import {sourcesBelow} from './files.ts';

/** For each rule, code that breaks it once, and its neighbour that does not. Judged as shipped, inside a wrapper. */
const snippets: Readonly<Record<string, readonly (readonly [bad: string, good: string])[]>> = {
	spread: [
		['f(...[1]);', 'f.apply(null, [1]);'],
		['var a = [...[1]];', 'var a = [1].concat();'],
		['var a = {...f};', 'var a = Object.assign({}, f);'],
	],
	rest: [['function g(...xs) {}', 'function g(xs) {}']],
	'default-parameter': [['function g(x = 1) {}', 'function g(x) { x = 1; }']],
	destructuring: [
		['var {a} = f;', 'var a = f.a;'],
		['var [a] = f;', 'var a = f[0];'],
		['for (const [k] of f) { f(k); }', 'for (const k of f) { f(k[0]); }'],
	],
	'computed-key': [
		['var a = {[f]: 1};', 'var a = {f: 1};'],
		['class A { [f]() {} }', 'class A { f() {} }'],
	],
	label: [['a: for (;;) { break a; }', 'for (;;) { break; }']],
	'default-not-last': [['switch (f) { default: f(); case 1: }', 'switch (f) { case 1: default: f(); }']],
	async: [
		['async function g() {}', 'function g() {}'],
		['var g = async () => 1;', 'var g = () => 1;'],
	],
	generator: [['function* g() {}', 'function g() {}']],
	'class-field': [['class A { x = 1; }', 'class A { constructor() { this.x = 1; } }']],
	'static-field': [
		['class A { static x = 1; }', 'class A { static x() {} }'],
		['class A { static {} }', 'class A {}'],
	],
	'private-member': [['class A { #x() {} }', 'class A { x() {} }']],
	'super-member': [
		[
			'class A {} class B extends A { m() { super.m(); } }',
			'class A {} class B extends A { constructor() { super(); } }',
		],
	],
	'extends-built-in': [
		['class A extends Error {}', 'class E {} class A extends E {}'],
		['class A extends f() {}', 'class A {}'],
	],
	'named-class-expression': [['var A = class B {};', 'var A = class {};']],
	'tagged-template': [['f`x`;', 'f(`x`);']],
	'module-syntax': [
		['import("x");', 'f("x");'],
		['function g() { return new.target; }', 'function g() { return new f; }'],
	],
	with: [['with (f) { f(); }', 'f();']],
	'big-integer': [['var a = 1n;', 'var a = 1;']],
	'power-operator': [
		['f(2 ** 3);', 'f(2 * 3);'],
		['f.a **= 2;', 'f.a *= 2;'],
	],
	'optional-chain': [['f?.a;', 'f.a;']],
	'logical-assignment': [
		['f.a ??= 1;', 'f.a = f.a ?? 1;'],
		['f.a ||= 1;', 'f.a = f.a || 1;'],
	],
	'length-assignment': [
		['f.length = 0;', 'f.splice(0);'],
		['f.length--;', 'f.size--;'],
	],
	'loop-closure': [
		['for (let i = 0; i < 3; i++) { f(() => i); }', 'for (let i = 0; i < 3; i++) { const j = i; f(() => j); }'],
		['for (const x of f) { f(function () { return x; }); }', 'for (const x of f) { f(function (x) { return x; }); }'],
		['for (let k in f) { f({get a() { return k; }}); }', 'for (let k in f) { f({a: k}); }'],
	],
	'non-ascii-text': [
		['f("\u20ac");', 'f("EUR");'],
		['f(`\\u00b0C`);', 'f(`degC`);'],
	],
	'regular-expression': [
		['/a?/.test(f);', '/a*/.test(f);'],
		['/a{2}/.test(f);', '/^[a-z?{]+$/gi.test(f);'],
		['/(?:a)/.test(f);', '/\\d+\\.[^\\]]*/.test(f);'],
		['/a+?/.test(f);', '/a+/.test(f);'],
		['/a|b/.test(f);', '/[ab]/.test(f);'],
		['/\\bx/.test(f);', '/\\sx/.test(f);'],
		['/a/m.test(f);', '/a/g.test(f);'],
		['/a/u.test(f);', '/a/i.test(f);'],
	],
	'missing-global': [
		['f(Map);', 'f(Object);'],
		['f(new Set());', 'f(new Array());'],
		['f(Symbol);', 'f(String);'],
		['f(Date);', 'f(Math);'],
		['setTimeout(f, 1);', 'f.setTimeout(f, 1);'],
		['console.log(1);', 'f.console.log(1);'],
		['require("x");', 'var require = f; require("x");'],
		['function g(Map) {} f(Map);', 'function g(Map) { f(Map); }'],
		['f({Map});', 'f({Map: 1});'],
		['f(globalThis);', 'f(f.globalThis);'],
	],
	'missing-member': [
		['f(Math.imul(1, 2));', 'f(Math.floor(1));'],
		['f(Math.exp);', 'f(Math.sqrt);'],
		['f(Math.round(1));', 'var Math = f; f(Math.round(1));'],
		['f(Math.random());', 'f(f.random());'],
		['f(Number.isInteger(1));', 'f(Number("1"));'],
		['f(Array.from(f));', 'f(Array.isArray(f));'],
		['f(Array.prototype.slice);', 'f([].slice);'],
		['f(Object.freeze(f));', 'f(Object.keys(f));'],
		['f(Uint8Array.BYTES_PER_ELEMENT);', 'f(new Uint8Array(1));'],
		['f(Promise.race(f));', 'f(Promise.all(f));'],
	],
	'missing-method': [
		['f.flatMap(f);', 'f.map(f);'],
		['f.a.at(0);', 'f.a.at;'],
		['f().entries();', 'Object.entries(f);'],
		['f("x".codePointAt(0));', 'f("x".charCodeAt(0));'],
		['f.finally(f);', 'f.then(f, f);'],
		['f((1).toFixed(2));', 'f((1).toString(16));'],
	],
	'json-argument': [
		['JSON.stringify(f, null, 2);', 'JSON.stringify(f);'],
		['JSON.parse("1", f);', 'JSON.parse("1");'],
	],
	'error-kind': [
		['f(f instanceof Error);', 'f(f instanceof Uint8Array);'],
		['try {} catch (e) { f(e instanceof TypeError); }', 'try {} catch (e) { f(e.code); }'],
	],
	'used-before-its-line': [
		['g(); function g() {}', 'function g() {} g();'],
		['var a = b; var b = 1;', 'var b = 1; var a = b;'],
		['f(function () { g(); function g() {} });', 'f(function () { function g() {} g(); });'],
		['new A(); var A = class {};', 'var A = class {}; new A();'],
		['var t = [g]; function g() {}', 'var t = [function () { g(); }]; function g() {}'],
	],
	'called-before-its-line': [
		['function g() { h(); } g(); function h() {}', 'function g() { h(); } function h() {} g();'],
		['function g() { return a; } f(g()); var a = 1;', 'function g() { return a; } var a = 1; f(g());'],
		[
			'var A = class { constructor() { h(); } }; new A(); function h() {}',
			'var A = class { m() { h(); } }; function h() {} new A();',
		],
		['f(function () { h(); }); function h() {}', 'function g() { f(function () { h(); }); } function h() {}'],
		[
			'function g() { h(); } function h() { i(); } g(); function i() {}',
			'function g() { h(); } function h() { i(); } function i() {} g();',
		],
	],
};

/** `f` is declared, so that a snippet names no global but what it is about. */
function judged(snippet: string): string[] {
	const names = findingsIn(`(function (f) {\n${snippet}\n})(0);`, true).map(({rule}) => rule);
	return [...new Set(names)];
}

for (const [name, pairs] of Object.entries(snippets)) {
	for (const [bad, good] of pairs) {
		test(`${name}: \`${bad}\` is found`, t => {
			t.true(judged(bad).includes(name), judged(bad).join(', '));
		});
		test(`${name}: \`${good}\` is not found beside \`${bad}\``, t => {
			t.deepEqual(
				judged(good).filter(found => found === name),
				[],
			);
		});
	}
}

test('every rule has a snippet that breaks it', t => {
	t.deepEqual(Object.keys(snippets).sort(), rules.map(({name}) => name).sort());
});

test('what the bundler lowers is judged only as shipped', t => {
	t.deepEqual(findingsIn('(function (f) { f?.a; f.b ??= 1; })(0);', false), []);
});

test('a finding carries the code, cut short, and its place', t => {
	const [finding] = findingsIn(`(function (f) {\n\tf(...[${'1, '.repeat(50)}]);\n})(0);`, true);
	t.is(finding.line, 2);
	t.is(finding.column, 3);
	t.is(finding.code.length, 61);
	t.true(finding.code.startsWith('...[1, 1,'));
});

test('a breach in a card file is named by file and line of the source, once', async t => {
	mkdirSync('.cache', {recursive: true});
	const folder = mkdtempSync(join('.cache', 'card-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const file = join(folder, 'planted.ts');
	writeFileSync(
		file,
		'// A comment.\nexport const limit: number = 3;\n\nexport function list(xs: number[]): number[] {\n\treturn [...xs, limit];\n}\n',
	);
	const findings = await cardFindings([relative('.', file)]);
	t.is(findings.length, 1, findings.join('\n'));
	t.regex(findings[0], /^(\.\/)?\.cache\/card-[^/]+\/planted\.ts:5 spread: no spread.* — \.\.\.xs$/);
});

test('what only the bundler adds is found in what ships', async t => {
	mkdirSync('.cache', {recursive: true});
	const folder = mkdtempSync(join('.cache', 'card-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const file = join(folder, 'self.ts');
	// A class that names itself inside: the bundler binds an inner name, which Espruino does not.
	writeFileSync(file, 'export class Ring {\n\tcopy(): Ring {\n\t\treturn new Ring();\n\t}\n}\n');
	const findings = await cardFindings([relative('.', file)]);
	t.true(
		findings.some(finding => /named-class-expression/.test(finding)),
		findings.join('\n'),
	);
});

test('the card runs on Espruino as far as the rules can tell', async t => {
	t.deepEqual(await cardFindings(sourcesBelow(cardFolders)), []);
});

test('a bundle keeps what nothing uses yet', async t => {
	const {code} = await bundleShipped(await entryOf(['src/core/queue.ts']));
	t.true(code.includes('siftDown'));
});
