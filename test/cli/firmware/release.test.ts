// From keys to a published release, and what is refused on the way.

import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {readImageHead} from '../../../src/ota/image.ts';
import {readRelease} from '../../../src/smartconnect/signing/release-facts.ts';
import type {ReleaseFacts} from '../../../src/smartconnect/signing/release-facts.ts';
import {firmware, firmwareOk, folder, jsonOf} from './firmware-run.ts';

interface Bench {
	readonly path: (name: string) => string;
	readonly root: string;
	/** Signs app.bin into app.suit. */
	readonly sign: (...words: string[]) => Promise<void>;
}

const NUMBERS = ['--release', '2.3.0', '--sequence', '42', '--security-version', '7'];
const IMAGE_BYTES = 10_000;

async function bench(t: ExecutionContext): Promise<Bench> {
	const place = folder(t);
	const path = (name: string): string => join(place, name);
	await firmwareOk(t, 'keygen', '--out', path('keys'));
	writeFileSync(path('app.bin'), Buffer.alloc(IMAGE_BYTES, 'image'));
	const sign = async (...words: string[]): Promise<void> => {
		const fixed = [path('app.bin'), ...NUMBERS, '--out', path('app.suit'), '--key', path('keys/release-1.json')];
		const expiry = words.includes('--use-before') ? [] : ['--use-before', '90d'];
		await firmwareOk(t, 'sign', ...fixed, ...expiry, ...words);
	};
	return {path, root: path('keys/1.root.cbor'), sign};
}

function factsIn(file: string): ReleaseFacts {
	const facts = readRelease(new Uint8Array(readFileSync(file)));
	if ('code' in facts) {
		throw new Error(`${facts.code}: ${facts.detail}`);
	}
	return facts;
}

test('a release that was signed is accepted by the check of a card, and published', async t => {
	const {path, root, sign} = await bench(t);
	await sign();
	const verified = await firmwareOk(t, 'verify', path('app.suit'), '--root', root, '--image', path('app.bin'));
	t.is(verified.out, 'release accepted\n');
	const words = ['publish', path('app.suit'), '--image', path('app.bin'), '--root', root, '--to', path('repository')];
	const first = jsonOf(await firmwareOk(t, ...words, '--json')) as {
		published: boolean;
		digest: string;
		directory: string;
	};
	t.true(first.published);
	t.deepEqual(readdirSync(first.directory).sort(), ['envelope.cbor', 'image.bin', 'release.json', 'table.bin']);
	t.true(existsSync(path('repository/roots/1.cbor')));
	const again = jsonOf(await firmwareOk(t, ...words, '--json')) as {published: boolean};
	t.false(again.published);
});

test('each option of sign stands in the manifest', async t => {
	const {path, root, sign} = await bench(t);
	const whom = ['--serial', 'AS1', '--minimum-battery', '40', '--precursor', '2.1.0'];
	await sign(
		...whom,
		'--chunk',
		'1KiB',
		'--text',
		'Mends things',
		'--uri',
		'https://fw.example/app.bin',
		'--use-before',
		'2099-12-31',
	);
	const facts = factsIn(path('app.suit'));
	t.is(facts.sequence, 42);
	t.is(facts.securityVersion, 7);
	t.deepEqual(facts.version, [2, 3, 0]);
	t.is(facts.useBeforeS, Date.parse('2099-12-31') / 1000);
	t.is(facts.minimumBattery, 40);
	t.deepEqual(facts.precursor, [2, 1, 0]);
	t.is(facts.uri, 'https://fw.example/app.bin');
	t.is(facts.deviceId?.length, 16);
	t.is(facts.images[0]?.chunks?.log2Bytes, 10);
	t.is(facts.images[0]?.sizeBytes, IMAGE_BYTES);
	t.not(facts.text, null);
	await firmwareOk(t, 'verify', path('app.suit'), '--root', root);
	await sign('--text', 'Mends things', '--sever-text', '--chunk', 'none');
	t.is(factsIn(path('app.suit')).text, null);
	t.is(factsIn(path('app.suit')).images[0]?.chunks, null);
	await firmwareOk(t, 'verify', path('app.suit'), '--root', root);
});

