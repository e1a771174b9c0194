// `ridethrough firmware verify`: the check of a card on a release, or on a companion document.

import {codeTexts} from '../../ota/code-texts.ts';
import {documentCbor, tagEnvelope, tagSign} from '../../ota/cbor-rules.ts';
import {isRefusal, refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import {checkAssignment} from '../../ota/trust/assignment.ts';
import {checkFreshness} from '../../ota/trust/freshness.ts';
import {roleKeysOf} from '../../ota/trust/role-keys.ts';
import {expiryProblem, nextRoot} from '../../ota/trust/root-steps.ts';
import type {RootState} from '../../ota/trust/root.ts';
import type {CborValue} from '../../smartconnect/signing/cbor.ts';
import {decodeCbor, isBytes, isList, isMap, isTag} from '../../smartconnect/signing/decode.ts';
import {
	contextFor,
	imageProblem,
	judgeEnvelope,
	judgeRelease,
	judgeRoots,
	trustTools,
} from '../../smartconnect/signing/judge.ts';
import {readRelease} from '../../smartconnect/signing/release-facts.ts';
import {codedError} from '../../core/errors.ts';
import {contextFrom} from './context-file.ts';
import type {CardContext} from './context-file.ts';
import {readBytes} from './files.ts';

const MS_PER_SECOND = 1000;
const UUID_BYTES = 16;
const TYPE_ASSIGNMENT = 3;
const TYPE_FRESHNESS = 4;

export type Kind = 'release' | 'root' | 'assignment' | 'freshness';

export interface VerifyOptions {
	readonly root: readonly string[];
	readonly context?: string;
	readonly image?: readonly string[];
	readonly json?: boolean;
}

export interface Verdict {
	readonly kind: Kind;
	/** Null where a card would take it. */
	readonly refusal: OtaRefusal | null;
}

/** The code, what is wrong, and what would be right. */
export function refusalText({code, detail}: OtaRefusal): string {
	return `${code}: ${detail}. ${codeTexts[code]}`;
}

/** The map of a companion document; empty where it is none. */
function fieldsOf(document: Uint8Array): ReadonlyMap<CborValue, CborValue> {
	const outer = decodeCbor(document, documentCbor);
	const parts = outer.ok && isTag(outer.value) ? (outer.value.value as CborValue) : null;
	const payload = parts !== null && isList(parts) ? parts[2] : undefined;
	const inner = isBytes(payload) ? decodeCbor(payload, documentCbor) : null;
	return inner?.ok === true && isMap(inner.value) ? inner.value : new Map();
}

const kindByType: ReadonlyMap<CborValue | undefined, Kind> = new Map([
	[TYPE_ASSIGNMENT, 'assignment'],
	[TYPE_FRESHNESS, 'freshness'],
]);

/** What the bytes claim to be, by their tag and type; a release where they claim nothing. */
export function kindOf(bytes: Uint8Array): Kind {
	const tag = bytes[0] === 0xd8 ? bytes[1] : bytes[0] & 0x1f;
	if (tag === tagSign) {
		return 'root';
	}
	return tag === tagEnvelope ? 'release' : (kindByType.get(fieldsOf(bytes).get(1)) ?? 'release');
}

function bytesIn(document: Uint8Array, field: number): Uint8Array {
	const value = fieldsOf(document).get(field);
	return isBytes(value) ? value : new Uint8Array(UUID_BYTES);
}

interface Case {
	readonly bytes: Uint8Array;
	readonly root: RootState;
	readonly card: CardContext;
	readonly images: readonly Uint8Array[];
	readonly nowS: number;
}

function releaseProblem({bytes, root, card, images, nowS}: Case): OtaRefusal | null {
	const facts = readRelease(bytes);
	const known = 'code' in facts ? null : facts;
	if (Object.keys(card).length === 0 && (images.length > 0 || known?.payload)) {
		const judgement = judgeRelease(bytes, images, root, nowS);
		return judgement.ok ? null : judgement.refusal;
	}
	const slot = Math.max(known?.images[0]?.slot ?? 0, 0);
	const answer = judgeEnvelope(bytes, {...contextFor(known, root, nowS), candidateSlot: slot, ...card});
	if (!answer.ok || known === null) {
		return answer.ok ? null : answer.refusal;
	}
	const given = known.payload === null ? images : [known.payload];
	return given.length === 0 ? null : imageProblem(known, given);
}

/** The next version of the root that was given, or that very one. */
function rootProblem({bytes, root, card, nowS}: Case): OtaRefusal | null {
	if (Buffer.compare(bytes, root.document) === 0) {
		return expiryProblem(root, nowS);
	}
	const next = nextRoot(bytes, root, trustTools(false, card.algorithms));
	return isRefusal(next) ? next : expiryProblem(next, nowS);
}

function assignmentProblem({bytes, root, card, nowS}: Case): OtaRefusal | null {
	const deviceId = card.deviceId ?? bytesIn(bytes, 5);
	const lastVersion = card.lastAssignmentVersion ?? 0;
	const answer = checkAssignment(bytes, {deviceId, nowS, keys: roleKeysOf(root, null), lastVersion}, trustTools());
	return isRefusal(answer) ? answer : null;
}

function freshnessProblem({bytes, root, card, nowS}: Case): OtaRefusal | null {
	const wish = {
		nonce: card.nonce ?? bytesIn(bytes, 5),
		lastCounter: card.lastFreshCounter ?? 0,
		rootVersion: card.rootVersion ?? root.version,
		nowS,
		classId: card.classId ?? new Uint8Array(UUID_BYTES),
		keys: roleKeysOf(root, null),
	};
	const answer = checkFreshness(bytes, wish, trustTools());
	return isRefusal(answer) ? answer : null;
}

const problems: Readonly<Record<Kind, (it: Case) => OtaRefusal | null>> = {
	release: releaseProblem,
	root: rootProblem,
	assignment: assignmentProblem,
	freshness: freshnessProblem,
};

/** The root in force after the documents of `--root`, given in the order of their versions. Throws E_FIRMWARE_INVALID. */
export function rootOf(files: readonly string[], nowS: number, algorithms?: readonly number[]): RootState {
	const root = judgeRoots(files.map(readBytes), nowS, algorithms);
	if (isRefusal(root)) {
		throw codedError('E_FIRMWARE_INVALID', `--root ${files.join(' ')}: ${refusalText(root)}`, {});
	}
	return root;
}

/** Throws E_FILE_UNREADABLE, E_FIRMWARE_INVALID where the root or the context cannot be used. */
export function verifyFile(file: string, options: VerifyOptions): Verdict {
	const card =
		options.context === undefined
			? {}
			: contextFrom(options.context, new TextDecoder().decode(readBytes(options.context)));
	const nowS = card.nowS ?? Math.floor(Date.now() / MS_PER_SECOND);
	const bytes = readBytes(file);
	const root = rootOf(options.root, nowS, card.algorithms);
	const kind = kindOf(bytes);
	const images = (options.image ?? []).map(readBytes);
	const problem = problems[kind]({bytes, root, card, images, nowS});
	return {kind, refusal: bytes.length === 0 ? refusal('E_OTA_CBOR_MALFORMED', 'the file is empty') : problem};
}
