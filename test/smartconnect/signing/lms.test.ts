import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {verifyHss} from '../../../src/ota/lms/hss.ts';
import {oneTimeType, treeType} from '../../../src/ota/lms/parameters.ts';
import type {OneTimeType, TreeType} from '../../../src/ota/lms/parameters.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import {growTree, randomiserOf, signWithLeaf, treePublicKey} from '../../../src/smartconnect/signing/lms/grow.ts';
import type {TreeSecret} from '../../../src/smartconnect/signing/lms/grow.ts';
import {createLmsKey, openLmsSigner} from '../../../src/smartconnect/signing/lms/key.ts';
import {vectorBytes, vectorTest} from '../../helpers/ota-vectors.ts';

const KILLS = 20;
const program = fileURLToPath(new URL('../../helpers/lms-signing.js', import.meta.url));
const message = Buffer.from('a release');

interface Secret {
	readonly lmsType: number;
	readonly otsType: number;
	readonly I: string;
	readonly seed: string;
	readonly q: number;
	readonly C: string;
}

interface Vector {
	readonly name: string;
	readonly hssPublicKey: string;
	readonly message: string;
	readonly hssSignature: string;
	readonly secret?: Secret;
}

function secretOf({lmsType, otsType, I, seed}: Secret): TreeSecret {
	return {
		tree: treeType(lmsType) as TreeType,
		oneTime: oneTimeType(otsType) as OneTimeType,
		identifier: vectorBytes(I),
		seed: vectorBytes(seed),
	};
}

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}

/** The tree of height 10 is grown once a file. */
const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
const shares: number[] = [];
const publicKey = await createLmsKey(join(folder, 'key'), {progress: share => shares.push(share)});
test.after.always(() => rmSync(folder, {recursive: true}));

function copyOfKey(t: ExecutionContext): string {
	const copy = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	cpSync(join(folder, 'key'), copy, {recursive: true});
	t.teardown(() => rmSync(copy, {recursive: true}));
	return copy;
}

/** Lets a key make so many signatures, and lets go of it. */
function use(where: string, times: number): void {
	const signer = openLmsSigner(where);
	for (let i = 0; i < times; i++) {
		signer.sign(message);
	}
	signer.close();
}

vectorTest('rfc8554-lms.json', 'seed and leaf give the published signature, byte for byte', (t, content) => {
	const made = (content as {valid: Vector[]}).valid.filter(({secret}) => secret?.C !== undefined);
	const trees = new Map<string, Uint8Array>();
	t.is(made.length, 6);
	for (const vector of made) {
		const given = vector.secret as Secret;
		const secret = secretOf(given);
		const nodes = trees.get(given.I) ?? growTree(secret);
		trees.set(given.I, nodes);
		t.is(hex(randomiserOf(secret, given.q)), given.C, vector.name);
		t.is(`00000001${hex(treePublicKey(secret, nodes))}`, vector.hssPublicKey, vector.name);
		const signature = signWithLeaf(secret, nodes, given.q, vectorBytes(vector.message));
		t.is(`00000000${hex(signature)}`, vector.hssSignature, vector.name);
	}
});

test('a new key tells how far it has grown, and signs what its public key verifies', t => {
	const signer = openLmsSigner(copyOfKey(t));
	t.deepEqual([shares.length, shares.at(-1), publicKey.length], [1024, 1, 60]);
	t.true(verifyHss(publicKey, message, signer.sign(message), nodeCrypto));
	t.is(signer.left, 1023);
	signer.close();
});

test('a key whose record is lost, belongs to another key or was put back signs no more', t => {
	for (const name of ['reserved', 'reserved-again']) {
		const where = copyOfKey(t);
		const old = readFileSync(join(where, name));
		use(where, 20);
		writeFileSync(join(where, name), old);
		t.throws(() => openLmsSigner(where), {code: 'E_KEY_SPENT', message: /put back from a copy/}, name);
		rmSync(join(where, name));
		t.throws(() => openLmsSigner(where), {code: 'E_KEY_SPENT', message: /lost/}, name);
		writeFileSync(join(where, name), old.toString().replace(/"key":"../, '"key":"zz'));
		t.throws(() => openLmsSigner(where), {code: 'E_KEY_SPENT', message: /another key/}, name);
	}
});

test('a crash between the two records loses a step of leaves, and nothing else', t => {
	const where = copyOfKey(t);
	const record = readFileSync(join(where, 'reserved'), 'utf8');
	writeFileSync(join(where, 'reserved'), record.replace('"through":0', '"through":16'));
	const signer = openLmsSigner(where);
	t.is(new DataView(signer.sign(message).buffer).getUint32(4), 16);
	signer.close();
});

test('a key that is closed in good order gives back what it reserved', t => {
	const where = copyOfKey(t);
	use(where, 3);
	const signer = openLmsSigner(where);
	t.is(signer.left, 1021);
	t.is(new DataView(signer.sign(message).buffer).getUint32(4), 3);
	signer.close();
});

test('a key signs 1,024 times and then says that it is used up', t => {
	const where = copyOfKey(t);
	const signer = openLmsSigner(where);
	t.throws(() => openLmsSigner(where), {code: 'E_KEY_SPENT', message: /signs with it already/});
	const leaves = new Set<number>();
	for (let i = 0; i < 1024; i++) {
		leaves.add(new DataView(signer.sign(message).buffer).getUint32(4));
	}
	t.is(leaves.size, 1024);
	t.throws(() => signer.sign(message), {code: 'E_KEY_SPENT', message: /all 1024 signatures are used up/});
	signer.close();
});

test(`killed ${KILLS} times at random moments, a key never uses a leaf twice`, async t => {
	const where = copyOfKey(t);
	const leaves: number[] = [];
	for (let kill = 0; kill < KILLS; kill++) {
		const child = spawn(process.execPath, [program, where], {stdio: ['ignore', 'pipe', 'inherit']});
		const lines = createInterface({input: child.stdout});
		lines.on('line', line => leaves.push(Number(line)));
		await once(lines, 'line');
		await new Promise(resolve => setTimeout(resolve, Math.random() * 250));
		child.kill('SIGKILL');
		await once(child, 'close');
	}
	t.log(`${leaves.length} signatures`);
	t.true(leaves.length > KILLS);
	t.is(new Set(leaves).size, leaves.length);
});
