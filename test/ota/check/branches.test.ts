import test from 'ava';
import {mapOf} from '../../../src/smartconnect/signing/cbor.ts';
import {deviceId, sequenceOf, sha256Of} from '../../helpers/ota-builder.ts';
import type {Draft} from '../../helpers/ota-builder.ts';
import {abForm, branch, codeOf, manifestOf} from './rig.ts';

for (const slot of [0, 1]) {
	test(`of images for two slots the one for slot ${slot} is taken where that is to be written`, t => {
		const manifest = manifestOf(draft => abForm(draft, branch(0), branch(1)), {candidateSlot: slot});
		t.is(manifest.image.slot, slot);
		t.is(manifest.image.sizeBytes, 100 + slot);
		t.deepEqual(manifest.image.digest, sha256Of(Uint8Array.of(slot)));
	});
}

test('an image that runs in both slots is of slot -1', t => {
	t.is(manifestOf(() => {}).image.slot, -1);
});

test('what a branch that failed has set is undone', t => {
	const failing = sequenceOf([
		[
			20,
			mapOf([
				[5, 0],
				[26, 99],
			]),
		],
		[24, 15],
		[5, 5],
	]);
	const manifest = manifestOf(
		draft => {
			draft.sharedParameters.push([24, deviceId]);
			abForm(draft, failing, branch(1));
		},
		{candidateSlot: 1},
	);
	t.is(manifest.minimumBattery, 0);
	t.is(manifest.image.slot, 1);
});

test('a test of vendor in a branch that is not taken is no test', t => {
	const change = (draft: Draft): void => {
		abForm(draft, branch(0, [[1, 15]]), branch(1));
		draft.sharedCommands = draft.sharedCommands.filter(([command]) => command !== 1);
	};
	t.is(codeOf(change, {candidateSlot: 1}), 'E_OTA_COMMAND');
	t.is(codeOf(change, {candidateSlot: 0}), 'OK');
});

test('a command that may not stand is refused in a branch that is not taken as well', t => {
	const change = (draft: Draft): void => abForm(draft, branch(0, [[31, 2]]), branch(1));
	t.is(codeOf(change, {candidateSlot: 0}), 'E_OTA_COMMAND');
	t.is(codeOf(change, {candidateSlot: 1}), 'E_OTA_COMMAND');
});

test('try-each may end with null, which holds', t => {
	t.is(
		codeOf(draft =>
			draft.sharedCommands.push([
				15,
				[
					sequenceOf([
						[20, mapOf([[5, 7]])],
						[5, 5],
					]),
					null,
				],
			]),
		),
		'OK',
	);
});
