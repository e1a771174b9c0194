// `ridethrough firmware verify`: would a card take it?

import {Option} from 'commander';
import type {Verdict, VerifyOptions} from '../firmware/verify.ts';
import type {Io, Register} from '../io.ts';

const examples = `Examples:
  ridethrough firmware verify app.suit --root keys/1.root.cbor --image app.bin
  ridethrough firmware verify app.suit --root keys/1.root.cbor --root keys/2.root.cbor --context card.json
  ridethrough firmware verify keys/2.root.cbor --root keys/1.root.cbor --json
`;

const remarks = `
FILE is a release, a root document, an assignment or a freshness token; what it is shows in it. A root document must be the one
after the last --root, or that one. It is checked by the code that cards run. Without --context the card is one that the release
is made for and that waits for it: then what is refused is the release's own fault. FILE of --context is JSON with any of now,
vendorId, classId, deviceId, runningVersion, installFloor (keyEpoch, sequence), installedManifestDigest, bootFloor, slotSizeBytes,
candidateSlot, maxEnvelopeBytes, maxSequenceJump, acceptLegacyEdDSA, components, failedDigests, upsProblem, batteryPercent, nonce,
lastFreshCounter, lastAssignmentVersion, rootVersion; bytes in hexadecimal.
Exit code 1 where a card would refuse it.
JSON: schema ridethrough.firmware-verify/1: file, kind, accepted, code and detail (null where accepted).`;

const list = (text: string, before: readonly string[] = []): string[] => [...before, text];

function show(io: Io, file: string, {kind, refusal}: Verdict, json: boolean, sentence: string): void {
	if (json) {
		const document = {
			schema: 'ridethrough.firmware-verify/1',
			file,
			kind,
			accepted: refusal === null,
			code: refusal?.code ?? null,
			detail: refusal?.detail ?? null,
		};
		io.out(JSON.stringify(document, null, '\t'));
	} else {
		io.out(refusal === null ? `${kind} accepted` : `${kind} refused: ${sentence}`);
	}
	if (refusal !== null) {
		io.exitCode = 1;
	}
}

/** Adds `firmware verify`. */
export const register: Register = (firmware, io) => {
	firmware
		.command('verify')
		.description('check a release or a document as a card would')
		.argument('<FILE>', 'the release or document')
		.addOption(
			new Option('--root <FILE>', 'root document that the card trusts; later versions after it')
				.argParser(list)
				.makeOptionMandatory(),
		)
		.addOption(new Option('--context <FILE>', 'state of the card, JSON'))
		.addOption(
			new Option('--image <FILE>', 'image that goes with it; give it again for that of slot B').argParser(list),
		)
		.addOption(new Option('--json', 'print one JSON document'))
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (file: string, options: VerifyOptions) => {
			const {refusalText, verifyFile} = await import('../firmware/verify.ts');
			const verdict = verifyFile(file, options);
			const sentence = verdict.refusal === null ? '' : refusalText(verdict.refusal);
			show(io, file, verdict, options.json === true, sentence);
		});
};
