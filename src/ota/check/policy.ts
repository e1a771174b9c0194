// Steps 11 to 22 of the check (ota.md 4.1): whether this card takes this release now. Each step is a row; the first that fails names
// the code.

import type {DeviceCrypto} from '../../core/device-ports.ts';
import {hexOf, isAmong, sameBytes} from '../bytes.ts';
import type {CheckContext} from '../check-context.ts';
import type {OtaRefusal} from '../codes.ts';
import {refusal} from '../codes.ts';
import {conditionClass, conditionDevice, conditionVendor, conditionVersion, isAsRuled} from './command-rows.ts';
import {failed} from './commands.ts';
import type {Content} from './content.ts';
import type {Envelope} from './envelope.ts';
import {severedTextProblem} from './severed.ts';
import {integratedUri, uriProblem} from './uri.ts';

const MOST_EXACT = 9007199254740991;

/** What the steps look at. */
export interface Release extends Content {
	readonly envelope: Envelope;
	readonly digest: Uint8Array;
	readonly crypto: DeviceCrypto;
}

/** Null when the step is passed. */
type Step = (release: Release, context: CheckContext) => OtaRefusal | null;

interface StepRow {
	readonly run: Step;
	/** Of what is installed already only the profile is asked for, so that its offer can be answered as done. */
	readonly ofInstalled: boolean;
	/** Needs what the install sequence sets. */
	readonly afterInstall: boolean;
}

function differs(value: Uint8Array | null, wanted: Uint8Array): boolean {
	return value !== null && !sameBytes(value, wanted);
}

/** 11, the part that holds at boot too. */
export function vendorOrClass(
	release: Content,
	context: Pick<CheckContext, 'vendorId' | 'classId'>,
): OtaRefusal | null {
	const run = release.run;
	const found = run.parameters;
	if (run.outcome(conditionVendor) === failed || differs(found.vendorId, context.vendorId)) {
		return refusal('E_OTA_VENDOR', `made for vendor ${shown(found.vendorId)}: must be ${hexOf(context.vendorId)}`);
	}
	return run.outcome(conditionClass) === failed || differs(found.classId, context.classId)
		? refusal('E_OTA_CLASS', `made for class ${shown(found.classId)}: must be ${hexOf(context.classId)}`)
		: null;
}

function shown(id: Uint8Array | null): string {
	return id === null ? 'none' : hexOf(id);
}

const device: Step = (release, context) =>
	release.run.outcome(conditionDevice) === failed || differs(release.run.parameters.deviceId, context.deviceId)
		? refusal(
				'E_OTA_DEVICE',
				`made for card ${shown(release.run.parameters.deviceId)} alone: must be ${hexOf(context.deviceId)}`,
			)
		: null;

/** 12: above the floor, but not so far that nothing could follow. A new epoch of the release role begins anew. */
const sequence: Step = (release, context) => {
	const floor = context.installFloor;
	const number = release.parts.sequence;
	if (number > MOST_EXACT) {
		return refusal('E_OTA_SEQ_JUMP', 'sequence number above 2^53 - 1');
	}
	if (context.keyEpoch > floor.keyEpoch) {
		return null;
	}
	if (context.keyEpoch < floor.keyEpoch || number < floor.sequence) {
		return refusal('E_OTA_SEQ_ROLLBACK', `sequence number ${number}: must be above ${floor.sequence}`);
	}
	if (number === floor.sequence && !isInstalled(release.digest, number, context)) {
		return refusal('E_OTA_SEQ_REPLAY', `sequence number ${number} is that of another release: must be above it`);
	}
	return number - floor.sequence > context.sequenceJumpMax
		? refusal('E_OTA_SEQ_JUMP', `sequence number ${number}: at most ${floor.sequence + context.sequenceJumpMax}`)
		: null;
};

/** Whether the release is the one that the install floor came from. */
export function isInstalled(digest: Uint8Array, number: number, context: CheckContext): boolean {
	const installed = context.installedManifestDigest;
	return (
		context.keyEpoch === context.installFloor.keyEpoch
		&& number === context.installFloor.sequence
		&& installed !== null
		&& sameBytes(digest, installed)
	);
}

/** 13, first half. */
export function securityVersionThere(release: Content): OtaRefusal | null {
	return release.run.parameters.securityVersion < 0
		? refusal('E_OTA_ENV_SCHEMA', 'the security version, parameter -1, must be set')
		: null;
}

/** 13, second half. */
const securityVersion: Step = (release, context) => {
	const version = release.run.parameters.securityVersion;
	return version < context.bootFloor
		? refusal('E_OTA_SECVER', `security version ${version}: must be ${context.bootFloor} or more`)
		: null;
};

const expiryThere: Step = release =>
	release.run.parameters.useBeforeS < 0 ? refusal('E_OTA_ENV_SCHEMA', 'use-before, parameter 4, must be set') : null;

