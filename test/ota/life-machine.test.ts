import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {FlashFault} from '../../sim/flash/fault-plan.ts';
import {boot} from '../../src/ota/boot.ts';
import {BootEventRing} from '../../src/ota/boot-events.ts';
import type {ChunkSink} from '../../src/ota/chunk-sink.ts';
import {otaCodes} from '../../src/ota/codes.ts';
import {openLife} from '../../src/ota/life-machine.ts';
import type {BootOutcome, Life} from '../../src/ota/life.ts';
import {stateNames} from '../../src/ota/states.ts';
import {makeRelease, type Release} from '../helpers/ota-life/releases.ts';
import {factoryRig, Rig} from '../helpers/ota-life/rig.ts';

const release = (sequence: number, sizeBytes: number, hasTable: boolean): Release =>
	makeRelease({name: `r${sequence}`, kind: 'good', sequence, securityVersion: sequence - 9, sizeBytes, hasTable});

const factory = release(10, 700, false);
const plain = release(11, 750, false);
const chunked = release(12, 760, true);
const big = release(13, 769, false);
const releases = [factory, plain, chunked, big];
const origin = factoryRig(releases, 0);

interface Started {
	readonly rig: Rig;
	readonly outcome: BootOutcome;
	readonly life: Life;
}

function start(rig: Rig): Started {
	const outcome = boot(rig.device);
	return {rig, outcome, life: openLife(rig.device, outcome)};
}

function fresh(...faults: readonly FlashFault[]): Started {
	return start(new Rig(releases, {seed: 4, faults}, origin));
}

function sinkOf(t: ExecutionContext, life: Life, {manifest}: Release): ChunkSink {
	const answer = life.receive(manifest);
	if ('code' in answer) {
		t.fail(`${answer.code}: ${answer.detail}`);
		throw new Error('no sink');
	}
	return answer.sink;
}

function sector(image: Uint8Array, index: number): Uint8Array {
	return image.subarray(index * 256, (index + 1) * 256);
}

function fill(t: ExecutionContext, life: Life, {image, table, manifest, head}: Release): void {
	const sink = sinkOf(t, life, {image, table, manifest, head, name: '', kind: 'good'});
	if (table !== null) {
		t.is(sink.putTable(0, table), null);
	}
	for (let i = 0; i * 256 < image.length; i++) {
		t.is(sink.putSector(i, sector(image, i)), null);
	}
	t.is(life.verify(head), null);
}

const stateOf = (life: Life): string => stateNames[life.record.state];

test('a card from the factory runs slot A, whose image it knows', t => {
	const {outcome, life} = fresh();
	t.is(outcome.run, 0);
	t.deepEqual(outcome.events, []);
	t.is(stateOf(life), 'STEADY');
	t.deepEqual(life.slot(0), {
		manifestDigest: factory.manifest.digest,
		bootable: true,
		securityVersion: 1,
		version: [1, 10, 0],
	});
	t.deepEqual(life.slot(1), {manifestDigest: null, bootable: false, securityVersion: 0, version: []});
	t.deepEqual(life.record.installFloor, {keyEpoch: 1, sequence: 10});
});

test('an update goes through its states and ends in the other slot, with both floors raised', t => {
	const {rig, life} = fresh();
	fill(t, life, plain);
	t.is(stateOf(life), 'VERIFIED');
	t.true(life.slot(1).bootable);
	t.is(life.arm(), null);
	const onTrial = start(rig);
	t.is(onTrial.outcome.run, 1);
	t.is(stateOf(onTrial.life), 'TRIAL');
	t.deepEqual(onTrial.outcome.events, [{name: 'otaTrialBoot', detail: 1}]);
	t.is(onTrial.life.confirm(), null);
	t.is(onTrial.life.record.installFloor.sequence, 11);
	t.is(rig.otp.read(), 0);
	const settled = start(rig);
	t.is(settled.outcome.run, 1);
	t.deepEqual([stateOf(settled.life), settled.life.record.active, settled.life.record.soaked], ['STEADY', 1, false]);
	t.true(settled.life.slot(0).bootable);
	t.is(settled.life.endSoak(), null);
	t.is(rig.otp.read(), 2);
	t.true(settled.life.record.soaked);
	t.false(settled.life.slot(0).bootable, 'the image before is below the boot floor now');
});

