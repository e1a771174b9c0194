import {Script} from 'node:vm';
import {createHash} from 'node:crypto';
import {parse} from 'acorn';
import test from 'ava';
import {transform} from 'esbuild';
import * as catalogue from '../../src/agent/events.ts';
import {CONDITIONS} from '../../src/ups/conditions.ts';
import {functionsIn, showingAlive} from './alive.ts';
import {boards, refusalOf} from './boards.ts';
import {JsVarCount} from './jsvars.ts';
import {keptNames} from './kept-names.ts';
import {literalOf} from './literal.ts';
import {smallEvents} from './small-events.ts';
import {smallFields} from './small-fields.ts';
import {smallRows, withoutColumns} from './small-rows.ts';
import {smallWriter} from './small-writer.ts';
import {withLooseMethods} from './loosen.ts';
import {withoutUnused} from './unused.ts';
import {sha256} from './world/sha256.ts';

type Events = typeof catalogue;

async function small(names: readonly string[]): Promise<Events> {
	const {code} = await transform(smallEvents(names), {loader: 'ts', format: 'esm'});
	return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Events;
}

test('the packed catalogue says of every event and condition what the whole one says', async t => {
	const events = await small(['linkLost']);
	for (let id = -1; id < 300; id++) {
		const [ours, whole] = [events.eventRow(id), catalogue.eventRow(id)];
		t.is(ours?.severity, whole?.severity, `event ${id}`);
		t.is(ours?.paired, whole?.paired, `event ${id}`);
		t.is(ours !== null && events.isAlarm(ours), whole !== null && catalogue.isAlarm(whole), `event ${id}`);
	}
	for (let condition = -1; condition <= CONDITIONS; condition++) {
		t.is(events.eventOfCondition(condition), catalogue.eventOfCondition(condition), `condition ${condition}`);
	}
});

test('the packed catalogue knows the names that it was asked to know', async t => {
	const events = await small(['linkLost']);
	t.is(events.findEvent('linkLost')?.id, catalogue.findEvent('linkLost')?.id);
	t.is(events.findEvent('onBattery'), null);
	t.is(events.findEvent('toString'), null);
});

test('the columns of a UPS become places, and nothing else does', t => {
	t.is(
		withoutColumns('u.at + u.energy * u.rows.count; x.energy; u.holds(1)'),
		'u.f[0] + u.f[1] * u.rows.count; x.energy; u.holds(1)',
	);
	t.regex(withoutColumns('this.u.source = 1'), /^this\.u\.j\[\d+\] = 1$/);
});

test('a source that has not what a board wants of it stops the build', t => {
	t.throws(() => smallFields('export {};'), {message: /reading\.ts has no table/});
	t.throws(() => smallRows('export {};'), {message: /row\.ts has not the classes/});
	t.throws(() => smallWriter('export {};'), {message: /protobuf\.ts has no method view/});
});

