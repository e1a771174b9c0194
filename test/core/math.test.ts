import fc from 'fast-check';
import test from 'ava';
import {clamp, exp, log, pow, pow2, round} from '../../src/core/math.ts';

const bits = new DataView(new ArrayBuffer(8));

function hexOf(value: number): string {
	bits.setFloat64(0, value);
	return bits.getBigUint64(0).toString(16).padStart(16, '0');
}

/** How many doubles lie between two numbers of one sign. */
function ulpsBetween(a: number, b: number): number {
	bits.setFloat64(0, a);
	const first = bits.getBigInt64(0);
	bits.setFloat64(0, b);
	return Math.abs(Number(first - bits.getBigInt64(0)));
}

const functions: Readonly<Record<string, (...values: number[]) => number>> = {exp, log, pow, pow2};

// The exact bits, which no engine and no change may alter: stored state and published runs depend on them.
const golden: readonly (readonly [name: string, args: readonly number[], hex: string])[] = [
	['exp', [-700], '00d14f2b0fb9307f'],
	['exp', [-45.88471398706224], '3bcbe72df9b8aaf8'],
	['exp', [-1], '3fd78b56362cef38'],
	['exp', [-0.0538], '3fee52ea8eff4684'],
	['exp', [-1e-9], '3fefffffff768fa1'],
	['exp', [0.1], '3ff1aec7b35a00d3'],
	['exp', [0.5], '3ffa61298e1e069c'],
	['exp', [1], '4005bf0a8b14576a'],
	['exp', [2.302585092994046], '4024000000000002'],
	['exp', [88], '47df1056dc7bf22c'],
	['exp', [700], '7f0d945df4f8ec8e'],
	['log', [1e-307], 'c0861726241a7508'],
	['log', [0.00001526], 'c0262e38983410be'],
	['log', [0.112], 'c0018398dd0c9826'],
	['log', [0.5], 'bfe62e42fefa39ef'],
	['log', [0.9999999], 'be7ad7f2b1049ba0'],
	['log', [1.0000001], '3e7ad7f2847b6492'],
	['log', [2], '3fe62e42fefa39ef'],
	['log', [10], '40026bb1bbb55516'],
	['log', [65536], '40262e42fefa39ef'],
	['log', [24000], '40242bef2bec8b0e'],
	['log', [1e300], '4085963447f87fb5'],
	['pow', [2, 0.5], '3ff6a09e667f3bcc'],
	['pow', [0.377, 1.23], '3fd3475ef6447b67'],
	['pow', [12.7, -2.5], '3f5c811ae8b3be64'],
	['pow', [0.00001, 0.3], '3fa030dc4ea03a73'],
	['pow', [100, 3], '412e84800000000a'],
	['pow2', [0.1], '3ff125fbee250665'],
	['pow2', [-1.5], '3fd6a09e667f3bcc'],
	['pow2', [1], '4000000000000000'],
];

for (const [name, args, hex] of golden) {
	test(`${name}(${args.join(', ')}) has the bits ${hex}`, t => {
		t.is(hexOf(functions[name](...args)), hex);
	});
}

/** fast-check draws doubles evenly over their bits; these are drawn evenly over a range, where rounding errors live. */
function evenly(low: number, high: number): fc.Arbitrary<number> {
	return fc.integer({min: 0, max: 2 ** 31 - 1}).map(step => low + ((high - low) * step) / (2 ** 31 - 1));
}

const runs = {numRuns: 20_000};

test('exp is within 4 ulp of the engine from -707 to 709', t => {
	fc.assert(
		fc.property(fc.oneof(evenly(-707, 709), evenly(-1, 1)), x => ulpsBetween(exp(x), Math.exp(x)) < 4),
		runs,
	);
	t.pass();
});

test('log is within 4 ulp of the engine over all normal numbers', t => {
	const normal = fc.double({min: 2.3e-308, max: Number.MAX_VALUE, noNaN: true});
	const nearOne = evenly(-1, 1).map(x => 1 + x * x * x);
	fc.assert(
		fc.property(
			fc.oneof(
				normal,
				evenly(1e-6, 2),
				nearOne.filter(x => x > 0),
			),
			x => {
				return ulpsBetween(log(x), Math.log(x)) < 4;
			},
		),
		runs,
	);
	t.pass();
});

test('log is within 4 ulp where the search for the exponent changes its way', t => {
	for (const edge of [1 / 65536, 1 / 32768, 1, 2, Math.SQRT2, 65536, 1e-300, 131072]) {
		for (const x of [edge * (1 - 2 ** -52), edge, edge * (1 + 2 ** -52), edge * 1.0007, edge * 0.9993]) {
			t.true(ulpsBetween(log(x), Math.log(x)) < 4, `log(${x})`);
		}
	}
});

test('pow is within 1e-14 of the engine for the bases and exponents of batteries', t => {
	fc.assert(
		fc.property(evenly(1e-3, 100), evenly(-3, 3), (base, exponent) => {
			const right = Math.pow(base, exponent);
			return Math.abs(pow(base, exponent) - right) <= 1e-14 * right;
		}),
		runs,
	);
	t.pass();
});

test('pow2 is exact at whole exponents up to rounding of the logarithm', t => {
	for (let k = -60; k <= 60; k++) {
		t.true(Math.abs(pow2(k) / 2 ** k - 1) < 1e-14, String(k));
	}
});

test('exp and log rise with their argument', t => {
	const pair = fc.tuple(evenly(-700, 700), fc.double({min: 1e-12, max: 10, noNaN: true}));
	fc.assert(
		fc.property(pair, ([x, step]) => exp(x + step) >= exp(x)),
		runs,
	);
	const positive = fc.tuple(evenly(1e-9, 100), fc.double({min: 1e-12, max: 10, noNaN: true}));
	fc.assert(
		fc.property(positive, ([x, step]) => log(x + step) >= log(x)),
		runs,
	);
	t.pass();
});

test('exp ends in 0 and in Infinity, and is 1 at 0', t => {
	t.is(exp(0), 1);
	t.is(exp(-708.0001), 0);
	t.true(exp(-708) > 0);
	t.is(exp(-Infinity), 0);
	t.true(exp(709.78) < Infinity);
	t.is(exp(709.7801), Infinity);
	t.is(exp(Infinity), Infinity);
	t.is(exp(NaN), NaN);
});

test('log has its edges', t => {
	t.is(log(1), 0);
	t.is(log(0), -Infinity);
	t.is(log(-0), -Infinity);
	t.is(log(-1), NaN);
	t.is(log(NaN), NaN);
	t.is(log(Infinity), Infinity);
	t.true(ulpsBetween(log(Number.MIN_VALUE), Math.log(Number.MIN_VALUE)) < 4);
});

test('pow of 0 is 0 for positive exponents, and of anything to the power 0 is 1', t => {
	t.is(pow(0, 0.3), 0);
	t.is(pow(17, 0), 1);
});

test('round takes halves upwards', t => {
	for (const [x, whole] of [
		[2.5, 3],
		[2.4999, 2],
		[-2.5, -2],
		[-2.51, -3],
		[-0.2, 0],
		[7, 7],
	] as const) {
		t.true(round(x) === whole, `round(${x})`);
	}
});

test('clamp holds a number between two others', t => {
	t.is(clamp(-1, 0, 1), 0);
	t.is(clamp(2, 0, 1), 1);
	t.is(clamp(0.5, 0, 1), 0.5);
});
