import test from 'ava';
import {isRefusal} from '../../../src/ota/codes.ts';
import {checkAssignment} from '../../../src/ota/trust/assignment.ts';
import type {AssignmentWish} from '../../../src/ota/trust/assignment.ts';
import {checkFreshness} from '../../../src/ota/trust/freshness.ts';
import type {FreshnessWish} from '../../../src/ota/trust/freshness.ts';
import {cardKeyOf, roleKeysOf} from '../../../src/ota/trust/role-keys.ts';
import {checkRoot} from '../../../src/ota/trust/root-steps.ts';
import type {RootState} from '../../../src/ota/trust/root.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import {signAssignment, signFreshness} from '../../../src/smartconnect/signing/documents.ts';
import type {AssignmentFields, FreshnessFields} from '../../../src/smartconnect/signing/documents.ts';
import {hmacSigner} from '../../../src/smartconnect/signing/keys.ts';
import {rootDocument, testKey, tools} from '../../helpers/ota-trust.ts';
import {vectorBytes, vectorTest} from '../../helpers/ota-vectors.ts';

interface DocumentVector {
	readonly id: string;
	readonly kind: 'root' | 'assign' | 'fresh';
	readonly hex: string;
	readonly expect: string;
	readonly contextOverride?: {readonly lastFreshCounter?: number};
}

const nowS = 1_790_000_000;
const deviceId = vectorBytes('a56e3ce02a8b5fcca06cf4c8cd546ef6');
const classId = vectorBytes('cb8e3ba003c15cef9eabe82e593a5a09');
const nonce = vectorBytes('00112233445566778899aabbccddeeff');

function judge(vector: DocumentVector, root: RootState): string {
	const bytes = vectorBytes(vector.hex);
	const keys = roleKeysOf(root, null);
	const lastCounter = vector.contextOverride?.lastFreshCounter ?? 0;
	const answer = {
		root: () => checkRoot(bytes, vector.id === 'root-1' ? null : root, nowS, tools),
		assign: () => checkAssignment(bytes, {deviceId, nowS, keys, lastVersion: 0}, tools),
		fresh: () => checkFreshness(bytes, {nonce, lastCounter, rootVersion: 1, nowS, classId, keys}, tools),
	}[vector.kind]();
	return isRefusal(answer) ? answer.code : 'OK';
}

for (const [file, count] of [
	['nmc-profile-valid.json', 5],
	['nmc-profile-negative.json', 12],
] as const) {
	vectorTest(file, `the documents of ${file} get their codes`, (t, content) => {
		const {documents} = content as {documents: readonly DocumentVector[]};
		t.is(documents.length, count);
		const root = checkRoot(
			rootDocument({expiresS: 1_924_992_000, roles: vectorRoles()}),
			null,
			nowS,
			tools,
		) as RootState;
		for (const document of documents) {
			t.is(judge(document, root), document.expect, document.id);
		}
	});
}

/** The roles of root-1 in the vectors. */
function vectorRoles() {
	const role = (threshold: number, epoch: number, ...names: readonly string[]) => ({
		keys: names.map(name => testKey(name).publicKey),
		threshold,
		epoch,
	});
	return {
		root: role(2, 0, 'root-1', 'root-2', 'root-3'),
		release: role(1, 1, 'release-1', 'release-2'),
		assign: role(1, 1, 'assign-1'),
		fresh: role(1, 1, 'fresh-1'),
	};
}

const root = checkRoot(rootDocument({}), null, nowS, tools) as RootState;
const keys = roleKeysOf(root, null);
const digest = new Uint8Array(32).fill(3);
const assigned: AssignmentFields = {
	version: 10,
	issuedS: nowS - 100,
	expiresS: nowS + 1000,
	deviceId,
	manifestDigest: digest,
	campaign: 'käse-1',
	notBeforeS: nowS + 50,
};
const assignWish: AssignmentWish = {deviceId, nowS, keys, lastVersion: 10};

test('an assignment comes back as it was signed', t => {
	const found = checkAssignment(signAssignment(assigned, testKey('assign-1')), assignWish, tools);
	t.deepEqual(found, assigned);
});

const assignCases: readonly (readonly [string, Partial<AssignmentFields>, Partial<AssignmentWish>, string])[] = [
	['for another card', {deviceId: new Uint8Array(16)}, {}, 'E_OTA_DEVICE'],
	['with a device id of 15 bytes', {deviceId: new Uint8Array(15)}, {}, 'E_OTA_ENV_SCHEMA'],
	['with a digest of 31 bytes', {manifestDigest: new Uint8Array(31)}, {}, 'E_OTA_ENV_SCHEMA'],
	['of a campaign with a name of 65 bytes', {campaign: 'x'.repeat(65)}, {}, 'E_OTA_ENV_SCHEMA'],
	['older than the last one', {}, {lastVersion: 11}, 'E_OTA_SEQ_ROLLBACK'],
	['when nobody vouches for a time', {}, {nowS: -1}, 'E_OTA_TIME_UNKNOWN'],
	['at its last second', {}, {nowS: nowS + 1000}, 'OK'],
	['after its last second', {}, {nowS: nowS + 1001}, 'E_OTA_EXPIRED'],
];

