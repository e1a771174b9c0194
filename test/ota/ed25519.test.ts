import test from 'ava';
import fc from 'fast-check';
import nacl from 'tweetnacl';
import {keyProblem, verifyEd25519} from '../../src/ota/ed25519.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {vectorBytes, vectorTest} from '../helpers/ota-vectors.ts';

interface Signed {
	readonly id?: string;
	readonly name?: string;
	readonly publicKey: string;
	readonly message: string;
	readonly signature: string;
	readonly required?: string;
}

const verify = ({publicKey, message, signature}: Signed): boolean =>
	verifyEd25519(nodeCrypto, vectorBytes(publicKey), vectorBytes(message), vectorBytes(signature));

vectorTest('ed25519-edge.json', 'every edge of Ed25519 is taken or refused as it must be', (t, content) => {
	const {vectors} = content as {vectors: readonly Signed[]};
	t.is(vectors.length, 140);
	for (const vector of vectors) {
		t.is(verify(vector) ? 'accept' : 'reject', vector.required ?? '', vector.id);
	}
});

vectorTest(
	'rfc8032-ed25519.json',
	'the vectors of RFC 8032 verify, and with one bit changed they do not',
	(t, content) => {
		const {vectors} = content as {vectors: readonly Signed[]};
		t.is(vectors.length, 5);
		for (const vector of vectors) {
			t.true(verify(vector), vector.name);
			const changed = vectorBytes(vector.signature);
			changed[3] ^= 1;
			t.false(verify({...vector, signature: Buffer.from(changed).toString('hex')}), vector.name);
		}
	},
);

/** Bytes of a number of 256 bits, low byte first. */
function littleEndian(value: bigint): Uint8Array {
	return Uint8Array.from({length: 32}, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const sign = 2n ** 255n;
const order8 = [
	Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex'),
	Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex'),
].map(bytes => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`));
const smallOrder = [0n, 1n, p - 1n, ...order8, p, p + 1n].flatMap(y => [y, y + sign]).map(littleEndian);

test('all 14 encodings of small order are no keys', t => {
	t.is(smallOrder.length, 14);
	for (const key of smallOrder) {
		t.not(keyProblem(key), '');
	}
});

test('a key that anybody can sign for is refused, though the bare check takes it', t => {
	const identity = littleEndian(1n);
	const signature = new Uint8Array([...identity, ...new Uint8Array(32)]);
	const message = new Uint8Array([1, 2, 3]);
	t.true(nodeCrypto.bareEd25519(identity, message, signature), 'the bare check is fooled');
	t.false(verifyEd25519(nodeCrypto, identity, message, signature));
});

test('a key with a y from p on is not canonical, one below is', t => {
	for (let above = 0n; above < 19n; above++) {
		t.not(keyProblem(littleEndian(p + above)), '');
	}
	t.is(keyProblem(littleEndian(p - 2n)), '');
	t.is(keyProblem(littleEndian(p - 2n + sign)), '');
});

test('wrong lengths are a no and no exception', t => {
	const {publicKey} = nacl.sign.keyPair.fromSeed(new Uint8Array(32));
	for (const length of [0, 63, 65]) {
		t.false(verifyEd25519(nodeCrypto, publicKey, new Uint8Array(1), new Uint8Array(length)));
	}
	t.false(verifyEd25519(nodeCrypto, publicKey.subarray(1), new Uint8Array(1), new Uint8Array(64)));
	t.regex(keyProblem(publicKey.subarray(1)), /32/);
});

test('what is signed properly verifies, and its twin with S + L does not', t => {
	fc.assert(
		fc.property(fc.uint8Array({minLength: 32, maxLength: 32}), fc.uint8Array({maxLength: 200}), (seed, message) => {
			const {publicKey, secretKey} = nacl.sign.keyPair.fromSeed(seed);
			const signature = nacl.sign.detached(message, secretKey);
			t.true(verifyEd25519(nodeCrypto, publicKey, message, signature));
			const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`);
			const twin = new Uint8Array([...signature.subarray(0, 32), ...littleEndian(s + order)]);
			t.true(nodeCrypto.bareEd25519(publicKey, message, twin), 'the bare check is fooled');
			t.false(verifyEd25519(nodeCrypto, publicKey, message, twin));
		}),
		{numRuns: 10},
	);
});
