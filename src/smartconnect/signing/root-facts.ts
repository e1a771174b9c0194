// What a root document says, read for tools: to make the next one of it, and to show it. Verifies nothing.

import {documentCbor, tagSign} from '../../ota/cbor-rules.ts';
import {refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import type {CborValue} from './cbor.ts';
import {decodeCbor, isBytes, isList, isMap, isTag} from './decode.ts';
import {roleNumbers, roles} from './root.ts';
import type {Role, RoleFields, RootFields} from './root.ts';
import {hexOf} from '../../ota/bytes.ts';

const noRoot = refusal('E_OTA_ENV_SCHEMA', 'no root document: a COSE_Sign (tag 98) of a map as ota.md 2.3 has it');

type CborMap = ReadonlyMap<CborValue, CborValue>;

function payloadOf(document: Uint8Array): CborMap | OtaRefusal {
	const outer = decodeCbor(document, documentCbor);
	if (!outer.ok) {
		return outer.refusal;
	}
	const parts = isTag(outer.value) && outer.value.tag === tagSign ? (outer.value.value as CborValue) : null;
	const payload = isList(parts ?? undefined) ? (parts as readonly CborValue[])[2] : undefined;
	const inner = isBytes(payload) ? decodeCbor(payload, documentCbor) : null;
	return inner?.ok === true && isMap(inner.value) ? inner.value : noRoot;
}

function keysByKid(map: CborValue | undefined): Map<string, Uint8Array> {
	const entries = isMap(map) ? [...map] : [];
	return new Map(entries.flatMap(([kid, key]) => (isBytes(kid) && isBytes(key) ? [[hexOf(kid), key] as const] : [])));
}

function roleOf(role: Role, root: CborMap, keys: ReadonlyMap<string, Uint8Array>): RoleFields | null {
	const holders = root.get(5);
	const entry = isMap(holders) ? holders.get(roleNumbers[role]) : undefined;
	const [threshold, kids] = isList(entry) ? entry : [];
	const epochs = root.get(6);
	const epoch = isMap(epochs) ? epochs.get(roleNumbers[role]) : undefined;
	if (typeof threshold !== 'number' || !isList(kids)) {
		return null;
	}
	const own = kids.map(kid => (isBytes(kid) ? keys.get(hexOf(kid)) : undefined));
	return own.every(key => key !== undefined)
		? {keys: own, threshold, epoch: typeof epoch === 'number' ? epoch : 1}
		: null;
}

/** The fields of a root document; what is wrong where it is none. */
export function readRoot(document: Uint8Array): RootFields | OtaRefusal {
	const root = payloadOf(document);
	if ('code' in root) {
		return root;
	}
	const [version, expiresS, retired] = [root.get(2), root.get(3), root.get(7)];
	const keys = keysByKid(root.get(4));
	const byRole = roles.map(role => [role, roleOf(role, root, keys)] as const);
	if (typeof version !== 'number' || typeof expiresS !== 'number' || byRole.some(([, fields]) => fields === null)) {
		return noRoot;
	}
	return {
		version,
		expiresS,
		roles: Object.fromEntries(byRole) as Record<Role, RoleFields>,
		retired: isList(retired) ? retired.filter(isBytes) : [],
	};
}
