import test from 'ava';
import {healthFailed, healthOpen} from '../../../src/agent/update/ports.ts';
import {otaCodes} from '../../../src/ota/codes.ts';
import {sourceChanged} from '../../../src/ota/transfer/interruptions.ts';
import type {Transfer} from '../../../src/ota/transfer/transfer.ts';
import {chunkOf, fetchOf} from '../../helpers/update-releases.ts';
import {makeRelease, UpdateRig} from '../../helpers/update-rig.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function rigWithTime(): UpdateRig {
	const rig = new UpdateRig();
	rig.connect();
	rig.giveTime();
	rig.names();
	return rig;
}

test('an offer that passes is received, verified, armed, tried, confirmed and, after its soak, raises the boot floor', t => {
	const rig = rigWithTime();
	const release = makeRelease({sequence: 2, securityVersion: 3});
	rig.offer(release);
	t.is(rig.state, 'VERIFIED');
	t.deepEqual(
		rig.told.map(({name, digest8, campaign, actor}) => [name, digest8 !== '', campaign, actor]),
		['otaOffered', 'otaStarted', 'otaProgress', 'otaProgress', 'otaVerified'].map(name => [
			name,
			true,
			'spring',
			'cloud',
		]),
	);
	rig.live(5000);
	t.is(rig.state, 'ARMED');
	rig.names();
	rig.live(MINUTE);
	t.is(rig.resets.length, 1);
	rig.reset();
	t.is(rig.state, 'TRIAL');
	t.deepEqual(rig.names(), ['otaTrialBoot']);
	rig.live(MINUTE);
	t.is(rig.state, 'CONFIRMED');
	t.deepEqual(rig.names(), ['otaConfirmed']);
	t.is(rig.device.otp.read(), 0);
	rig.live(25 * HOUR);
	t.is(rig.resets.length, 1, 'the clean restart that the soak asks for');
	rig.reset();
	rig.live(MINUTE);
	t.is(rig.state, 'STEADY');
	t.is(rig.device.otp.read(), 3);
	t.is(rig.find('otaFloorRaised')?.detail, 3);
});

test('the floor does not rise before the soak is over, nor without a clean restart', t => {
	const rig = new UpdateRig();
	rig.intoTrial(makeRelease({sequence: 2, securityVersion: 3}));
	rig.live(MINUTE);
	t.is(rig.state, 'CONFIRMED');
	rig.live(12 * HOUR);
	rig.cut();
	rig.live(11 * HOUR);
	t.is(rig.device.otp.read(), 0);
	rig.live(3 * HOUR);
	t.is(rig.device.otp.read(), 0, 'the only restart was an outage');
	t.is(rig.resets.length, 1);
	rig.reset();
	rig.live(2 * MINUTE);
	t.is(rig.device.otp.read(), 3);
});

for (const [check, found, code] of [
	['memory', healthFailed, 'E_OTA_HEALTH'],
	['ups', healthOpen, 'E_OTA_TRIAL_TIMEOUT'],
] as const) {
	test(`a trial whose check of ${check} does not pass goes back, and ${code} is told once, after the reset`, t => {
		const rig = new UpdateRig();
		const release = makeRelease({sequence: 2});
		rig.health = {[check]: found};
		rig.intoTrial(release);
		rig.live(11 * MINUTE);
		t.is(rig.state, 'REVERTED');
		t.deepEqual(
			rig.names().filter(name => name === 'otaReverted'),
			[],
		);
		rig.reset();
		const told = rig.told.filter(({name}) => name === 'otaReverted');
		t.is(told.length, 1);
		t.is(told[0].code, code);
		t.is(told[0].detail, otaCodes[code]);
		t.regex(told[0].sentence, new RegExp(check, 'u'));
		t.is(told[0].campaign, 'spring');
		t.is(rig.update.core.options.boot.run, 0);
		rig.told.length = 0;
		rig.cut();
		t.deepEqual(rig.names(), []);
		rig.connect();
		rig.giveTime();
		rig.offer(release);
		t.is(rig.find('otaRefused')?.code, 'E_OTA_BLACKLISTED');
		t.is(rig.update.clearFailed('apc'), 1);
		rig.offer(release);
		t.is(rig.state, 'VERIFIED');
	});
}

test('an image that resets without a word three times is gone back from, and that is told once', t => {
	const rig = new UpdateRig();
	rig.intoTrial(makeRelease({sequence: 2}));
	rig.cut();
	rig.cut();
	t.is(rig.state, 'TRIAL');
	t.deepEqual(
		rig.told.filter(({name}) => name === 'otaTrialBoot').map(({detail}) => detail),
		[1, 2, 3],
	);
	rig.cut();
	t.is(rig.state, 'REVERTED');
	rig.cut();
	const told = rig.told.filter(({name}) => name === 'otaReverted');
	t.is(told.length, 1);
	t.is(told[0].code, 'E_OTA_REVERTED');
});

test('a trial that the watchdog ended says so', t => {
	const rig = new UpdateRig();
	rig.intoTrial(makeRelease({sequence: 2}));
	rig.wasHung = true;
	rig.cut();
	rig.cut();
	rig.cut();
	t.is(rig.find('otaReverted')?.code, 'E_OTA_WDT');
});

test('the clock of a trial stands still while the UPS is on battery', t => {
	const rig = new UpdateRig();
	rig.health = {network: healthOpen};
	rig.intoTrial(makeRelease({sequence: 2}));
	rig.onBattery = true;
	const fed = rig.fed;
	rig.live(HOUR);
	t.is(rig.state, 'TRIAL');
	t.true(rig.fed - fed >= 600, 'the watchdog is fed all the while');
	rig.onBattery = false;
	rig.live(9 * MINUTE);
	t.is(rig.state, 'TRIAL');
	rig.health = {};
	rig.live(MINUTE / 2);
	t.is(rig.state, 'CONFIRMED');
});

test('a source that changed leaves nothing of an image without a chunk table', t => {
	const rig = rigWithTime();
	const release = makeRelease({sequence: 2});
	rig.serves = false;
	rig.offer(release);
	const {token, digest, offset} = fetchOf(rig.sent.at(-1) as Uint8Array);
	rig.update.take(chunkOf(token, digest, offset, release.image.subarray(offset, offset + 4096)), rig.t);
	const transfer = rig.update.receiving.receiver?.transfer as Transfer;
	t.is(transfer.intake.firstOpen(), 1);
	sourceChanged(transfer, rig.t);
	t.is(transfer.intake.firstOpen(), 0);
	t.is(transfer.progress().doneBytes, 0);
	t.is(rig.state, 'RECEIVING');
});
