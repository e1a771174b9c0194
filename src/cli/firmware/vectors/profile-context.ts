// The base context of the profile's vectors, and the keys by name that it speaks of.

import {codedError} from '../../../core/errors.ts';
import type {CheckContext, RoleKeys, TrustedKey} from '../../../ota/check-context.ts';
import {algorithmEd25519} from '../../../ota/cose/verify.ts';
import type {VectorFile} from './format.ts';
import {bytesOf} from './result.ts';

export const baseFile = 'nmc-profile-valid.json';

/** As the file writes it; vectors replace fields of it. */
export interface ProfileContext {
	readonly now: number;
	readonly vendorId: string;
	readonly classId: string;
	readonly deviceId: string;
	readonly runningVersion: readonly number[];
	readonly installFloor: {readonly keyEpoch: number; readonly sequence: number};
	readonly installedManifestDigest: string | null;
	readonly bootFloor: number;
	readonly slotSizeBytes: number;
	readonly maxEnvelopeBytes: number;
	readonly maxSequenceJump: number;
	readonly acceptLegacyEdDSA: boolean;
	readonly components: readonly (readonly string[])[];
	readonly keys: Readonly<Record<'release' | 'assign' | 'fresh' | 'retired', readonly string[]>>;
	readonly lastFreshCounter?: number;
}

export interface ProfileBase {
	readonly testKeys: Readonly<Record<string, {readonly publicKey: string; readonly kid: string}>>;
	readonly context: ProfileContext;
	readonly documents: readonly {readonly id: string; readonly hex: string}[];
}

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

/** The base of a file: its own, or that of the file of valid vectors. */
export function baseOf({document, beside}: VectorFile): ProfileBase {
	const base = [document, beside(baseFile)].find(each => each !== null && 'context' in each && 'testKeys' in each);
	if (base === undefined || base === null) {
		throw codedError(
			'E_FILE_UNREADABLE',
			`These vectors need the context and the keys of ${baseFile}: put it beside them, or name it too.`,
			{file: baseFile},
		);
	}
	return base as ProfileBase;
}

function keyNamed(base: ProfileBase, name: string): TrustedKey {
	const {kid, publicKey} = base.testKeys[name];
	return {kid: bytesOf(kid), algorithm: algorithmEd25519, key: bytesOf(publicKey)};
}

/** Keys that the vectors' root document of version 1 has: its root keys are named root-1 to root-3. */
export function roleKeysOf(base: ProfileBase, {keys}: ProfileContext): RoleKeys {
	const named = (names: readonly string[]): TrustedKey[] => names.map(name => keyNamed(base, name));
	return {
		root: named(['root-1', 'root-2', 'root-3']),
		release: named(keys.release),
		assign: named(keys.assign),
		fresh: named(keys.fresh),
		retired: named(keys.retired).map(({kid}) => kid),
		releaseThreshold: 1,
		rootThreshold: 2,
	};
}

/** A card that is ready for an install on an administrator's word, so that what is refused is so for its content. */
export function checkContextOf(base: ProfileBase, context: ProfileContext): CheckContext {
	return {
		nowS: context.now,
		vendorId: bytesOf(context.vendorId),
		classId: bytesOf(context.classId),
		deviceId: bytesOf(context.deviceId),
		runningVersion: context.runningVersion,
		installFloor: context.installFloor,
		keyEpoch: context.installFloor.keyEpoch,
		installedManifestDigest: context.installedManifestDigest === null ? null : bytesOf(context.installedManifestDigest),
		bootFloor: context.bootFloor,
		slotBytes: context.slotSizeBytes,
		candidateSlot: 0,
		slotProblem: null,
		envelopeBytesMax: context.maxEnvelopeBytes,
		sequenceJumpMax: context.maxSequenceJump,
		legacyEdDsa: context.acceptLegacyEdDSA,
		algorithms: [algorithmEd25519],
		components: context.components,
		keys: roleKeysOf(base, context),
		failedDigests: [],
		word: {by: 'local', timeOverride: false},
		upsProblem: '',
		batteryPercent: 100,
	};
}
