import test from 'ava';
import {bootCheckOf} from '../../../src/ota/check/boot-check.ts';
import {checkEnvelope} from '../../../src/ota/check/check.ts';
import {encodeCbor} from '../../../src/smartconnect/signing/cbor.ts';
import {
	blockOf,
	build,
	goodContext,
	goodDraft,
	keys,
	ports,
	releaseKey,
	retiredKey,
} from '../../helpers/ota-builder.ts';
import type {Built, Draft} from '../../helpers/ota-builder.ts';

type Context = ReturnType<typeof goodContext>;

function built(change: (draft: Draft) => void): Built {
	const draft = goodDraft();
	change(draft);
	return build(draft);
}

function codeOf({bytes}: Built, context: Partial<Context> = {}, pin: Uint8Array | null = null): string {
	const answer = bootCheckOf(() => ({...goodContext(), ...context}), ports)(bytes, pin, 0);
	return answer.ok ? 'OK' : answer.refusal.code;
}

test('what was checked before an install boots, and says the same', t => {
	const {bytes} = build(goodDraft());
	const installed = checkEnvelope(bytes, goodContext(), ports);
	const booted = bootCheckOf(goodContext, ports)(bytes, null, 1);
	t.true(installed.ok && booted.ok);
	t.deepEqual(booted.ok && booted.manifest.image.digest, installed.ok && installed.manifest.image.digest);
	t.is(booted.ok && booted.manifest.securityVersion, 7);
});

test('no expiry, sequence, precursor or battery keeps an image from booting', t => {
	const change = (draft: Draft): void => {
		draft.installParameters[0][1] = 1;
		draft.sequence = 0;
		draft.sharedParameters.push([28, encodeCbor([1, [99, 0, 0]])], [26, 100]);
		draft.sharedCommands.push([28, 15], [26, 15]);
	};
	t.is(codeOf(built(change), {nowS: -1, batteryPercent: 0}), 'OK');
});

test('an image whose key was retired since boots by its pin alone', t => {
	const envelope = built(draft => (draft.blocks = [blockOf(retiredKey)]));
	const pin = envelope.manifestDigest.slice(0, 12);
	t.is(codeOf(envelope), 'E_OTA_AUTH_KEY_REVOKED');
	t.is(codeOf(envelope, {}, pin), 'OK');
	t.is(
		codeOf(
			envelope,
			{},
			pin.map(byte => byte ^ 1),
		),
		'E_OTA_AUTH_KEY_REVOKED',
	);
});

test('a pin is of a digest that is true: another manifest does not pass by it', t => {
	const envelope = built(draft => (draft.blocks = [blockOf(retiredKey)]));
	const other = built(draft => {
		draft.sequence = 43;
		const {digest} = draft;
		draft.digest = item => (item.length > 0 ? digest(item) : null);
	});
	const spoiled = envelope.bytes.slice();
	spoiled[spoiled.length - 5] ^= 1;
	t.is(codeOf({...envelope, bytes: spoiled}, {}, envelope.manifestDigest), 'E_OTA_AUTH_DIGEST');
	t.is(codeOf(other, {keys: {...keys, release: []}}, envelope.manifestDigest), 'E_OTA_AUTH_KEY_UNKNOWN');
});

for (const [title, change, context, code] of [
	[
		'with a signature that does not fit',
		draft => (draft.blocks[0].spoil = () => new Uint8Array(64)),
		{},
		'E_OTA_AUTH_SIG',
	],
	['of another vendor', () => {}, {vendorId: new Uint8Array(16)}, 'E_OTA_VENDOR'],
	['of another class', () => {}, {classId: new Uint8Array(16)}, 'E_OTA_CLASS'],
	['cut off', draft => (draft.tail = Uint8Array.of(1)), {}, 'E_OTA_CBOR_MALFORMED'],
	[
		'without a security version',
		draft => (draft.sharedParameters = draft.sharedParameters.slice(0, -1)),
		{},
		'E_OTA_ENV_SCHEMA',
	],
	['without a size', draft => draft.sharedParameters.splice(3, 1), {}, 'E_OTA_ENV_SCHEMA'],
	['that tests its expiry at boot', draft => draft.validate.push([4, 15]), {}, 'E_OTA_COMMAND'],
	['of another component', () => {}, {components: [['nmc', 'other']]}, 'E_OTA_COMPONENT'],
	[
		'signed by one of two keys',
		draft => (draft.blocks = [blockOf(releaseKey)]),
		{keys: {...keys, releaseThreshold: 2}},
		'E_OTA_AUTH_THRESHOLD',
	],
] as ReadonlyArray<readonly [string, (draft: Draft) => void, Partial<Context>, string]>) {
	test(`an envelope ${title} does not boot: ${code}`, t => {
		t.is(codeOf(built(change), context), code);
	});
}
