import test from 'ava';
import {isRefusal} from '../../../src/ota/codes.ts';
import type {RootCopies} from '../../../src/ota/trust/root-copies.ts';
import {loadRoot, saveRoot} from '../../../src/ota/trust/root-copies.ts';
import {roleKeysOf} from '../../../src/ota/trust/role-keys.ts';
import {checkRoot, nextRoot, STEPS_MAX, walkRoots} from '../../../src/ota/trust/root-steps.ts';
import {keptRoot} from '../../../src/ota/trust/root.ts';
import type {RootState} from '../../../src/ota/trust/root.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import type {SigningKey} from '../../../src/smartconnect/signing/keys.ts';
import {buildRoot, signRoot} from '../../../src/smartconnect/signing/root.ts';
import type {RoleFields, RootFields} from '../../../src/smartconnect/signing/root.ts';
import {rootDocument, rootKeys, testKey, tools, usualRoot} from '../../helpers/ota-trust.ts';

const first = nextRoot(rootDocument({}), null, tools) as RootState;
const [key1, key2, key3] = rootKeys;
const key4 = testKey('root-4');
const strange = testKey('rogue');

function roleOf(threshold: number, ...keys: readonly SigningKey[]): RoleFields {
	return {keys: keys.map(key => key.publicKey), threshold, epoch: 1};
}

function withRole(changes: Partial<RootFields['roles']>): Partial<RootFields> {
	return {version: 2, roles: {...usualRoot.roles, ...changes}};
}

/** An HSS key of one level, LMS_SHA256_M32_H10 and LMOTS_SHA256_N32_W4, for the form of it; and one of no type that is known. */
const hssLms = new Uint8Array(60);
hssLms.set([0, 0, 0, 1, 0, 0, 0, 6, 0, 0, 0, 3]);
const strangeHss = new Uint8Array(60).fill(1);
const identity = new Uint8Array(32);
identity[0] = 1;

const cases: readonly (readonly [string, Partial<RootFields>, readonly SigningKey[], string])[] = [
	['the next version, signed by two', {version: 2}, [key1, key2], 'OK'],
	['the next version, signed by two others', {version: 2}, [key3, key2], 'OK'],
	['the next version, signed by one', {version: 2}, [key1], 'E_OTA_AUTH_THRESHOLD'],
	['the next version, signed by one twice', {version: 2}, [key1, key1], 'E_OTA_AUTH_THRESHOLD'],
	['the next version, signed by one and a stranger', {version: 2}, [key1, strange], 'E_OTA_AUTH_THRESHOLD'],
	['the next version, signed by two and a stranger', {version: 2}, [key1, strange, key2], 'OK'],
	['a version left out', {version: 3}, [key1, key2], 'E_OTA_ROOT_VERSION'],
	['the same version', {version: 1}, [key1, key2], 'E_OTA_ROOT_VERSION'],
	['the version before', {version: 0}, [key1, key2], 'E_OTA_ENV_SCHEMA'],
	['new keys that did not sign', withRole({root: roleOf(2, key4, strange)}), [key1, key2], 'E_OTA_AUTH_THRESHOLD'],
	['old keys that did not sign', withRole({root: roleOf(2, key4, strange)}), [key4, strange], 'E_OTA_AUTH_THRESHOLD'],
	['new keys, all signed', withRole({root: roleOf(2, key4, strange)}), [key1, key2, key4, strange], 'OK'],
	['a raised threshold that the new version meets', withRole({root: roleOf(3, ...rootKeys)}), [key1, key2, key3], 'OK'],
	[
		'a raised threshold that it does not meet',
		withRole({root: roleOf(3, ...rootKeys)}),
		[key1, key2],
		'E_OTA_AUTH_THRESHOLD',
	],
	['a threshold of 0', withRole({release: roleOf(0, testKey('release-1'))}), [key1, key2], 'E_OTA_ENV_SCHEMA'],
	[
		'a threshold above the keys',
		withRole({release: roleOf(2, testKey('release-1'))}),
		[key1, key2],
		'E_OTA_ENV_SCHEMA',
	],
	[
		'two of two release keys',
		withRole({release: roleOf(2, testKey('release-1'), testKey('release-2'))}),
		[key1, key2],
		'OK',
	],
	[
		'two assignment signatures',
		withRole({assign: roleOf(2, testKey('assign-1'), strange)}),
		[key1, key2],
		'E_OTA_ENV_SCHEMA',
	],
	[
		'a key of small order',
		withRole({release: {keys: [identity], threshold: 1, epoch: 1}}),
		[key1, key2],
		'E_OTA_AUTH_KEY_INVALID',
	],
	[
		'a key of 31 bytes',
		withRole({release: {keys: [new Uint8Array(31)], threshold: 1, epoch: 1}}),
		[key1, key2],
		'E_OTA_AUTH_KEY_INVALID',
	],
	[
		'an HSS/LMS key beside an Ed25519 one',
		withRole({release: {keys: [hssLms, testKey('release-1').publicKey], threshold: 1, epoch: 1}}),
		[key1, key2],
		'OK',
	],
	[
		'an HSS/LMS key of no known type',
		withRole({release: {keys: [strangeHss, testKey('release-1').publicKey], threshold: 1, epoch: 1}}),
		[key1, key2],
		'E_OTA_AUTH_KEY_INVALID',
	],
	[
		'a role epoch that fell',
		withRole({release: {...roleOf(1, testKey('release-1')), epoch: 0}}),
		[key1, key2],
		'E_OTA_ROOT_VERSION',
	],
	[
		'a retired key that a role still has',
		{version: 2, retired: [testKey('release-1').kid]},
		[key1, key2],
		'E_OTA_ENV_SCHEMA',
	],
	['an end beyond what a number holds', {version: 2, expiresS: 2 ** 60}, [key1, key2], 'E_OTA_ENV_SCHEMA'],
];

