// The map of a manifest (ota.md 2.2): steps 8 and 9 of the check.

import {ARRAY, BYTES, MAP} from '../../codec/cbor/head.ts';
import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import {envelopeCbor} from '../cbor-rules.ts';
import type {OtaRefusal} from '../codes.ts';
import {refusal} from '../codes.ts';
import {readDigest} from './digest.ts';

const keyVersion = 1;
const keySequence = 2;
const keyCommon = 3;
const keyValidate = 7;
/** Of the common part. */
const keyDependencies = 1;
const keyComponents = 2;
const keyShared = 4;

const MANIFEST_VERSION = 1;
const MOST_COMPONENTS = 4;
const VERSION_PARTS = 3;

/** A part that stands in the manifest, or whose digest alone does. Views; both null where there is neither. */
export interface Part {
	content: Uint8Array | null;
	digest: Uint8Array | null;
}

/** What a manifest says, as views. */
export interface ManifestParts {
	version: number;
	/** -1 while not read. */
	sequence: number;
	common: Uint8Array | null;
	setVersion: number[];
	validate: Uint8Array | null;
	invoke: Uint8Array | null;
	fetch: Part;
	install: Part;
	text: Part;
	shared: Uint8Array | null;
	/** The array of component ids. */
	components: Uint8Array | null;
	hasDependencies: boolean;
}

/** Reads a value; what it must be when it is something else, '' when it is right. */
type Read = (reader: CborReader, into: ManifestParts) => string;

const noPart = (): Part => ({content: null, digest: null});

function readPart(reader: CborReader, part: Part): string {
	if (reader.major() === ARRAY) {
		part.digest = readDigest(reader);
		return part.digest === null ? 'a byte string, or the digest [-16, 32 bytes]' : '';
	}
	part.content = reader.blob();
	return '';
}

function readVersion(content: Uint8Array, into: number[]): string {
	const right = '[major, minor, patch] in a byte string';
	if (scanCbor(content, envelopeCbor) !== null) {
		return right;
	}
	const reader = new CborReader(content);
	const count = reader.array();
	for (let i = 0; i < count && i < VERSION_PARTS; i++) {
		into.push(reader.uint());
	}
	return count === VERSION_PARTS && reader.done() ? '' : right;
}

/** By key of the manifest: version, sequence number, common part, reference, version for people, validate, invoke, fetch, install, text. */
const rows: Readonly<Record<string, Read | undefined>> = {
	'1': (reader, into) => {
		into.version = reader.uint();
		return '';
	},
	'2': (reader, into) => {
		into.sequence = reader.uint();
		return '';
	},
	'3': (reader, into) => {
		into.common = reader.blob();
		return '';
	},
	'4': reader => {
		reader.text();
		return '';
	},
	'6': (reader, into) => readVersion(reader.blob(), into.setVersion),
	'7': (reader, into) => {
		into.validate = reader.blob();
		return '';
	},
	'9': (reader, into) => {
		into.invoke = reader.blob();
		return '';
	},
	'16': (reader, into) => readPart(reader, into.fetch),
	'20': (reader, into) => readPart(reader, into.install),
	'23': (reader, into) => readPart(reader, into.text),
};

/** Step 8: the parts of a manifest, or what is wrong with it. */
export function readManifest(bytes: Uint8Array): ManifestParts | OtaRefusal {
	const cbor = scanCbor(bytes, envelopeCbor);
	if (cbor !== null) {
		return refusal(cbor.code, `manifest, ${cbor.detail}`);
	}
	const reader = new CborReader(bytes);
	const parts = noManifest();
	if (reader.major() !== MAP) {
		return refusal('E_OTA_ENV_SCHEMA', 'a manifest must be a map');
	}
	for (let left = reader.map(); left > 0; left--) {
		const problem = readEntry(reader, parts);
		if (problem !== '') {
			return refusal('E_OTA_ENV_SCHEMA', `manifest: ${problem}`);
		}
	}
	return missing(parts) || readCommon(parts) || wrongVersion(parts) || parts;
}

function noManifest(): ManifestParts {
	return {
		version: -1,
		sequence: -1,
		common: null,
		setVersion: [],
		validate: null,
		invoke: null,
		fetch: noPart(),
		install: noPart(),
		text: noPart(),
		shared: null,
		components: null,
		hasDependencies: false,
	};
}

