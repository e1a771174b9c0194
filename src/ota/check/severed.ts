// Parts of a manifest that stand beside it in the envelope, where only their digest was signed (ota.md 2.1): step 18 of the check.

import {CborReader} from '../../codec/cbor/reader.ts';
import type {DeviceCrypto} from '../../core/device-ports.ts';
import {sameBytes} from '../bytes.ts';
import type {OtaRefusal} from '../codes.ts';
import {refusal} from '../codes.ts';
import type {Envelope} from './envelope.ts';
import {keyFetch, keyInstall, keyText} from './envelope.ts';
import type {ManifestParts, Part} from './manifest-parts.ts';

function severedProblem(key: number, part: Part, item: Uint8Array | null, crypto: DeviceCrypto): OtaRefusal | null {
	if (item === null) {
		return part.digest !== null && key !== keyText
			? refusal('E_OTA_ENV_SCHEMA', `severed part ${key} must come in the envelope: the manifest has its digest only`)
			: null;
	}
	if (part.digest === null) {
		return refusal('E_OTA_ENV_SCHEMA', `severed part ${key} must be left out: the manifest has no digest of it`);
	}
	const hash = crypto.sha256();
	hash.update(item);
	return sameBytes(hash.digest(), part.digest)
		? null
		: refusal('E_OTA_AUTH_DIGEST', `severed part ${key} is not the one of which the manifest has the digest`);
}

/** Of the parts that install. */
export function severedInstallProblem(
	envelope: Envelope,
	parts: ManifestParts,
	crypto: DeviceCrypto,
): OtaRefusal | null {
	return (
		severedProblem(keyFetch, parts.fetch, envelope.fetch, crypto)
		|| severedProblem(keyInstall, parts.install, envelope.install, crypto)
	);
}

/** Of the text, which is never looked into. */
export function severedTextProblem(envelope: Envelope, parts: ManifestParts, crypto: DeviceCrypto): OtaRefusal | null {
	return severedProblem(keyText, parts.text, envelope.text, crypto);
}

/** The sequence of a part: in the manifest, or in the envelope below its byte-string head; null where there is none. */
export function sequenceOf(part: Part, item: Uint8Array | null): Uint8Array | null {
	return part.digest === null || item === null ? part.content : new CborReader(item).blob();
}