for (const [what, changes, signers, expected] of cases) {
	test(`a root document of ${what}: ${expected}`, t => {
		const found = nextRoot(rootDocument(changes, signers), first, tools);
		t.is(isRefusal(found) ? found.code : 'OK', expected, isRefusal(found) ? found.detail : '');
	});
}

test('a role cannot count one key twice', t => {
	const [one, two] = [testKey('release-1'), testKey('release-2')];
	const payload = Buffer.from(buildRoot({...usualRoot, ...withRole({release: roleOf(2, one, two)})}));
	const list = Buffer.concat([Buffer.from([0x82, 0x48]), one.kid, Buffer.from([0x48]), two.kid]);
	const at = payload.indexOf(list);
	t.true(at > 0);
	payload.set(one.kid, at + list.length - one.kid.length);
	const found = nextRoot(signRoot(payload, [key1, key2]), first, tools);
	t.is(isRefusal(found) ? found.code : 'OK', 'E_OTA_ENV_SCHEMA');
});

test('the first root of all vouches for itself', t => {
	t.is((nextRoot(rootDocument({}), null, tools) as RootState).version, 1);
	const alone = nextRoot(rootDocument({}, [key1]), null, tools);
	t.is(isRefusal(alone) ? alone.code : '', 'E_OTA_AUTH_THRESHOLD');
});

test('an expired root is refused, but not while nobody knows the time', t => {
	const document = rootDocument({version: 2});
	const late = checkRoot(document, first, usualRoot.expiresS + 1, tools);
	t.is(isRefusal(late) ? late.code : '', 'E_OTA_EXPIRED');
	t.false(isRefusal(checkRoot(document, first, usualRoot.expiresS, tools)));
	t.false(isRefusal(checkRoot(document, first, -1, tools)));
});

test('a walk goes through expired roots, and is held to the end of the last one', t => {
	const nowS = usualRoot.expiresS + 1;
	const second = rootDocument({version: 2});
	const walked = walkRoots([second, rootDocument({version: 3, expiresS: nowS + 10})], first, nowS, tools);
	t.is(walked.refusal, null);
	t.deepEqual(
		walked.passed.map(root => root.version),
		[2, 3],
	);
	const stopped = walkRoots([second], first, nowS, tools);
	t.is(stopped.refusal?.code, 'E_OTA_EXPIRED');
	t.is(stopped.root.version, 2, 'it came into force all the same: what follows it is known by it');
});

