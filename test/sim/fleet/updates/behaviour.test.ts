import test from 'ava';
import {DAY, HOUR, MINUTE} from '../../../../src/core/clock.ts';
import {behaviours} from '../../../../src/ota/image.ts';
import type {Behaviour} from '../../../../src/ota/image.ts';
import {otaCodes} from '../../../../src/ota/codes.ts';
import type {OtaCode} from '../../../../src/ota/codes.ts';
import {FirmwareFleet} from '../../../helpers/fleet-firmware.ts';

const fetched = ['otaOffered', 'otaStarted', 'otaVerified', 'otaArmed'];

interface Ending {
	readonly version: string;
	readonly last: string;
	/** Starts of the new image. */
	readonly trials: number;
	readonly code: OtaCode | null;
}

/** What becomes of a card that is offered an image of each behaviour. */
const endings: Readonly<Record<Behaviour, Ending>> = {
	good: {version: '2.0.0', last: 'otaConfirmed', trials: 1, code: null},
	cloudless: {version: '2.0.0', last: 'otaConfirmed', trials: 1, code: null},
	crashesLater: {version: '2.0.0', last: 'otaConfirmed', trials: 1, code: null},
	unhealthy: {version: '1.0.0', last: 'otaReverted', trials: 1, code: 'E_OTA_HEALTH'},
	misreports: {version: '1.0.0', last: 'otaReverted', trials: 1, code: 'E_OTA_HEALTH'},
	losesUps: {version: '1.0.0', last: 'otaReverted', trials: 1, code: 'E_OTA_HEALTH'},
	switchesOutlet: {version: '1.0.0', last: 'otaReverted', trials: 1, code: 'E_OTA_HEALTH'},
	hangs: {version: '1.0.0', last: 'otaReverted', trials: 3, code: 'E_OTA_WDT'},
	crashes: {version: '1.0.0', last: 'otaReverted', trials: 3, code: 'E_OTA_REVERTED'},
};

for (const behaviour of behaviours) {
	const {version, last, trials, code} = endings[behaviour];
	test(`an image that is called ${behaviour} ends with ${last} and the card on ${version}`, t => {
		const rig = new FirmwareFleet(1);
		rig.live(MINUTE);
		t.is(rig.offer(0, rig.release([2, 0, 0], 2, behaviour)), '');
		rig.live(HOUR);
		const names = rig.names(0);
		t.deepEqual(names.slice(0, fetched.length), fetched);
		t.is(names.filter(name => name === 'otaTrialBoot').length, trials);
		t.is(names.filter(name => name === last).length, 1);
		t.is(rig.versions[0], version);
		const end = rig.events.find(({name}) => name === last);
		t.is(end?.detail, code === null ? end?.detail : otaCodes[code]);
	});
}

test('an image that is confirmed soaks for a day and a clean restart before the boot floor rises', t => {
	const rig = new FirmwareFleet(1);
	rig.live(MINUTE);
	rig.offer(0, rig.release([2, 0, 0], 2, 'good', 5));
	rig.live(DAY - HOUR);
	t.is(rig.card(0).device.otp.read(), 0);
	rig.card(0).reset();
	rig.live(2 * HOUR);
	t.is(rig.card(0).device.otp.read(), 5);
	t.true(rig.names(0).includes('otaFloorRaised'));
});

test('a release that failed is refused when it is offered again', t => {
	const rig = new FirmwareFleet(1);
	const bad = rig.release([2, 0, 0], 2, 'unhealthy');
	rig.live(MINUTE);
	rig.offer(0, bad);
	rig.live(HOUR);
	rig.offer(0, bad);
	rig.live(MINUTE);
	t.is(rig.events.at(-1)?.name, 'otaRefused');
	t.is(rig.events.at(-1)?.detail, otaCodes.E_OTA_BLACKLISTED);
});

test('a session ends with a good-bye before a restart that was asked for, and without one at a crash', t => {
	const good = new FirmwareFleet(1);
	good.live(MINUTE);
	good.offer(0, good.release([2, 0, 0], 2, 'good'));
	good.live(HOUR);
	t.deepEqual(good.goodbyes, [{card: 0, isCut: false}]);
	const bad = new FirmwareFleet(1);
	bad.live(MINUTE);
	bad.offer(0, bad.release([2, 0, 0], 2, 'crashes'));
	bad.live(HOUR);
	t.deepEqual(
		bad.goodbyes.map(({isCut}) => isCut),
		[false, true, true, true],
	);
});

test('the supply of a card that fails at any operation of an update leaves it confirmed in the end', t => {
	for (let at = 1; at < 40; at += 1) {
		const rig = new FirmwareFleet(1);
		rig.live(MINUTE);
		rig.card(0).device.operations.plan([{at, do: 'cutTorn'}]);
		const release = rig.release([2, 0, 0], 2, 'good');
		rig.offer(0, release);
		rig.live(HOUR);
		if (rig.versions[0] !== '2.0.0') {
			// The offer fell with the card: it is made again, as a service does.
			rig.offer(0, release);
			rig.live(HOUR);
		}
		t.is(rig.versions[0], '2.0.0', `cut at operation ${at}`);
		t.regex(rig.stateOf(0), /^(CONFIRMED|STEADY)$/);
	}
});
