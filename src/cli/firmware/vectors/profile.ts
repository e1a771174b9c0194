// Envelopes and companion documents of the profile nmc-1, in the order of checks of ota.md 4.1.

import {checkEnvelope} from '../../../ota/check/check.ts';
import {verifiersOf} from '../../../ota/cose/verify.ts';
import {nodeCrypto} from '../../../platform/node/node-crypto.ts';
import type {VectorFormat, VectorResult} from './format.ts';
import {runDocument} from './documents.ts';
import type {DocumentVector} from './documents.ts';
import {baseOf, checkContextOf, contextOf} from './profile-context.ts';
import type {ProfileBase, ProfileVector} from './profile-context.ts';
import {bytesOf, listOf, resultOf} from './result.ts';

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
		const envelopes = listOf(file.document, 'envelopes') as ProfileVector[];
		const documents = listOf(file.document, 'documents') as DocumentVector[];
		return [
			...envelopes.map(vector => runEnvelope(base, vector)),
			...documents.map(vector => runDocument(base, vector)),
		];
	},
};