test('a method that nobody calls goes, with what only it used', t => {
	const code = 'class A { a() { this.b(); } b() {} c() { this.c(); } d() {} } new A().d();';
	const left = withoutUnused(code, new Set());
	t.false(/\ba\(|\bb\(|\bc\(/.test(left));
	t.true(left.includes('d()'));
});

test('a method that is kept, or that a text names, stays', t => {
	t.true(withoutUnused('class A { a() {} }', new Set(['a'])).includes('a()'));
	t.true(withoutUnused('class A { a() {} } f("a");', new Set()).includes('a()'));
});

test('a field that nobody reads is not written, unless that does more', t => {
	const left = withoutUnused('function f(x) { x.a = 1; x.b = g(); x.c += 2; return x.d; }', new Set());
	t.is(left.replaceAll(' ', ''), 'functionf(x){x.b=g();returnx.d;}');
});

const counter =
	'class A { constructor() { this.n = 1; } add(k) { this.n += k; return this; } total() { return this.n; } }';

test('a method that one class alone has becomes a function that does the same, in nested calls too', t => {
	const left = withLooseMethods(`${counter} var a = new A(); f(a.add(a.total()).add(1).total());`, new Set());
	const run = new Script(`let got; function f(x) { got = x; } ${left} got;`);
	t.is(run.runInNewContext(), 3);
	t.false(/\.add|\.total/.test(left));
});

const stay: readonly (readonly [why: string, code: string, kept: readonly string[]])[] = [
	['is kept', `${counter} a.add(1);`, ['add']],
	['another class has as well', `${counter} class B { add() {} } a.add(1);`, []],
	['a plain object has as well', `${counter} var b = {add: f}; a.add(1);`, []],
	['is handed on', `${counter} var b = a.add; a.add(1);`, []],
	['somebody puts in place', `${counter} b.add = f; a.add(1);`, []],
];

for (const [why, code, kept] of stay) {
	test(`a method stays that ${why}`, t => {
		t.true(withLooseMethods(code, new Set(kept)).includes('a.add(1)'));
	});
}

test('names that the world knows are kept, the others are not', async t => {
	const kept = await keptNames([
		'export const shown = 1; const a = {inner: 1};',
		'globalThis.x = {outer: 1};',
		'const t = ["asText"];',
	]);
	t.deepEqual(
		['shown', 'outer', 'asText', 'push', 'inner'].map(name => kept.has(name)),
		[true, true, true, true, false],
	);
});

test('a literal has the value that it was made of', t => {
	const value = {a: [1, -2.5, null, true, 'x"y'], b: {c: Infinity}};
	t.notThrows(() => parse(`(${literalOf(value)})`, {ecmaVersion: 'latest'}));
	t.is(literalOf(value), '{a: [1, -2.5, null, true, "x\\"y"], b: {c: Infinity}}');
});

function costOf(value: unknown): number {
	const count = new JsVarCount(() => false);
	count.add(value);
	return count.total;
}

/** espruino.md 5, measured on a build of a board's size. */
const costs: readonly (readonly [what: string, value: unknown, jsVars: number])[] = [
	['an empty object', {}, 1],
	['a record of four fields', {a: 1, b: 2, c: 3, d: 4}, 6],
	['an array of four small whole numbers', [1, 2, 3, 4], 6],
	['a text of 100 characters', 'x'.repeat(100), 12],
	['100 bytes', new Uint8Array(100), 11],
	['1,000 bytes', new Uint8Array(1000), 80],
	['a view of eight bytes', new DataView(new ArrayBuffer(8)), 17],
];

for (const [what, value, jsVars] of costs) {
	test(`the estimate of ${what} is what was measured, within two`, t => {
		t.true(Math.abs(costOf(value) - jsVars) <= 2, String(costOf(value)));
	});
}

test('what is shared is counted once', t => {
	const shared = new Uint8Array(1000);
	t.true(costOf([shared, shared.subarray(10)]) < costOf([shared]) + 10);
	t.true(costOf([shared, shared]) <= costOf([shared]) + 1);
});

test('functions of a bundle are those that loading it makes', t => {
	t.is(functionsIn('(()=>{function a(){return ()=>1}class B{c(){}d(){}}let e=()=>2;})();'), 4);
});

test('a bundle that shows what is alive shows each of its variables', t => {
	t.regex(showingAlive('(()=>{let a=1,b=2;class C{}function d(){}f(a)})();'), /return \[a, b, C, d\]/);
});

test('a board without network takes no card, and a small one no large bundle', t => {
	const pico = boards.find(({name}) => name === 'Pico') ?? boards[0];
	t.is(refusalOf(pico, {jsVars: 100, bytes: 100, network: true, copies: 2}), 'no network');
	t.is(refusalOf(pico, {jsVars: 100, bytes: 100, network: false, copies: 1}), '');
	t.regex(refusalOf(pico, {jsVars: 9000, bytes: 100, network: false, copies: 1}), /10360 of 12000 variables/);
	t.regex(refusalOf(pico, {jsVars: 100, bytes: 200_000, network: false, copies: 2}), /2 × 200000 bytes/);
});

test('the SHA-256 of the world is SHA-256', t => {
	for (const size of [0, 1, 55, 56, 63, 64, 65, 1000]) {
		const bytes = new Uint8Array(size).fill(size);
		t.is(Buffer.from(sha256(bytes)).toString('hex'), createHash('sha256').update(bytes).digest('hex'));
	}
});
