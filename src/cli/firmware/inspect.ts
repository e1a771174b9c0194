// `ridethrough firmware inspect`: what a file holds, and what a card would say of it.

import type {OtaRefusal} from '../../ota/codes.ts';
import type {CheckContext} from '../../ota/check-context.ts';
import type {RootState} from '../../ota/trust/root.ts';
import {contextFor, judgeEnvelope} from '../../smartconnect/signing/judge.ts';
import {readRelease} from '../../smartconnect/signing/release-facts.ts';
import {readBytes} from './files.ts';
import {documentRows} from './inspect-document.ts';
import {envelopeRows} from './inspect-envelope.ts';
import type {FieldRow} from './inspect-text.ts';
import {kindOf, rootOf, verifyFile} from './verify.ts';
import type {Kind} from './verify.ts';

const MS_PER_SECOND = 1000;

export interface InspectOptions {
	readonly root?: readonly string[];
	readonly context?: string;
	readonly json?: boolean;
}

export interface Inspection {
	readonly kind: Kind;
	readonly bytes: number;
	readonly fields: readonly FieldRow[];
	/** Why a card would refuse it; null where it would not, as far as it was judged. */
	readonly refusal: OtaRefusal | null;
	/** What could not be judged, and what it would take; empty when all was. */
	readonly notJudged: string;
}

const withoutRoot = 'signatures, and whether their keys may sign: give --root';

/** Nobody's keys: the check of a card goes as far as it can without them. */
function keylessContext(envelope: Uint8Array, nowS: number): CheckContext {
	const facts = readRelease(envelope);
	const none = {threshold: 1, kids: [], epoch: 1};
	const root: RootState = {
		version: 1,
		expiresS: nowS,
		keys: [],
		roles: {root: none, release: none, assign: none, fresh: none},
		retired: [],
		document: new Uint8Array(0),
	};
	return contextFor('code' in facts ? null : facts, root, nowS);
}

/** What is wrong with it whoever signed it. */
function problemWithoutRoot(kind: Kind, bytes: Uint8Array, nowS: number): OtaRefusal | null {
	if (kind !== 'release') {
		return null;
	}
	const answer = judgeEnvelope(bytes, keylessContext(bytes, nowS));
	return answer.ok || answer.refusal.code === 'E_OTA_AUTH_KEY_UNKNOWN' ? null : answer.refusal;
}

/** Throws E_FILE_UNREADABLE, E_FIRMWARE_INVALID where the root or the context cannot be used. */
export function inspectFile(file: string, options: InspectOptions): Inspection {
	const nowS = Math.floor(Date.now() / MS_PER_SECOND);
	const bytes = readBytes(file);
	const kind = kindOf(bytes);
	const given = options.root ?? [];
	const root = given.length === 0 ? null : rootOf(given, nowS);
	const fields = kind === 'release' ? envelopeRows(bytes, {nowS, root}) : documentRows(kind, bytes, {nowS, root});
	return {
		kind,
		bytes: bytes.length,
		fields,
		refusal:
			root === null ? problemWithoutRoot(kind, bytes, nowS) : verifyFile(file, {...options, root: given}).refusal,
		notJudged: root === null ? withoutRoot : '',
	};
}