test('three trial boots without a confirmation are followed by the old image, and told of', t => {
	const {rig, life} = fresh();
	fill(t, life, plain);
	life.arm();
	t.deepEqual(
		[1, 2, 3, 4].map(() => boot(rig.device).run),
		[1, 1, 1, 0],
	);
	const after = start(rig);
	t.is(stateOf(after.life), 'REVERTED');
	t.is(after.life.record.reason, otaCodes.E_OTA_WDT);
	const ring = new BootEventRing(rig.device);
	t.deepEqual(
		ring.pending().map(({name, detail}) => [name, detail]),
		[
			['otaTrialBoot', 1],
			['otaTrialBoot', 2],
			['otaTrialBoot', 3],
			['otaReverted', otaCodes.E_OTA_WDT],
		],
	);
	ring.acknowledge(ring.pending()[3].sequence);
	t.deepEqual(new BootEventRing(rig.device).pending(), []);
});

test('a candidate that finds itself unwell reverts with its reason, and may be offered again', t => {
	const {rig, life} = fresh();
	fill(t, life, plain);
	life.arm();
	t.is(start(rig).life.revert(otaCodes.E_OTA_HEALTH), null);
	const after = start(rig);
	t.is(after.outcome.run, 0);
	t.is(after.life.record.reason, otaCodes.E_OTA_HEALTH);
	t.true(sinkOf(t, after.life, plain).isDone(0), 'what lies there is still the same');
});

test('calls in the wrong state are refused and write nothing', t => {
	const {rig, life} = fresh();
	const before = rig.operations.count;
	const codes = [life.arm(), life.disarm(), life.confirm(), life.revert(1), life.drop(1), life.verify(plain.head)];
	t.deepEqual(
		codes.map(answer => answer?.code),
		codes.map(() => 'E_OTA_WINDOW'),
	);
	t.is(rig.operations.count, before);
});

test('mains lost while armed takes the candidate back to VERIFIED', t => {
	const {rig, life} = fresh();
	fill(t, life, plain);
	life.arm();
	t.is(life.disarm(), null);
	t.is(boot(rig.device).run, 0);
	const again = start(rig).life;
	t.is(stateOf(again), 'VERIFIED');
	t.is(again.arm(), null);
	t.is(again.record.attemptsLeft, 3);
});

test('an image that does not fit the slot is refused before anything is written', t => {
	const {rig, life} = fresh();
	const before = rig.operations.count;
	const answer = life.receive(big.manifest);
	t.is('code' in answer ? answer.code : '', 'E_OTA_SIZE');
	t.is(rig.operations.count, before);
});

test('RECEIVING is written before the first erase', t => {
	const {rig, life} = fresh({at: 2, do: 'cutBefore'});
	t.throws(() => life.receive(plain.manifest));
	rig.restart();
	t.is(stateOf(start(rig).life), 'RECEIVING');
});

test('what was received before a cut is not asked for again, and a sector that was cut is', t => {
	for (const wanted of [plain, chunked]) {
		const {rig, life} = fresh();
		const sink = sinkOf(t, life, wanted);
		if (wanted.table !== null) {
			sink.putTable(0, wanted.table);
		}
		t.is(sink.putSector(2, sector(wanted.image, 2)), null);
		const resumed = sinkOf(t, start(rig).life, wanted);
		t.deepEqual(
			[0, 1, 2].map(i => resumed.isDone(i)),
			[false, false, true],
		);
		t.is(resumed.hasTable(), wanted.table !== null);
	}
});

test('another release begins anew', t => {
	const {rig, life} = fresh();
	sinkOf(t, life, plain).putSector(0, sector(plain.image, 0));
	const other = sinkOf(t, start(rig).life, chunked);
	t.false(other.isDone(0));
	t.false(other.hasTable());
});

test('a finished sector whose bytes changed is found by the chunk table, with all of its chunk', t => {
	const {rig, life} = fresh();
	fill(t, life, chunked);
	const {imageAt} = rig.device.layout.slots[1];
	const again = start(rig);
	rig.part.erase(imageAt / 256);
	const sink = sinkOf(t, again.life, chunked);
	t.deepEqual(
		[0, 1, 2].map(i => sink.isDone(i)),
		[false, false, true],
	);
});

