// Envelopes and companion documents of the profile nmc-1, in the order of checks of ota.md 4.1.

import {checkEnvelope} from '../../../ota/check/check.ts';
import {verifiersOf} from '../../../ota/cose/verify.ts';
import {nodeCrypto} from '../../../platform/node/node-crypto.ts';
import type {VectorFormat, VectorResult} from './format.ts';
import {baseOf, checkContextOf} from './profile-context.ts';
import type {ProfileBase, ProfileContext} from './profile-context.ts';
import {bytesOf, listOf, resultOf} from './result.ts';

export interface ProfileVector {
	readonly id: string;
	readonly hex: string;
	readonly expect: string;
	readonly contextOverride?: Partial<ProfileContext>;
	/** A switch of the context that must be on. */
	readonly needs?: string;
}

/** The base context with what the vector changes in it. */
export function contextOf(base: ProfileBase, {contextOverride, needs}: ProfileVector): ProfileContext {
	return {...base.context, ...contextOverride, ...(needs === undefined ? {} : {[needs]: true})};
}

function runEnvelope(base: ProfileBase, vector: ProfileVector): VectorResult {
	return resultOf(vector.id, vector.expect, () => {
		const context = checkContextOf(base, contextOf(base, vector));
		const ports = {crypto: nodeCrypto, verifiers: verifiersOf(nodeCrypto, null, context.legacyEdDsa)};
		const answer = checkEnvelope(bytesOf(vector.hex), context, ports);
		return answer.ok ? 'OK' : answer.refusal.code;
	});
}

export const profileFormat: VectorFormat = {
	name: 'profile nmc-1',
	fits: document => listOf(document, 'envelopes').length > 0 || listOf(document, 'documents').length > 0,
	run: file => {
		const base = baseOf(file);
		return (listOf(file.document, 'envelopes') as ProfileVector[]).map(vector => runEnvelope(base, vector));
	},
};
