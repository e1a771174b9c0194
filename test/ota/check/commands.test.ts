import test from 'ava';
import {checkEnvelope} from '../../../src/ota/check/check.ts';
import {encodeCbor, mapOf} from '../../../src/smartconnect/signing/cbor.ts';
import {
	build,
	deviceId,
	goodContext,
	goodDraft,
	image,
	nowS,
	ports,
	sequenceOf,
	sha256Of,
	vendorId,
} from '../../helpers/ota-builder.ts';
import type {Draft} from '../../helpers/ota-builder.ts';
import {abForm, branch, codeOf} from './rig.ts';

/** Sequences within each other, `depth` of them. */
function nested(depth: number): Uint8Array {
	let inner = sequenceOf([[24, 15]]);
	for (let i = 1; i < depth; i++) {
		inner = sequenceOf([[32, inner]]);
	}
	return inner;
}

for (const [title, change, code] of [
	['no branch for the slot', draft => abForm(draft, branch(6), branch(7)), 'E_OTA_COMPONENT'],
	['five branches', draft => abForm(draft, branch(0), branch(1), branch(2), branch(3), branch(4)), 'E_OTA_COMMAND'],
	['no branches', draft => draft.sharedCommands.push([15, []]), 'E_OTA_COMMAND'],
	['null first among branches', draft => draft.sharedCommands.push([15, [null, branch(1)]]), 'E_OTA_ENV_SCHEMA'],
	[
		'a test of the other slot outside of branches',
		draft => {
			draft.sharedParameters.push([5, 0]);
			draft.sharedCommands.push([5, 15]);
		},
		'E_OTA_COMPONENT',
	],
	['a test of the slot without a slot', draft => draft.sharedCommands.push([5, 15]), 'E_OTA_COMMAND'],
	[
		'sequences five deep',
		draft => {
			draft.sharedParameters.push([24, deviceId]);
			draft.sharedCommands.push([32, nested(5)]);
		},
		'E_OTA_COMMAND',
	],
	['component index 1', draft => draft.sharedCommands.push([12, 1]), 'E_OTA_COMPONENT'],
	['component index true', draft => draft.sharedCommands.push([12, encodeCbor(1)]), 'E_OTA_ENV_SCHEMA'],
	['a command named by text', draft => (draft.installCommands as unknown[]).push(['21', 2]), 'E_OTA_COMMAND'],
	['an argument of another type', draft => draft.sharedCommands.push([1, 'x']), 'E_OTA_ENV_SCHEMA'],
	['image match in the shared sequence', draft => draft.sharedCommands.push([3, 15]), 'E_OTA_COMMAND'],
	['use-before in the shared sequence', draft => draft.sharedCommands.push([4, 15]), 'E_OTA_COMMAND'],
	['fetch in validate', draft => draft.validate.push([21, 2]), 'E_OTA_COMMAND'],
	['the running version tested in validate', draft => draft.validate.push([28, 15]), 'E_OTA_COMMAND'],
	['the battery tested in validate', draft => draft.validate.push([26, 15]), 'E_OTA_COMMAND'],
	['invoke in install', draft => draft.installCommands.push([23, 2]), 'E_OTA_COMMAND'],
	['a condition in invoke', draft => draft.invoke?.push([1, 15]), 'E_OTA_COMMAND'],
	['validate without image match', draft => (draft.validate = [[1, 15]]), 'E_OTA_COMMAND'],
	[
		'fetch without image match after it',
		draft =>
			(draft.installCommands = [
				[4, 15],
				[3, 15],
				[21, 2],
			]),
		'E_OTA_COMMAND',
	],
	['two fetches', draft => draft.installCommands.push([21, 2], [3, 15]), 'E_OTA_COMMAND'],
	['no fetch', draft => (draft.installCommands = [[4, 15]]), 'E_OTA_COMMAND'],
	[
		'use-before set and not tested',
		draft =>
			(draft.installCommands = [
				[21, 2],
				[3, 15],
			]),
		'E_OTA_COMMAND',
	],
	['no test of the class', draft => (draft.sharedCommands = [[1, 15]]), 'E_OTA_COMMAND'],
	['the size set in install', draft => draft.installParameters.push([14, 5]), 'E_OTA_COMMAND'],
	['the security version set in install', draft => draft.installParameters.push([-1, 9]), 'E_OTA_COMMAND'],
	['a parameter that is none', draft => draft.sharedParameters.push([99, 1]), 'E_OTA_COMMAND'],
	[
		'no digest',
		draft => (draft.sharedParameters = draft.sharedParameters.filter(([key]) => key !== 3)),
		'E_OTA_COMMAND',
	],
	[
		'no size',
		draft => (draft.sharedParameters = draft.sharedParameters.filter(([key]) => key !== 14)),
		'E_OTA_ENV_SCHEMA',
	],
	['a battery of 101 percent', draft => draft.installParameters.push([26, 101]), 'E_OTA_ENV_SCHEMA'],
	['chunks of 2^8 bytes', draft => draft.installParameters.push([-2, [8, new Uint8Array(32)]]), 'E_OTA_ENV_SCHEMA'],
	['chunks of 2^14 bytes', draft => draft.installParameters.push([-2, [14, new Uint8Array(32)]]), 'E_OTA_ENV_SCHEMA'],
	[
		'a chunk table of 31 bytes',
		draft => draft.installParameters.push([-2, [12, new Uint8Array(31)]]),
		'E_OTA_ENV_SCHEMA',
	],
	[
		'a comparison that is none',
		draft => draft.sharedParameters.push([28, encodeCbor([6, [1, 0, 0]])]),
		'E_OTA_ENV_SCHEMA',
	],
	[
		'a version of four parts',
		draft => draft.sharedParameters.push([28, encodeCbor([2, [1, 0, 0, 0]])]),
		'E_OTA_ENV_SCHEMA',
	],
	[
		'a dependency',
		draft =>
			draft.manifestExtra.push([
				3,
				encodeCbor(
					mapOf([
						[1, []],
						[2, draft.components],
						[4, sequenceOf([])],
					]),
				),
			]),
		'E_OTA_DEP',
	],
	[
		'five components',
		draft => (draft.components = Array.from({length: 5}, () => [Buffer.from('nmc')])),
		'E_OTA_CBOR_LIMIT',
	],
	[
		'a component twice',
		draft => (draft.components = [0, 1].map(() => [Buffer.from('nmc'), Buffer.from('app')])),
		'E_OTA_ENV_SCHEMA',
	],
	['a component of one longer name', draft => (draft.components = [[Buffer.from('nmc/app')]]), 'E_OTA_COMPONENT'],
	['no component', draft => (draft.components = []), 'E_OTA_DEP'],
	['an unknown key', draft => draft.manifestExtra.push([8, 1]), 'E_OTA_ENV_SCHEMA'],
	['a version of text', draft => draft.manifestExtra.push([6, encodeCbor(['2'])]), 'E_OTA_ENV_SCHEMA'],
] as ReadonlyArray<readonly [string, (draft: Draft) => void, string]>) {
	test(`a manifest with ${title} is ${code}`, t => {
		t.is(codeOf(change), code);
	});
}

