// The release that a card leaves the factory with: its bootloader knows it by its digest, and by no signature.

import {writeImageHead} from '../../ota/image.ts';
import type {FirmwareIds} from '../../platform/node/firmware-ids.ts';
import type {FactoryRelease} from '../../platform/node/main/firmware-board.ts';
import {signEnvelope} from '../../smartconnect/signing/envelope.ts';
import {newSigningKey, sha256} from '../../smartconnect/signing/keys.ts';
import {buildManifest, manifestDigest} from '../../smartconnect/signing/manifest.ts';

/** Small: what follows its head only fills a slot. */
const FACTORY_BYTES = 4096;
const FAR_S = 4_102_444_800;

/** The image that a card leaves the factory with: of the program's version, known by its digest alone. */
export function factoryOf(version: string, ids: FirmwareIds): FactoryRelease {
	const numbers = version.split('.').map(part => Number.parseInt(part, 10) % 256);
	const image = new Uint8Array(FACTORY_BYTES);
	image.set(writeImageHead({version: numbers.slice(0, 3), securityVersion: 1, behaviour: 'good'}));
	const manifest = buildManifest({
		sequence: 1,
		securityVersion: 1,
		useBeforeS: FAR_S,
		version: numbers.slice(0, 3),
		vendorId: ids.vendorId,
		classId: ids.classId,
		deviceId: null,
		images: [{slot: -1, sizeBytes: image.length, digest: sha256(image), chunks: null}],
		uri: 'mqtt:image',
		minimumBattery: 0,
		precursor: null,
		text: null,
	});
	const head = signEnvelope({manifest, signers: [newSigningKey()]});
	return {head, manifestDigest: manifestDigest(manifest), image};
}
