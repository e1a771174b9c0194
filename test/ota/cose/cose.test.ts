import test from 'ava';
import nacl from 'tweetnacl';
import {CborWriter} from '../../../src/codec/cbor/writer.ts';
import {documentCbor, tagMac0, tagSign, tagSign1} from '../../../src/ota/cbor-rules.ts';
import type {RoleKeys, TrustedKey} from '../../../src/ota/check-context.ts';
import {isRefusal} from '../../../src/ota/codes.ts';
import {parseCose} from '../../../src/ota/cose/message.ts';
import type {CoseMessage} from '../../../src/ota/cose/message.ts';
import {toBeSigned, wordBytes} from '../../../src/ota/cose/to-be-signed.ts';
import {signerOf, verifiersOf} from '../../../src/ota/cose/verify.ts';
import type {Signers} from '../../../src/ota/cose/verify.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import {vectorBytes, vectorTest} from '../../helpers/ota-vectors.ts';

interface Vector {
	readonly name: string;
	readonly curve: string;
	readonly kid: string;
	readonly publicKey?: string;
	readonly toBeSigned?: string;
	readonly externalAad?: string;
	readonly cbor: string;
	readonly projectProfile?: string;
}

const nothing = new Uint8Array(0);
const noKeys: RoleKeys = {
	root: [],
	release: [],
	assign: [],
	fresh: [],
	retired: [],
	releaseThreshold: 1,
	rootThreshold: 1,
};

function signersFor(keys: Partial<RoleKeys>, legacyEdDsa = false): Signers {
	return {
		keys: {...noKeys, ...keys},
		role: 'assign',
		algorithms: [-19, 5],
		verifiers: verifiersOf(nodeCrypto, null, legacyEdDsa),
	};
}

/** What becomes of the first block of a message: OK or a code. */
function judge(bytes: Uint8Array, signers: Signers, aad: Uint8Array): string {
	const message = parseCose(bytes, documentCbor, [tagMac0, tagSign1, tagSign]);
	if (isRefusal(message)) {
		return message.code;
	}
	const [block] = message.blocks;
	const found = signerOf(message, block, toBeSigned(message, block, aad, message.payload ?? nothing), signers);
	return isRefusal(found) ? found.code : 'OK';
}

vectorTest('cose-sign1.json', 'the published COSE messages are judged by the profile', (t, content) => {
	const {vectors} = content as {vectors: readonly Vector[]};
	t.is(vectors.length, 13);
	const structural: Readonly<Record<string, string>> = {
		'sign-pass-01': 'E_OTA_AUTH_ALG',
		'sign-pass-03': 'E_OTA_ENV_SCHEMA',
		'sign-fail-01': 'E_OTA_CBOR_TYPE',
	};
	for (const vector of vectors) {
		const key = {kid: vectorBytes(vector.kid), algorithm: -19, key: vectorBytes(vector.publicKey ?? '')};
		const aad = vectorBytes(vector.externalAad ?? '');
		const strict = judge(vectorBytes(vector.cbor), signersFor({assign: [key]}), aad);
		const legacy = judge(vectorBytes(vector.cbor), signersFor({assign: [key]}, true), aad);
		t.is(strict, structural[vector.name] ?? 'E_OTA_AUTH_ALG', vector.name);
		if (vector.curve === 'Ed25519') {
			t.is(legacy, 'OK', vector.name);
		} else {
			t.not(legacy, 'OK', vector.name);
		}
	}
});

vectorTest('cose-sign1.json', 'what is signed is built as published', (t, content) => {
	const {vectors} = content as {vectors: readonly Vector[]};
	const published = vectors.filter(vector => vector.toBeSigned !== undefined);
	t.is(published.length, 4);
	for (const vector of published) {
		const message = parseCose(vectorBytes(vector.cbor), documentCbor, [tagSign1, tagSign]) as CoseMessage;
		const signed = toBeSigned(message, message.blocks[0], nothing, message.payload ?? nothing);
		t.is(Buffer.from(signed).toString('hex'), vector.toBeSigned ?? '', vector.name);
	}
});

const pair = nacl.sign.keyPair.fromSeed(new Uint8Array(32).fill(7));
const kid = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
const key: TrustedKey = {kid, algorithm: -19, key: pair.publicKey};
const payload = wordBytes('payload');
const aad = wordBytes('nmc-ota/assign');