function readEntry(reader: CborReader, parts: ManifestParts): string {
	const key = reader.int();
	const read = reader.bad ? undefined : rows[String(key)];
	if (read === undefined) {
		return `key ${reader.bad ? 'of text' : key} must be of ${Object.keys(rows).join(', ')}`;
	}
	const right = read(reader, parts);
	return right === '' && !reader.bad ? '' : `key ${key} must be ${right === '' ? 'of its type' : right}`;
}

function missing(parts: ManifestParts): OtaRefusal | null {
	const name =
		parts.version < 0
			? keyVersion
			: parts.sequence < 0
				? keySequence
				: parts.common === null
					? keyCommon
					: parts.validate === null
						? keyValidate
						: 0;
	return name === 0 ? null : refusal('E_OTA_ENV_SCHEMA', `manifest: key ${name} must be there`);
}

function wrongVersion(parts: ManifestParts): OtaRefusal | null {
	return parts.version === MANIFEST_VERSION
		? null
		: refusal('E_OTA_ENV_VERSION', `manifest version ${parts.version}: must be ${MANIFEST_VERSION}`);
}

function readCommon(parts: ManifestParts): OtaRefusal | null {
	const common = parts.common || new Uint8Array(0);
	const cbor = scanCbor(common, envelopeCbor);
	if (cbor !== null) {
		return refusal(cbor.code, `manifest, common part, ${cbor.detail}`);
	}
	const reader = new CborReader(common);
	for (let left = reader.map(); left > 0; left--) {
		const key = reader.int();
		if (key === keyComponents && reader.major() === ARRAY) {
			parts.components = reader.rawItem();
		} else if (key === keyShared && reader.major() === BYTES) {
			parts.shared = reader.blob();
		} else if (key === keyDependencies && !reader.bad) {
			parts.hasDependencies = true;
			reader.skip();
		} else {
			reader.fail();
		}
	}
	return reader.bad || parts.components === null || parts.shared === null
		? refusal('E_OTA_ENV_SCHEMA', 'manifest: the common part must be a map of components, 2, and a shared sequence, 4')
		: null;
}

/** Step 9: whether the components are those of the card, all of them (ota.md 9, mix-and-match). */
export function componentProblem(parts: ManifestParts, known: readonly (readonly string[])[]): OtaRefusal | null {
	const reader = new CborReader(parts.components || new Uint8Array(0));
	const count = reader.array();
	if (count > MOST_COMPONENTS) {
		return refusal('E_OTA_CBOR_LIMIT', `${count} components: at most ${MOST_COMPONENTS}`);
	}
	const found: boolean[] = [];
	for (let i = 0; i < count; i++) {
		const id = readComponent(reader);
		const which = id === null ? -1 : indexOf(id, known);
		if (id === null || (which >= 0 && found[which])) {
			return refusal('E_OTA_ENV_SCHEMA', 'a component must be an array of byte strings, and stand once');
		}
		if (which < 0) {
			return refusal('E_OTA_COMPONENT', `component ${id.join('/')}: this card has ${namesOf(known)}`);
		}
		found[which] = true;
	}
	return parts.hasDependencies || count < known.length
		? refusal('E_OTA_DEP', `one manifest must cover all components, without others: ${namesOf(known)}`)
		: null;
}

function readComponent(reader: CborReader): string[] | null {
	const id: string[] = [];
	const count = reader.array();
	for (let i = 0; i < count && !reader.bad; i++) {
		id.push(printable(reader.blob()));
	}
	return reader.bad || count === 0 ? null : id;
}

/** ASCII that can be seen as it is, all else as ?, which no name of a component has. */
function printable(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) {
		text += bytes[i] > 32 && bytes[i] < 127 ? String.fromCharCode(bytes[i]) : '?';
	}
	return text;
}

function indexOf(id: readonly string[], known: readonly (readonly string[])[]): number {
	for (let i = 0; i < known.length; i++) {
		if (known[i].join('/') === id.join('/') && known[i].length === id.length) {
			return i;
		}
	}
	return -1;
}

function namesOf(known: readonly (readonly string[])[]): string {
	const names: string[] = [];
	for (let i = 0; i < known.length; i++) {
		names.push(known[i].join('/'));
	}
	return names.join(', ');
}
