// Keys by role, as checks want them.

import type {RoleKeys, TrustedKey} from '../check-context.ts';
import {algorithmHmac, keyOf} from '../cose/verify.ts';
import type {RootState, RootRole} from './root.ts';
import {kidOf} from './root.ts';
import type {DeviceCrypto} from '../../core/device-ports.ts';

function keysOf(root: RootState, role: RootRole): TrustedKey[] {
	const keys: TrustedKey[] = [];
	for (let i = 0; i < role.kids.length; i++) {
		const key = keyOf(role.kids[i], root.keys);
		if (key !== null) {
			keys.push(key);
		}
	}
	return keys;
}

/**
 * `cardKey` is the secret that a card of the board class got when it was enrolled: it stands for the keys of assignments and
 * freshness there (ota.md 4.4). Null on all other cards.
 */
export function roleKeysOf(root: RootState, cardKey: TrustedKey | null): RoleKeys {
	return {
		root: keysOf(root, root.roles.root),
		release: keysOf(root, root.roles.release),
		assign: cardKey === null ? keysOf(root, root.roles.assign) : [cardKey],
		fresh: cardKey === null ? keysOf(root, root.roles.fresh) : [cardKey],
		retired: root.retired,
		releaseThreshold: root.roles.release.threshold,
		rootThreshold: root.roles.root.threshold,
	};
}

/** The secret of a card of the board class as a key. */
export function cardKeyOf(secret: Uint8Array, crypto: DeviceCrypto): TrustedKey {
	return {kid: kidOf(secret, crypto), algorithm: algorithmHmac, key: secret};
}
