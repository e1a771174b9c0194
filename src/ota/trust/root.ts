// The root document (ota.md 2.3, 3.2): which keys there are, which role each has, how many it takes, and what was retired.

import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import type {DeviceCrypto} from '../../core/device-ports.ts';
import {hexOf, isAmong, sameBytes} from '../bytes.ts';
import {documentCbor, tagSign} from '../cbor-rules.ts';
import type {TrustedKey} from '../check-context.ts';
import {isRefusal, refusal} from '../codes.ts';
import type {OtaRefusal} from '../codes.ts';
import {parseCose} from '../cose/message.ts';
import type {CoseMessage} from '../cose/message.ts';
import {algorithmEd25519, algorithmHssLms, keyOf} from '../cose/verify.ts';
import type {Role} from '../cose/verify.ts';
import {keyProblem} from '../ed25519.ts';
import {hssKeyProblem} from '../lms/hss.ts';

const TYPE_ROOT = 1;
const KID_BYTES = 8;
const ED25519_KEY_BYTES = 32;
const HSS_LMS_KEY_BYTES = 60;
const LARGEST_EXACT = 9007199254740991;
/** Keys of a document, and of a role. */
const KEYS_MAX = 32;

export interface RootRole {
	/** Distinct keys that must sign; 0 where the document does not name the role. */
	threshold: number;
	kids: readonly Uint8Array[];
	/** Raised to begin sequence numbers anew (3.3); 0 for the role root, which has none. */
	epoch: number;
}

/** What a root document says, in memory of its own. */
export interface RootState {
	readonly version: number;
	readonly expiresS: number;
	readonly keys: readonly TrustedKey[];
	readonly roles: Readonly<Record<Role, RootRole>>;
	/** Kids. */
	readonly retired: readonly Uint8Array[];
	/** The document as it came: what is kept. */
	readonly document: Uint8Array;
}

/** By number, as documents write them. */
const roleOf: readonly (Role | null)[] = [null, 'root', 'release', 'assign', 'fresh'];

function noRole(): RootRole {
	return {threshold: 0, kids: [], epoch: 0};
}

/** First 8 bytes of SHA-256 of the key. */
export function kidOf(key: Uint8Array, crypto: DeviceCrypto): Uint8Array {
	const hash = crypto.sha256();
	hash.update(key);
	return hash.digest().slice(0, KID_BYTES);
}

function schema(what: string): OtaRefusal {
	return refusal('E_OTA_ENV_SCHEMA', `root document: ${what}`);
}

/** Reads a field's key, and holds it to be the one that comes next. */
export function expectField(reader: CborReader, field: number): CborReader {
	if (reader.uint() !== field) {
		reader.fail();
	}
	return reader;
}

/** Number of a role that may stand here, by name; null marks the reader bad. */
function readRole(reader: CborReader, first: number): Role | null {
	const number = reader.uint();
	const role = number >= first && number < roleOf.length ? roleOf[number] : null;
	if (role === null) {
		reader.fail();
	}
	return role;
}

function readKids(reader: CborReader): Uint8Array[] {
	const kids: Uint8Array[] = [];
	for (let left = reader.array(); left > 0 && !reader.bad; left--) {
		const kid = reader.blobCopy();
		if (kid.length !== KID_BYTES || isAmong(kid, kids) || kids.length === KEYS_MAX) {
			reader.fail();
		}
		kids.push(kid);
	}
	return kids;
}

function readKeys(reader: CborReader): TrustedKey[] {
	const keys: TrustedKey[] = [];
	for (let left = reader.map(); left > 0 && !reader.bad; left--) {
		const kid = reader.blobCopy();
		const key = reader.blobCopy();
		const algorithm = key.length === HSS_LMS_KEY_BYTES ? algorithmHssLms : algorithmEd25519;
		if (kid.length !== KID_BYTES || keys.length === KEYS_MAX) {
			reader.fail();
		}
		keys.push({kid: kid, algorithm: algorithm, key: key});
	}
	return keys;
}

function readRoles(reader: CborReader): Record<Role, RootRole> {
	const roles = {root: noRole(), release: noRole(), assign: noRole(), fresh: noRole()};
	for (let left = expectField(reader, 5).map(); left > 0 && !reader.bad; left--) {
		const role = readRole(reader, 1);
		if (reader.array() !== 2) {
			reader.fail();
		}
		const threshold = reader.uint();
		const kids = readKids(reader);
		if (role !== null) {
			roles[role] = {threshold: threshold, kids: kids, epoch: 0};
		}
	}
	for (let left = expectField(reader, 6).map(); left > 0 && !reader.bad; left--) {
		const role = readRole(reader, 2);
		const epoch = reader.uint();
		if (epoch > LARGEST_EXACT) {
			reader.fail();
		}
		if (role !== null) {
			roles[role].epoch = epoch;
		}
	}
	return roles;
}

