// Steps 8 to 10 of the check (ota.md 4.1): what an authentic manifest says, and what its commands would do.

import type {DeviceCrypto} from '../../core/device-ports.ts';
import type {OtaRefusal} from '../codes.ts';
import {isRefusal, refusal} from '../codes.ts';
import {conditionClass, conditionSlot, conditionUseBefore, conditionVendor} from './command-rows.ts';
import {CommandRun, failed, untested} from './commands.ts';
import type {CommandSubject} from './commands.ts';
import type {Envelope} from './envelope.ts';
import {componentProblem, readManifest} from './manifest-parts.ts';
import type {ManifestParts} from './manifest-parts.ts';
import {inInstall, inInvoke, inShared, inValidate} from './sections.ts';
import {sequenceOf, severedInstallProblem} from './severed.ts';

export interface ContentSubject extends CommandSubject {
	readonly components: readonly (readonly string[])[];
}

export interface Content {
	readonly parts: ManifestParts;
	readonly run: CommandRun;
	/** Why the severed parts that install could not be run: step 18 tells it, in its turn. */
	readonly severedProblem: OtaRefusal | null;
}

/** What is to be installed: all sequences are run. */
export function readContent(envelope: Envelope, subject: ContentSubject, crypto: DeviceCrypto): Content | OtaRefusal {
	const parts = readParts(envelope, subject);
	if (isRefusal(parts)) {
		return parts;
	}
	const run = new CommandRun(subject);
	const severedProblem = severedInstallProblem(envelope, parts, crypto);
	const problem =
		runSection(run, parts.shared, inShared)
		|| (severedProblem === null ? runInstall(run, envelope, parts) : null)
		|| runStart(run, parts)
		|| missingTest(run);
	return problem === null ? {parts, run, severedProblem} : problem;
}

/** What is to be started: how it came here, and until when it might, is over and not looked at. */
export function readContentAtBoot(envelope: Envelope, subject: ContentSubject): Content | OtaRefusal {
	const parts = readParts(envelope, subject);
	if (isRefusal(parts)) {
		return parts;
	}
	const run = new CommandRun(subject);
	const problem = runSection(run, parts.shared, inShared) || runStart(run, parts) || missingTest(run);
	return problem === null ? {parts, run, severedProblem: null} : problem;
}

function readParts(envelope: Envelope, subject: ContentSubject): ManifestParts | OtaRefusal {
	const parts = readManifest(envelope.manifest);
	return isRefusal(parts) ? parts : componentProblem(parts, subject.components) || parts;
}

function runSection(run: CommandRun, sequence: Uint8Array | null, section: number): OtaRefusal | null {
	return sequence === null ? null : run.run(sequence, section);
}

function runInstall(run: CommandRun, envelope: Envelope, parts: ManifestParts): OtaRefusal | null {
	const problem =
		runSection(run, sequenceOf(parts.fetch, envelope.fetch), inInstall)
		|| runSection(run, sequenceOf(parts.install, envelope.install), inInstall);
	if (problem !== null) {
		return problem;
	}
	if (!run.fetched || !run.matched) {
		return refusal('E_OTA_COMMAND', 'install must fetch the image, 21, and then match it with its digest, 3');
	}
	return run.parameters.useBeforeS >= 0 && run.outcome(conditionUseBefore) === untested
		? refusal('E_OTA_COMMAND', 'install must test use-before, 4')
		: null;
}

function runStart(run: CommandRun, parts: ManifestParts): OtaRefusal | null {
	const problem = runSection(run, parts.validate, inValidate) || runSection(run, parts.invoke, inInvoke);
	return problem === null && !run.validated
		? refusal('E_OTA_COMMAND', 'validate must match the image with its digest, 3')
		: problem;
}

function missingTest(run: CommandRun): OtaRefusal | null {
	if (run.outcome(conditionVendor) === untested || run.outcome(conditionClass) === untested) {
		return refusal('E_OTA_COMMAND', 'vendor, 1, and class, 2, must be tested');
	}
	return run.outcome(conditionSlot) === failed
		? refusal('E_OTA_COMPONENT', `slot ${run.parameters.slot}: slot ${run.subject.candidateSlot} is the one to use`)
		: null;
}
