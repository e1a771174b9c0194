// Whose word a block is: algorithm, kid, role, revoked, signature, in this order (ota.md 4.1 step 7).

import type {DeviceCrypto} from '../../core/device-ports.ts';
import {isAmong, hexOf, sameBytes} from '../bytes.ts';
import type {RoleKeys, TrustedKey} from '../check-context.ts';
import {isRefusal, refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import {verifyEd25519} from '../ed25519.ts';
import {verifyHss} from '../lms/hss.ts';
import {isMac} from './message.ts';
import type {CoseBlock, CoseMessage} from './message.ts';

/** Numbers of COSE (RFC 9864, RFC 8778, RFC 9053). */
export const algorithmEd25519 = -19;
export const algorithmEdDsa = -8;
export const algorithmHssLms = -46;
export const algorithmHmac = 5;

/** Keys that are tried where a block has no kid (ota.md 2.1). */
const TRIES_MAX = 4;

/** Whether the signature is the key's for the message. Never throws, whatever the lengths. */
export type Verifier = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** By number of the algorithm: what is not in it is not accepted. */
export type Verifiers = Readonly<Record<number, Verifier>>;

/**
 * The verifiers of a card. `hssLms` is null for the card's own check; a simulator may bring one that remembers answers.
 * `legacyEdDsa` takes Ed25519 under its old number -8 too.
 */
export function verifiersOf(crypto: DeviceCrypto, hssLms: Verifier | null, legacyEdDsa: boolean): Verifiers {
	const ed25519: Verifier = (key, message, signature) => verifyEd25519(crypto, key, message, signature);
	const ownHssLms: Verifier = (key, message, signature) => verifyHss(key, message, signature, crypto);
	const all: Record<number, Verifier> = {};
	all[algorithmEd25519] = ed25519;
	all[algorithmHmac] = (key, message, signature) => sameBytes(crypto.hmacSha256(key, message), signature);
	all[algorithmHssLms] = hssLms || ownHssLms;
	if (legacyEdDsa) {
		all[algorithmEdDsa] = ed25519;
	}
	return all;
}

/** Algorithm that a key must have for a block of this one. */
function keyAlgorithm(algorithm: number): number {
	return algorithm === algorithmEdDsa ? algorithmEd25519 : algorithm;
}

/** Whether the signature is the key's for what was signed. */
export function verifyBlock(block: CoseBlock, key: TrustedKey, message: Uint8Array, verifiers: Verifiers): boolean {
	const verifier = verifiers[block.algorithm];
	return (
		verifier !== undefined
		&& key.algorithm === keyAlgorithm(block.algorithm)
		&& verifier(key.key, message, block.signature)
	);
}

export type Role = 'root' | 'release' | 'assign' | 'fresh';

const roles: readonly Role[] = ['root', 'release', 'assign', 'fresh'];

/** Who may sign, and with what. */
export interface Signers {
	readonly keys: RoleKeys;
	readonly role: Role;
	/** Algorithms of the card's class. */
	readonly algorithms: readonly number[];
	readonly verifiers: Verifiers;
}

export function keyOf(kid: Uint8Array, keys: readonly TrustedKey[]): TrustedKey | null {
	for (let i = 0; i < keys.length; i++) {
		if (sameBytes(kid, keys[i].kid)) {
			return keys[i];
		}
	}
	return null;
}

/** What is wrong with the block's headers and algorithm; null when nothing is. */
export function algorithmProblem(message: CoseMessage, block: CoseBlock, signers: Signers): OtaRefusal | null {
	if (block.problem !== null) {
		return block.problem;
	}
	const isKnown = signers.verifiers[block.algorithm] !== undefined;
	const isOfClass = signers.algorithms.indexOf(keyAlgorithm(block.algorithm)) >= 0;
	return isKnown && isOfClass && isMac(message) === (block.algorithm === algorithmHmac)
		? null
		: refusal('E_OTA_AUTH_ALG', `algorithm ${block.algorithm}: it must be ${signers.algorithms.join(' or ')}`);
}

/** Keys that may have made the block. */
function candidates(block: CoseBlock, signers: Signers): readonly TrustedKey[] | OtaRefusal {
	const own = signers.keys[signers.role];
	const kid = block.kid;
	if (kid === null) {
		return own.slice(0, TRIES_MAX);
	}
	const key = keyOf(kid, own);
	if (key !== null && !isAmong(kid, signers.keys.retired)) {
		return [key];
	}
	for (let i = 0; i < roles.length; i++) {
		if (key === null && keyOf(kid, signers.keys[roles[i]]) !== null) {
			return refusal('E_OTA_AUTH_ROLE', `key ${hexOf(kid)} is of role ${roles[i]}: it must be of role ${signers.role}`);
		}
	}
	return isAmong(kid, signers.keys.retired)
		? refusal('E_OTA_AUTH_KEY_REVOKED', `key ${hexOf(kid)} was retired by the root document`)
		: refusal('E_OTA_AUTH_KEY_UNKNOWN', `key ${hexOf(kid)} is not in the root document`);
}

/** The key that made the block, or why it counts for nothing. `signed` is what toBeSigned makes of it. */
export function signerOf(
	message: CoseMessage,
	block: CoseBlock,
	signed: Uint8Array,
	signers: Signers,
): TrustedKey | OtaRefusal {
	const problem = algorithmProblem(message, block, signers);
	if (problem !== null) {
		return problem;
	}
	const keys = candidates(block, signers);
	if (isRefusal(keys)) {
		return keys;
	}
	for (let i = 0; i < keys.length; i++) {
		if (verifyBlock(block, keys[i], signed, signers.verifiers)) {
			return keys[i];
		}
	}
	return refusal('E_OTA_AUTH_SIG', 'the signature does not fit');
}
