import test from 'ava';
import {checkEnvelope} from '../../../src/ota/check/check.ts';
import {refusal} from '../../../src/ota/codes.ts';
import {encodeCbor} from '../../../src/smartconnect/signing/cbor.ts';
import {
	blockOf,
	build,
	digestOf,
	goodContext,
	goodDraft,
	image,
	keys,
	nowS,
	otherReleaseKey,
	ports,
	releaseKey,
	sequenceOf,
	sha256Of,
	unknownKey,
} from '../../helpers/ota-builder.ts';
import type {Built, Draft} from '../../helpers/ota-builder.ts';

type Context = ReturnType<typeof goodContext>;

function codeOf({bytes}: Built, context: Partial<Context> = {}): string {
	const answer = checkEnvelope(bytes, {...goodContext(), ...context}, ports);
	return answer.ok ? (answer.alreadyInstalled ? 'installed' : 'OK') : answer.refusal.code;
}

function built(change: (draft: Draft) => void): Built {
	const draft = goodDraft();
	change(draft);
	return build(draft);
}

const byTwo = {...keys, releaseThreshold: 2};

for (const [title, signers, code] of [
	['one of two keys', [releaseKey], 'E_OTA_AUTH_THRESHOLD'],
	['one key twice', [releaseKey, releaseKey], 'E_OTA_AUTH_THRESHOLD'],
	['a key and an unknown one', [releaseKey, unknownKey], 'E_OTA_AUTH_THRESHOLD'],
	['two keys', [releaseKey, otherReleaseKey], 'OK'],
	['two keys and an unknown one first', [unknownKey, releaseKey, otherReleaseKey], 'OK'],
	['unknown keys', [unknownKey, unknownKey], 'E_OTA_AUTH_KEY_UNKNOWN'],
] as const) {
	test(`where two release keys must sign, an envelope signed by ${title} is ${code}`, t => {
		t.is(
			codeOf(
				built(draft => (draft.blocks = signers.map(blockOf))),
				{keys: byTwo},
			),
			code,
		);
	});
}

test('two blocks without kid by one key count once', t => {
	const anonymous = (draft: Draft): void => {
		draft.blocks = [releaseKey, releaseKey].map(key => ({...blockOf(key), protectedHeader: [[1, -19]]}));
	};
	t.is(codeOf(built(anonymous), {keys: byTwo}), 'E_OTA_AUTH_THRESHOLD');
	t.is(codeOf(built(anonymous)), 'OK');
});

test('the error of the first block is told where none is good', t => {
	const change = (draft: Draft): void => {
		draft.blocks = [blockOf(releaseKey), blockOf(unknownKey)];
		draft.blocks[0].spoil = signature => signature.subarray(1);
	};
	t.is(codeOf(built(change)), 'E_OTA_AUTH_SIG');
});

test('a critical header is refused', t => {
	const change = (draft: Draft): void => {
		draft.blocks[0].protectedHeader.push([2, [99]]);
	};
	t.is(codeOf(built(change)), 'E_OTA_AUTH_ALG');
});

test('what is installed already is said to be, whatever time and UPS are', t => {
	const envelope = built(draft => (draft.sequence = 41));
	const installed = {
		installedManifestDigest: envelope.manifestDigest,
		nowS: nowS + 9999,
		word: {by: 'nobody'},
		upsProblem: 'on battery',
		slotProblem: refusal('E_OTA_FLASH_WORN', 'worn'),
	} as const;
	t.is(codeOf(envelope, installed), 'installed');
	t.is(codeOf(envelope, {...installed, installedManifestDigest: null}), 'E_OTA_SEQ_REPLAY');
	t.is(codeOf(envelope, {...installed, keys: byTwo}), 'E_OTA_AUTH_THRESHOLD');
});

for (const [sequence, keyEpoch, code] of [
	[41, 1, 'E_OTA_SEQ_REPLAY'],
	[40, 1, 'E_OTA_SEQ_ROLLBACK'],
	[10_041, 1, 'OK'],
	[10_042, 1, 'E_OTA_SEQ_JUMP'],
	[1, 2, 'OK'],
	[10_042, 2, 'OK'],
	[42, 0, 'E_OTA_SEQ_ROLLBACK'],
	[Number.MAX_SAFE_INTEGER, 2, 'OK'],
	[2n ** 53n, 2, 'E_OTA_SEQ_JUMP'],
	[2n ** 64n - 1n, 2, 'E_OTA_SEQ_JUMP'],
] as const) {
	test(`sequence ${sequence} over floor 41 of epoch 1, under keys of epoch ${keyEpoch}, is ${code}`, t => {
		t.is(
			codeOf(
				built(draft => (draft.sequence = sequence)),
				{keyEpoch},
			),
			code,
		);
	});
}

test('without trusted time only an administrator who says so installs', t => {
	const envelope = build(goodDraft());
	t.is(codeOf(envelope, {nowS: -1}), 'E_OTA_TIME_UNKNOWN');
	t.is(codeOf(envelope, {nowS: -1, word: {by: 'local', timeOverride: true}}), 'OK');
	const assigned = {by: 'assignment', manifestDigest: envelope.manifestDigest} as const;
	t.is(codeOf(envelope, {nowS: -1, word: assigned}), 'E_OTA_TIME_UNKNOWN');
});

