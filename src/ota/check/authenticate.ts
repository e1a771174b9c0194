// Steps 3 to 7 of the check (ota.md 4.1): from the parts of an envelope to a manifest that somebody answers for.

import type {DeviceCrypto} from '../../core/device-ports.ts';
import {sameBytes} from '../bytes.ts';
import type {CheckContext} from '../check-context.ts';
import type {OtaRefusal} from '../codes.ts';
import {isRefusal, refusal} from '../codes.ts';
import type {Verifiers} from '../cose/verify.ts';
import type {Envelope} from './envelope.ts';
import {manifestDigest, readWrapper, signerOfEnvelope} from './wrapper.ts';

export type TrustContext = Pick<CheckContext, 'keys' | 'algorithms' | 'envelopeBytesMax'>;

/** What a check works with, from outside. */
export interface CheckPorts {
	readonly crypto: DeviceCrypto;
	readonly verifiers: Verifiers;
}

/** Both in memory of their own; `kid` is empty where a pinned digest stood for a signature. */
export interface Authentic {
	readonly digest: Uint8Array;
	readonly kid: Uint8Array;
}

const NO_KID = new Uint8Array(0);

/** A manifest whose digest begins with `pin` needs no signature, as that of a confirmed image at boot (ota.md 3.2). */
export function authenticate(
	envelope: Envelope,
	context: TrustContext,
	ports: CheckPorts,
	pin: Uint8Array | null,
): Authentic | OtaRefusal {
	if (envelope.headBytes > context.envelopeBytesMax) {
		return refusal(
			'E_OTA_ENV_TOO_BIG',
			`head of ${envelope.headBytes} bytes: at most ${context.envelopeBytesMax}, payload not counted`,
		);
	}
	const wrapper = readWrapper(envelope.wrapper || NO_KID);
	if (isRefusal(wrapper)) {
		return wrapper;
	}
	const digest = manifestDigest(envelope, wrapper, ports.crypto);
	if (isRefusal(digest)) {
		return digest;
	}
	if (pin !== null && sameBytes(digest.subarray(0, pin.length), pin)) {
		return {digest, kid: NO_KID};
	}
	const signers = {
		keys: context.keys,
		role: 'release' as const,
		algorithms: context.algorithms,
		verifiers: ports.verifiers,
	};
	const signer = signerOfEnvelope(wrapper, signers, context.keys.releaseThreshold);
	return isRefusal(signer) ? signer : {digest, kid: new Uint8Array(signer.kid)};
}