/** 14: without a trusted time only an administrator's word helps (ota.md 3.4). */
const expiry: Step = (release, context) => {
	const until = release.run.parameters.useBeforeS;
	if (context.nowS < 0) {
		return context.word.by === 'local' && context.word.timeOverride
			? null
			: refusal('E_OTA_TIME_UNKNOWN', 'no trusted time yet: must be known before an install');
	}
	return context.nowS > until ? refusal('E_OTA_EXPIRED', `use before ${until}: it is ${context.nowS}`) : null;
};

/** 15: a delta needs the image that it was made from (ota.md 5.5). */
const delta: Step = (release, context) => {
	const from = release.run.parameters.deltaSource;
	const base = context.deltaBase;
	return from === null || (base !== undefined && sameBytes(from, base))
		? null
		: refusal(
				'E_OTA_PRECURSOR',
				`a delta on image ${hexOf(from)}: must be ${base === undefined ? 'a whole image' : `on ${hexOf(base)}`}`,
			);
};

const precursor: Step = (release, context) => {
	const run = release.run;
	const rule = run.parameters.version;
	return run.outcome(conditionVersion) === failed || (rule !== null && !isAsRuled(context.runningVersion, rule))
		? refusal(
				'E_OTA_PRECURSOR',
				`version ${context.runningVersion.join('.')} runs: ${rule === null ? 'another' : rule.version.join('.')} must come first`,
			)
		: null;
};

/** 16, first half. The digest was asked for where it is matched. */
export function imageThere(release: Content): OtaRefusal | null {
	return release.run.parameters.sizeBytes < 0
		? refusal('E_OTA_ENV_SCHEMA', 'the image size, parameter 14, must be set')
		: null;
}

const size: Step = (release, context) => {
	const bytes = release.run.parameters.sizeBytes;
	return bytes === 0 || bytes > context.slotBytes
		? refusal('E_OTA_SIZE', `image of ${bytes} bytes: must be 1 to ${context.slotBytes}`)
		: null;
};

/** 17: the payload lies in the envelope exactly when the URI says so. */
const source: Step = (release, context) => {
	const found = release.run.parameters;
	const uri = found.uri || '';
	const payload = release.envelope.payload;
	if ((uri === integratedUri) !== (payload !== null)) {
		return refusal('E_OTA_URI', `"${integratedUri}" must be both the URI and an entry of the envelope, or neither`);
	}
	if (payload !== null && payload.length !== found.sizeBytes) {
		return refusal('E_OTA_SIZE', `payload of ${payload.length} bytes: must be ${found.sizeBytes}`);
	}
	const problem = uriProblem(uri, {
		plainHttp: context.allowPlainHttp === true,
		privateHosts: context.allowPrivateHosts === true,
	});
	return problem === '' ? null : refusal('E_OTA_URI', problem);
};

const severed: Step = release =>
	release.severedProblem || severedTextProblem(release.envelope, release.parts, release.crypto);

const failedBefore: Step = (release, context) =>
	isAmong(release.digest, context.failedDigests)
		? refusal(
				'E_OTA_BLACKLISTED',
				'this release failed here before: a higher sequence number, or an operator, must clear it',
			)
		: null;

const assignment: Step = (release, context) => {
	const word = context.word;
	return word.by === 'local' || (word.by === 'assignment' && sameBytes(word.manifestDigest, release.digest))
		? null
		: refusal('E_OTA_NOT_ASSIGNED', 'no assignment of this release to this card: must come with one');
};

const upsState: Step = (release, context) => {
	if (context.upsProblem !== '') {
		return refusal('E_OTA_UPS_NOT_READY', context.upsProblem);
	}
	const least = release.run.parameters.minimumBattery;
	return context.batteryPercent < least
		? refusal('E_OTA_UPS_NOT_READY', `battery at ${context.batteryPercent} %: must be at ${least} % or more`)
		: null;
};

const slot: Step = (_release, context) => context.slotProblem;

function row(run: Step, ofInstalled: boolean, afterInstall: boolean): StepRow {
	return {run, ofInstalled, afterInstall};
}

/** Steps 11 to 22, in order. */
const steps: readonly StepRow[] = [
	row(vendorOrClass, true, false),
	row(device, true, false),
	row(sequence, true, false),
	row(securityVersionThere, true, false),
	row(securityVersion, false, false),
	row(expiryThere, true, true),
	row(expiry, false, true),
	row(precursor, false, false),
	row(delta, false, false),
	row(imageThere, true, false),
	row(size, false, false),
	row(source, false, true),
	row(severed, true, false),
	row(failedBefore, false, false),
	row(assignment, false, false),
	row(upsState, false, false),
	row(slot, false, false),
];

/** Why this card does not take this release now; null when it does. */
export function policyProblem(release: Release, context: CheckContext): OtaRefusal | null {
	const installed = isInstalled(release.digest, release.parts.sequence, context);
	for (let i = 0; i < steps.length; i++) {
		const step = steps[i];
		const isLeftOut = (installed && !step.ofInstalled) || (step.afterInstall && release.severedProblem !== null);
		const problem = isLeftOut ? null : step.run(release, context);
		if (problem !== null) {
			return problem;
		}
	}
	return null;
}
