import {createCipheriv} from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import {findAuth, localizedKey, stretchedKey} from '../../../../src/protocols/snmp/usm/auth.ts';
import {decrypt, encrypt, findPriv, privKeyFrom, privProtocols} from '../../../../src/protocols/snmp/usm/privacy.ts';
import type {PrivProtocol} from '../../../../src/protocols/snmp/usm/privacy.ts';

const engineId = Buffer.from('8000013e0300c0b7123456', 'hex');
const sha = findAuth('SHA')!;
const sha512 = findAuth('SHA-512')!;

function priv(name: string): PrivProtocol {
	return findPriv(name)!;
}

test('DES enciphers as FIPS 81 table C2 does, with the salt taken into the IV', t => {
	const localized = Buffer.from('0123456789abcdef1111111111111111', 'hex');
	const key = privKeyFrom(priv('DES'), sha, localized, engineId);
	// Pre-IV 11… xor the salt is the IV of the table, 1234567890abcdef.
	const salt = Buffer.from('0325476981badcfe', 'hex');
	const plain = Buffer.from('Now is the time for all ');
	const secret = encrypt(priv('DES'), key, {boots: 1, time: 2, salt}, plain);
	t.is(secret.toString('hex'), 'e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6');
});

test('AES-128 enciphers as NIST SP 800-38A F.3.13 does, with boots, time and salt as the IV', t => {
	const localized = Buffer.from('2b7e151628aed2a6abf7158809cf4f3c', 'hex');
	const key = privKeyFrom(priv('AES'), sha, localized, engineId);
	const salt = Buffer.from('08090a0b0c0d0e0f', 'hex');
	const plain = Buffer.from('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51', 'hex');
	const secret = encrypt(priv('AES'), key, {boots: 0x00_01_02_03, time: 0x04_05_06_07, salt}, plain);
	t.is(secret.toString('hex'), '3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b');
});

for (const protocol of privProtocols) {
	test(`${protocol.name} gives back every scoped PDU that it enciphered, and DES pads it to whole blocks`, t => {
		const localized = localizedKey(sha, stretchedKey(sha, Buffer.from('privacy phrase')), engineId);
		const key = privKeyFrom(protocol, sha, localized, engineId);
		const number = fc.nat(0x7f_ff_ff_ff);
		const bytes = fc.uint8Array({minLength: 1, maxLength: 300});
		const salts = fc.uint8Array({minLength: 8, maxLength: 8});
		fc.assert(
			fc.property(number, number, salts, bytes, (boots, time, salt, plain) => {
				const moment = {boots, time, salt};
				const secret = encrypt(protocol, key, moment, plain);
				const found = decrypt(protocol, key, moment, secret);
				const length = protocol.block === 'des' ? Math.ceil(plain.length / 8) * 8 : plain.length;
				return found !== null && secret.length === length && found.subarray(0, plain.length).equals(plain);
			}),
		);
		t.pass();
	});
}

test('the two forms of AES-256 make other keys of a short digest and the same of a long one', t => {
	const moment = {boots: 1, time: 2, salt: Buffer.alloc(8)};
	const plain = Buffer.alloc(32, 7);
	const secretOf = (name: string, auth: typeof sha): string => {
		const localized = localizedKey(auth, stretchedKey(auth, Buffer.from('privacy phrase')), engineId);
		return encrypt(priv(name), privKeyFrom(priv(name), auth, localized, engineId), moment, plain).toString('hex');
	};
	t.not(secretOf('AES256', sha), secretOf('AES256B', sha));
	t.is(secretOf('AES256', sha512), secretOf('AES256B', sha512));
});

test('bytes that no cipher of the protocol made are refused', t => {
	const localized = localizedKey(sha, stretchedKey(sha, Buffer.from('privacy phrase')), engineId);
	const des = privKeyFrom(priv('DES'), sha, localized, engineId);
	const aes = privKeyFrom(priv('AES'), sha, localized, engineId);
	const salt = Buffer.alloc(8);
	t.is(decrypt(priv('DES'), des, {boots: 1, time: 2, salt}, Buffer.alloc(15)), null);
	t.is(decrypt(priv('DES'), des, {boots: 1, time: 2, salt: Buffer.alloc(7)}, Buffer.alloc(16)), null);
	t.is(decrypt(priv('AES'), aes, {boots: 1, time: 2, salt: Buffer.alloc(0)}, Buffer.alloc(16)), null);
	t.is(decrypt(priv('AES'), aes, {boots: 1, time: 2, salt}, Buffer.alloc(0)), null);
});

test('a cipher of single DES by hand and triple DES with three equal keys agree', t => {
	const des = Buffer.from('133457799bbcdff1', 'hex');
	const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([des, des, des]), Buffer.alloc(8)).setAutoPadding(false);
	// The worked example of J. Orlin Grabbe: plain 0123456789abcdef, cipher 85e813540f0ab405.
	t.is(cipher.update(Buffer.from('0123456789abcdef', 'hex')).toString('hex'), '85e813540f0ab405');
});

test('privacy protocols are found by the names that people write for them', t => {
	const written = ['des', 'AES', 'aes-128', 'AES128', 'AES-256', 'aes256c', 'AES256R', 'aes-256-b'];
	const found = ['DES', 'AES', 'AES', 'AES', 'AES256', 'AES256', 'AES256', 'AES256B'];
	t.deepEqual(
		written.map(name => findPriv(name)?.name),
		found,
	);
	t.is(findPriv('3DES'), null);
});
