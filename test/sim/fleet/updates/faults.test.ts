import test from 'ava';
import {HOUR, MINUTE, SECOND} from '../../../../src/core/clock.ts';
import {requireParameters} from '../../../../sim/faults/parameters.ts';
import {requireFault} from '../../../../sim/faults/registry.ts';
import type {FaultTarget, Undo} from '../../../../sim/scenario/bench.ts';
import {firmwareTarget} from '../../../../sim/fleet/updates/firmware-target.ts';
import {FirmwareFleet} from '../../../helpers/fleet-firmware.ts';

/** A fault in the only card of a fleet. */
function injected(rig: FirmwareFleet, name: string, raw: Record<string, unknown> = {}): Undo {
	const fault = requireFault(name);
	if (fault.acts !== 'card') {
		throw new Error(`${name} is none of a card`);
	}
	const target = {firmware: () => firmwareTarget(rig.updates, 0)} as FaultTarget;
	const surroundings = {clock: rig.fleet.clock, disturbBroker: () => () => {}};
	return fault.inject(target, requireParameters(fault, raw), surroundings);
}

function started(): FirmwareFleet {
	const rig = new FirmwareFleet(1);
	rig.live(MINUTE);
	return rig;
}

/** Offered, and offered again where the first offer fell with the card. */
function updated(rig: FirmwareFleet): void {
	const release = rig.release([2, 0, 0], 2, 'good');
	rig.offer(0, release);
	rig.live(HOUR);
	if (rig.versions[0] !== '2.0.0') {
		rig.offer(0, release);
		rig.live(HOUR);
	}
}

const report = (rig: FirmwareFleet): ReturnType<ReturnType<typeof firmwareTarget>['flash']> =>
	firmwareTarget(rig.updates, 0).flash();

for (const where of ['torn', 'before', 'unstable', 'after']) {
	test(`a cut ${where} at an operation of a transfer costs a restart, and not the update`, t => {
		const rig = started();
		injected(rig, 'flashCut', {operation: 5, where});
		t.is(report(rig).planned, 1);
		updated(rig);
		t.is(report(rig).cuts, 1);
		t.is(report(rig).planned, 0);
		t.is(rig.versions[0], '2.0.0');
	});
}

test('a cut that is undone before its operation never comes', t => {
	const rig = started();
	injected(rig, 'flashCut', {operation: 5})();
	updated(rig);
	t.is(report(rig).cuts, 0);
	t.is(rig.versions[0], '2.0.0');
});

test('a sector that is worn out keeps the image from being armed, until it is put right', t => {
	const rig = started();
	const undo = injected(rig, 'flashWear', {operation: 4});
	updated(rig);
	t.is(report(rig).stuckSectors, 1);
	t.is(rig.versions[0], '1.0.0');
	undo();
	t.is(report(rig).stuckSectors, 0);
	updated(rig);
	t.is(rig.versions[0], '2.0.0');
});

test('bits that decay in the new image are seen before it runs, and the card stays on a whole one', t => {
	const rig = started();
	injected(rig, 'flashDecay', {operation: 5});
	updated(rig);
	t.true(rig.names(0).includes('otaStarted'));
	t.regex(rig.versions[0], /^[12]\.0\.0$/);
	t.true(report(rig).slots.some(({bootable}) => bootable));
});

test('a crash ends the session without a good-bye, and the card is back after its boot', t => {
	const rig = started();
	injected(rig, 'firmwareCrash');
	t.false(rig.online.has(0));
	t.is(report(rig).version, '');
	rig.live(MINUTE);
	t.true(rig.online.has(0));
	t.deepEqual(rig.goodbyes, [{card: 0, isCut: true}]);
});

test('a storm of resets in the trial of an image brings the old one back', t => {
	const rig = started();
	rig.offer(0, rig.release([2, 0, 0], 2, 'good'));
	while (rig.stateOf(0) !== 'TRIAL') {
		rig.live(SECOND);
	}
	injected(rig, 'firmwareCrash', {count: 3, period: '21s'});
	rig.live(HOUR);
	t.is(rig.versions[0], '1.0.0');
	t.true(rig.names(0).includes('otaReverted'));
});

test('a card that hangs is deaf until its watchdog bites', t => {
	const rig = started();
	injected(rig, 'watchdogHang');
	rig.live(59 * SECOND);
	t.is(report(rig).version, '');
	t.true(rig.online.has(0));
	rig.live(2 * SECOND);
	t.false(rig.online.has(0));
	rig.live(MINUTE);
	t.is(report(rig).version, '1.0.0');
	t.true(rig.online.has(0));
});

test('a hang that is undone ends with a restart at once', t => {
	const rig = started();
	const undo = injected(rig, 'watchdogHang');
	undo();
	t.false(rig.online.has(0));
	rig.live(30 * SECOND);
	t.is(report(rig).version, '1.0.0');
});

test('chunks that are corrupted, doubled or lost cost time, and never the image', t => {
	const rig = started();
	injected(rig, 'chunkCorruption', {corrupted: 0.3, duplicated: 0.2, dropped: 0.2});
	updated(rig);
	t.is(rig.versions[0], '2.0.0');
	t.deepEqual(rig.updates.cards[0].device.flash.stuck(), 0);
});

test('while every chunk is lost nothing comes, and with the undo the transfer goes on', t => {
	const rig = started();
	const undo = injected(rig, 'chunkCorruption', {corrupted: 0, dropped: 1});
	rig.offer(0, rig.release([2, 0, 0], 2, 'good'));
	rig.live(4 * MINUTE);
	t.is(rig.stateOf(0), 'RECEIVING');
	undo();
	rig.live(HOUR);
	t.is(rig.versions[0], '2.0.0');
});
