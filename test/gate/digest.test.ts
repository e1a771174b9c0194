import fc from 'fast-check';
import test from 'ava';
import {Digest} from './digest.ts';

function digestOf(values: readonly number[]): string {
	const digest = new Digest();
	values.forEach(value => digest.number(value));
	return digest.text();
}

test('the first half is FNV-1a', t => {
	const digest = new Digest();
	digest.bytes(new TextEncoder().encode('foobar'));
	// From the test vectors of the FNV draft.
	t.is(digest.text().slice(0, 8), 'bf9cf968');
});

test('the last bit of a number changes the digest', t => {
	t.not(digestOf([0.1]), digestOf([0.1 + 2 ** -56]));
	t.not(digestOf([0]), digestOf([-0]));
	t.not(digestOf([NaN]), digestOf([0]));
});

test('a NaN of any bits has one digest', t => {
	const other = new DataView(new ArrayBuffer(8));
	other.setUint32(0, 0xfff80001);
	t.is(digestOf([NaN]), digestOf([other.getFloat64(0)]));
});

test('the order of numbers changes the digest', t => {
	fc.assert(fc.property(fc.integer(), fc.integer(), (a, b) => a === b || digestOf([a, b]) !== digestOf([b, a])));
	t.pass();
});
