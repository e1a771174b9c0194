// Parameters of a manifest (ota.md 2.2): what they are called by number, where each may be set, and how it is read. Values are
// views into the envelope.

import type {CborReader} from '../../codec/cbor/reader.ts';
import {CborReader as Reader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import {envelopeCbor} from '../cbor-rules.ts';
import type {OtaRefusal} from '../codes.ts';
import {refusal} from '../codes.ts';
import {digestIn} from './digest.ts';
import {inInstall, inShared} from './sections.ts';

/** Parameter 28: how the version that runs must stand to another. */
export interface VersionRule {
	/** 1 above, 2 at least, 3 equal, 4 at most, 5 below. */
	readonly comparison: number;
	readonly version: readonly number[];
}

/** Null, or -1 for a number, while not set. */
export interface Parameters {
	vendorId: Uint8Array | null;
	classId: Uint8Array | null;
	digest: Uint8Array | null;
	useBeforeS: number;
	slot: number;
	sizeBytes: number;
	uri: string | null;
	deviceId: Uint8Array | null;
	minimumBattery: number;
	version: VersionRule | null;
	securityVersion: number;
	chunkLog2: number;
	chunkTable: Uint8Array | null;
	deltaSource: Uint8Array | null;
	deltaFormat: number;
}

export function noParameters(): Parameters {
	return {
		vendorId: null,
		classId: null,
		digest: null,
		useBeforeS: -1,
		slot: -1,
		sizeBytes: -1,
		uri: null,
		deviceId: null,
		minimumBattery: -1,
		version: null,
		securityVersion: -1,
		chunkLog2: -1,
		chunkTable: null,
		deltaSource: null,
		deltaFormat: -1,
	};
}

export function copyOf(from: Parameters): Parameters {
	return {
		vendorId: from.vendorId,
		classId: from.classId,
		digest: from.digest,
		useBeforeS: from.useBeforeS,
		slot: from.slot,
		sizeBytes: from.sizeBytes,
		uri: from.uri,
		deviceId: from.deviceId,
		minimumBattery: from.minimumBattery,
		version: from.version,
		securityVersion: from.securityVersion,
		chunkLog2: from.chunkLog2,
		chunkTable: from.chunkTable,
		deltaSource: from.deltaSource,
		deltaFormat: from.deltaFormat,
	};
}

const UUID_BYTES = 16;
const DIGEST_BYTES = 32;
const FULL_PERCENT = 100;
/** What the counter of the boot floor and the head of an image hold. */
const MOST_SECURITY_VERSION = 4294967295;
const MOST_EXACT = 9007199254740991;
const LEAST_CHUNK_LOG2 = 9;
/** A card holds a chunk until it is proven, within the 16 KiB of ota.md 5.3. */
const MOST_CHUNK_LOG2 = 13;
const MOST_VERSION_PARTS = 3;
const LAST_COMPARISON = 5;

/** Reads one value into the parameters; answers what the value must be when it is something else, '' when it is right. */
type Read = (reader: CborReader, into: Parameters) => string;

interface ParameterRow {
	readonly name: string;
	readonly sections: number;
	readonly read: Read;
}

function uuid(reader: CborReader): Uint8Array | null {
	const bytes = reader.blob();
	return bytes.length === UUID_BYTES ? bytes : null;
}

function bytes32(reader: CborReader): Uint8Array | null {
	const bytes = reader.blob();
	return bytes.length === DIGEST_BYTES ? bytes : null;
}

function readVersionRule(bytes: Uint8Array): VersionRule | null {
	if (scanCbor(bytes, envelopeCbor) !== null) {
		return null;
	}
	const reader = new Reader(bytes);
	const isPair = reader.array() === 2;
	const comparison = reader.uint();
	const count = reader.array();
	const version: number[] = [];
	for (let i = 0; i < count && i < MOST_VERSION_PARTS; i++) {
		version.push(reader.uint());
	}
	return isPair && comparison >= 1 && comparison <= LAST_COMPARISON && count > 0 && reader.done()
		? {comparison, version}
		: null;
}

const anywhere = inShared + inInstall;

/** By number. A digest that were set again after its check would be a substitution: hence the shared sequence alone. */
const rows: Readonly<Record<string, ParameterRow>> = {
	'1': {
		name: 'vendor id',
		sections: inShared,
		read: (reader, into) => ((into.vendorId = uuid(reader)) === null ? '16 bytes' : ''),
	},
	'2': {
		name: 'class id',
		sections: inShared,
		read: (reader, into) => ((into.classId = uuid(reader)) === null ? '16 bytes' : ''),
	},
	'3': {
		name: 'image digest',
		sections: inShared,
		read: (reader, into) => ((into.digest = digestIn(reader.blob())) === null ? '[-16, 32 bytes]' : ''),
	},
	'4': {
		name: 'use-before',
		sections: inInstall,
		read: (reader, into) => ((into.useBeforeS = reader.uint()) > MOST_EXACT ? 'seconds below 2^53' : ''),
	},
	'5': {
		name: 'slot',
		sections: anywhere,
		read: (reader, into) => {
			into.slot = reader.uint();
			return '';
		},
	},
	'14': {
		name: 'image size',
		sections: inShared,
		read: (reader, into) => {
			into.sizeBytes = reader.uint();
			return '';
		},
	},
	'21': {
		name: 'URI',
		sections: anywhere,
		read: (reader, into) => {
			into.uri = reader.text();
			return '';
		},
	},
	'24': {
		name: 'device id',
		sections: inShared,
		read: (reader, into) => ((into.deviceId = uuid(reader)) === null ? '16 bytes' : ''),
	},
	'26': {
		name: 'minimum battery',
		sections: anywhere,
		read: (reader, into) => ((into.minimumBattery = reader.uint()) > FULL_PERCENT ? '0 to 100 percent' : ''),
	},
	'28': {
		name: 'version of the running image',
		sections: anywhere,
		read: (reader, into) =>
			(into.version = readVersionRule(reader.blob())) === null
				? '[1 to 5, [major, minor, patch]] in a byte string'
				: '',
	},
	'-1': {
		name: 'security version',
		sections: inShared,
		read: (reader, into) =>
			(into.securityVersion = reader.uint()) > MOST_SECURITY_VERSION ? `0 to ${MOST_SECURITY_VERSION}` : '',
	},
	'-2': {
		name: 'chunk table',
		sections: anywhere,
		read: (reader, into) => {
			const isPair = reader.array() === 2;
			into.chunkLog2 = reader.uint();
			into.chunkTable = bytes32(reader);
			const isSize = into.chunkLog2 >= LEAST_CHUNK_LOG2 && into.chunkLog2 <= MOST_CHUNK_LOG2;
			return isPair && isSize && into.chunkTable !== null
				? ''
				: `[${LEAST_CHUNK_LOG2} to ${MOST_CHUNK_LOG2}, 32 bytes]`;
		},
	},
	'-3': {
		name: 'delta',
		sections: anywhere,
		read: (reader, into) => {
			const isPair = reader.array() === 2;
			into.deltaSource = bytes32(reader);
			into.deltaFormat = reader.uint();
			return isPair && into.deltaSource !== null ? '' : '[32 bytes, number of the format]';
		},
	},
};

/** Reads the map of the directive that sets parameters, in a section. */
export function setParameters(reader: CborReader, section: number, into: Parameters): OtaRefusal | null {
	const count = reader.map();
	for (let i = 0; i < count && !reader.bad; i++) {
		const problem = setParameter(reader, section, into);
		if (problem !== null) {
			return problem;
		}
	}
	return reader.bad ? refusal('E_OTA_ENV_SCHEMA', 'directive 20 must have a map of parameters by number') : null;
}

function setParameter(reader: CborReader, section: number, into: Parameters): OtaRefusal | null {
	const id = reader.int();
	const row = rows[String(id)];
	if (reader.bad) {
		return null;
	}
	if (row === undefined) {
		return refusal('E_OTA_COMMAND', `parameter ${id} is none of the profile nmc-1`);
	}
	if ((row.sections & section) === 0) {
		const where = row.sections === inShared ? 'the shared sequence' : 'the fetch and install sequences';
		return refusal('E_OTA_COMMAND', `parameter ${id} (${row.name}) may be set in ${where} only`);
	}
	const right = row.read(reader, into);
	return right !== '' || reader.bad
		? refusal('E_OTA_ENV_SCHEMA', `parameter ${id} (${row.name}) must be ${right === '' ? 'of its type' : right}`)
		: null;
}
