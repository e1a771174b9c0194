// Keys for cards of class board. Trees of 32 signatures stand in for those of cards, which take seconds to grow.

import {mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {keygen} from '../../../src/cli/firmware/keygen.ts';
import type {KeygenOptions, KeygenResult} from '../../../src/cli/firmware/keygen.ts';
import {openLmsSigner} from '../../../src/smartconnect/signing/lms/key.ts';
import {firmware, firmwareOk, folder, jsonOf} from './firmware-run.ts';

const LOW_TREE = 5;
const BOARD = {algorithms: [-46]};
const USUAL = {algorithms: [-19]};

function make(
	options: Partial<KeygenOptions> & {readonly out: string},
	stop = new AbortController().signal,
	progress: (text: string) => void = () => undefined,
): Promise<KeygenResult> {
	return keygen({expires: '90d', board: true, ...options}, {progress, stop, tree: LOW_TREE});
}

interface Bench {
	readonly path: (name: string) => string;
	/** Signs app.bin with these keys into app.suit, or leaves what is there without, and tells what a card of a class says. */
	readonly judged: (keys: readonly string[], context: object, ...roots: string[]) => Promise<string>;
}

/** A vendor with keys of one root document for both classes. */
async function bench(t: ExecutionContext): Promise<Bench> {
	const place = folder(t);
	const path = (name: string): string => join(place, name);
	await make({out: path('keys')});
	writeFileSync(path('app.bin'), Buffer.alloc(5000, 'image'));
	const judged = async (keys: readonly string[], context: object, ...roots: string[]): Promise<string> => {
		const numbers = ['--release', '2.3.0', '--sequence', '42', '--security-version', '7', '--use-before', '30d'];
		const signers = keys.flatMap(name => ['--key', path(`keys/${name}`)]);
		if (signers.length > 0) {
			await firmwareOk(t, 'sign', path('app.bin'), ...numbers, '--out', path('app.suit'), ...signers);
		}
		writeFileSync(path('card.json'), JSON.stringify(context));
		const trusted = ['1.root.cbor', ...roots].flatMap(name => ['--root', path(`keys/${name}`)]);
		const ran = await firmware('verify', path('app.suit'), ...trusted, '--context', path('card.json'));
		return `${ran.out}${ran.error === undefined ? '' : (ran.error as Error).message}`;
	};
	return {path, judged};
}

function rotation(path: (name: string) => string, more: Partial<KeygenOptions>): Promise<KeygenResult> {
	const key = ['root-1.json', 'root-2.json', 'root-board-1', 'root-board-2'].map(name => path(`keys/${name}`));
	return make({out: path('keys'), rotate: path('keys/1.root.cbor'), key, ...more});
}

test('keys of both classes go into one root document, and its release keys serve a class each', async t => {
	const {path, judged} = await bench(t);
	t.regex(await judged(['release-board-1'], BOARD), /release accepted/);
	t.regex(await judged([], USUAL), /E_OTA_AUTH_ALG/);
	t.regex(await judged(['release-1.json'], BOARD), /E_OTA_AUTH_ALG/);
	t.regex(await judged(['release-1.json', 'release-board-1'], BOARD), /release accepted/);
	t.regex(await judged([], USUAL), /release accepted/);
	const seen = await firmwareOk(t, 'inspect', path('app.suit'), '--root', path('keys/1.root.cbor'));
	t.regex(seen.out, /a card takes it/);
	const size = readFileSync(path('keys/1.root.cbor')).length;
	t.true(size < 8192, `${size} bytes`);
});

test('each key has a folder or a file, and its public half', async t => {
	const out = folder(t);
	const told: string[] = [];
	const {made, root} = await make({out}, undefined, text => told.push(text));
	t.deepEqual(
		made.map(({file}) => file.slice(out.length + 1)),
		[
			'root-1.json root-2.json root-3.json release-1.json assign-1.json fresh-1.json',
			'root-board-1 root-board-2 root-board-3 release-board-1',
		].flatMap(names => names.split(' ')),
	);
	t.deepEqual([root.roles.root.keys.length, root.roles.release.keys.length, root.roles.assign.keys.length], [6, 2, 1]);
	t.is(made.filter(({publicFile}) => readFileSync(publicFile, 'utf8').includes('HSS/LMS')).length, 4);
	t.true(told.includes('key root-board-1: 50 %') && told.at(-1) === 'key release-board-1: 100 %');
});

test('a rotation by keys of both classes replaces an HSS/LMS key, whose releases boards then refuse', async t => {
	const {path, judged} = await bench(t);
	const {made, signedBy} = await rotation(path, {retire: [path('keys/release-board-1')], add: ['release']});
	t.is(signedBy.length, 4);
	t.deepEqual(
		made.map(({file}) => file),
		[path('keys/release-board-v2-1')],
	);
	t.regex(await judged(['release-board-1'], BOARD, '2.root.cbor'), /E_OTA_AUTH_KEY_REVOKED/);
	t.regex(await judged(['release-board-v2-1'], BOARD, '2.root.cbor'), /release accepted/);
	const root = openLmsSigner(path('keys/root-board-1'));
	t.true(root.left < 32, 'it signed, and was let go of');
	root.close();
});

test('the folder or the public half of a key elsewhere is enough to add it', async t => {
	const {path, judged} = await bench(t);
	await make({out: path('other')});
	await make({out: path('third')});
	const add = [`release=${path('other/release-board-1')}`, `release=${path('third/release-board-1.pub.json')}`];
	const {made} = await rotation(path, {add});
	t.deepEqual(made, []);
	for (const from of ['other', 'third']) {
		t.regex(await judged([`../${from}/release-board-1`], BOARD, '2.root.cbor'), /release accepted/);
	}
});

for (const [what, more, code, said] of [
	['the keys of one class alone', {key: ['root-1.json', 'root-2.json']}, 'E_FIRMWARE_INVALID', /root keys of HSS\/LMS/],
	['an HSS/LMS key for the time', {add: ['fresh=root-board-1']}, 'E_FIRMWARE_INVALID', /key of HSS\/LMS/],
	['a folder that holds no key', {add: ['release=.']}, 'E_KEY_INVALID', /key\.json is missing/],
	['a folder without a key to sign', {key: ['.']}, 'E_KEY_SPENT', /holds no LMS key/],
	['a public half that shall sign', {key: ['root-board-1.pub.json']}, 'E_KEY_INVALID', /the public key alone/],
] as const) {
	test(`a rotation with ${what} is refused, and leaves no key behind`, async t => {
		const {path} = await bench(t);
		mkdirSync(path('keys/empty'));
		const placed = (text: string): string =>
			text.replace(/(^|=)([^=]+)$/, (_, before, name) => `${before}${path(`keys/${name === '.' ? 'empty' : name}`)}`);
		const before = readdirSync(path('keys'));
		const given = Object.fromEntries(Object.entries(more).map(([name, texts]) => [name, texts.map(placed)]));
		const {add = []} = given as {add?: string[]};
		const error = await t.throwsAsync(rotation(path, {...given, add: ['release', ...add]}));
		t.is((error as Error & {code: string}).code, code);
		t.regex(error.message, said);
		t.deepEqual(readdirSync(path('keys')), before);
	});
}

test('a class whose root keys are lost is given up by those of the other', async t => {
	const {path} = await bench(t);
	const names = ['root-board-1', 'root-board-2', 'root-board-3', 'release-board-1'];
	const key = ['root-1.json', 'root-2.json'].map(name => path(`keys/${name}`));
	const {root} = await rotation(path, {key, retire: names.map(name => path(`keys/${name}`))});
	t.deepEqual([root.roles.root.keys.length, root.roles.release.keys.length], [3, 1]);
	await firmwareOk(t, 'verify', path('keys/2.root.cbor'), '--root', path('keys/1.root.cbor'));
});

test('keygen that is stopped leaves nothing behind', async t => {
	const out = join(folder(t), 'keys');
	const stopper = new AbortController();
	const stopAt = (text: string): void => {
		if (text === 'key root-board-2: 50 %') {
			t.true(readdirSync(out).includes('root-board-1'));
			stopper.abort();
		}
	};
	const outcome = await make({out}, stopper.signal, stopAt).catch((error: unknown) => (error as {name: string}).name);
	t.is(outcome, 'AbortError');
	t.deepEqual(readdirSync(out), []);
});

test('a folder that is there is not written over', async t => {
	const out = folder(t);
	mkdirSync(join(out, 'release-board-1'));
	const error = await t.throwsAsync(make({out}));
	t.is((error as Error & {code: string}).code, 'E_FILE_UNWRITABLE');
	t.deepEqual(readdirSync(out), ['release-board-1']);
});

test('more signatures than a root document has room for are refused before keys are made', async t => {
	const {error} = await firmware('keygen', '--out', folder(t), '--board', '--root-threshold', '3');
	t.is((error as {code: string}).code, 'E_USAGE');
	t.regex((error as Error).message, /write 1 or 2/);
});

test('a context names the algorithms of its class', async t => {
	const {path, judged} = await bench(t);
	t.regex(await judged(['release-1.json'], {algorithms: [5]}), /algorithms must be .* -46 of a board/);
	const ran = await firmwareOk(t, 'verify', path('app.suit'), '--root', path('keys/1.root.cbor'), '--json');
	t.true((jsonOf(ran) as {accepted: boolean}).accepted);
});
