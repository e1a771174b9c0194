// An envelope field by field, as far as it can be read.

import {envelopeCbor} from '../../ota/cbor-rules.ts';
import type {CborValue} from '../../smartconnect/signing/cbor.ts';
import {decodeCbor, isBytes, isList, isMap, isTag} from '../../smartconnect/signing/decode.ts';
import {manifestDigest} from '../../smartconnect/signing/manifest.ts';
import {
	INTEGRATED_URI,
	commonKeys,
	directive,
	envelopeKeys,
	manifestKeys,
	parameter,
} from '../../smartconnect/signing/suit-numbers.ts';
import type {RootState} from '../../ota/trust/root.ts';
import {algorithmText, commandsText, diagnostic, holderText, momentRow, row, uuidText} from './inspect-text.ts';
import type {FieldRow} from './inspect-text.ts';
import {hexOf} from '../../ota/bytes.ts';

type CborMap = ReadonlyMap<CborValue, CborValue>;

export interface Sight {
	readonly nowS: number;
	readonly root: RootState | null;
}

const nothing: CborMap = new Map();

/** What a byte string holds; a row that says why it cannot be read otherwise. */
function within(field: string, bytes: CborValue | undefined, rows: FieldRow[]): CborValue | undefined {
	if (!isBytes(bytes)) {
		rows.push(row(field, diagnostic(bytes), 'must be a byte string'));
		return undefined;
	}
	const decoded = decodeCbor(bytes, envelopeCbor);
	if (!decoded.ok) {
		rows.push(row(field, diagnostic(bytes), `${decoded.refusal.code}: ${decoded.refusal.detail}`));
		return undefined;
	}
	return decoded.value;
}

function mapWithin(field: string, bytes: CborValue | undefined, rows: FieldRow[]): CborMap {
	const value = within(field, bytes, rows);
	return isMap(value) ? value : nothing;
}

function listWithin(field: string, bytes: CborValue | undefined, rows: FieldRow[]): readonly CborValue[] {
	const value = within(field, bytes, rows);
	return isList(value) ? value : [];
}

function blockRows(block: CborValue, index: number, sight: Sight): FieldRow[] {
	const rows: FieldRow[] = [];
	const field = `signature ${index + 1}`;
	const cose = within(field, block, rows);
	const parts = isTag(cose) && isList(cose.value as CborValue) ? (cose.value as readonly CborValue[]) : [];
	const header = mapWithin(field, parts[0], rows);
	const kid = header.get(4);
	rows.push(row(`${field} algorithm`, algorithmText(header.get(1))));
	rows.push(
		isBytes(kid)
			? row(`${field} key`, hexOf(kid), holderText(kid, sight.root))
			: row(`${field} key`, 'not named', 'every key of the role is tried'),
	);
	return rows;
}

function wrapperRows(wrapper: CborValue | undefined, manifest: Uint8Array | null, sight: Sight): FieldRow[] {
	const rows: FieldRow[] = [];
	const [digestBytes, ...blocks] = listWithin('authentication', wrapper, rows);
	const [algorithm, digest] = digestBytes === undefined ? [] : listWithin('manifest digest', digestBytes, rows);
	const own = manifest === null ? null : manifestDigest(manifest);
	const fits = isBytes(digest) && own !== null && Buffer.compare(digest, own) === 0;
	rows.push(
		row(
			'manifest digest',
			isBytes(digest) ? hexOf(digest) : diagnostic(digest),
			fits ? `${algorithmText(algorithm)}, that of the manifest` : 'not that of the manifest here',
		),
		...blocks.flatMap((block, index) => blockRows(block, index, sight)),
	);
	return rows;
}

type Show = (field: string, value: CborValue, sight: Sight, rows: FieldRow[]) => FieldRow;

const asIs: Show = (field, value) => row(field, diagnostic(value));
const uuid: Show = (field, value) => row(field, isBytes(value) ? uuidText(value) : diagnostic(value));
const digest: Show = (field, value, _, rows) => {
	const [algorithm, bytes] = listWithin(field, value, rows);
	return row(field, isBytes(bytes) ? hexOf(bytes) : diagnostic(bytes), algorithmText(algorithm));
};

function chunks(field: string, value: CborValue): FieldRow {
	const [log2, table] = isList(value) ? value : [];
	const size = typeof log2 === 'number' ? `${2 ** log2} bytes each` : diagnostic(log2);
	return row(field, size, isBytes(table) ? `table ${hexOf(table)}` : diagnostic(table));
}

function precursor(field: string, value: CborValue, rows: FieldRow[]): FieldRow {
	const [comparison, version] = listWithin(field, value, rows);
	const relation =
		['', 'above', 'at least', 'exactly', 'at most', 'below'][Number(comparison)] ?? diagnostic(comparison);
	return row(field, `${relation} ${isList(version) ? version.map(String).join('.') : diagnostic(version)}`);
}