test('an integrated release is one file that is verified with its image, and not published', async t => {
	const {path, root, sign} = await bench(t);
	await sign('--integrated');
	await firmwareOk(t, 'verify', path('app.suit'), '--root', root);
	const words = ['--image', path('app.bin'), '--root', root, '--to', path('repository')];
	const {error} = await firmware('publish', path('app.suit'), ...words);
	t.regex((error as Error).message, /without --integrated/);
});

test('a release with an image for each slot is accepted for both', async t => {
	const {path, root, sign} = await bench(t);
	writeFileSync(path('b.bin'), Buffer.alloc(IMAGE_BYTES, 'other'));
	await sign('--slot-b', path('b.bin'));
	const images = ['--image', path('app.bin'), '--image', path('b.bin')];
	await firmwareOk(t, 'verify', path('app.suit'), '--root', root, ...images);
	const ran = await firmwareOk(t, 'publish', path('app.suit'), ...images, '--root', root, '--to', path('r'), '--json');
	const {directory} = jsonOf(ran) as {directory: string};
	t.deepEqual(
		readdirSync(directory).filter(name => name.startsWith('image')),
		['image-0.bin', 'image-1.bin'],
	);
	const missing = await firmware('verify', path('app.suit'), '--root', root, '--image', path('app.bin'));
	t.is(missing.exitCode, 1);
	t.regex(missing.out, /E_OTA_DIGEST: .*slot 1/);
});

test('an image for simulated cards is made before it is signed, the same each time', async t => {
	const {path, sign} = await bench(t);
	const {error} = await firmware(
		'sign',
		path('app.bin'),
		...NUMBERS,
		'--use-before',
		'1d',
		'--key',
		path('keys/release-1.json'),
		'--out',
		path('x'),
		'--make-image',
		'good',
	);
	t.is((error as {code: string}).code, 'E_FILE_UNWRITABLE');
	const make = async (name: string): Promise<Buffer> => {
		const words = ['--use-before', '1d', '--key', path('keys/release-1.json'), '--out', path(`${name}.suit`)];
		await firmwareOk(t, 'sign', path(name), ...NUMBERS, ...words, '--make-image', 'hangs', '--size', '5KiB');
		return readFileSync(path(name));
	};
	const [a, b] = [await make('a'), await make('b')];
	t.deepEqual(a, b);
	t.is(a.length, 5120);
	t.deepEqual(readImageHead(new Uint8Array(a)), {version: [2, 3, 0], securityVersion: 7, behaviour: 'hangs'});
	await sign();
});

test('the same image, numbers and keys give the same bytes', async t => {
	const {path, sign} = await bench(t);
	await sign('--use-before', '2099-01-01');
	const first = readFileSync(path('app.suit'));
	await sign('--use-before', '2099-01-01');
	t.deepEqual(readFileSync(path('app.suit')), first);
});

test('what was changed after it was signed is refused with its code, and not published', async t => {
	const {path, root, sign} = await bench(t);
	await sign();
	const bytes = readFileSync(path('app.suit'));
	bytes[bytes.length - 10] ^= 1;
	writeFileSync(path('bad.suit'), bytes);
	const verified = await firmware('verify', path('bad.suit'), '--root', root, '--json');
	t.is(verified.exitCode, 1);
	t.is((jsonOf(verified) as {code: string}).code, 'E_OTA_AUTH_DIGEST');
	const words = ['--image', path('app.bin'), '--root', root, '--to', path('repository')];
	const published = await firmware('publish', path('bad.suit'), ...words);
	t.is(published.exitCode, 1);
	t.regex(published.notes.join('\n'), /E_OTA_AUTH_DIGEST/);
	t.false(existsSync(path('repository')));
});

test('a release of a key that was retired is refused by the next root document', async t => {
	const {path, root, sign} = await bench(t);
	await sign();
	const keys = ['--key', path('keys/root-1.json'), '--key', path('keys/root-3.json')];
	const change = ['--retire', path('keys/release-1.json'), '--add', 'release'];
	await firmwareOk(t, 'keygen', '--out', path('keys'), '--rotate', root, ...keys, ...change);
	const roots = ['--root', root, '--root', path('keys/2.root.cbor')];
	await firmwareOk(t, 'verify', path('keys/2.root.cbor'), '--root', root);
	const {exitCode, out} = await firmware('verify', path('app.suit'), ...roots);
	t.is(exitCode, 1);
	t.regex(out, /E_OTA_AUTH_KEY_REVOKED/);
});

