// Others verify what is signed here: OpenSSL the signature over the structure of COSE, and cards' own code each kind of document.

import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {documentCbor, envelopeCbor} from '../../../src/ota/cbor-rules.ts';
import {isRefusal} from '../../../src/ota/codes.ts';
import {scanCbor} from '../../../src/codec/cbor/scan.ts';
import {checkAssignment} from '../../../src/ota/trust/assignment.ts';
import {cardKeyOf, roleKeysOf} from '../../../src/ota/trust/role-keys.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import {encodeCbor, mapOf} from '../../../src/smartconnect/signing/cbor.ts';
import type {CborValue} from '../../../src/smartconnect/signing/cbor.ts';
import {detachedBlock, sigStructure} from '../../../src/smartconnect/signing/cose.ts';
import {decodeCbor, isTag} from '../../../src/smartconnect/signing/decode.ts';
import {signAssignment} from '../../../src/smartconnect/signing/documents.ts';
import {judgeRoots, trustTools} from '../../../src/smartconnect/signing/judge.ts';
import {hmacSigner, newSigningKey} from '../../../src/smartconnect/signing/keys.ts';
import type {Signer} from '../../../src/smartconnect/signing/keys.ts';
import {readRelease} from '../../../src/smartconnect/signing/release-facts.ts';
import {readRoot} from '../../../src/smartconnect/signing/root-facts.ts';
import {buildRoot, signRoot} from '../../../src/smartconnect/signing/root.ts';
import {needs} from '../../helpers/needs.ts';

const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const NOW_S = 1_790_000_000;

needs('openssl')('OpenSSL verifies the signature of a block over the structure of COSE', t => {
	const key = newSigningKey();
	const payload = new Uint8Array(36).fill(9);
	const block = decodeCbor(detachedBlock(key, payload), envelopeCbor);
	const parts = block.ok && isTag(block.value) ? (block.value.value as readonly Uint8Array[]) : [];
	const place = mkdtempSync(join(tmpdir(), 'ridethrough-openssl-'));
	t.teardown(() => rmSync(place, {recursive: true}));
	const write = (name: string, bytes: Uint8Array): string => {
		writeFileSync(join(place, name), bytes);
		return join(place, name);
	};
	const words = [
		'pkeyutl',
		'-verify',
		'-rawin',
		'-pubin',
		'-keyform',
		'DER',
		'-inkey',
		write('key', Buffer.concat([SPKI_HEAD, key.publicKey])),
		'-in',
		write('signed', sigStructure(parts[0], '', payload)),
		'-sigfile',
		write('signature', parts[3]),
	];
	t.regex(execFileSync('openssl', words, {encoding: 'utf8'}), /Signature Verified Successfully/);
	write('signed', sigStructure(parts[0], 'nmc-ota/fresh', payload));
	t.throws(() => execFileSync('openssl', words, {stdio: 'pipe'}));
});

function rootWith(assign: Uint8Array): Uint8Array {
	const [root, release, fresh] = [newSigningKey(), newSigningKey(), newSigningKey()];
	const role = (publicKey: Uint8Array) => ({keys: [publicKey], threshold: 1, epoch: 1});
	const fields = {
		version: 1,
		expiresS: NOW_S + 1000,
		roles: {
			root: role(root.publicKey),
			release: role(release.publicKey),
			assign: role(assign),
			fresh: role(fresh.publicKey),
		},
		retired: [],
	};
	return signRoot(buildRoot(fields), [root]);
}

function assignmentBy(signer: Signer): Uint8Array {
	return signAssignment(
		{
			version: 3,
			issuedS: NOW_S - 10,
			expiresS: NOW_S + 100,
			deviceId: new Uint8Array(16).fill(5),
			manifestDigest: new Uint8Array(32).fill(6),
			campaign: 'november',
			notBeforeS: NOW_S,
		},
		signer,
	);
}

test('a card of the board class takes an assignment by its own key, and by no other', t => {
	const secret = new Uint8Array(32).fill(3);
	const root = judgeRoots([rootWith(newSigningKey().publicKey)], NOW_S);
	if (isRefusal(root)) {
		t.fail(root.detail);
		return;
	}
	const keys = roleKeysOf(root, cardKeyOf(secret, nodeCrypto));
	const wish = {deviceId: new Uint8Array(16).fill(5), nowS: NOW_S, keys, lastVersion: 0};
	const taken = checkAssignment(assignmentBy(hmacSigner(secret)), wish, trustTools());
	t.is(isRefusal(taken) ? taken.detail : taken.campaign, 'november');
	const other = checkAssignment(assignmentBy(hmacSigner(new Uint8Array(32))), wish, trustTools());
	t.true(isRefusal(other));
	const signed = checkAssignment(assignmentBy(newSigningKey()), wish, trustTools());
	t.true(isRefusal(signed));
});

const leaf = fc.oneof(
	fc.maxSafeInteger(),
	fc.string({unit: 'grapheme', maxLength: 40}),
	fc.uint8Array({maxLength: 40}),
	fc.constant(null),
);
const values = fc.letrec<{value: CborValue}>(tie => ({
	value: fc.oneof(
		{maxDepth: 4},
		leaf,
		fc.array(tie('value'), {maxLength: 4}),
		fc
			.uniqueArray(fc.tuple(fc.oneof(fc.maxSafeInteger(), fc.uint8Array({maxLength: 8})), tie('value')), {
				selector: ([key]) => (typeof key === 'number' ? String(key) : Buffer.from(key).toString('hex') + 'h'),
				maxLength: 4,
			})
			.map(entries => mapOf(entries)),
	),
})).value;

test('whatever is encoded passes the strict scanner, and reads back as it was', t => {
	fc.assert(
		fc.property(values, value => {
			const bytes = encodeCbor(value);
			const decoded = decodeCbor(bytes, documentCbor);
			return (
				scanCbor(bytes, documentCbor) === null && decoded.ok && Buffer.compare(encodeCbor(decoded.value), bytes) === 0
			);
		}),
	);
	t.pass();
});

test('maps are encoded the same in whatever order their entries come', t => {
	const entries = [
		[300, 'c'],
		[-1, 'd'],
		['a', 'e'],
		[2, 'b'],
	] as const;
	const [forward, backward] = [entries, entries.toReversed()].map(list =>
		Buffer.from(encodeCbor(mapOf(list))).toString('hex'),
	);
	t.is(forward, backward);
	t.is(forward, 'a402616219012c616320616461616165');
});

test('no bytes are taken for a release or a root document that are none', t => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 300}), bytes => 'code' in readRelease(bytes) && 'code' in readRoot(bytes)),
	);
	t.pass();
});
