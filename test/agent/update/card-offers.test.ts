import test from 'ava';
import {inventoryWanted} from '../../../src/ota/inventory-wanted.ts';
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

test('nothing is erased for an offer that comes while the UPS is not ready; it is taken up afterwards', t => {
	const rig = rigWithTime();
	rig.upsProblem = 'the UPS is on battery';
	rig.offer(makeRelease({sequence: 2}));
	t.is(rig.state, 'STEADY');
	t.deepEqual(
		rig.told.map(({name, code}) => [name, code]),
		[['otaDeferred', 'E_OTA_UPS_NOT_READY']],
	);
	rig.live(10 * MINUTE);
	t.is(rig.told.length, 1);
	rig.upsProblem = '';
	rig.live(2 * MINUTE);
	t.is(rig.resets.length, 1);
});

test('a transfer stands still while the UPS is on battery, and goes on afterwards', t => {
	const rig = rigWithTime();
	rig.serves = false;
	rig.offer(makeRelease({sequence: 2}));
	rig.upsProblem = 'the UPS is on battery';
	rig.serves = true;
	rig.live(10 * MINUTE);
	t.is(rig.state, 'RECEIVING');
	t.is(rig.update.receiving.receiver?.percent(), 0);
	t.truthy(rig.find('otaDeferred'));
	rig.upsProblem = '';
	rig.live(10_000);
	t.is(rig.state, 'ARMED');
});

test('mains lost between arming and the reset takes the card back to VERIFIED', t => {
	const rig = rigWithTime();
	rig.offer(makeRelease({sequence: 2}));
	rig.live(4000);
	t.is(rig.state, 'ARMED');
	rig.upsProblem = 'the UPS is on battery';
	rig.live(HOUR);
	t.is(rig.state, 'VERIFIED');
	t.deepEqual(rig.resets, []);
	rig.upsProblem = '';
	rig.live(MINUTE);
	t.is(rig.resets.length, 1);
});

test('a restart that has to wait is told of once, and once more after a day; it is never forced', t => {
	const rig = rigWithTime();
	rig.offer(makeRelease({sequence: 2, minimumBattery: 90}));
	rig.batteryPercent = 60;
	rig.names();
	rig.live(23 * HOUR);
	t.deepEqual(rig.names(), ['otaDeferred']);
	rig.live(48 * HOUR);
	t.deepEqual(rig.names(), ['otaDeferred']);
	t.is(rig.state, 'VERIFIED');
	t.deepEqual(rig.resets, []);
});

test('a window is kept to: the card waits for its beginning, and gives a release up at its end', t => {
	const rig = rigWithTime();
	rig.offer(makeRelease({sequence: 2}), {windowFromS: rig.wallS + 3600, windowUntilS: rig.wallS + 7200});
	rig.live(59 * MINUTE);
	t.is(rig.state, 'VERIFIED');
	rig.upsProblem = 'a self-test runs';
	rig.live(2 * HOUR);
	t.is(rig.state, 'STEADY');
	t.is(rig.find('otaRefused')?.code, 'E_OTA_WINDOW');
	t.is(rig.find('otaRefused')?.campaign, 'spring');
});

test('an offer before trusted time waits for it', t => {
	const rig = new UpdateRig();
	rig.connect();
	rig.offer(makeRelease({sequence: 2}));
	t.is(rig.find('otaRefused')?.code, 'E_OTA_TIME_UNKNOWN');
	t.is(rig.state, 'STEADY');
	rig.live(1000);
	rig.giveTime();
	rig.live(MINUTE);
	t.is(rig.resets.length, 1);
});

test('a token that nobody asked for is refused', t => {
	const rig = rigWithTime();
	rig.giveTime();
	t.is(rig.find('otaRefused')?.code, 'E_OTA_FROZEN');
});

test('fourteen days without a token are told of, and a token ends that', t => {
	const rig = rigWithTime();
	rig.live(15 * 24 * HOUR);
	t.deepEqual(
		rig.told.map(({name, phase}) => [name, phase]),
		[['otaFrozen', 1]],
	);
	rig.giveTime();
	t.deepEqual(
		rig.told.slice(1).map(({name, phase}) => [name, phase]),
		[['otaFrozen', 2]],
	);
});

test('a refusal is told of at most once a minute for each code, with the count of the others', t => {
	const rig = rigWithTime();
	rig.answer = {ok: false, refusal: {code: 'E_OTA_AUTH_SIG', detail: 'no'}};
	for (let i = 0; i < 50; i++) {
		rig.offer(makeRelease({sequence: 2}));
	}
	t.is(rig.told.length, 1);
	rig.live(2 * MINUTE);
	rig.offer(makeRelease({sequence: 2}));
	t.is(rig.told.length, 2);
	t.regex(rig.told[1].sentence, /49 more/);
});

