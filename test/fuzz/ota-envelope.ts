// Spoiled envelopes against the check of an offer and of a boot, as if every signature were good: nothing throws, every refusal has a
// code, and nothing is taken that a card could not act on.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import {bootCheckOf} from '../../src/ota/check/boot-check.ts';
import {checkEnvelope, checkHead} from '../../src/ota/check/check.ts';
import {headOf} from '../../src/ota/check/head.ts';
import type {CheckAnswer} from '../../src/ota/check-context.ts';
import {otaCodes} from '../../src/ota/codes.ts';
import {algorithmEd25519} from '../../src/ota/cose/verify.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {encodeCbor, mapOf, tagged} from '../../src/smartconnect/signing/cbor.ts';
import {build, digestOf, goodContext, goodDraft, image, manifestOf} from '../helpers/ota-builder.ts';
import type {Built, Draft} from '../helpers/ota-builder.ts';
import type {Fuzzer} from './fuzzer.ts';

const context = {...goodContext(), deltaBase: image.slice(32)};
/** As if whoever signed had the key: what is fuzzed is what comes after. */
const trusting = {crypto: nodeCrypto, verifiers: {[algorithmEd25519]: () => true}};
const SIGNATURE_BYTES = 64;
const MOST_CHANGES = 4;

function drafts(): Draft[] {
	const slots = goodDraft();
	const digest = slots.sharedParameters[2][1];
	const branch = (slot: number): Uint8Array => Buffer.from([0x84, 0x14, 0xa1, 0x05, slot, 0x05, 0x05]);
	slots.sharedCommands = [[15, [branch(0), branch(1)]], ...slots.sharedCommands];
	const integrated = goodDraft();
	integrated.installParameters[1][1] = '#fw';
	integrated.extra.push(['#fw', image]);
	const severed = goodDraft();
	severed.manifestExtra.push([23, digestOf(Buffer.from([0x41, 0x01]))], [6, Buffer.from('83020300', 'hex')]);
	severed.extra.push([23, Uint8Array.of(1)]);
	const full = goodDraft();
	full.sharedParameters.push(
		[24, context.deviceId],
		[28, Buffer.from('820283020100', 'hex')],
		[-3, [image.slice(32), 1]],
	);
	full.sharedParameters[2][1] = digest;
	full.installParameters.push([26, 50], [-2, [12, image.slice(32)]]);
	return [goodDraft(), slots, integrated, severed, full];
}

function changed(random: RandomStream, bytes: Uint8Array): Uint8Array {
	const copy = bytes.slice();
	for (let left = random.whole(1, MOST_CHANGES); left > 0; left--) {
		copy[random.whole(0, copy.length - 1)] = random.whole(0, 255);
	}
	const kind = random.whole(0, 9);
	return kind === 0 ? copy.subarray(0, random.whole(0, copy.length)) : kind === 1 ? Buffer.concat([copy, copy]) : copy;
}

function fail(rule: string, bytes: Uint8Array): never {
	throw new Error(`${rule}: ${Buffer.from(bytes).toString('hex')}`);
}

/** Holds an answer to what a card may act on. */
function judge(answer: CheckAnswer, bytes: Uint8Array): void {
	if (!answer.ok) {
		if (!(answer.refusal.code in otaCodes) || answer.refusal.detail === '') {
			fail('a refusal has a code and a sentence', bytes);
		}
		return;
	}
	const {image: found, sequence, securityVersion, useBeforeS, chunks} = answer.manifest;
	const isRight = [
		found.sizeBytes > 0 && found.sizeBytes <= context.slotBytes,
		found.digest.length === 32 && found.digest.buffer !== bytes.buffer,
		found.slot === -1 || found.slot === context.candidateSlot,
		sequence >= context.installFloor.sequence && Number.isSafeInteger(sequence),
		securityVersion >= context.bootFloor && useBeforeS >= context.nowS,
		chunks === null || (chunks.log2Bytes >= 9 && chunks.log2Bytes <= 14),
	];
	if (isRight.includes(false)) {
		fail('a card takes only what it can act on', bytes);
	}
}

/** What is changed in the manifest is signed again, so that every layer below is reached. */
function trySigned(random: RandomStream, draft: Draft): void {
	const wrapped = unsignedAround(changed(random, manifestOf(draft)));
	judge(checkEnvelope(wrapped, context, trusting), wrapped);
	const boot = bootCheckOf(() => context, trusting)(wrapped, null, context.candidateSlot);
	if (!boot.ok && !(boot.refusal.code in otaCodes)) {
		fail('a refusal at boot has a code', wrapped);
	}
}

/** An envelope around the manifest with a block that `trusting` takes: signing each would cost more than checking it. */
function unsignedAround(manifest: Uint8Array): Uint8Array {
	const item = encodeCbor(manifest);
	const digest = encodeCbor(digestOf(item));
	const block = encodeCbor(
		tagged(18, [Buffer.from('a10132', 'hex'), new Map(), null, new Uint8Array(SIGNATURE_BYTES)]),
	);
	return encodeCbor(
		tagged(
			107,
			mapOf([
				[2, encodeCbor([digest, block])],
				[3, manifest],
			]),
		),
	);
}

/** What comes to a card is not what was sent: whole, and by its head. */
function trySpoiled(random: RandomStream, {bytes}: Built): void {
	const spoiled = changed(random, bytes);
	judge(checkEnvelope(spoiled, context, trusting), spoiled);
	const head = headOf(spoiled, context.envelopeBytesMax);
	if (head.state === 'head') {
		judge(checkHead(head.head, head.payload, context, trusting), spoiled);
	}
}

export const fuzzer: Fuzzer = {
	name: 'ota-envelope',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-ota-envelope'));
		const all = drafts();
		const built = all.map(build);
		for (const [which, {bytes}] of built.entries()) {
			if (!checkEnvelope(bytes, context, trusting).ok) {
				fail(`draft ${which} is taken as it is`, bytes);
			}
		}
		for (let i = 0; i < inputs; i++) {
			const which = random.whole(0, all.length - 1);
			if (random.whole(0, 1) === 0) {
				trySigned(random, all[which]);
			} else {
				trySpoiled(random, built[which]);
			}
		}
	},
};
