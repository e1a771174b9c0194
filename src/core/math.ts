// exp, log and pow from + - * / alone, so that every engine computes the same bits: ECMA-262 leaves Math.exp and its kin
// to the implementation, and they differ between V8 versions, QuickJS and Espruino. Relative error below 1e-15.

const LN2 = 0.6931471805599453;
// ln 2 in two parts: k * LN2_HIGH is exact for whole |k| < 2^20, LN2_LOW carries the rest.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const SQRT2 = 1.4142135623730951;

/** Below this, exp() is 0: no quantity of ours is that small, and subnormal results would need a path of their own. */
const EXP_UNDERFLOW = -708;
const EXP_OVERFLOW = 709.78;
/** From 2 / NEAR up to NEAR log() needs only four steps, of 15 powers of two together, to find the exponent. */
const NEAR = 65536;

const STRIDE = 32;
const lowPowers = new Float64Array(STRIDE);
const highPowers = new Float64Array(2 * STRIDE);

function fillPowers(): void {
	let low = 1;
	for (let i = 0; i < STRIDE; i++) {
		lowPowers[i] = low;
		low *= 2;
	}
	highPowers[STRIDE] = 1;
	for (let i = 1; i <= STRIDE; i++) {
		highPowers[STRIDE - i] = highPowers[STRIDE - i + 1] / low;
	}
	for (let i = 1; i < STRIDE; i++) {
		highPowers[STRIDE + i] = highPowers[STRIDE + i - 1] * low;
	}
}

fillPowers();

/** 2 to the whole power `k`, exact for -1024 <= k < 1024. */
function powerOfTwo(k: number): number {
	const high = Math.floor(k / STRIDE);
	return highPowers[STRIDE + high] * lowPowers[k - high * STRIDE];
}

/** e to the power `x`: 0 below -708, Infinity above 709.78. */
export function exp(x: number): number {
	if (x < EXP_UNDERFLOW) {
		return 0;
	}
	if (x > EXP_OVERFLOW) {
		return Infinity;
	}
	const k = Math.floor(x * (1 / LN2) + 0.5);
	return taylor(x - k * LN2_HIGH - k * LN2_LOW) * 2 * powerOfTwo(k - 1);
}

/** e to the power `r` for |r| <= ln2 / 2: the first term left out, r^14 / 14!, is below 5e-18. Even and odd terms apart. */
function taylor(r: number): number {
	const s = r * r;
	const even = 1 + s * (1 / 2 + s * (1 / 24 + s * (1 / 720 + s * (1 / 40320 + s * (1 / 3628800 + s / 479001600)))));
	const odd = 1 + s * (1 / 6 + s * (1 / 120 + s * (1 / 5040 + s * (1 / 362880 + s * (1 / 39916800 + s / 6227020800)))));
	return even + r * odd;
}

/** Natural logarithm; -Infinity at 0, NaN below. */
export function log(x: number): number {
	if (!(x > 0)) {
		return x === 0 ? -Infinity : NaN;
	}
	if (x === Infinity) {
		return x;
	}
	if (x < 1e-300) {
		return log(x * powerOfTwo(512)) - 512 * LN2;
	}
	let mantissa = x;
	let k = 0;
	const near = x < NEAR && x >= 2 / NEAR;
	for (let step = near ? 8 : 512; step > 0; step = step >> 1) {
		const power = powerOfTwo(step);
		if (mantissa >= power) {
			mantissa /= power;
			k += step;
		} else if (mantissa < 1 && mantissa * power < 2) {
			mantissa *= power;
			k -= step;
		}
	}
	if (mantissa > SQRT2) {
		mantissa /= 2;
		k += 1;
	}
	const s = (mantissa - 1) / (mantissa + 1);
	return k * LN2_HIGH + (k * LN2_LOW + s * atanhSeries(s * s));
}

/** 2 atanh(s) / s from s^2 < 0.0295: the first term left out is below 1e-18 of the first. */
function atanhSeries(q: number): number {
	return (
		2
		+ q
			* (2 / 3
				+ q
					* (2 / 5
						+ q
							* (2 / 7
								+ q
									* (2 / 9
										+ q
											* (2 / 11
												+ q * (2 / 13 + q * (2 / 15 + q * (2 / 17 + q * (2 / 19 + q * (2 / 21 + (q * 2) / 23))))))))))
	);
}

/** `base` to the power `exponent`, for base > 0; 0 stays 0 for positive exponents. */
export function pow(base: number, exponent: number): number {
	return base === 0 && exponent > 0 ? 0 : exp(exponent * log(base));
}

/** 2 to the power `x`, which need not be whole. */
export function pow2(x: number): number {
	return exp(x * LN2);
}

/** Nearest whole number, halves upwards. Math.round differs between engines at negative halves. */
export function round(x: number): number {
	return Math.floor(x + 0.5);
}

/** `x` held between `low` and `high`. */
export function clamp(x: number, low: number, high: number): number {
	if (x < low) {
		return low;
	}
	return x > high ? high : x;
}
