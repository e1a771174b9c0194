import test from 'ava';
import type {ExecutionContext} from 'ava';
import {HOUR, MINUTE} from '../../../../src/core/clock.ts';
import {hmacSigner} from '../../../../src/smartconnect/signing/keys.ts';
import {BoardVendor, lmsTestKey} from '../../../helpers/board-vendor.ts';
import {FirmwareFleet} from '../../../helpers/fleet-firmware.ts';

/** Cards of class board, with a session and trusted time. */
function boards(vendor: BoardVendor, cards = 1): FirmwareFleet {
	const fleet = new FirmwareFleet(cards, {}, vendor);
	fleet.live(MINUTE);
	return fleet;
}

function refusedWith(t: ExecutionContext, fleet: FirmwareFleet, code: string): void {
	const last = fleet.events.findLast(({card}) => card === 0);
	t.is(last?.name, 'otaRefused');
	t.true(last?.text.includes(code), last?.text);
	t.is(fleet.stateOf(0), 'STEADY');
}

test('a board takes a release of HSS/LMS on its service’s word under its own key, tries it, and keeps it', t => {
	const fleet = boards(new BoardVendor());
	t.is(fleet.offer(0, fleet.release([2, 0, 0], 2, 'good')), '');
	fleet.live(HOUR);
	const names = fleet.names(0);
	const steps = ['otaOffered', 'otaStarted', 'otaVerified', 'otaArmed', 'otaTrialBoot', 'otaConfirmed'];
	t.deepEqual(
		names.filter(name => steps.includes(name)),
		steps,
	);
	t.is(fleet.versions[0], '2.0.0');
	t.false(names.includes('otaRefused'));
});

test('a release with a block of each algorithm is taken by cards of either class', t => {
	const vendor = new BoardVendor();
	for (const board of [vendor, null]) {
		const fleet = new FirmwareFleet(1, {}, board);
		fleet.live(MINUTE);
		fleet.offer(0, fleet.release([2, 0, 0], 2, 'good', 1, [vendor.usual.keys.release, vendor.release]));
		fleet.live(HOUR);
		t.is(fleet.versions[0], '2.0.0', board === null ? 'usual' : 'board');
	}
});

test('a board refuses a release that only Ed25519 signed', t => {
	const vendor = new BoardVendor();
	const fleet = boards(vendor);
	fleet.offer(0, fleet.release([2, 0, 0], 2, 'good', 1, [vendor.usual.keys.release]));
	refusedWith(t, fleet, 'E_OTA_AUTH_ALG');
});

test('a usual card refuses a release that only HSS/LMS signed', t => {
	const fleet = new FirmwareFleet(1);
	fleet.live(MINUTE);
	fleet.offer(0, fleet.release([2, 0, 0], 2, 'good', 1, [new BoardVendor().release]));
	refusedWith(t, fleet, 'E_OTA_AUTH_ALG');
});

test('a board refuses a release of an HSS/LMS key that its root document does not know', t => {
	const fleet = boards(new BoardVendor());
	fleet.offer(0, fleet.release([2, 0, 0], 2, 'good', 1, [lmsTestKey('rogue')]));
	refusedWith(t, fleet, 'E_OTA_AUTH_KEY_UNKNOWN');
});

test('a board refuses an assignment under the key of another card', t => {
	const fleet = boards(new BoardVendor(), 2);
	fleet.offer(0, fleet.release([2, 0, 0], 2, 'good'), [], fleet.signerOf(1, 'assign'));
	refusedWith(t, fleet, 'E_OTA_AUTH_KEY_UNKNOWN');
});

test('a board refuses an assignment under another secret that claims to be its own', t => {
	const vendor = new BoardVendor();
	const fleet = boards(vendor);
	const {kid} = fleet.signerOf(0, 'assign');
	fleet.offer(0, fleet.release([2, 0, 0], 2, 'good'), [], {...hmacSigner(new Uint8Array(32).fill(1)), kid});
	refusedWith(t, fleet, 'E_OTA_AUTH_SIG');
});

test('a board refuses an assignment that the service’s Ed25519 key signed', t => {
	const vendor = new BoardVendor();
	const fleet = boards(vendor);
	fleet.offer(0, fleet.release([2, 0, 0], 2, 'good'), [], vendor.usual.keys.assign);
	refusedWith(t, fleet, 'E_OTA_AUTH_ALG');
});

test('a usual card refuses an assignment that is a code and no signature', t => {
	const fleet = new FirmwareFleet(1);
	fleet.live(MINUTE);
	fleet.offer(0, fleet.release([2, 0, 0], 2, 'good'), [], hmacSigner(fleet.vendor.keys.assign.publicKey));
	refusedWith(t, fleet, 'E_OTA_AUTH_ALG');
});

test('a board walks to the next root document by its HSS/LMS signatures, and keeps it in flash', t => {
	const vendor = new BoardVendor();
	const fleet = boards(vendor);
	const next = lmsTestKey('next release');
	const document = vendor.rootOf(2, next, [vendor.release.kid]);
	t.true(document.length < 8192, `${document.length} bytes fit a message and a place in flash`);
	fleet.offer(0, fleet.release([2, 0, 0], 2, 'good'), [document]);
	refusedWith(t, fleet, 'E_OTA_AUTH_KEY_REVOKED');
	t.is(fleet.card(0).device.roots.load().version, 2);
	fleet.offer(0, fleet.release([2, 1, 0], 3, 'good', 1, [next]));
	fleet.live(HOUR);
	t.is(fleet.versions[0], '2.1.0');
});