test('the state of a card decides too', async t => {
	const {path, root, sign} = await bench(t);
	await sign();
	for (const [context, code] of [
		[{installFloor: {keyEpoch: 1, sequence: 50}}, 'E_OTA_SEQ_ROLLBACK'],
		[{bootFloor: 8}, 'E_OTA_SECVER'],
		[{classId: '00'.repeat(16)}, 'E_OTA_CLASS'],
		[{slotSizeBytes: 4096}, 'E_OTA_SIZE'],
		[{now: 4_000_000_000}, null],
	] as const) {
		writeFileSync(path('card.json'), JSON.stringify(context));
		const ran = await firmware('verify', path('app.suit'), '--root', root, '--context', path('card.json'), '--json');
		if (code === null) {
			t.regex((ran.error as Error).message, /E_OTA_EXPIRED: root version 1 ended/);
		} else {
			t.is((jsonOf(ran) as {code: string}).code, code);
		}
	}
	writeFileSync(path('card.json'), '{"bootFlor": 8}');
	const {error} = await firmware('verify', path('app.suit'), '--root', root, '--context', path('card.json'));
	t.regex((error as Error).message, /bootFlor is not known; there are now, /);
});

test('inspect explains each field, names the holder of the key, and says what a card would say', async t => {
	const {path, root, sign} = await bench(t);
	await sign('--text', 'Mends things', '--minimum-battery', '40');
	const {out} = await firmwareOk(t, 'inspect', path('app.suit'), '--root', root);
	for (const said of [
		/sequence +42/,
		/security version +7/,
		/key of role release/,
		/minimum battery +40 %/,
		/Mends things/,
		/a card takes it/,
	]) {
		t.regex(out, said);
	}
	const keyless = jsonOf(await firmwareOk(t, 'inspect', path('app.suit'), '--json')) as {
		accepted: boolean | null;
		notJudged: string;
		fields: Array<{field: string}>;
	};
	t.is(keyless.accepted, null);
	t.regex(keyless.notJudged, /--root/);
	t.true(keyless.fields.some(({field}) => field === 'image digest'));
});

test('inspect shows why a broken file would be refused, without a root document too', async t => {
	const {path, sign} = await bench(t);
	await sign();
	writeFileSync(path('cut.suit'), readFileSync(path('app.suit')).subarray(0, 100));
	const {out} = await firmwareOk(t, 'inspect', path('cut.suit'));
	t.regex(out, /a card refuses it: E_OTA_CBOR_MALFORMED/);
	writeFileSync(path('empty.suit'), '');
	t.regex((await firmwareOk(t, 'inspect', path('empty.suit'))).out, /E_OTA_CBOR_MALFORMED/);
});

test('inspect shows a root document: roles, thresholds, expiry', async t => {
	const {root} = await bench(t);
	const {out} = await firmwareOk(t, 'inspect', root);
	t.regex(out, /role root +2 of 3 keys/);
	t.regex(out, /root key of this version/);
});

for (const [what, words, said] of [
	['a size without a unit', ['--chunk', '4096'], /--chunk 4096: write a size with a unit/],
	['chunks of another size', ['--chunk', '3KiB'], /--chunk 3KiB: write 512B, 1KiB/],
	['a version of two numbers', ['--precursor', '2.3'], /--precursor 2\.3: write three numbers/],
	['a time without a unit', ['--use-before', '90'], /--use-before 90: write a time from now such as 90d/],
	['a key of another role', ['--key', 'assign-1.json'], /the file of a release key: this one is for role assign/],
	['an address and an integrated image', ['--integrated', '--uri', 'https://a.example/x'], /choose one/],
	['an unknown behaviour', ['--make-image', 'explodes'], /one of good, unhealthy/],
] as const) {
	test(`sign refuses ${what}, and says what would be right`, async t => {
		const {path} = await bench(t);
		const placed = words.map(word => (word === 'assign-1.json' ? path(`keys/${word}`) : word));
		const fixed = [...NUMBERS, '--use-before', '90d', '--out', path('x.suit'), '--key', path('keys/release-1.json')];
		const {error} = await firmware('sign', path('app.bin'), ...fixed, ...placed);
		t.is((error as {code?: string} | undefined)?.code, 'E_USAGE');
		t.regex((error as Error).message, said);
		t.false(existsSync(path('x.suit')));
	});
}
