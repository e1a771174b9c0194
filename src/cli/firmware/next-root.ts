// The fields of the next root document: keys added and retired, epochs raised, thresholds changed (ota.md 3.2).

import {codedError} from '../../core/errors.ts';
import {HSS_KEY_BYTES} from '../../ota/lms/parameters.ts';
import {kidOf} from '../../smartconnect/signing/keys.ts';
import {roles} from '../../smartconnect/signing/root.ts';
import type {Role, RoleFields, RootFields} from '../../smartconnect/signing/root.ts';
import {hexOf} from '../../ota/bytes.ts';

/** Blocks that a card reads of a document. */
export const SIGNATURES_MAX = 8;
/** Keys of a role that are tried where a block names none (ota.md 2.1). */
const KEYS_MAX = 4;

export interface RootChange {
	readonly expiresS: number;
	readonly added: ReadonlyArray<{readonly role: Role; readonly publicKey: Uint8Array}>;
	readonly retired: readonly Uint8Array[];
	readonly raised: readonly Role[];
	readonly thresholds: Partial<Record<Role, number>>;
}

function invalid(what: string): Error {
	return codedError('E_FIRMWARE_INVALID', `${what}.`, {});
}

function nextRole(role: Role, before: RoleFields, change: RootChange, retired: ReadonlySet<string>): RoleFields {
	const added = change.added.filter(row => row.role === role).map(({publicKey}) => publicKey);
	const kept = before.keys.filter(key => !retired.has(hexOf(kidOf(key))));
	return {
		keys: [...kept, ...added],
		threshold: change.thresholds[role] ?? before.threshold,
		epoch: before.epoch + (change.raised.includes(role) ? 1 : 0),
	};
}

/** Keys by class of card: each counts those of its own algorithm alone (ota.md 4.4), which their length tells. */
function byClass(keys: readonly Uint8Array[]): Uint8Array[][] {
	const groups = [keys.filter(key => !isBoardKey(key)), keys.filter(isBoardKey)];
	return keys.length === 0 ? [[]] : groups.filter(group => group.length > 0);
}

export function isBoardKey(key: Uint8Array): boolean {
	return key.length === HSS_KEY_BYTES;
}

function algorithmOf(key: Uint8Array | undefined): string {
	return key !== undefined && isBoardKey(key) ? ' of HSS/LMS' : '';
}

function checkRole(role: Role, {keys, threshold}: RoleFields): void {
	if ((role === 'assign' || role === 'fresh') && keys.some(isBoardKey)) {
		throw invalid(
			`role ${role} would have a key of HSS/LMS: boards know these by the key of each card, the others by Ed25519`,
		);
	}
	for (const group of byClass(keys)) {
		if (threshold < 1 || threshold > group.length || group.length > KEYS_MAX) {
			const right = `it may have ${Math.max(threshold, 1)} to ${KEYS_MAX}`;
			const has = `${group.length} keys${algorithmOf(group[0])}`;
			throw invalid(`role ${role} would have ${has}, of which ${threshold} must sign: ${right}`);
		}
	}
}

/** Throws E_FIRMWARE_INVALID where the keys of a role are too few, too many, or not their own. */
export function checkRoot(root: RootFields): RootFields {
	const seen = new Set(root.retired.map(hexOf));
	for (const role of roles) {
		const {keys} = root.roles[role];
		checkRole(role, root.roles[role]);
		for (const kid of keys.map(key => hexOf(kidOf(key)))) {
			if (seen.has(kid)) {
				throw invalid(`key ${kid} would be in two roles, twice in one, or was retired: make a new one for each role`);
			}
			seen.add(kid);
		}
	}
	return root;
}

/** Version N + 1 of what version N says. Throws E_FIRMWARE_INVALID. */
export function nextRoot(before: RootFields, change: RootChange): RootFields {
	const retired = new Set(change.retired.map(hexOf));
	const known = new Set(roles.flatMap(role => before.roles[role].keys).map(key => hexOf(kidOf(key))));
	const unknown = [...retired].find(kid => !known.has(kid));
	if (unknown !== undefined) {
		throw invalid(`key ${unknown} is not in the root document: retire one of ${[...known].join(', ')}`);
	}
	return checkRoot({
		version: before.version + 1,
		expiresS: change.expiresS,
		roles: Object.fromEntries(roles.map(role => [role, nextRole(role, before.roles[role], change, retired)])) as Record<
			Role,
			RoleFields
		>,
		retired: [...before.retired, ...change.retired],
	});
}

/**
 * Throws E_FIRMWARE_INVALID where the signers are fewer than cards ask for that follow `root` to `next`. Cards of a class that has
 * no key in `next` are left behind: so a class whose keys are lost can be given up.
 */
export function checkSigners(
	root: RootFields,
	signers: readonly {readonly kid: Uint8Array}[],
	next: RootFields = root,
): void {
	const groups = byClass(root.roles.root.keys);
	const going = groups.filter(([key]) => next.roles.root.keys.some(other => isBoardKey(other) === isBoardKey(key)));
	for (const keys of going.length === 0 ? groups : going) {
		checkClass(root, keys, signers);
	}
}

function checkClass(
	{
		version,
		roles: {
			root: {threshold},
		},
	}: RootFields,
	keys: readonly Uint8Array[],
	signers: readonly {readonly kid: Uint8Array}[],
): void {
	const given = new Set(signers.map(({kid}) => hexOf(kid)));
	const missing = keys.map(key => hexOf(kidOf(key))).filter(kid => !given.has(kid));
	const count = keys.length - missing.length;
	if (count < threshold) {
		const right = `give --key for ${threshold - count} more of ${missing.join(', ')}`;
		const wanted = `${threshold} signatures of its root keys${algorithmOf(keys[0])}`;
		throw invalid(`version ${version} needs ${wanted} and would have ${count}: ${right}`);
	}
}
