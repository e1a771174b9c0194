import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {ReleaseRepository, imageFor} from '../../../src/smartconnect/rollout/repository.ts';
import {chunkFacts, chunkTable} from '../../../src/smartconnect/signing/chunks.ts';
import {signEnvelope} from '../../../src/smartconnect/signing/envelope.ts';
import {sha256, signingKeyFromSeed} from '../../../src/smartconnect/signing/keys.ts';
import {buildManifest} from '../../../src/smartconnect/signing/manifest.ts';
import type {ReleaseFields, ReleaseImage} from '../../../src/smartconnect/signing/manifest.ts';
import {MQTT_URI} from '../../../src/smartconnect/signing/suit-numbers.ts';

const LOG2_BYTES = 9;
const key = signingKeyFromSeed(new Uint8Array(32).fill(7));

function imageBytes(fill: number): Uint8Array {
	return new Uint8Array(1300).fill(fill);
}

function imageOf(bytes: Uint8Array, slot: number): ReleaseImage {
	return {slot, sizeBytes: bytes.length, digest: sha256(bytes), chunks: chunkFacts(bytes, LOG2_BYTES)};
}

function fieldsOf(change: Partial<ReleaseFields>): ReleaseFields {
	return {
		sequence: 1,
		securityVersion: 1,
		useBeforeS: 2_000_000_000,
		version: [2, 3, 0],
		vendorId: new Uint8Array(16).fill(1),
		classId: new Uint8Array(16).fill(2),
		deviceId: null,
		images: [imageOf(imageBytes(1), -1)],
		uri: MQTT_URI,
		minimumBattery: 50,
		precursor: [2, 0, 0],
		text: null,
		component: ['nmc', 'app'],
		...change,
	};
}

function envelopeOf(change: Partial<ReleaseFields> = {}): Uint8Array {
	return signEnvelope({manifest: buildManifest(fieldsOf(change)), signers: [key]});
}

function repository(t: ExecutionContext): ReleaseRepository {
	const made = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(made, {recursive: true}));
	return new ReleaseRepository(join(made, 'repository'));
}

test('a repository that was never published to is empty', t => {
	const empty = repository(t);
	t.deepEqual(empty.list(), []);
	t.deepEqual(empty.roots(), []);
	t.is(empty.find('00'.repeat(32)), null);
});

test('what was published is found by its digest, with its facts, image and table', t => {
	const releases = repository(t);
	const {release, added} = releases.publish(envelopeOf(), [imageBytes(1)]);
	t.true(added);
	const found = new ReleaseRepository(releases.directory).find(release.facts.manifestDigest);
	t.deepEqual(found, release);
	t.deepEqual(
		{...release.facts},
		{
			...fieldsOf({}),
			manifestDigest: release.facts.manifestDigest,
			payload: null,
		},
	);
	t.deepEqual(releases.image(release, 0), imageBytes(1));
	t.deepEqual(releases.image(release, 1), imageBytes(1));
	t.deepEqual(releases.table(release, 1), chunkTable(imageBytes(1), LOG2_BYTES));
	const json = JSON.parse(readFileSync(join(release.directory, 'release.json'), 'utf8')) as {digest: string};
	t.is(json.digest, release.digest);
});

test('publishing again changes nothing, and the highest sequence comes first', t => {
	const releases = repository(t);
	releases.publish(envelopeOf(), [imageBytes(1)]);
	releases.publish(envelopeOf({sequence: 2}), [imageBytes(1)]);
	t.false(releases.publish(envelopeOf(), [imageBytes(1)]).added);
	t.deepEqual(
		releases.list().map(({facts}) => facts.sequence),
		[2, 1],
	);
});

test('each slot gets the image that is linked for it, in whatever order they were given', t => {
	const releases = repository(t);
	const images = [imageOf(imageBytes(1), 0), imageOf(imageBytes(2), 1)];
	const {release} = releases.publish(envelopeOf({images}), [imageBytes(2), imageBytes(1)]);
	t.deepEqual(releases.image(release, 0), imageBytes(1));
	t.deepEqual(releases.image(release, 1), imageBytes(2));
	t.deepEqual(releases.table(release, 1), chunkTable(imageBytes(2), LOG2_BYTES));
	t.is(imageFor(release.facts, 1)?.slot, 1);
});

test('an image that was not signed is not published, and leaves nothing behind', t => {
	const releases = repository(t);
	t.throws(() => releases.publish(envelopeOf(), [imageBytes(9)]), {code: 'E_FIRMWARE_INVALID', message: /digest/});
	t.deepEqual(readdirSync(join(releases.directory, 'releases')), []);
});

test('an image that was changed in the folder is not served', t => {
	const releases = repository(t);
	const {release} = releases.publish(envelopeOf(), [imageBytes(1)]);
	writeFileSync(join(release.directory, 'image.bin'), imageBytes(3));
	t.throws(() => releases.image(release, 0), {code: 'E_FIRMWARE_INVALID', message: /not what was signed/});
});

test('an envelope in the folder of another one is told', t => {
	const releases = repository(t);
	const {release} = releases.publish(envelopeOf(), [imageBytes(1)]);
	writeFileSync(join(release.directory, 'envelope.cbor'), envelopeOf({sequence: 9}));
	t.throws(() => releases.list(), {code: 'E_FIRMWARE_INVALID', message: /another digest/});
});

test('root documents are kept in order, and no version twice', t => {
	const releases = repository(t);
	const [one, two, ten] = [1, 2, 10].map(fill => new Uint8Array(20).fill(fill));
	releases.addRoot(10, ten);
	releases.addRoot(1, one);
	releases.addRoot(2, two);
	releases.addRoot(2, two);
	t.deepEqual(releases.roots(), [
		{version: 1, document: one},
		{version: 2, document: two},
		{version: 10, document: ten},
	]);
	t.throws(() => releases.addRoot(2, one), {code: 'E_FIRMWARE_INVALID', message: /another root document/});
});
