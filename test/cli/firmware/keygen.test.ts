import {readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {readRoot} from '../../../src/smartconnect/signing/root-facts.ts';
import type {RootFields} from '../../../src/smartconnect/signing/root.ts';
import {firmware, firmwareOk, folder, jsonOf} from './firmware-run.ts';

interface Shown {
	readonly schema: string;
	readonly root: {
		file: string;
		version: number;
		retired: string[];
		roles: Record<string, {kids: string[]; epoch: number}>;
	};
	readonly signedBy: string[];
	readonly keys: Array<{role: string; kid: string; file: string; publicFile: string}>;
}

function rootIn(file: string): RootFields {
	const root = readRoot(new Uint8Array(readFileSync(file)));
	if ('code' in root) {
		throw new Error(root.detail);
	}
	return root;
}

test('keygen makes three root keys of which two sign, and one key of each other role', async t => {
	const out = join(folder(t), 'keys');
	const shown = jsonOf(await firmwareOk(t, 'keygen', '--out', out, '--json')) as Shown;
	t.is(shown.schema, 'ridethrough.firmware-keygen/1');
	t.deepEqual(
		shown.keys.map(({role}) => role),
		['root', 'root', 'root', 'release', 'assign', 'fresh'],
	);
	t.is(shown.signedBy.length, 2);
	const root = rootIn(join(out, '1.root.cbor'));
	t.is(root.roles.root.threshold, 2);
	t.is(root.version, 1);
	t.deepEqual(shown.root.roles['release']?.kids, [shown.keys[3]?.kid]);
});

test('private keys are their owner’s alone, and nowhere in what is printed', async t => {
	const out = folder(t);
	const ran = await firmwareOk(t, 'keygen', '--out', out, '--json');
	for (const name of readdirSync(out).filter(file => /^[a-z]+-\d\.json$/.test(file))) {
		const file = join(out, name);
		t.is(statSync(file).mode & 0o777, 0o600, name);
		const {privateKey} = JSON.parse(readFileSync(file, 'utf8')) as {privateKey: string};
		t.is(privateKey.length, 64);
		t.false(ran.out.includes(privateKey));
		t.false(readFileSync(file.replace('.json', '.pub.json'), 'utf8').includes(privateKey));
	}
});

test('a key file is never overwritten', async t => {
	const out = folder(t);
	await firmwareOk(t, 'keygen', '--out', out);
	const before = readFileSync(join(out, 'root-1.json'), 'utf8');
	const {error} = await firmware('keygen', '--out', out);
	t.is((error as {code: string}).code, 'E_FILE_UNWRITABLE');
	t.is(readFileSync(join(out, 'root-1.json'), 'utf8'), before);
});

test('keys that are sealed sign only with their passphrase', async t => {
	const out = folder(t);
	const secret = join(out, 'passphrase');
	writeFileSync(secret, 'correct horse\n');
	await firmwareOk(
		t,
		'keygen',
		'--out',
		out,
		'--passphrase',
		`@${secret}`,
		'--root-keys',
		'1',
		'--root-threshold',
		'1',
	);
	const words = ['keygen', '--out', out, '--rotate', join(out, '1.root.cbor'), '--key', join(out, 'root-1.json')];
	const {error} = await firmware(...words);
	t.regex((error as Error).message, /sealed with a passphrase; give --passphrase/);
	await firmwareOk(t, ...words, '--passphrase', `@${secret}`);
	t.is(rootIn(join(out, '2.root.cbor')).version, 2);
});

test('a rotation retires a key, adds one, and raises the epoch of its role', async t => {
	const out = folder(t);
	const first = jsonOf(await firmwareOk(t, 'keygen', '--out', out, '--json')) as Shown;
	const words = ['keygen', '--out', out, '--json', '--rotate', join(out, '1.root.cbor')];
	const keys = ['--key', join(out, 'root-1.json'), '--key', join(out, 'root-2.json')];
	const change = ['--retire', join(out, 'release-1.json'), '--add', 'release', '--raise-epoch', 'release'];
	const next = jsonOf(await firmwareOk(t, ...words, ...keys, ...change)) as Shown;
	t.is(next.root.version, 2);
	t.deepEqual(next.root.retired, [first.keys[3]?.kid]);
	t.is(next.root.roles['release']?.epoch, 2);
	t.is(next.root.roles['assign']?.epoch, 1);
	t.deepEqual(next.root.roles['release']?.kids, [next.keys[0]?.kid]);
});

test('the public half of a key is enough to add it, or to retire it', async t => {
	const [out, other] = [folder(t), folder(t)];
	await firmwareOk(t, 'keygen', '--out', out);
	const made = jsonOf(await firmwareOk(t, 'keygen', '--out', other, '--json')) as Shown;
	const words = ['keygen', '--out', out, '--json', '--rotate', join(out, '1.root.cbor')];
	const keys = ['--key', join(out, 'root-1.json'), '--key', join(out, 'root-2.json')];
	const added = ['--add', `release=${join(other, 'release-1.pub.json')}`, '--retire', join(out, 'release-1.pub.json')];
	const next = jsonOf(await firmwareOk(t, ...words, ...keys, ...added)) as Shown;
	t.deepEqual(next.keys, []);
	t.deepEqual(next.root.roles['release']?.kids, [made.keys[3]?.kid]);
});

for (const [what, words, code, said] of [
	[
		'one root key where two are needed',
		['--key', 'root-1.json'],
		'E_FIRMWARE_INVALID',
		/needs 2 signatures .* would have 1/,
	],
	[
		'no key left in a role',
		['--key', 'root-1.json', '--key', 'root-2.json', '--retire', 'assign-1.json'],
		'E_FIRMWARE_INVALID',
		/role assign would have 0 keys/,
	],
	[
		'a key that is in another role',
		['--key', 'root-1.json', '--key', 'root-2.json', '--add', 'release=assign-1.json'],
		'E_FIRMWARE_INVALID',
		/in two roles/,
	],
	[
		'a key that the root document does not know',
		['--retire', '0011223344556677'],
		'E_FIRMWARE_INVALID',
		/not in the root document/,
	],
	['a role that there is not', ['--add', 'boot'], 'E_USAGE', /one of root, release, assign, fresh/],
	['a public key that shall sign', ['--key', 'root-1.pub.json'], 'E_KEY_INVALID', /the public key alone/],
	['no root document', ['--rotate', 'root-1.json'], 'E_FIRMWARE_INVALID', /E_OTA_CBOR/],
	['a time that is over', ['--expires', '2020-01-01'], 'E_USAGE', /a date to come/],
] as const) {
	test(`a rotation with ${what} is refused, and writes nothing`, async t => {
		const out = folder(t);
		await firmwareOk(t, 'keygen', '--out', out);
		const files = readdirSync(out);
		const placed = words.map(word =>
			word.replace(/(^|=)([a-z0-9.-]+\.json)$/, (_, before, file) => `${before}${join(out, file)}`),
		);
		const {error} = await firmware('keygen', '--out', out, '--rotate', join(out, '1.root.cbor'), ...placed);
		t.is((error as {code?: string} | undefined)?.code, code);
		t.regex((error as Error).message, said);
		t.deepEqual(readdirSync(out), files);
	});
}

test('what changes a root document needs one', async t => {
	const {error} = await firmware('keygen', '--out', folder(t), '--retire', '0011223344556677');
	t.is((error as {code: string}).code, 'E_USAGE');
});
