// The same lives with signed envelopes and the check that the bootloader makes of them. Equal signatures are verified once, as a
// simulator may (ota.md 4.3): what is cut is flash, not the arithmetic.

import type {DeviceCrypto} from '../../../src/core/device-ports.ts';
import {bootCheckOf} from '../../../src/ota/check/boot-check.ts';
import {verifiersOf} from '../../../src/ota/cose/verify.ts';
import type {BootCheck} from '../../../src/ota/life-device.ts';
import {firmwareIds} from '../../../src/platform/node/firmware-ids.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import {signEnvelope} from '../../../src/smartconnect/signing/envelope.ts';
import {ALG_ED25519, sha256, signingKeyFromSeed} from '../../../src/smartconnect/signing/keys.ts';
import {buildManifest} from '../../../src/smartconnect/signing/manifest.ts';
import {imageOf, LOG2_CHUNK, type Release, tableOf} from './releases.ts';
import {signedWorld} from './rig.ts';
import {type Life, lifeOf} from './sweep.ts';

const key = signingKeyFromSeed(new Uint8Array(32).fill(7));
const ids = firmwareIds('firmware.example', 'nmc-1', 'SWEEP1');
const SIZE_BYTES = 700;

function verifiedOnce(): DeviceCrypto {
	const known = new Map<string, boolean>();
	return {
		...nodeCrypto,
		bareEd25519: (publicKey, message, signature) => {
			const name = Buffer.concat([publicKey, signature, message]).toString('hex');
			const answer = known.get(name) ?? nodeCrypto.bareEd25519(publicKey, message, signature);
			known.set(name, answer);
			return answer;
		},
	};
}

function signedCheck(): BootCheck {
	const crypto = verifiedOnce();
	const trusted = [{kid: key.kid, algorithm: ALG_ED25519, key: key.publicKey}];
	const keys = {root: [], release: trusted, assign: [], fresh: [], retired: [], releaseThreshold: 1, rootThreshold: 1};
	const context = {
		...ids,
		keys,
		keyEpoch: 1,
		algorithms: [ALG_ED25519],
		components: [['nmc', 'app']],
		envelopeBytesMax: 8192,
	};
	return bootCheckOf(() => context, {crypto, verifiers: verifiersOf(crypto, () => false, false)});
}

function signedRelease(check: BootCheck, sequence: number, kind: Release['kind']): Release {
	const name = `signed ${sequence}`;
	const image = imageOf(name, SIZE_BYTES);
	const table = tableOf(image);
	const manifest = buildManifest({
		sequence,
		securityVersion: sequence,
		useBeforeS: 1_900_000_000,
		version: [1, sequence, 0],
		vendorId: ids.vendorId,
		classId: ids.classId,
		deviceId: null,
		images: [
			{
				slot: -1,
				sizeBytes: SIZE_BYTES,
				digest: sha256(image),
				chunks: {log2Bytes: LOG2_CHUNK, tableDigest: sha256(table)},
			},
		],
		uri: 'https://firmware.example/image',
		minimumBattery: 0,
		precursor: null,
		text: null,
	});
	const head = signEnvelope({manifest, signers: [key]});
	const answer = check(head, null, 1);
	if (!answer.ok) {
		throw new Error(`${answer.refusal.code}: ${answer.refusal.detail}`);
	}
	return {name, kind, manifest: answer.manifest, head, image, table};
}

/** A good update, then one that is unhealthy. */
export function signedLife(): Life {
	const check = signedCheck();
	const releases = [
		signedRelease(check, 1, 'good'),
		signedRelease(check, 2, 'good'),
		signedRelease(check, 3, 'unhealthy'),
	];
	return lifeOf('signed: a good one, then one that is unhealthy', releases, signedWorld(check));
}