test('sequences may be four deep', t => {
	const change = (draft: Draft): void => {
		draft.sharedParameters.push([24, deviceId]);
		draft.sharedCommands.push([32, nested(4)]);
	};
	t.is(codeOf(change), 'OK');
});

test('every comparison of the version that runs is told from the others', t => {
	const outcomes = [1, 2, 3, 4, 5].map(comparison =>
		[
			[2, 2, 4],
			[2, 2, 5],
			[2, 2, 6],
		].map(
			version =>
				codeOf(draft => {
					draft.sharedParameters.push([28, encodeCbor([comparison, version])]);
					draft.sharedCommands.push([28, 15]);
				}) === 'OK',
		),
	);
	// The card runs 2.2.5: is it above, at least, equal to, at most, below each of them?
	t.deepEqual(outcomes, [
		[true, false, false],
		[true, true, false],
		[false, true, false],
		[false, true, true],
		[false, false, true],
	]);
});

test('a rule for the version that runs holds even where nothing tests it', t => {
	t.is(
		codeOf(draft => draft.sharedParameters.push([28, encodeCbor([2, [3, 0, 0]])])),
		'E_OTA_PRECURSOR',
	);
});

test('a vendor that is set again after its test is no way around it', t => {
	const change = (draft: Draft): void => {
		draft.sharedCommands.push([20, mapOf([[1, new Uint8Array(16)]])]);
	};
	t.is(codeOf(change), 'E_OTA_VENDOR');
	const back = (draft: Draft): void => {
		draft.sharedParameters[0][1] = new Uint8Array(16);
		draft.sharedCommands.push([20, mapOf([[1, vendorId]])]);
	};
	t.is(codeOf(back), 'E_OTA_VENDOR');
});

test('a delta is taken where the image that it was made from was confirmed, and nowhere else', t => {
	const change = (draft: Draft): void => {
		draft.installParameters.push([-3, [sha256Of(image), 1]]);
	};
	t.is(codeOf(change), 'E_OTA_PRECURSOR');
	t.is(codeOf(change, {deltaBase: new Uint8Array(32)}), 'E_OTA_PRECURSOR');
	t.is(codeOf(change, {deltaBase: sha256Of(image)}), 'OK');
});

test('all facts of a manifest are told, in memory of their own', t => {
	const draft = goodDraft();
	draft.manifestExtra.push([6, encodeCbor([2, 3, 0])]);
	draft.installParameters.push([26, 40], [-2, [12, new Uint8Array(32).fill(9)]], [-3, [new Uint8Array(32).fill(8), 1]]);
	const {bytes, manifestDigest} = build(draft);
	const answer = checkEnvelope(bytes, {...goodContext(), deltaBase: new Uint8Array(32).fill(8)}, ports);
	bytes.fill(0);
	t.true(answer.ok);
	t.deepEqual(answer.ok && {...answer.manifest, kid: answer.manifest.kid.length}, {
		digest: manifestDigest,
		sequence: 42,
		keyEpoch: 1,
		version: [2, 3, 0],
		securityVersion: 7,
		image: {sizeBytes: image.length, digest: sha256Of(image), slot: -1, uri: 'https://fw.example/app.bin'},
		chunks: {log2Bytes: 12, tableDigest: new Uint8Array(32).fill(9)},
		useBeforeS: nowS + 1000,
		minimumBattery: 40,
		kid: 8,
		integrated: null,
		delta: {sourceDigest: new Uint8Array(32).fill(8), format: 1},
	});
});
