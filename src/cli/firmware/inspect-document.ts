// Root documents, assignments and freshness tokens field by field, as far as they can be read.

import {documentCbor} from '../../ota/cbor-rules.ts';
import type {CborValue} from '../../smartconnect/signing/cbor.ts';
import {decodeCbor, isBytes, isList, isMap, isTag} from '../../smartconnect/signing/decode.ts';
import {readRoot} from '../../smartconnect/signing/root-facts.ts';
import {roles} from '../../smartconnect/signing/root.ts';
import {kidOf} from '../../smartconnect/signing/keys.ts';
import type {Sight} from './inspect-envelope.ts';
import {algorithmText, diagnostic, holderText, momentRow, row, uuidText} from './inspect-text.ts';
import type {FieldRow} from './inspect-text.ts';
import type {Kind} from './verify.ts';
import {hexOf} from '../../ota/bytes.ts';

type CborMap = ReadonlyMap<CborValue, CborValue>;

function signatureRow(header: CborValue | undefined, index: number, holderOf: (kid: Uint8Array) => string): FieldRow {
	const decoded = isBytes(header) ? decodeCbor(header, documentCbor) : null;
	const map = decoded?.ok === true && isMap(decoded.value) ? decoded.value : new Map<CborValue, CborValue>();
	const kid = map.get(4);
	const who = isBytes(kid) ? `${hexOf(kid)}, ${holderOf(kid)}` : 'no key named';
	return row(`signature ${index + 1}`, algorithmText(map.get(1)), who);
}

function rootRows(document: Uint8Array, parts: readonly CborValue[], sight: Sight): FieldRow[] {
	const root = readRoot(document);
	if ('code' in root) {
		return [row('root document', '', `${root.code}: ${root.detail}`)];
	}
	const blocks = isList(parts[3]) ? parts[3] : [];
	const own = root.roles.root.keys.map(key => hexOf(kidOf(key)));
	const holderOf = (kid: Uint8Array): string =>
		own.includes(hexOf(kid)) ? 'root key of this version' : 'no root key of this version';
	return [
		row('version', String(root.version)),
		momentRow('expires', root.expiresS, sight.nowS),
		...roles.flatMap(role => {
			const {threshold, keys, epoch} = root.roles[role];
			const kids = keys.map(key => hexOf(kidOf(key))).join(', ');
			return [
				row(
					`role ${role}`,
					`${threshold} of ${keys.length} keys`,
					`${kids}${role === 'root' ? '' : `; epoch ${epoch}`}`,
				),
			];
		}),
		row('retired', root.retired.map(hexOf).join(', ') || 'none'),
		...blocks.map((block, index) => signatureRow(isList(block) ? block[0] : undefined, index, holderOf)),
	];
}

type Show = (field: string, value: CborValue | undefined, sight: Sight) => FieldRow;

const asIs: Show = (field, value) => row(field, diagnostic(value));
const moment: Show = (field, value, {nowS}) => momentRow(field, value, nowS);
const bytes: Show = (field, value) => row(field, isBytes(value) ? hexOf(value) : diagnostic(value));

function latestRows(value: CborValue | undefined): FieldRow[] {
	return [...(isMap(value) ? value : new Map<CborValue, CborValue>())].map(([classId, entry]) => {
		const [epoch, sequence, digest] = isList(entry) ? entry : [];
		const name = isBytes(digest) ? hexOf(digest) : diagnostic(digest);
		const text = `epoch ${diagnostic(epoch)}, sequence ${diagnostic(sequence)}`;
		return row(`newest of ${isBytes(classId) ? uuidText(classId) : diagnostic(classId)}`, text, name);
	});
}

const assignmentFields: ReadonlyArray<readonly [key: number, name: string, show: Show]> = [
	[2, 'version', asIs],
	[3, 'issued', moment],
	[4, 'expires', moment],
	[5, 'card', (field, value) => row(field, isBytes(value) ? uuidText(value) : diagnostic(value))],
	[6, 'manifest digest', bytes],
	[7, 'campaign', (field, value) => row(field, isBytes(value) ? new TextDecoder().decode(value) : diagnostic(value))],
	[8, 'not before', moment],
];

const freshnessFields: ReadonlyArray<readonly [key: number, name: string, show: Show]> = [
	[2, 'counter', asIs],
	[3, 'issued', moment],
	[4, 'expires', moment],
	[5, 'nonce', bytes],
	[6, 'root version', asIs],
];

/** Rows of a companion document; where it cannot be read, one that says why. */
export function documentRows(kind: Kind, document: Uint8Array, sight: Sight): FieldRow[] {
	const outer = decodeCbor(document, documentCbor);
	if (!outer.ok) {
		return [row('document', '', `${outer.refusal.code}: ${outer.refusal.detail}`)];
	}
	const value = isTag(outer.value) ? (outer.value.value as CborValue) : null;
	const parts = value !== null && isList(value) ? value : [];
	if (kind === 'root') {
		return rootRows(document, parts, sight);
	}
	const payload = isBytes(parts[2]) ? decodeCbor(parts[2], documentCbor) : null;
	const map: CborMap = payload?.ok === true && isMap(payload.value) ? payload.value : new Map();
	const fields = kind === 'assignment' ? assignmentFields : freshnessFields;
	return [
		...fields.map(([key, name, show]) => show(name, map.get(key), sight)),
		...(kind === 'freshness' ? latestRows(map.get(7)) : []),
		signatureRow(parts[0], 0, kid => holderText(kid, sight.root)),
	];
}
