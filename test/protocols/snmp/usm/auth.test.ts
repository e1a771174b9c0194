import {createHmac} from 'node:crypto';
import test from 'ava';
import {
	AuthKey,
	authProtocols,
	findAuth,
	isSameDigest,
	localizedKey,
	stretchedKey,
} from '../../../../src/protocols/snmp/usm/auth.ts';
import type {AuthProtocol} from '../../../../src/protocols/snmp/usm/auth.ts';

const passphrase = Buffer.from('maplesyrup');
const engineId = Buffer.from('000000000000000000000002', 'hex');

function auth(name: string): AuthProtocol {
	const found = findAuth(name);
	if (found === null) {
		throw new Error(`${name} is not known`);
	}
	return found;
}

// RFC 3414 A.3.1 and A.3.2: the passphrase "maplesyrup" at the engine 00 … 02.
const keys: readonly (readonly [name: string, stretched: string, localized: string])[] = [
	['MD5', '9faf3283884e92834ebc9847d8edd963', '526f5eed9fcce26f8964c2930787d82b'],
	['SHA', '9fb5cc0381497b3793528939ff788d5d79145211', '6695febc9288e36282235fc7151f128497b38f3f'],
];

for (const [name, stretched, localized] of keys) {
	test(`${name} makes the keys of RFC 3414 A.3`, t => {
		const made = stretchedKey(auth(name), passphrase);
		t.is(made.toString('hex'), stretched);
		t.is(localizedKey(auth(name), made, engineId).toString('hex'), localized);
	});
}

test('a passphrase longer than a chunk of the hash makes the key that one run of the hash makes', t => {
	const long = Buffer.from('abc'.repeat(30_000));
	const short = Buffer.from('abc');
	t.deepEqual(stretchedKey(auth('SHA-256'), long), stretchedKey(auth('SHA-256'), short));
});

// RFC 4231 test case 2 (key "Jefe"), cut to the lengths of RFC 7860 4.1; RFC 2202 case 2 for MD5 and SHA-1.
const digests: readonly (readonly [name: string, digest: string])[] = [
	['MD5', '750c783e6ab0b503eaa86e31'],
	['SHA', 'effcdf6ae5eb2fa2d27416d5'],
	['SHA-224', 'a30e01098bc6dbbf45690f3a7e9e6d0f'],
	['SHA-256', '5bdcc146bf60754e6a042426089575c75a003f089d273983'],
	['SHA-384', 'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e'],
	['SHA-512', '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd'],
];

for (const [name, digest] of digests) {
	test(`${name} makes the digest of RFC 4231 or RFC 2202, cut to ${digest.length / 2} bytes`, t => {
		const made = new AuthKey(auth(name), Buffer.from('Jefe')).digest(Buffer.from('what do ya want for nothing?'), 0, 0);
		t.is(Buffer.from(made).toString('hex'), digest);
		t.is(auth(name).digestBytes, digest.length / 2);
	});
}

test('protocols are found by the names that people write for them', t => {
	const written = ['md5', 'SHA1', 'sha-1', 'sha', 'SHA256', 'sha-256', 'Sha-512', 'sha224', 'sha384'];
	const found = ['MD5', 'SHA', 'SHA', 'SHA', 'SHA-256', 'SHA-256', 'SHA-512', 'SHA-224', 'SHA-384'];
	t.deepEqual(
		written.map(name => findAuth(name)?.name),
		found,
	);
	t.is(findAuth('SHA-3'), null);
	t.is(authProtocols.length, 6);
});

test('a digest of another length is another digest', t => {
	t.true(isSameDigest(Buffer.from([1, 2]), Buffer.from([1, 2])));
	t.false(isSameDigest(Buffer.from([1, 3]), Buffer.from([1, 2])));
	t.false(isSameDigest(Buffer.from([1]), Buffer.from([1, 2])));
	t.false(isSameDigest(Buffer.alloc(0), Buffer.from([1, 2])));
});

test('the digest of a message is that of node:crypto, whatever its length, with zeros where its own digest lies', t => {
	for (const protocol of authProtocols) {
		const localized = Buffer.alloc(20, 7);
		const key = new AuthKey(protocol, localized);
		for (const length of [0, 1, 150, 2048, 2049, 65_507, 150]) {
			const message = Buffer.alloc(length, 0xa5);
			const from = Math.min(40, length);
			const to = Math.min(52, length);
			const zeroed = Buffer.from(message).fill(0, from, to);
			const right = createHmac(protocol.hash, localized).update(zeroed).digest().subarray(0, protocol.digestBytes);
			t.deepEqual(Buffer.from(key.digest(message, from, to)), right, `${protocol.name}, ${length} bytes`);
		}
	}
});
