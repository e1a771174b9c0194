// An image for a UPS is signed, checked as the card's own is, and only then can be sent.

import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import test from 'ava';
import {checkUpsEnvelope, upsClassOf, upsComponents} from '../../src/agent/ups-shelf.ts';
import type {UpsImageAnswer} from '../../src/agent/ups-shelf.ts';
import type {CheckContext} from '../../src/ota/check-context.ts';
import {verifiersOf} from '../../src/ota/cose/verify.ts';
import {CARD_CLASS, firmwareIds} from '../../src/platform/node/firmware-ids.ts';
import {signEnvelope} from '../../src/smartconnect/signing/envelope.ts';
import {sha256, signingKeyFromSeed} from '../../src/smartconnect/signing/keys.ts';
import {buildManifest} from '../../src/smartconnect/signing/manifest.ts';
import type {ReleaseFields} from '../../src/smartconnect/signing/manifest.ts';
import {INTEGRATED_URI} from '../../src/smartconnect/signing/suit-numbers.ts';
import {versionCode, writeUpsImage} from '../../src/ups/firmware-image.ts';
import type {UpsImage} from '../../src/ups/firmware-image.ts';
import {refModel} from '../helpers/ref-model.ts';

const key = signingKeyFromSeed(new Uint8Array(32).fill(7));
const stranger = signingKeyFromSeed(new Uint8Array(32).fill(8));
const ids = firmwareIds('ridethrough.example', upsClassOf(refModel), 'S1');
const ports = {crypto: nodeCrypto, verifiers: verifiersOf(nodeCrypto, null, false)};
const good: UpsImage = {version: [10, 1], model: refModel.family, bytesLength: 4096, behaviour: 'good'};

const context: CheckContext = {
	nowS: 1_800_000_000,
	...ids,
	runningVersion: [9, 8, 0],
	installFloor: {keyEpoch: 1, sequence: 4},
	keyEpoch: 1,
	installedManifestDigest: null,
	bootFloor: 0,
	slotBytes: 1_048_576,
	candidateSlot: 0,
	slotProblem: null,
	envelopeBytesMax: 8192,
	sequenceJumpMax: 10_000,
	legacyEdDsa: false,
	algorithms: [-19],
	components: upsComponents,
	keys: {
		root: [],
		release: [{kid: key.kid, algorithm: -19, key: key.publicKey}],
		assign: [],
		fresh: [],
		retired: [],
		releaseThreshold: 1,
		rootThreshold: 1,
	},
	failedDigests: [],
	word: {by: 'local', timeOverride: false},
	upsProblem: '',
	batteryPercent: 100,
};

interface Made {
	readonly fields?: Partial<ReleaseFields>;
	readonly payload?: Uint8Array;
	/** What the envelope carries in place of what was signed. */
	readonly carried?: Uint8Array;
	readonly signer?: typeof key;
}

function envelopeOf({fields = {}, payload = writeUpsImage(good), carried = payload, signer = key}: Made): Uint8Array {
	const manifest = buildManifest({
		sequence: 5,
		securityVersion: 1,
		useBeforeS: 1_893_456_000,
		version: [10, 1, 0],
		vendorId: ids.vendorId,
		classId: ids.classId,
		deviceId: null,
		images: [{slot: -1, sizeBytes: payload.length, digest: sha256(payload), chunks: null}],
		uri: INTEGRATED_URI,
		minimumBattery: 0,
		precursor: null,
		text: null,
		component: ['ups', 'app'],
		...fields,
	});
	return signEnvelope({manifest, signers: [signer], payload: carried});
}

function check(made: Made, firmware = 0): UpsImageAnswer {
	return checkUpsEnvelope(envelopeOf(made), context, ports, {model: refModel, firmware});
}

function codeOf(answer: UpsImageAnswer): string {
	return answer.ok ? 'taken' : answer.refusal.code;
}

test('M11: a signed image for this UPS is taken as it is', t => {
	const answer = check({});
	t.deepEqual(answer.ok && answer.image, good);
	t.is(answer.ok && answer.manifest.sequence, 5);
});

const spoilt = writeUpsImage(good);
spoilt[4000] ^= 1;
const refusals: ReadonlyArray<readonly [what: string, made: Made, code: string, firmware?: number]> = [
	['that somebody else signed', {signer: stranger}, 'E_OTA_AUTH_KEY_UNKNOWN'],
	['whose bytes are not the signed ones', {carried: spoilt}, 'E_OTA_DIGEST'],
	['for the card', {fields: {component: ['nmc', 'app']}}, 'E_OTA_COMPONENT'],
	[
		'for another class',
		{fields: {classId: firmwareIds('ridethrough.example', CARD_CLASS, 'S1').classId}},
		'E_OTA_CLASS',
	],
	['that says it is for another model', {payload: writeUpsImage({...good, model: 'SMT1500'})}, 'E_OTA_CLASS'],
	['of an unknown format', {payload: new Uint8Array(4096).fill(1)}, 'E_OTA_COMPONENT'],
	['with a lower sequence number', {fields: {sequence: 3}}, 'E_OTA_SEQ_ROLLBACK'],
	['of an older version', {}, 'E_OTA_SEQ_ROLLBACK', versionCode([11, 0])],
	['that is too old', {fields: {useBeforeS: 1_700_000_000}}, 'E_OTA_EXPIRED'],
];
for (const [what, made, code, firmware = 0] of refusals) {
	test(`M11: an image ${what} is refused as ${code}`, t => {
		t.is(codeOf(check(made, firmware)), code);
	});
}
