// What a release says of itself: read for tools and the service from an envelope that a card's own check let pass.

import {envelopeCbor, tagEnvelope} from '../../ota/cbor-rules.ts';
import {refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import type {CborValue} from './cbor.ts';
import {decodeCbor, isBytes, isList, isMap, isTag} from './decode.ts';
import {manifestDigest} from './manifest.ts';
import type {ReleaseFields, ReleaseImage} from './manifest.ts';
import {INTEGRATED_URI, commonKeys, directive, envelopeKeys, manifestKeys, parameter} from './suit-numbers.ts';

export interface ReleaseFacts extends ReleaseFields {
	readonly manifestDigest: Uint8Array;
	/** The image that lies in the envelope; null when it is fetched. */
	readonly payload: Uint8Array | null;
}

type Parameters = Map<CborValue, CborValue>;

/** Thrown inside this file only: the shape is not the one that buildManifest makes. */
class NoRelease extends Error {}

function bytesIn(value: CborValue | undefined, what: string): Uint8Array {
	if (!isBytes(value)) {
		throw new NoRelease(`${what} is no byte string`);
	}
	return value;
}

function numberIn(value: CborValue | undefined, what: string): number {
	if (typeof value !== 'number') {
		throw new NoRelease(`${what} is no whole number`);
	}
	return value;
}

function itemIn(value: CborValue | undefined, what: string): CborValue {
	const decoded = decodeCbor(bytesIn(value, what), envelopeCbor);
	if (!decoded.ok) {
		throw new NoRelease(`${what}: ${decoded.refusal.detail}`);
	}
	return decoded.value;
}

function listIn(value: CborValue | undefined, what: string): readonly CborValue[] {
	const item = itemIn(value, what);
	if (!isList(item)) {
		throw new NoRelease(`${what} is no array`);
	}
	return item;
}

function mapIn(value: CborValue | undefined, what: string): ReadonlyMap<CborValue, CborValue> {
	if (!isMap(value)) {
		throw new NoRelease(`${what} is no map`);
	}
	return value;
}

interface Sequence {
	readonly parameters: Parameters;
	/** Sequences of try-each, each with the parameters of its own. */
	readonly branches: readonly Parameters[];
}

/** The parameters that a command sequence sets: commands come in pairs of command and argument. */
function sequenceOf(items: readonly CborValue[]): Sequence {
	const parameters: Parameters = new Map();
	const branches: Parameters[] = [];
	for (let i = 0; i + 1 < items.length; i += 2) {
		const argument = items[i + 1];
		if (items[i] === directive.override) {
			mapIn(argument, 'override').forEach((value, key) => parameters.set(key, value));
		} else if (items[i] === directive.tryEach && isList(argument)) {
			branches.push(...argument.map(branch => sequenceOf(listIn(branch, 'branch')).parameters));
		}
	}
	return {parameters, branches};
}

function imageOf(own: Parameters, common: Parameters): ReleaseImage {
	const value = (key: number): CborValue | undefined => own.get(key) ?? common.get(key);
	const chunks = value(parameter.chunks);
	const [, digest] = listIn(value(parameter.digest), 'image digest');
	return {
		slot: own.has(parameter.slot) ? numberIn(own.get(parameter.slot), 'slot') : -1,
		sizeBytes: numberIn(value(parameter.size), 'image size'),
		digest: bytesIn(digest, 'image digest'),
		chunks: isList(chunks)
			? {log2Bytes: numberIn(chunks[0], 'chunk size'), tableDigest: bytesIn(chunks[1], 'table digest')}
			: null,
	};
}

function versionOf(value: CborValue | undefined): readonly number[] {
	return value === undefined ? [] : listIn(value, 'version').map(part => numberIn(part, 'version'));
}

function precursorOf(value: CborValue | undefined): readonly number[] | null {
	if (value === undefined) {
		return null;
	}
	const [, version] = listIn(value, 'precursor');
	return isList(version) ? version.map(part => numberIn(part, 'precursor')) : null;
}

function componentOf(common: ReadonlyMap<CborValue, CborValue>): readonly string[] {
	const components = common.get(commonKeys.components);
	const [first] = isList(components) ? components : [];
	return isList(first) ? first.map(part => new TextDecoder().decode(bytesIn(part, 'component'))) : [];
}

function factsOf(envelope: Uint8Array): ReleaseFacts {
	const outer = itemIn(envelope, 'envelope');
	if (!isTag(outer) || outer.tag !== tagEnvelope) {
		throw new NoRelease('no envelope: tag 107 is missing');
	}
	const parts = mapIn(outer.value as CborValue, 'envelope');
	const manifest = bytesIn(parts.get(envelopeKeys.manifest), 'manifest');
	const keys = mapIn(itemIn(manifest, 'manifest'), 'manifest');
	const common = mapIn(itemIn(keys.get(manifestKeys.common), 'common part'), 'common part');
	const shared = sequenceOf(listIn(common.get(commonKeys.sharedSequence), 'shared sequence'));
	const install = sequenceOf(listIn(keys.get(manifestKeys.install), 'install sequence')).parameters;
	const branches = shared.branches.length === 0 ? [new Map() as Parameters] : shared.branches;
	const uri = install.get(parameter.uri);
	const deviceId = shared.parameters.get(parameter.device);
	const payload = parts.get(INTEGRATED_URI);
	const text = parts.get(manifestKeys.text);
	return {
		manifestDigest: manifestDigest(manifest),
		sequence: numberIn(keys.get(manifestKeys.sequence), 'sequence'),
		securityVersion: numberIn(shared.parameters.get(parameter.securityVersion), 'security version'),
		useBeforeS: numberIn(install.get(parameter.useBefore), 'use-before'),
		version: versionOf(keys.get(manifestKeys.version)),
		vendorId: bytesIn(shared.parameters.get(parameter.vendor), 'vendor id'),
		classId: bytesIn(shared.parameters.get(parameter.class), 'class id'),
		deviceId: deviceId === undefined ? null : bytesIn(deviceId, 'device id'),
		images: branches.map(own => imageOf(own, shared.parameters)),
		uri: typeof uri === 'string' ? uri : '',
		minimumBattery: numberIn(
			install.get(parameter.battery) ?? shared.parameters.get(parameter.battery) ?? 0,
			'battery',
		),
		component: componentOf(common),
		precursor: precursorOf(shared.parameters.get(parameter.version)),
		text: isBytes(text) ? text : null,
		payload: isBytes(payload) ? payload : null,
	};
}

/** The facts of an envelope; E_OTA_ENV_SCHEMA where it is not as ours are. Verifies nothing. */
export function readRelease(envelope: Uint8Array): ReleaseFacts | OtaRefusal {
	try {
		return factsOf(envelope);
	} catch (error) {
		if (error instanceof NoRelease) {
			return refusal('E_OTA_ENV_SCHEMA', error.message);
		}
		throw error;
	}
}