/** By number of the parameter. */
const parameterRows: Readonly<Record<string, readonly [name: string, show: Show]>> = {
	[parameter.vendor]: ['vendor', uuid],
	[parameter.class]: ['class', uuid],
	[parameter.digest]: ['image digest', digest],
	[parameter.useBefore]: ['use before', (field, value, {nowS}) => momentRow(field, value, nowS)],
	[parameter.slot]: ['slot', (field, value) => row(field, ['A', 'B'][Number(value)] ?? diagnostic(value))],
	[parameter.size]: ['image size', (field, value) => row(field, `${diagnostic(value)} bytes`)],
	[parameter.uri]: ['URI', asIs],
	[parameter.device]: ['card', uuid],
	[parameter.battery]: ['minimum battery', (field, value) => row(field, `${diagnostic(value)} %`)],
	[parameter.version]: ['running version', (field, value, _, rows) => precursor(field, value, rows)],
	[parameter.securityVersion]: ['security version', asIs],
	[parameter.chunks]: ['chunks', chunks],
	[parameter.delta]: ['delta', asIs],
};

function parametersOf(set: CborMap, sight: Sight): FieldRow[] {
	return [...set].flatMap(([key, value]) => {
		const rows: FieldRow[] = [];
		const [name, show] = parameterRows[diagnostic(key)] ?? [`parameter ${diagnostic(key)}`, asIs];
		const shown = show(name, value, sight, rows);
		return [...rows, shown];
	});
}

/** What a sequence sets, those of its branches too, and then what it does. */
function sequenceRows(field: string, bytes: CborValue | undefined, sight: Sight): FieldRow[] {
	const rows: FieldRow[] = [];
	const items = listWithin(field, bytes, rows);
	items.forEach((command, i) => {
		const argument = items[i + 1];
		if (i % 2 === 0 && command === directive.override && isMap(argument)) {
			rows.push(...parametersOf(argument, sight));
		} else if (i % 2 === 0 && command === directive.tryEach && isList(argument)) {
			rows.push(...argument.flatMap((branch, n) => sequenceRows(`${field} branch ${n + 1}`, branch, sight)));
		}
	});
	return [...rows, row(`${field} commands`, commandsText(items))];
}

function commonRows(bytes: CborValue | undefined, sight: Sight): FieldRow[] {
	const rows: FieldRow[] = [];
	const common = mapWithin('common part', bytes, rows);
	const components = common.get(commonKeys.components);
	const paths = (isList(components) ? components : []).map(path =>
		(isList(path) ? path : [])
			.map(part => (isBytes(part) ? new TextDecoder().decode(part) : diagnostic(part)))
			.join('/'),
	);
	return [
		...rows,
		row('components', paths.join(', ')),
		...sequenceRows('shared', common.get(commonKeys.sharedSequence), sight),
	];
}

function manifestRows(manifest: Uint8Array, sight: Sight): FieldRow[] {
	const rows: FieldRow[] = [];
	const keys = mapWithin('manifest', manifest, rows);
	const version = keys.has(manifestKeys.version) ? listWithin('version', keys.get(manifestKeys.version), rows) : [];
	const sequences = [
		['validate', manifestKeys.validate],
		['invoke', manifestKeys.invoke],
		['fetch', manifestKeys.fetch],
		['install', manifestKeys.install],
	] as const;
	return [
		...rows,
		row('manifest format', diagnostic(keys.get(manifestKeys.format)), 'must be 1'),
		row('sequence', diagnostic(keys.get(manifestKeys.sequence)), 'cards take only higher ones'),
		row('version', version.map(String).join('.'), 'for people, never used for security'),
		...commonRows(keys.get(manifestKeys.common), sight),
		...sequences
			.filter(([, key]) => keys.has(key))
			.flatMap(([field, key]) => sequenceRows(field, keys.get(key), sight)),
		...(keys.has(manifestKeys.text) ? [row('text', 'severed', 'the manifest holds its digest alone')] : []),
	];
}

/** Cards never decode it; people may want to read it. */
function textPart(bytes: Uint8Array): string {
	const decoded = decodeCbor(bytes, envelopeCbor);
	return decoded.ok ? diagnostic(decoded.value) : 'not shown: its keys are of a kind that is not read here';
}

function otherRows(parts: CborMap): FieldRow[] {
	const payload = parts.get(INTEGRATED_URI);
	const text = parts.get(manifestKeys.text);
	return [
		...(isBytes(payload) ? [row('payload', `${payload.length} bytes`, 'the image lies in the envelope')] : []),
		...(isBytes(text) ? [row('text part', `${text.length} bytes`, textPart(text))] : []),
	];
}

/** Rows of an envelope; where it cannot be read, one that says why. */
export function envelopeRows(envelope: Uint8Array, sight: Sight): FieldRow[] {
	const rows: FieldRow[] = [];
	const outer = within('envelope', envelope, rows);
	const parts = isTag(outer) && isMap(outer.value as CborValue) ? (outer.value as unknown as CborMap) : null;
	if (parts === null) {
		return rows.length > 0 ? rows : [row('envelope', diagnostic(outer), 'must be tag 107 of a map')];
	}
	const manifest = parts.get(envelopeKeys.manifest);
	return [
		...wrapperRows(parts.get(envelopeKeys.wrapper), isBytes(manifest) ? manifest : null, sight),
		...(isBytes(manifest)
			? manifestRows(manifest, sight)
			: [row('manifest', diagnostic(manifest), 'must be a byte string')]),
		...otherRows(parts),
	];
}
