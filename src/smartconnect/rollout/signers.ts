// What the service signs while it runs: assignments and freshness tokens, each for one card (ota.md 2.3, 4.4).

import {createHmac, timingSafeEqual} from 'node:crypto';
import {signAssignment, signFreshness} from '../signing/documents.ts';
import type {LatestRelease} from '../signing/documents.ts';
import {hmacSigner} from '../signing/keys.ts';
import type {Signer} from '../signing/keys.ts';
import type {DeviceFacts} from './facts.ts';
import type {InventoryReport} from './requests.ts';

export interface ServiceKeys {
	/** Ed25519 keys of the roles assignment and freshness. */
	readonly assign: Signer;
	readonly fresh: Signer;
	/** The key of a card, set at its enrolment; null where it is not known. */
	cardKey(card: string): Uint8Array | null;
	/** Class ids of cards that take codes made with their own key instead of signatures; 32 hex digits each. */
	readonly macClasses: readonly string[];
}

/** A token is for the nonce that was asked with: it need not last (ota.md 3.4). */
const FRESH_FOR_S = 300;

export interface AssignmentWish {
	readonly device: DeviceFacts;
	readonly campaign: string;
	readonly release: Uint8Array;
	readonly version: number;
	readonly forS: number;
	readonly nowS: number;
}

export interface FreshnessWish {
	readonly device: DeviceFacts;
	readonly nonce: Uint8Array;
	readonly counter: number;
	readonly rootVersion: number;
	readonly latest: readonly LatestRelease[];
	readonly nowS: number;
}

export class ServiceSigner {
	readonly #keys: ServiceKeys;

	constructor(keys: ServiceKeys) {
		this.#keys = keys;
	}

	/** Null where the card's class takes codes, and its key is not known here. */
	assignment({device, campaign, release, version, forS, nowS}: AssignmentWish): Uint8Array | null {
		const signer = this.#signerFor(device, this.#keys.assign);
		const deviceId = Buffer.from(device.deviceId, 'hex');
		const times = {version, issuedS: nowS, expiresS: nowS + forS, notBeforeS: 0};
		return signer === null ? null : signAssignment({...times, deviceId, manifestDigest: release, campaign}, signer);
	}

	freshness({device, nonce, counter, rootVersion, latest, nowS}: FreshnessWish): Uint8Array | null {
		const signer = this.#signerFor(device, this.#keys.fresh);
		const times = {counter, issuedS: nowS, expiresS: nowS + FRESH_FOR_S};
		return signer === null ? null : signFreshness({...times, nonce, rootVersion, latest}, signer);
	}

	/** Whether the card's key vouches for its inventory; null where the key is not known here. */
	vouches(card: string, {proven, proof}: InventoryReport): boolean | null {
		const key = this.#keys.cardKey(card);
		if (key === null) {
			return null;
		}
		const code = createHmac('sha256', key).update(proven).digest();
		return proof !== null && proof.length === code.length && timingSafeEqual(proof, code);
	}

	#signerFor({card, classId}: DeviceFacts, standard: Signer): Signer | null {
		if (!this.#keys.macClasses.includes(classId)) {
			return standard;
		}
		const key = this.#keys.cardKey(card);
		return key === null ? null : hmacSigner(key);
	}
}
