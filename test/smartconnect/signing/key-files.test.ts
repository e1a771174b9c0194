import {generateKeyPairSync} from 'node:crypto';
import test from 'ava';
import {keyFileText, publicKeyText, readKeyFile} from '../../../src/smartconnect/signing/key-files.ts';
import {newSigningKey} from '../../../src/smartconnect/signing/keys.ts';

const key = newSigningKey();
const secret = Buffer.from(key.seed).toString('hex');

test('a key is read back from its file with its role', t => {
	const read = readKeyFile('k.json', keyFileText('release', key, null), null);
	t.is(read.role, 'release');
	t.deepEqual(read.kid, key.kid);
	t.deepEqual(read.key?.seed, key.seed);
	t.deepEqual(read.key?.sign(new Uint8Array(3)), key.sign(new Uint8Array(3)));
});

test('a sealed file does not show the key, and gives it for its passphrase alone', t => {
	const text = keyFileText('root', key, 'correct horse');
	t.false(text.includes(secret));
	t.deepEqual(readKeyFile('k.json', text, 'correct horse').key?.seed, key.seed);
	t.throws(() => readKeyFile('k.json', text, 'battery staple'), {code: 'E_KEY_INVALID', message: /passphrase/});
	const unread = readKeyFile('k.json', text, null);
	t.true(unread.isSealed);
	t.is(unread.key, null);
	t.deepEqual(unread.kid, key.kid);
});

test('a sealed file that was given another public key is refused', t => {
	const other = Buffer.from(newSigningKey().publicKey).toString('hex');
	const text = keyFileText('root', key, 'x').replace(Buffer.from(key.publicKey).toString('hex'), other);
	t.throws(() => readKeyFile('k.json', text, 'x'), {code: 'E_KEY_INVALID'});
});

test('a file whose halves do not belong together is refused, without showing them', t => {
	const text = keyFileText('fresh', key, null).replace(secret, '11'.repeat(32));
	const error = t.throws(() => readKeyFile('k.json', text, null), {code: 'E_KEY_INVALID'});
	t.false(error.message.includes('1111'));
});

test('a public file has no key to sign with', t => {
	const text = publicKeyText('assign', key.publicKey);
	t.false(text.includes(secret));
	const read = readKeyFile('k.pub.json', text, null);
	t.is(read.key, null);
	t.is(read.role, 'assign');
	t.deepEqual(read.publicKey, key.publicKey);
});

test('an Ed25519 key in PEM is taken, encrypted too; one of another kind is not', t => {
	const {privateKey} = generateKeyPairSync('ed25519');
	const plain = privateKey.export({type: 'pkcs8', format: 'pem'}) as string;
	const encrypted = privateKey.export({type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p'}) as string;
	const read = readKeyFile('k.pem', plain, null);
	t.is(read.role, null);
	t.deepEqual(readKeyFile('k.pem', encrypted, 'p').key?.seed, read.key?.seed);
	t.throws(() => readKeyFile('k.pem', encrypted, 'q'), {code: 'E_KEY_INVALID'});
	const rsa = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({type: 'pkcs8', format: 'pem'});
	t.throws(() => readKeyFile('k.pem', rsa as string, null), {code: 'E_KEY_INVALID', message: /not of Ed25519/});
});

for (const [what, text] of [
	['empty', ''],
	['null', 'null'],
	['of another schema', '{"schema":"other"}'],
	['without its public key', '{"schema":"ridethrough.firmware-key/1","algorithm":"Ed25519"}'],
] as const) {
	test(`a file that is ${what} is no key`, t => {
		t.throws(() => readKeyFile('k.json', text, null), {code: 'E_KEY_INVALID', message: /^k\.json: /});
	});
}
