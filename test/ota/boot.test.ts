import test from 'ava';
import type {FlashFault} from '../../sim/flash/fault-plan.ts';
import {boot} from '../../src/ota/boot.ts';
import {BootEventRing} from '../../src/ota/boot-events.ts';
import {Journal} from '../../src/ota/journal.ts';
import {openLife} from '../../src/ota/life-machine.ts';
import {provision} from '../../src/ota/provision.ts';
import {stateNames} from '../../src/ota/states.ts';
import {makeRelease, type Release} from '../helpers/ota-life/releases.ts';
import {factoryRig, Rig} from '../helpers/ota-life/rig.ts';

const release = (sequence: number, securityVersion: number): Release =>
	makeRelease({name: `r${sequence}`, kind: 'good', sequence, securityVersion, sizeBytes: 700, hasTable: false});

const factory = release(10, 1);
const next = release(11, 2);
const releases = [factory, next];
const origin = factoryRig(releases, 0);

function rigWith(...faults: readonly FlashFault[]): Rig {
	return new Rig(releases, {seed: 9, faults}, origin);
}

function install(rig: Rig): void {
	const life = openLife(rig.device, boot(rig.device));
	const answer = life.receive(next.manifest);
	if ('code' in answer) {
		throw new Error(answer.code);
	}
	for (let i = 0; i < 3; i++) {
		answer.sink.putSector(i, next.image.subarray(i * 256, (i + 1) * 256));
	}
	life.verify(next.head);
	life.arm();
}

function loseJournal(rig: Rig): void {
	for (const at of rig.device.layout.journals) {
		rig.part.erase(at / 256);
	}
}

function spoilSlot(rig: Rig, slot: number): void {
	rig.part.erase(rig.device.layout.slots[slot].imageAt / 256);
}

test('a lost journal is built again from the slot of the highest security version that verifies', t => {
	const rig = rigWith();
	install(rig);
	loseJournal(rig);
	const outcome = boot(rig.device);
	t.is(outcome.run, 1);
	t.deepEqual(
		outcome.events.map(({name}) => name),
		['otaJournalLost'],
	);
	t.deepEqual(outcome.record.installFloor, {keyEpoch: 1, sequence: 11});
	t.is(new Journal(rig.device.flash, rig.device.layout).newest?.active, 1);
	t.deepEqual(boot(rig.device).events, []);
});

test('a lost journal and a spoiled candidate leave the old image', t => {
	const rig = rigWith();
	install(rig);
	loseJournal(rig);
	spoilSlot(rig, 1);
	t.is(boot(rig.device).run, 0);
});

test('a part that was never written is in recovery, and takes a first image there', t => {
	const rig = new Rig(releases, {seed: 1, faults: []}, null);
	const outcome = boot(rig.device);
	t.is(outcome.run, -1);
	t.deepEqual(
		outcome.events.map(({name}) => name),
		['otaJournalLost', 'otaNoBootable'],
	);
	t.is(new Journal(rig.device.flash, rig.device.layout).newest, null, 'no record says what is not so');
	install(rig);
	const onTrial = boot(rig.device);
	t.is(onTrial.run, 1);
	t.is(openLife(rig.device, onTrial).confirm(), null);
	t.is(boot(rig.device).run, 1);
});

test('an active image that is lost is followed by the one before it', t => {
	const rig = rigWith();
	install(rig);
	openLife(rig.device, boot(rig.device)).confirm();
	t.is(boot(rig.device).run, 1);
	spoilSlot(rig, 1);
	const outcome = boot(rig.device);
	t.is(outcome.run, 0);
	t.deepEqual(outcome.events, [{name: 'otaFallback', detail: 0}]);
	t.is(outcome.record.installFloor.sequence, 11, 'the install floor stays');
});

test('nothing boots below the boot floor, and recovery tells so once', t => {
	const rig = rigWith();
	rig.otp.raise(5);
	t.is(boot(rig.device).run, -1);
	t.is(boot(rig.device).run, -1);
	t.deepEqual(
		new BootEventRing(rig.device).pending().map(({name}) => name),
		['otaNoBootable'],
	);
});

test('a confirmed image boots by its pin where its signature is no longer good, and an unconfirmed one does not', t => {
	const rig = rigWith();
	install(rig);
	openLife(rig.device, boot(rig.device)).confirm();
	const pins: (Uint8Array | null)[] = [];
	const device = {
		...rig.device,
		checkHead: (head: Uint8Array, pin: Uint8Array | null, slot: number) => {
			pins[slot] = pin;
			return rig.device.checkHead(head, pin, slot);
		},
	};
	boot(device);
	t.deepEqual(pins[0], factory.manifest.digest.slice(0, 12));
	t.deepEqual(pins[1], next.manifest.digest.slice(0, 12));
	const armed = rigWith();
	install(armed);
	boot({...device, flash: armed.device.flash});
	t.is(pins[1], null);
});

test('where the journal takes no record the active image runs, and no attempt is spent', t => {
	const rig = rigWith();
	install(rig);
	const places = Array.from({length: 40}, (_, i): FlashFault => ({at: i + 1, do: 'failOperation'}));
	const stuck = new Rig(releases, {seed: 1, faults: places}, rig);
	const outcome = boot(stuck.device);
	t.is(outcome.run, 0);
	t.is(stateNames[outcome.record.state], 'ARMED');
	t.is(outcome.record.attemptsLeft, 3);
});

test('a boot that is cut after its event tells it once', t => {
	const rig = rigWith();
	install(rig);
	const cut = new Rig(releases, {seed: 1, faults: [{at: 2, do: 'cutBefore'}]}, rig);
	t.throws(() => boot(cut.device));
	cut.restart();
	t.is(boot(cut.device).record.attemptsLeft, 2);
	t.deepEqual(
		new BootEventRing(cut.device).pending().map(({name, detail}) => `${name} ${detail}`),
		['otaTrialBoot 1'],
	);
});

test('a first image that is not the one of its manifest is not provisioned', t => {
	const rig = new Rig(releases, {seed: 1, faults: []}, null);
	t.is(provision(rig.device, factory.head, next.image)?.code, 'E_OTA_DIGEST');
	t.is(provision(rig.device, factory.head.subarray(1), factory.image)?.code, 'E_OTA_AUTH_SIG');
	t.is(provision(rig.device, factory.head, new Uint8Array(2000))?.code, 'E_OTA_SIZE');
	t.is(new Journal(rig.device.flash, rig.device.layout).newest, null);
});
