// `firmware sign --ups`: a release for the UPS of a card, and what is refused.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {upsClassOf} from '../../../src/agent/ups-shelf.ts';
import {DEFAULT_VENDOR_DOMAIN, firmwareIds} from '../../../src/platform/node/firmware-ids.ts';
import {readRelease} from '../../../src/smartconnect/signing/release-facts.ts';
import {readUpsImage} from '../../../src/ups/firmware-image.ts';
import {modelOf} from '../../helpers/fleets.ts';
import {firmware, firmwareOk, folder} from './firmware-run.ts';

const fixed = ['--sequence', '3', '--security-version', '1', '--use-before', '90d'];

test('a release for a UPS names its component and class, and holds an image for its family', async t => {
	const place = folder(t);
	const keys = join(place, 'keys');
	const suit = join(place, 'ups.suit');
	const image = join(place, 'ups.bin');
	await firmwareOk(t, 'keygen', '--out', keys);
	const words = ['--ups', 'SMT1500', '--integrated', '--make-image', 'fails', '--size', '2KiB', '--release', '10.1.0'];
	await firmwareOk(t, 'sign', image, ...fixed, ...words, '--key', join(keys, 'release-1.json'), '--out', suit);
	const facts = readRelease(new Uint8Array(readFileSync(suit)));
	if ('code' in facts) {
		throw new Error(facts.detail);
	}
	const model = modelOf('SMT1500');
	t.deepEqual(facts.component, ['ups', 'app']);
	t.deepEqual(facts.classId, firmwareIds(DEFAULT_VENDOR_DOMAIN, upsClassOf(model), '').classId);
	t.deepEqual(readUpsImage(new Uint8Array(readFileSync(image))), {
		version: [10, 1],
		model: model.family,
		bytesLength: 2048,
		behaviour: 'fails',
	});
	await firmwareOk(t, 'verify', suit, '--root', join(keys, '1.root.cbor'));
});

for (const [what, words, right] of [
	['outside of its envelope', ['--ups', 'SMT1500', '--release', '10.1.0'], /--integrated too/],
	['for no model', ['--ups', 'SMT1501', '--integrated', '--release', '10.1.0'], /did you mean SMT1500/],
	['that hangs', ['--ups', 'SMT1500', '--integrated', '--release', '10.1.0', '--make-image', 'hangs'], /good, fails/],
	['of three numbers', ['--ups', 'SMT1500', '--integrated', '--release', '1.2.3', '--make-image', 'good'], /X\.Y\.0/],
] as const) {
	test(`a release for a UPS ${what} is refused, with what would be right`, async t => {
		const place = folder(t);
		await firmwareOk(t, 'keygen', '--out', join(place, 'keys'));
		const key = ['--key', join(place, 'keys/release-1.json'), '--out', join(place, 'ups.suit')];
		const image = words.includes('--make-image' as never) ? join(place, 'ups.bin') : join(place, 'keys/1.root.cbor');
		const {error} = await firmware('sign', image, ...fixed, ...key, ...words);
		t.is((error as {code: string}).code, 'E_USAGE');
		t.regex((error as Error).message, right);
	});
}
