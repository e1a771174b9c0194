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

const STRIDE = 32;
const lowPowers = new Float64Array(STRIDE);
const highPowers = new Float64Array(2 * STRIDE);
const inverseFactorials = new Float64Array(14);
/** 2 / (2n + 1): the series of 2 atanh. */
const atanhTerms = new Float64Array(12);

function fillTables(): void {
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
	let factorial = 1;
	for (let n = 0; n < inverseFactorials.length; n++) {
		inverseFactorials[n] = 1 / factorial;
		factorial *= n + 1;
	}
	for (let n = 0; n < atanhTerms.length; n++) {
		atanhTerms[n] = 2 / (2 * n + 1);
	}
}

fillTables();

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
	const k = Math.floor(x / LN2 + 0.5);
	const r = x - k * LN2_HIGH - k * LN2_LOW;
	// |r| <= ln2 / 2, so the first term left out, r^14 / 14!, is below 5e-18.
	let sum = inverseFactorials[13];
	for (let n = 12; n >= 0; n--) {
		sum = inverseFactorials[n] + r * sum;
	}
	return sum * 2 * powerOfTwo(k - 1);
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
	for (let step = 512; step > 0; step = step >> 1) {
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
	const square = s * s;
	// s^2 < 0.0295, so the first term left out is below 1e-18 of the first.
	let sum = atanhTerms[11];
	for (let n = 10; n >= 0; n--) {
		sum = atanhTerms[n] + square * sum;
	}
	return k * LN2_HIGH + (k * LN2_LOW + s * sum);
}

/** `base` to the power `exponent`, for base > 0; 0 stays 0 for positive exponents. */
export function pow(base: number, exponent: number): number {
	return base === 0 && exponent > 0 ? 0 : exp(exponent * log(base));
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