test('a withdrawn campaign is dropped in RECEIVING, VERIFIED and ARMED, and a trial ends as it will', t => {
	for (const [serves, ms, state] of [
		[false, 0, 'RECEIVING'],
		[true, 0, 'VERIFIED'],
		[true, 4000, 'ARMED'],
	] as const) {
		const rig = rigWithTime();
		rig.serves = serves;
		rig.offer(makeRelease({sequence: 2}));
		if (ms > 0) {
			rig.live(ms);
		}
		t.is(rig.state, state);
		rig.withdraw('summer');
		t.is(rig.state, state);
		rig.withdraw('spring');
		t.is(rig.state, 'STEADY');
		t.is(rig.find('otaCancelled')?.code, 'E_OTA_CANCELLED');
		rig.live(MINUTE);
		t.deepEqual(rig.resets, []);
	}
	const rig = new UpdateRig();
	rig.intoTrial(makeRelease({sequence: 2}));
	rig.withdraw('spring');
	t.is(rig.state, 'TRIAL');
});

test('the same offer again changes nothing but its window', t => {
	const rig = rigWithTime();
	const release = makeRelease({sequence: 2});
	rig.serves = false;
	rig.offer(release);
	rig.names();
	rig.offer(release, {campaign: 'summer'});
	t.deepEqual(rig.names(), []);
	t.is(rig.state, 'RECEIVING');
	t.is(rig.update.core.about().campaign, 'summer');
});

test('what is installed already is no news: only the inventory is sent again', t => {
	const rig = rigWithTime();
	rig.sent.length = 0;
	rig.serves = false;
	rig.offer(rig.factory);
	rig.live(MINUTE);
	t.deepEqual(rig.told, []);
	t.is(rig.state, 'STEADY');
	t.is(rig.sent.length, 1);
});

test('a restart in the middle of a transfer resumes it', t => {
	const rig = rigWithTime();
	const release = makeRelease({sequence: 2, sizeBytes: 30_000});
	rig.serves = false;
	rig.offer(release);
	rig.names();
	rig.cut();
	t.deepEqual(rig.names(), ['otaResumed']);
	rig.serves = true;
	rig.connect();
	rig.live(MINUTE);
	t.is(rig.resets.length, 1);
});

test('an offer in CONFIRMED brings the clean restart forward', t => {
	const rig = new UpdateRig();
	rig.intoTrial(makeRelease({sequence: 2}));
	rig.live(MINUTE);
	t.is(rig.state, 'CONFIRMED');
	rig.offer(makeRelease({sequence: 3}));
	rig.live(MINUTE);
	t.is(rig.resets.length, 1);
	rig.reset();
	t.is(rig.state, 'STEADY');
	rig.connect();
	rig.giveTime();
	rig.offer(makeRelease({sequence: 3}));
	t.is(rig.state, 'VERIFIED');
});

test('a card that trusts no root takes nothing, and says so', t => {
	const rig = new UpdateRig();
	rig.kept.root = new Uint8Array(0);
	rig.offer(makeRelease({sequence: 2}));
	t.is(rig.find('otaRefused')?.code, 'E_OTA_AUTH_KEY_UNKNOWN');
	t.is(rig.state, 'STEADY');
});

test('bytes that are no message are none, whatever they are', t => {
	const rig = rigWithTime();
	t.not(rig.update.take(Uint8Array.of(0xff, 0, 1), 0), '');
	t.not(rig.update.take(new Uint8Array(0), 0), '');
});

test('a service that came later than the session gets the inventory when it asks for it', t => {
	const rig = rigWithTime();
	rig.sent.length = 0;
	t.is(rig.update.take(Uint8Array.from(inventoryWanted), rig.t), '');
	t.is(rig.sent.length, 1);
	t.is(rig.update.take(Uint8Array.from([...inventoryWanted, 0]), rig.t).slice(0, 20), 'E_OTA_CBOR_MALFORMED');
});

test('a service that came later than the session is asked for the time again, with the nonce that is outstanding', t => {
	const rig = new UpdateRig();
	rig.serves = false;
	rig.connect();
	const [asked] = rig.sent;
	rig.sent.length = 0;
	t.is(rig.update.take(Uint8Array.from(inventoryWanted), rig.t), '');
	t.deepEqual([rig.sent.length, rig.sent[0]], [2, asked]);
});