/** The state in the payload of a document; null when its form is another. */
function readState(payload: Uint8Array, document: Uint8Array): RootState | null {
	const reader = new CborReader(payload);
	const isWhole = reader.map() === 7;
	const type = expectField(reader, 1).uint();
	const version = expectField(reader, 2).uint();
	const expiresS = expectField(reader, 3).uint();
	const keys = readKeys(expectField(reader, 4));
	const roles = readRoles(reader);
	const retired = readKids(expectField(reader, 7));
	const fits = type === TYPE_ROOT && version >= 1 && version <= LARGEST_EXACT && expiresS <= LARGEST_EXACT;
	return isWhole && fits && reader.done()
		? {version, expiresS, keys, roles, retired, document: new Uint8Array(document)}
		: null;
}

/** What is wrong with a key of the document; '' when nothing is. */
function problemOfKey(trusted: TrustedKey, crypto: DeviceCrypto): string {
	const key = trusted.key;
	if (!sameBytes(trusted.kid, kidOf(key, crypto))) {
		return 'its kid must be the hash of the key';
	}
	if (trusted.algorithm === algorithmHssLms) {
		return hssKeyProblem(key);
	}
	return key.length === ED25519_KEY_BYTES ? keyProblem(key) : `${key.length} bytes: it must have 32 or 60`;
}

function roleProblem(name: Role, role: RootRole, state: RootState): string {
	const isServed = name === 'root' || name === 'release' || role.kids.length > 0 || role.threshold > 0;
	if (isServed && (role.threshold < 1 || role.threshold > role.kids.length)) {
		return `role ${name} asks for ${role.threshold} of ${role.kids.length} keys`;
	}
	if ((name === 'assign' || name === 'fresh') && role.threshold > 1) {
		return `role ${name} asks for ${role.threshold} signatures: its documents have one`;
	}
	for (let i = 0; i < role.kids.length; i++) {
		if (keyOf(role.kids[i], state.keys) === null) {
			return `role ${name} names key ${hexOf(role.kids[i])}, which is not in the document`;
		}
		if (isAmong(role.kids[i], state.retired)) {
			return `key ${hexOf(role.kids[i])} of role ${name} is retired`;
		}
	}
	return '';
}

function stateProblem(state: RootState, crypto: DeviceCrypto): OtaRefusal | null {
	for (let i = 0; i < state.keys.length; i++) {
		const what = problemOfKey(state.keys[i], crypto);
		if (what !== '') {
			return refusal('E_OTA_AUTH_KEY_INVALID', `key ${hexOf(state.keys[i].kid)}: ${what}`);
		}
	}
	for (let i = 1; i < roleOf.length; i++) {
		const name = roleOf[i] as Role;
		const what = roleProblem(name, state.roles[name], state);
		if (what !== '') {
			return schema(what);
		}
	}
	return null;
}

export interface ParsedRoot {
	readonly state: RootState;
	/** Views into the document. */
	readonly message: CoseMessage;
	readonly payload: Uint8Array;
}

/** What a document says, before anybody looked at its signatures. */
export function parseRoot(bytes: Uint8Array, crypto: DeviceCrypto): ParsedRoot | OtaRefusal {
	const message = parseCose(bytes, documentCbor, [tagSign]);
	if (isRefusal(message)) {
		return message;
	}
	const payload = message.payload;
	if (payload === null) {
		return schema('its payload must be attached');
	}
	const fault = scanCbor(payload, documentCbor);
	if (fault !== null) {
		return fault;
	}
	const state = readState(payload, bytes);
	if (state === null) {
		return schema('fields 1 to 7 in their order, each of its form');
	}
	const problem = stateProblem(state, crypto);
	return problem === null ? {state, message, payload} : problem;
}

/** A document that was checked when it came, as it was kept. */
export function keptRoot(document: Uint8Array, crypto: DeviceCrypto): RootState | OtaRefusal {
	const parsed = parseRoot(document, crypto);
	return isRefusal(parsed) ? parsed : parsed.state;
}
