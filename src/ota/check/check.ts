// The check of an offered envelope, in the order of ota.md 4.1: the first failure names the code, and nothing that comes from outside
// is believed before it was authenticated. Nothing is copied but what is answered.

import type {CheckAnswer, CheckContext} from '../check-context.ts';
import type {ChunkFacts, Manifest} from '../manifest.ts';
import type {OtaRefusal} from '../codes.ts';
import {isRefusal, refusal} from '../codes.ts';
import {authenticate} from './authenticate.ts';
import type {Authentic, CheckPorts} from './authenticate.ts';
import {conditionSlot} from './command-rows.ts';
import {held} from './commands.ts';
import {readContent} from './content.ts';
import type {Content} from './content.ts';
import {readEnvelope} from './envelope.ts';
import type {Envelope, Place} from './envelope.ts';
import {isInstalled, policyProblem} from './policy.ts';

const NONE = new Uint8Array(0);

/** Checks a whole envelope, with its payload where it has one. */
export function checkEnvelope(bytes: Uint8Array, context: CheckContext, ports: CheckPorts): CheckAnswer {
	return check(readEnvelope(bytes), context, ports);
}

/** Checks the head that `headOf` answered; `payload` is what came with it. */
export function checkHead(
	head: Uint8Array,
	payload: Place | null,
	context: CheckContext,
	ports: CheckPorts,
): CheckAnswer {
	const envelope = readEnvelope(head);
	if (!isRefusal(envelope) && payload !== null) {
		if (envelope.payload !== null) {
			return refused(refusal('E_OTA_CBOR_NONCANON', 'two payloads: an envelope holds at most one'));
		}
		envelope.payload = payload;
		envelope.headBytes = payload.at;
	}
	return check(envelope, context, ports);
}

function check(envelope: Envelope | OtaRefusal, context: CheckContext, ports: CheckPorts): CheckAnswer {
	if (isRefusal(envelope)) {
		return refused(envelope);
	}
	const authentic = authenticate(envelope, context, ports, null);
	if (isRefusal(authentic)) {
		return refused(authentic);
	}
	const content = readContent(envelope, context, ports.crypto);
	if (isRefusal(content)) {
		return refused(content);
	}
	const digest = authentic.digest;
	const release = {
		parts: content.parts,
		run: content.run,
		severedProblem: content.severedProblem,
		envelope,
		digest,
		crypto: ports.crypto,
	};
	const problem = policyProblem(release, context);
	return problem === null
		? {
				ok: true,
				manifest: manifestOf(envelope, authentic, content, context.keyEpoch),
				alreadyInstalled: isInstalled(digest, content.parts.sequence, context),
			}
		: refused(problem);
}

function refused(problem: OtaRefusal): CheckAnswer {
	return {ok: false, refusal: problem};
}

/** What a card keeps, in memory of its own. */
export function manifestOf(envelope: Envelope, authentic: Authentic, content: Content, keyEpoch: number): Manifest {
	const run = content.run;
	const parts = content.parts;
	const found = run.parameters;
	const payload = envelope.payload;
	return {
		digest: authentic.digest,
		sequence: parts.sequence,
		keyEpoch,
		version: parts.setVersion,
		securityVersion: found.securityVersion,
		image: {
			sizeBytes: found.sizeBytes,
			digest: new Uint8Array(found.digest || NONE),
			slot: run.outcome(conditionSlot) === held ? found.slot : -1,
			uri: found.uri || '',
		},
		chunks: chunksOf(found.chunkLog2, found.chunkTable),
		useBeforeS: found.useBeforeS,
		minimumBattery: found.minimumBattery < 0 ? 0 : found.minimumBattery,
		kid: authentic.kid,
		integrated: payload === null ? null : {at: payload.at, length: payload.length},
		delta:
			found.deltaSource === null ? null : {sourceDigest: new Uint8Array(found.deltaSource), format: found.deltaFormat},
	};
}

function chunksOf(log2Bytes: number, table: Uint8Array | null): ChunkFacts | null {
	return table === null ? null : {log2Bytes, tableDigest: new Uint8Array(table)};
}