test('a walk stops at the first document that does not follow, and keeps what it reached', t => {
	const walked = walkRoots([rootDocument({version: 2}), rootDocument({version: 4})], first, 0, tools);
	t.is(walked.root.version, 2);
	t.is(walked.refusal?.code, 'E_OTA_ROOT_VERSION');
});

test('a walk passes over documents that came before, but not over another one of the same version', t => {
	const second = rootDocument({version: 2});
	const walked = walkRoots([rootDocument({}), second, second, rootDocument({version: 3})], first, 0, tools);
	t.is(walked.refusal, null);
	t.is(walked.root.version, 3);
	const twin = walkRoots([rootDocument({expiresS: 1_900_000_001})], first, 0, tools);
	t.is(twin.refusal?.code, 'E_OTA_ROOT_VERSION');
	t.is(twin.root, first);
});

test(`a walk takes ${STEPS_MAX} steps at a time`, t => {
	const documents = Array.from({length: STEPS_MAX + 2}, (_, i) => rootDocument({version: i + 2}));
	const walked = walkRoots(documents, first, 0, tools);
	t.is(walked.root.version, STEPS_MAX + 1);
	t.is(walkRoots(documents, walked.root, 0, tools).root.version, STEPS_MAX + 3);
});

test('roles, thresholds and epochs go into the keys that checks use', t => {
	const keys = roleKeysOf(first, null);
	t.deepEqual([keys.root.length, keys.release.length, keys.assign.length, keys.fresh.length], [3, 1, 1, 1]);
	t.deepEqual([keys.rootThreshold, keys.releaseThreshold], [2, 1]);
	t.deepEqual(keys.assign[0], {kid: testKey('assign-1').kid, algorithm: -19, key: testKey('assign-1').publicKey});
	t.is(first.roles.release.epoch, 1);
});

/** Two places, of which a power cut may spoil the one that is written. */
class Places implements RootCopies {
	readonly held: (Uint8Array | null)[] = [null, null];
	writes = 0;
	cutAt = Number.POSITIVE_INFINITY;

	read(copy: number): Uint8Array | null {
		return this.held[copy];
	}

	write(copy: number, document: Uint8Array): boolean {
		this.writes += 1;
		const isCut = this.writes >= this.cutAt;
		this.held[copy] = isCut ? document.subarray(0, 100) : document;
		return !isCut;
	}
}

test('a power cut at any write of a root leaves the version before or the new one', t => {
	const second = nextRoot(rootDocument({version: 2}), first, tools) as RootState;
	const third = nextRoot(rootDocument({version: 3}), second, tools) as RootState;
	for (const cutAt of [1, 2, 3, 4]) {
		const places = new Places();
		places.cutAt = cutAt + 2;
		t.true(saveRoot(places, second, nodeCrypto));
		t.is(saveRoot(places, third, nodeCrypto), cutAt > 1);
		t.is(loadRoot(places, first, nodeCrypto).version, cutAt === 1 ? 2 : 3);
		places.cutAt = Number.POSITIVE_INFINITY;
		t.true(saveRoot(places, third, nodeCrypto), 'the spoilt place is the one that is written first');
		t.is(loadRoot(places, first, nodeCrypto).version, 3);
	}
});

test('what is burned in counts where nothing newer is kept', t => {
	const places = new Places();
	t.is(loadRoot(places, first, nodeCrypto), first);
	places.held[0] = new Uint8Array([1, 2, 3]);
	t.is(loadRoot(places, first, nodeCrypto), first);
	places.held[1] = first.document;
	const second = nextRoot(rootDocument({version: 2}), first, tools) as RootState;
	t.is(loadRoot(places, second, nodeCrypto), second);
});

test('what is kept is read again without a look at its signatures', t => {
	t.deepEqual(keptRoot(first.document, nodeCrypto), first);
	const unsigned = keptRoot(rootDocument({}, [strange]), nodeCrypto);
	t.false(isRefusal(unsigned));
	t.true(isRefusal(keptRoot(first.document.subarray(1), nodeCrypto)));
});