interface Wish {
	readonly tag?: number;
	readonly header?: Uint8Array;
	readonly open?: Uint8Array;
	readonly sign?: (signed: Uint8Array) => Uint8Array;
}

const usualHeader = new CborWriter(40).map(2).uint(1).int(-19).uint(4).blob(kid).copy();
const algorithmOnly = new CborWriter(40).map(1).uint(1).int(-19).copy();
const hmacHeader = new CborWriter(40).map(1).uint(1).uint(5).copy();

function signEd25519(signed: Uint8Array): Uint8Array {
	return nacl.sign.detached(signed, pair.secretKey);
}

function messageOf({tag = tagSign1, header = usualHeader, open = new Uint8Array([0xa0]), sign = signEd25519}: Wish) {
	const context = tag === tagMac0 ? 'MAC0' : 'Signature1';
	const signed = new CborWriter(200).array(4).text(context).blob(header).blob(aad).blob(payload).view();
	const writer = new CborWriter(3000).tag(tag).array(4).blob(header).raw(open);
	return writer.blob(payload).blob(sign(signed)).copy();
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const otherKid: TrustedKey = {...key, kid: new Uint8Array(8)};
const cardKey: TrustedKey = {kid: new Uint8Array(8), algorithm: 5, key: new Uint8Array(32).fill(9)};
const authenticate = (signed: Uint8Array): Uint8Array => nodeCrypto.hmacSha256(cardKey.key, signed);

const cases: readonly (readonly [what: string, wish: Wish, keys: Partial<RoleKeys>, code: string])[] = [
	['a block of a key of the role', {}, {assign: [key]}, 'OK'],
	['a block without kid', {header: algorithmOnly}, {assign: [otherKid, key]}, 'OK'],
	[
		'a block without kid, of the fifth key',
		{header: algorithmOnly},
		{
			assign: [otherKid, otherKid, otherKid, otherKid]
				.map((k, i) => ({...k, key: nacl.sign.keyPair.fromSeed(new Uint8Array(32).fill(i)).publicKey}))
				.concat(key),
		},
		'E_OTA_AUTH_SIG',
	],
	[
		'a kid in the open header',
		{header: algorithmOnly, open: new CborWriter(40).map(1).uint(4).blob(kid).copy()},
		{assign: [key]},
		'OK',
	],
	['a kid that nobody has', {}, {assign: [otherKid]}, 'E_OTA_AUTH_KEY_UNKNOWN'],
	['a kid of another role', {}, {release: [key]}, 'E_OTA_AUTH_ROLE'],
	['a retired kid', {}, {retired: [kid]}, 'E_OTA_AUTH_KEY_REVOKED'],
	['a retired kid that the role still has', {}, {assign: [key], retired: [kid]}, 'E_OTA_AUTH_KEY_REVOKED'],
	['a signature of another key', {sign: () => new Uint8Array(64)}, {assign: [key]}, 'E_OTA_AUTH_SIG'],
	['an empty signature', {sign: () => nothing}, {assign: [key]}, 'E_OTA_AUTH_SIG'],
	['a header without algorithm', {header: nothing}, {assign: [key]}, 'E_OTA_AUTH_ALG'],
	['an algorithm in both headers', {open: bytesOf('a10132')}, {assign: [key]}, 'E_OTA_AUTH_ALG'],
	['a critical parameter', {header: bytesOf('a2013202811863')}, {assign: [key]}, 'E_OTA_AUTH_ALG'],
	['a critical parameter in the open header', {open: bytesOf('a102811863')}, {assign: [key]}, 'E_OTA_AUTH_ALG'],
	['an algorithm that is text', {header: bytesOf('a1016161')}, {assign: [key]}, 'E_OTA_AUTH_ALG'],
	[
		'another parameter beside, of a number or a word',
		{header: bytesOf('a40000013204480102030405060708616100')},
		{assign: [key]},
		'OK',
	],
	['a header that is no map', {header: bytesOf('8101')}, {assign: [key]}, 'E_OTA_ENV_SCHEMA'],
	['a header with bytes after it', {header: bytesOf('a1013200')}, {assign: [key]}, 'E_OTA_ENV_SCHEMA'],
	[
		'an authentication code of the card',
		{tag: tagMac0, header: hmacHeader, sign: authenticate},
		{assign: [cardKey]},
		'OK',
	],
	[
		'an authentication code that is cut',
		{tag: tagMac0, header: hmacHeader, sign: signed => authenticate(signed).subarray(0, 16)},
		{assign: [cardKey]},
		'E_OTA_AUTH_SIG',
	],
	[
		'an authentication code as a signature',
		{header: hmacHeader, sign: authenticate},
		{assign: [cardKey]},
		'E_OTA_AUTH_ALG',
	],
	['a signature as an authentication code', {tag: tagMac0}, {assign: [key]}, 'E_OTA_AUTH_ALG'],
	[
		'an authentication code under a public key',
		{tag: tagMac0, header: hmacHeader, sign: signed => nodeCrypto.hmacSha256(key.key, signed)},
		{assign: [key]},
		'E_OTA_AUTH_SIG',
	],
];

for (const [what, wish, keys, expected] of cases) {
	test(`${what}: ${expected}`, t => {
		t.is(judge(messageOf(wish), signersFor(keys), aad), expected);
	});
}

test('a signature for one kind of document is none for another', t => {
	t.is(judge(messageOf({}), signersFor({assign: [key]}), wordBytes('nmc-ota/fresh')), 'E_OTA_AUTH_SIG');
});

test('an algorithm that is not of the card’s class is refused, good as its signature may be', t => {
	const signers = {...signersFor({assign: [key]}), algorithms: [-46]};
	t.is(judge(messageOf({}), signers, aad), 'E_OTA_AUTH_ALG');
});

test('HSS/LMS goes to the verifier that the card brings', t => {
	const lmsKey: TrustedKey = {kid, algorithm: -46, key: new Uint8Array(60)};
	const header = new CborWriter(40).map(2).uint(1).int(-46).uint(4).blob(kid).copy();
	const seen: number[] = [];
	const hssLms = (public_: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
		seen.push(public_.length, signature.length);
		return message.length > 0;
	};
	const signers = {
		...signersFor({assign: [lmsKey]}),
		algorithms: [-46],
		verifiers: verifiersOf(nodeCrypto, hssLms, false),
	};
	t.is(judge(messageOf({header, sign: () => new Uint8Array(2512)}), signers, aad), 'OK');
	t.deepEqual(seen, [60, 2512]);
	t.is(judge(messageOf({}), {...signers, keys: {...noKeys, assign: [key]}}, aad), 'E_OTA_AUTH_ALG');
});

test('a message of many signatures with a bad one among them keeps the good one', t => {
	const none = new CborWriter(200).array(3).blob(nothing).map(0).blob(nothing).copy();
	const signed = new CborWriter(200).array(5).text('Signature').blob(nothing).blob(usualHeader).blob(aad).blob(payload);
	const good = new CborWriter(200).array(3).blob(usualHeader).map(0).blob(signEd25519(signed.view())).copy();
	const writer = new CborWriter(400)
		.tag(tagSign)
		.array(4)
		.blob(nothing)
		.map(0)
		.blob(payload)
		.array(2)
		.raw(none)
		.raw(good);
	const message = parseCose(writer.view(), documentCbor, [tagSign]) as CoseMessage;
	t.is(message.blocks[0].problem?.code, 'E_OTA_AUTH_ALG');
	const signers = signersFor({assign: [key]});
	t.deepEqual(signerOf(message, message.blocks[1], toBeSigned(message, message.blocks[1], aad, payload), signers), key);
});

const broken: readonly (readonly [what: string, hex: string])[] = [
	['no signatures at all', 'd8628440a04080'],
	['an algorithm for all signatures', 'd8628443a10132a040818340a040'],
	['three parts', 'd28340a040'],
	['five parts', 'd28540a0404000'],
	['a payload that is text', 'd28443a10132a06040'],
	['nine signatures', `d8628440a04089${'8340a040'.repeat(9)}`],
	['a signature of two parts', 'd8628440a040818240a0'],
];

for (const [what, hex] of broken) {
	test(`a message with ${what} is none`, t => {
		const found = parseCose(bytesOf(hex), documentCbor, [tagSign1, tagSign]);
		t.is(isRefusal(found) ? found.code : '', 'E_OTA_ENV_SCHEMA');
	});
}