test('a sector that came twice is taken, and one with other bytes is refused', t => {
	const {life} = fresh();
	const sink = sinkOf(t, life, plain);
	sink.putSector(1, sector(plain.image, 1));
	t.is(sink.putSector(1, sector(plain.image, 1)), null);
	t.is(sink.putSector(1, sector(plain.image, 0))?.code, 'E_OTA_CHUNK_DUP_DIFF');
	t.is(sink.putSector(2, sector(plain.image, 0))?.code, 'E_OTA_CHUNK_RANGE');
	t.is(sink.putSector(3, new Uint8Array(0))?.code, 'E_OTA_CHUNK_RANGE');
});

test('a chunk table is proven by its digest, and by whole units', t => {
	const {life} = fresh();
	const sink = sinkOf(t, life, chunked);
	const table = chunked.table ?? new Uint8Array(0);
	t.is(sink.putTable(8, table.subarray(8))?.code, 'E_OTA_CHUNK_RANGE');
	t.is(sink.putTable(0, new Uint8Array(96))?.code, 'E_OTA_CHUNK_RANGE');
	t.is(sink.putTable(0, new Uint8Array(64))?.code, 'E_OTA_CHUNK_HASH');
	t.false(sink.hasTable());
	t.is(sink.putTable(0, table.subarray(0, 32)), null);
	t.is(sink.putTable(32, table.subarray(32)), null);
	t.true(sink.hasTable());
	const hash = new Uint8Array(32);
	t.true(sink.readHash(1, hash));
	t.deepEqual(hash, table.slice(32));
	t.false(sink.readHash(2, hash));
});

test('an incomplete image, a wrong one and a foreign envelope are not verified', t => {
	const {life} = fresh();
	const sink = sinkOf(t, life, plain);
	t.is(life.verify(plain.head)?.code, 'E_OTA_SIZE');
	for (let i = 0; i < 3; i++) {
		sink.putSector(i, sector(plain.image, i));
	}
	t.is(life.verify(chunked.head)?.code, 'E_OTA_AUTH_DIGEST');
	t.is(life.verify(new Uint8Array(10))?.code, 'E_OTA_AUTH_SIG');
	t.is(life.verify(new Uint8Array(1000))?.code, 'E_OTA_ENV_TOO_BIG');
	t.is(life.verify(plain.head), null);
});

test('an image of other bytes is forgotten, so that the next try begins anew', t => {
	const {rig, life} = fresh();
	const sink = sinkOf(t, life, plain);
	for (let i = 0; i < 3; i++) {
		sink.putSector(i, i === 1 ? new Uint8Array(256) : sector(plain.image, i));
	}
	t.is(life.verify(plain.head)?.code, 'E_OTA_DIGEST');
	t.is(life.drop(otaCodes.E_OTA_DIGEST), null);
	t.is(life.record.reason, otaCodes.E_OTA_DIGEST);
	t.false(sinkOf(t, start(rig).life, plain).isDone(0));
});

test('a sector that fails once is written again; one that fails twice ends the release, not the slot', t => {
	const once = fresh({at: 4, do: 'failOperation'});
	t.is(sinkOf(t, once.life, plain).putSector(0, sector(plain.image, 0)), null);
	const {rig, life} = fresh({at: 4, do: 'failOperation'}, {at: 5, do: 'failOperation'});
	t.is(sinkOf(t, life, plain).putSector(0, sector(plain.image, 0))?.code, 'E_OTA_FLASH_ERASE');
	t.is(life.verify(plain.head)?.code, 'E_OTA_FLASH_WORN');
	const again = start(rig).life.receive(plain.manifest);
	t.is('code' in again ? again.code : '', 'E_OTA_FLASH_WORN');
	t.is(sinkOf(t, start(rig).life, chunked).putSector(0, sector(chunked.image, 0)), null);
});

test('a lost or failed raise of the boot floor leaves the soak open', t => {
	for (const kind of ['loseWrite', 'failOperation'] as const) {
		const {life} = fresh({at: 1, do: kind});
		t.is(life.endSoak()?.code, 'E_OTA_FLASH_WRITE');
		t.false(life.record.soaked);
		t.is(life.endSoak(), null);
	}
});

test('the bytes of an image are read within the slot only', t => {
	const {life} = fresh();
	const into = new Uint8Array(12);
	t.true(life.readImage(0, 0, into));
	t.deepEqual(into, factory.image.slice(0, 12));
	t.false(life.readImage(0, 760, into));
});
