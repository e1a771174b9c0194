// Signature checks of a simulator: a thousand cards that check one release ask for the same, so an answer is kept (ota.md 4.3).
// A card does nothing of the kind.

import type {DeviceCrypto} from '../../../src/core/device-ports.ts';

/** Answers that are kept; a fleet has few releases, and two documents a card that nobody asks of twice. */
const KEPT_MOST = 4096;

export function rememberingCrypto(crypto: DeviceCrypto): DeviceCrypto {
	const known = new Map<string, boolean>();
	return {
		...crypto,
		bareEd25519(publicKey, message, signature) {
			const hash = crypto.sha256();
			hash.update(publicKey);
			hash.update(signature);
			hash.update(message);
			const name = Buffer.from(hash.digest()).toString('latin1');
			const kept = known.get(name);
			if (kept !== undefined) {
				return kept;
			}
			const answer = crypto.bareEd25519(publicKey, message, signature);
			if (known.size >= KEPT_MOST) {
				known.clear();
			}
			known.set(name, answer);
			return answer;
		},
	};
}