test('a time that is known is held to, whoever asks', t => {
	const envelope = build(goodDraft());
	t.is(codeOf(envelope, {nowS: nowS + 1000}), 'OK');
	t.is(codeOf(envelope, {nowS: nowS + 1001, word: {by: 'local', timeOverride: true}}), 'E_OTA_EXPIRED');
});

test('an assignment is for one manifest', t => {
	const envelope = build(goodDraft());
	t.is(codeOf(envelope, {word: {by: 'assignment', manifestDigest: envelope.manifestDigest}}), 'OK');
	t.is(codeOf(envelope, {word: {by: 'assignment', manifestDigest: sha256Of(image)}}), 'E_OTA_NOT_ASSIGNED');
});

test("a battery below the manifest's minimum waits", t => {
	const envelope = built(draft => draft.installParameters.push([26, 60]));
	t.is(codeOf(envelope, {batteryPercent: 59}), 'E_OTA_UPS_NOT_READY');
	t.is(codeOf(envelope, {batteryPercent: 60}), 'OK');
});

/** The install sequence beside the manifest. */
function severed(change: (draft: Draft, install: Uint8Array) => void): Built {
	return built(draft => {
		const [uri] = draft.installParameters.slice(1);
		const install = sequenceOf([[20, new Map([draft.installParameters[0], uri])], ...draft.installCommands]);
		draft.severedInstall = digestOf(encodeCbor(install));
		draft.extra.push([20, install]);
		change(draft, install);
	});
}

test('an install sequence may stand beside the manifest, which holds its digest', t => {
	t.is(codeOf(severed(() => {})), 'OK');
});

test('a severed part is refused in its turn: after policy, before the lists', t => {
	const changed = severed((draft, install) => (draft.extra = [[20, Buffer.concat([install, Buffer.from([0])])]]));
	t.is(codeOf(changed), 'E_OTA_AUTH_DIGEST');
	t.is(codeOf(changed, {bootFloor: 8}), 'E_OTA_SECVER');
	t.is(codeOf(changed, {failedDigests: [changed.manifestDigest]}), 'E_OTA_AUTH_DIGEST');
	const absent = severed(draft => (draft.extra = []));
	t.is(codeOf(absent), 'E_OTA_ENV_SCHEMA');
	t.is(codeOf(absent, {slotBytes: 10}), 'E_OTA_SIZE');
});

test('a severed part of which the manifest has no digest is refused', t => {
	t.is(codeOf(built(draft => draft.extra.push([23, Uint8Array.of(1)]))), 'E_OTA_ENV_SCHEMA');
	t.is(codeOf(built(draft => draft.extra.push([16, Uint8Array.of(1)]))), 'E_OTA_ENV_SCHEMA');
});

test('a payload that nothing refers to is refused, and so is a second one', t => {
	t.is(codeOf(built(draft => draft.extra.push(['#fw', image]))), 'E_OTA_URI');
	const other = (draft: Draft): void => {
		draft.installParameters[1][1] = '#fw';
		draft.extra.push(['#fw', image], ['#fx', image]);
	};
	t.is(codeOf(built(other)), 'E_OTA_ENV_SCHEMA');
});

const MOST_MS = 50;
const MOST_GROWTH_BYTES = 16 * 1024 * 1024;

for (const [title, bytes] of [
	[
		'five million empty arrays',
		Buffer.concat([Buffer.from('d86ba1029a00500000', 'hex'), Buffer.alloc(5_242_880, 0x80)]),
	],
	['a hundred thousand nested tags', Buffer.alloc(100_000, 0xd2)],
	['a payload of 16 MiB', build({...goodDraft(), extra: [['#fw', Buffer.alloc(16 * 1024 * 1024)]]}).bytes],
	['a text section of 8 MiB', build({...goodDraft(), extra: [[23, Buffer.alloc(8 * 1024 * 1024)]]}).bytes],
	['four branches in each of four levels', deepBranches()],
] as const) {
	test(`an envelope of ${title} is answered in little time and memory`, t => {
		// As if every signature were good: one by tweetnacl costs what it costs, here it is the rest that counts.
		const trusting = {crypto: ports.crypto, verifiers: {[-19]: () => true}};
		checkEnvelope(bytes, goodContext(), trusting);
		const times: number[] = [];
		const before = process.memoryUsage();
		for (let run = 0; run < 3; run++) {
			const began = performance.now();
			t.false(checkEnvelope(bytes, goodContext(), trusting).ok);
			times.push(performance.now() - began);
		}
		const after = process.memoryUsage();
		t.true(Math.min(...times) < MOST_MS, `${times} ms`);
		const growth = after.heapUsed + after.external - before.heapUsed - before.external;
		t.true(growth < MOST_GROWTH_BYTES, `${growth} bytes`);
	});
}

/** As many sequences as fit into a manifest: each level holds four branches of the next. */
function deepBranches(): Uint8Array {
	let inner = sequenceOf(Array.from({length: 4}, () => [1, 15]));
	for (let level = 0; level < 4; level++) {
		const copy = inner;
		inner = sequenceOf([[15, Array.from({length: 4}, () => copy)]]);
	}
	return built(draft => draft.sharedCommands.push([32, inner])).bytes;
}
