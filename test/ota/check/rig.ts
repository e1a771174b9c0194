// What a draft comes to: the answer, its code, or the manifest.

import {checkEnvelope} from '../../../src/ota/check/check.ts';
import type {CheckAnswer} from '../../../src/ota/check-context.ts';
import type {Manifest} from '../../../src/ota/manifest.ts';
import {encodeCbor, mapOf} from '../../../src/smartconnect/signing/cbor.ts';
import {build, digestOf, goodContext, goodDraft, ports, sequenceOf} from '../../helpers/ota-builder.ts';
import type {Draft, Pairs} from '../../helpers/ota-builder.ts';

type Context = ReturnType<typeof goodContext>;

function answerTo(change: (draft: Draft) => void, context: Partial<Context> = {}): CheckAnswer {
	const draft = goodDraft();
	change(draft);
	return checkEnvelope(build(draft).bytes, {...goodContext(), ...context}, ports);
}

export function codeOf(change: (draft: Draft) => void, context: Partial<Context> = {}): string {
	const answer = answerTo(change, context);
	return answer.ok ? 'OK' : answer.refusal.code;
}

export function manifestOf(change: (draft: Draft) => void, context: Partial<Context> = {}): Manifest {
	const answer = answerTo(change, context);
	if (!answer.ok) {
		throw new Error(`${answer.refusal.code}: ${answer.refusal.detail}`);
	}
	return answer.manifest;
}

function digestFor(slot: number): Uint8Array {
	return encodeCbor(digestOf(Uint8Array.of(slot)));
}

/** A branch for one slot, with an image of its own. */
export function branch(slot: number, more: Pairs = []): Uint8Array {
	return sequenceOf([
		[20, mapOf([[5, slot]])],
		[5, 5],
		[
			20,
			mapOf([
				[3, digestFor(slot)],
				[14, 100 + slot],
			]),
		],
		...more,
	]);
}

export function abForm(draft: Draft, ...branches: ReadonlyArray<Uint8Array | null>): void {
	draft.sharedParameters = draft.sharedParameters.filter(([key]) => key !== 3 && key !== 14);
	draft.sharedCommands.unshift([15, [...branches]]);
}