for (const [what, fields, wish, expected] of assignCases) {
	test(`an assignment ${what}: ${expected}`, t => {
		const found = checkAssignment(
			signAssignment({...assigned, ...fields}, testKey('assign-1')),
			{...assignWish, ...wish},
			tools,
		);
		t.is(isRefusal(found) ? found.code : 'OK', expected);
	});
}

const fresh: FreshnessFields = {
	counter: 7,
	issuedS: nowS,
	expiresS: nowS + 1000,
	nonce,
	rootVersion: 1,
	latest: [
		{classId: new Uint8Array(16), epoch: 1, sequence: 5, manifestDigest: new Uint8Array(32)},
		{classId, epoch: 1, sequence: 42, manifestDigest: digest},
	],
};
const freshWish: FreshnessWish = {nonce, lastCounter: 7, rootVersion: 1, nowS: -1, classId, keys};

test('a freshness token says the time and the newest release of the card’s class', t => {
	const found = checkFreshness(signFreshness(fresh, testKey('fresh-1')), freshWish, tools);
	t.like(found, {issuedS: nowS, counter: 7, rootVersion: 1, latest: {epoch: 1, sequence: 42, digest}});
	const other = checkFreshness(
		signFreshness({...fresh, latest: fresh.latest.slice(0, 1)}, testKey('fresh-1')),
		freshWish,
		tools,
	);
	t.like(other, {issuedS: nowS, latest: null});
});

const yearS = 31_557_600;
const freshCases: readonly (readonly [string, Partial<FreshnessFields>, Partial<FreshnessWish>, string])[] = [
	['with the nonce of another', {nonce: new Uint8Array(16)}, {}, 'E_OTA_FROZEN'],
	['that nobody asked for', {}, {nonce: null}, 'E_OTA_FROZEN'],
	['with a nonce of 15 bytes', {nonce: new Uint8Array(15)}, {}, 'E_OTA_ENV_SCHEMA'],
	['of a lower counter', {}, {lastCounter: 8}, 'E_OTA_SEQ_ROLLBACK'],
	['that names a newer root', {rootVersion: 2}, {}, 'E_OTA_ROOT_VERSION'],
	['that names an older root', {}, {rootVersion: 2}, 'OK'],
	['that is over', {}, {nowS: nowS + 1001}, 'E_OTA_EXPIRED'],
	['that ends before it begins', {expiresS: nowS - 1}, {}, 'E_OTA_EXPIRED'],
	['a year ahead of trusted time', {}, {nowS: nowS - yearS}, 'OK'],
	['more than a year ahead of trusted time', {}, {nowS: nowS - yearS - 1}, 'E_OTA_TIME_JUMP'],
	[
		'with an epoch beyond what a number holds',
		{latest: [{classId, epoch: 2 ** 60, sequence: 1, manifestDigest: digest}]},
		{},
		'E_OTA_ENV_SCHEMA',
	],
];

for (const [what, fields, wish, expected] of freshCases) {
	test(`a freshness token ${what}: ${expected}`, t => {
		const found = checkFreshness(
			signFreshness({...fresh, ...fields}, testKey('fresh-1')),
			{...freshWish, ...wish},
			tools,
		);
		t.is(isRefusal(found) ? found.code : 'OK', expected);
	});
}

test('a card with a key of its own takes documents of that key, and of no other', t => {
	const secret = new Uint8Array(32).fill(5);
	const own = roleKeysOf(root, cardKeyOf(secret, nodeCrypto));
	const board = {...tools, algorithms: [-46]};
	t.deepEqual(
		checkAssignment(signAssignment(assigned, hmacSigner(secret)), {...assignWish, keys: own}, board),
		assigned,
	);
	const codeOf = (bytes: Uint8Array): string => {
		const found = checkFreshness(bytes, {...freshWish, keys: own}, board);
		return isRefusal(found) ? found.code : 'OK';
	};
	t.is(codeOf(signFreshness(fresh, hmacSigner(secret))), 'OK');
	t.not(codeOf(signFreshness(fresh, hmacSigner(new Uint8Array(32)))), 'OK');
	t.is(codeOf(signFreshness(fresh, testKey('fresh-1'))), 'E_OTA_AUTH_ALG');
	t.not(codeOf(signAssignment(assigned, hmacSigner(secret))), 'OK', 'an assignment is no freshness token');
});
