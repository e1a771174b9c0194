// Root documents: the keys of all roles, how many of them it takes, and what was retired (ota.md 2.3, 3.2).

import {encodeCbor, mapOf} from './cbor.ts';
import type {CborValue} from './cbor.ts';
import {audiences, jointDocument} from './cose.ts';
import {kidOf} from './keys.ts';
import type {Signer} from './keys.ts';

const TYPE_ROOT = 1;

/** Numbers of the roles (ota.md 2.3). */
export const roleNumbers = {root: 1, release: 2, assign: 3, fresh: 4} as const;

export type Role = keyof typeof roleNumbers;

export const roles = Object.keys(roleNumbers) as Role[];

export interface RoleFields {
	/** Public keys: 32 bytes of Ed25519, or 60 of HSS/LMS. */
	readonly keys: readonly Uint8Array[];
	/** Distinct keys that must sign. */
	readonly threshold: number;
	/** Raised to begin sequence numbers anew; roots have none. */
	readonly epoch: number;
}

export interface RootFields {
	readonly version: number;
	readonly expiresS: number;
	readonly roles: Readonly<Record<Role, RoleFields>>;
	/** Kids. */
	readonly retired: readonly Uint8Array[];
}

/** The map itself, unsigned. */
export function buildRoot({version, expiresS, roles: byRole, retired}: RootFields): Uint8Array {
	const keys = roles.flatMap(role => byRole[role].keys);
	const holders = roles.map((role): [CborValue, CborValue] => {
		const {threshold, keys: own} = byRole[role];
		return [roleNumbers[role], [threshold, own.map(kidOf)]];
	});
	const epochs = roles.filter(role => role !== 'root').map(role => [roleNumbers[role], byRole[role].epoch] as const);
	return encodeCbor(
		mapOf([
			[1, TYPE_ROOT],
			[2, version],
			[3, expiresS],
			[4, new Map(keys.map(key => [kidOf(key), key]))],
			[5, new Map(holders)],
			[6, mapOf(epochs)],
			[7, retired],
		]),
	);
}

/** The document: it counts once the thresholds of the version before and of this one have signed. */
export function signRoot(root: Uint8Array, signers: readonly Signer[]): Uint8Array {
	return jointDocument(signers, audiences.root, root);
}
