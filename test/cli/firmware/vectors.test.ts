import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {register} from '../../../src/cli/commands/firmware.ts';
import {runCommand} from '../run-command.ts';

/** TEST 1 of RFC 8032. */
const signature = {
	publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
	message: '',
	signature:
		'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
};

function cbor(id: string, hex: string, expect: string): object {
	return {id, hex, expect, cborx_1_6_9: 'decodes'};
}

function edge(id: string, required: string): object {
	return {...signature, id, required};
}

/** Writes documents as JSON into a folder of their own; returns their paths. */
function written(t: ExecutionContext, documents: Readonly<Record<string, unknown>>): string[] {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	return Object.entries(documents).map(([name, document]) => {
		const file = join(folder, name);
		writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
		return file;
	});
}

test('files whose vectors give what they state are counted, and end with 0', async t => {
	const files = written(t, {
		'a.json': {vectors: [cbor('uint', '01', 'OK'), cbor('many', 'repeat:81:100000:00', 'E_OTA_CBOR_LIMIT')]},
		'b.json': {vectors: [edge('test-1', 'accept')]},
	});
	const {out, exitCode, error} = await runCommand(register, 'firmware', 'vectors', ...files);
	t.is(error, undefined);
	t.is(exitCode, 0);
	t.is(
		out,
		`${files[0]}: hostile CBOR, 2 vectors, all as stated\n${files[1]}: edges of Ed25519, 1 vectors, all as stated\n`,
	);
});

test('each mismatch is printed with what was expected and what came, and ends with 1', async t => {
	const files = written(t, {
		'a.json': {vectors: [cbor('uint', '01', 'E_OTA_CBOR_TYPE'), cbor('float', 'f93c00', 'E_OTA_CBOR_TYPE')]},
		'b.json': {vectors: [edge('test-1', 'reject')]},
	});
	const {out, exitCode} = await runCommand(register, 'firmware', 'vectors', ...files);
	t.is(exitCode, 1);
	t.deepEqual(out.trimEnd().split('\n'), [
		'uint: expected E_OTA_CBOR_TYPE, got OK',
		`${files[0]}: hostile CBOR, 2 vectors, 1 not as stated`,
		'test-1: expected reject, got accept',
		`${files[1]}: edges of Ed25519, 1 vectors, 1 not as stated`,
	]);
});

test('--json prints one document of its schema, mismatches and counts included', async t => {
	const files = written(t, {'a.json': {vectors: [cbor('uint', '01', 'E_OTA_CBOR_TYPE')]}});
	const {out, exitCode} = await runCommand(register, 'firmware', 'vectors', ...files, '--json');
	t.is(exitCode, 1);
	t.deepEqual(JSON.parse(out), {
		schema: 'ridethrough.firmware-vectors/1',
		files: [
			{
				file: files[0],
				format: 'hostile CBOR',
				count: 1,
				mismatches: [{id: 'uint', expected: 'E_OTA_CBOR_TYPE', got: 'OK'}],
			},
		],
	});
});

test('a vector that lacks a field is a mismatch, not the end of the run', async t => {
	const files = written(t, {'a.json': {vectors: [cbor('uint', '01', 'OK'), {id: 'bare', expect: 'OK'}]}});
	const {out, exitCode} = await runCommand(register, 'firmware', 'vectors', ...files);
	t.is(exitCode, 1);
	t.regex(out, /^bare: expected OK, got threw /);
});

for (const [title, document, sentence] of [
	[
		'of a format that is not known',
		{vectors: [{id: 'a'}]},
		/holds vectors of no format that is known here; there are /,
	],
	['that is no JSON', '{', /cannot be read as JSON/],
	['that is no object', '[1]', /holds no JSON object/],
	['that holds no vectors', {vectors: []}, /no format that is known/],
] as const) {
	test(`a file ${title} is refused with a sentence`, async t => {
		const {error} = await runCommand(register, 'firmware', 'vectors', ...written(t, {'a.json': document}));
		t.is((error as {code?: string}).code, 'E_FILE_UNREADABLE');
		t.regex((error as Error).message, sentence);
	});
}

test('a file that is not there is refused', async t => {
	const {error} = await runCommand(register, 'firmware', 'vectors', '/no/such/file.json');
	t.is((error as {code?: string}).code, 'E_FILE_UNREADABLE');
});

test('vectors that need the base context say so when it is nowhere', async t => {
	const files = written(t, {'negative.json': {envelopes: [{id: 'empty', hex: '', expect: 'OK'}]}});
	const {error} = await runCommand(register, 'firmware', 'vectors', ...files);
	t.regex((error as Error).message, /need the context and the keys of nmc-profile-valid\.json/);
});

test('the base context is taken from beside the file, or from among the files', async t => {
	const context = {
		now: 1,
		vendorId: '',
		classId: '',
		deviceId: '',
		runningVersion: [1, 0, 0],
		installFloor: {keyEpoch: 1, sequence: 1},
		installedManifestDigest: null,
		bootFloor: 0,
		slotSizeBytes: 1,
		maxEnvelopeBytes: 8192,
		maxSequenceJump: 1,
		acceptLegacyEdDSA: false,
		components: [],
		keys: {release: [], assign: [], fresh: [], retired: []},
	};
	const key = {publicKey: '', kid: ''};
	const base = {
		testKeys: {'root-1': key, 'root-2': key, 'root-3': key},
		context,
		envelopes: [{id: 'cut', hex: 'd8', expect: 'E_OTA_CBOR_MALFORMED'}],
	};
	const negative = {envelopes: [{id: 'empty', hex: '', expect: 'E_OTA_CBOR_MALFORMED'}]};
	const [here] = written(t, {'negative.json': negative, 'nmc-profile-valid.json': base});
	t.is((await runCommand(register, 'firmware', 'vectors', here)).exitCode, 0);
	const elsewhere = [...written(t, {'negative.json': negative}), ...written(t, {'nmc-profile-valid.json': base})];
	const {exitCode, error} = await runCommand(register, 'firmware', 'vectors', ...elsewhere);
	t.is(error, undefined);
	t.is(exitCode, 0);
});
