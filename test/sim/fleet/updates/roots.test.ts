import test from 'ava';
import {MINUTE} from '../../../../src/core/clock.ts';
import {signingKeyFromSeed} from '../../../../src/smartconnect/signing/keys.ts';
import {buildRoot, signRoot} from '../../../../src/smartconnect/signing/root.ts';
import type {RootFields} from '../../../../src/smartconnect/signing/root.ts';
import {FirmwareFleet} from '../../../helpers/fleet-firmware.ts';

const nextRelease = signingKeyFromSeed(new Uint8Array(32).fill(3));

/** Version 2: another key signs releases, and the one before is retired. */
function nextRootOf({vendor}: FirmwareFleet): Uint8Array {
	const {assign, fresh, release} = vendor.keys;
	const roles: RootFields['roles'] = {
		root: {keys: vendor.roots.map(({publicKey}) => publicKey), threshold: 2, epoch: 0},
		release: {keys: [nextRelease.publicKey], threshold: 1, epoch: 1},
		assign: {keys: [assign.publicKey], threshold: 1, epoch: 1},
		fresh: {keys: [fresh.publicKey], threshold: 1, epoch: 1},
	};
	const fields = {version: 2, expiresS: 4_102_444_800, roles, retired: [release.kid]};
	return signRoot(buildRoot(fields), vendor.roots.slice(0, 2));
}

function rotated(limits = {}): FirmwareFleet {
	const fleet = new FirmwareFleet(2, limits);
	fleet.live(MINUTE);
	fleet.offer(0, fleet.release([1, 1, 0], 2, 'good'), [nextRootOf(fleet)]);
	return fleet;
}

test('a new root document is in flash twice before anything is told of it, and the retired key signs nothing more', t => {
	const fleet = rotated();
	const {roots} = fleet.card(0).device;
	t.deepEqual(
		[0, 1].map(copy => roots.read(copy)),
		[nextRootOf(fleet), nextRootOf(fleet)],
	);
	t.is(roots.load().version, 2);
	t.deepEqual(fleet.names(0).slice(-2), ['otaRootRotated', 'otaRefused']);
	t.true(fleet.events.at(-1)?.text.includes('E_OTA_AUTH_KEY_REVOKED'), fleet.events.at(-1)?.text);
	t.is(fleet.card(1).device.roots.load().version, 1);
});

test('the confirmed image boots under a root that retired its key, and what a card keeps besides does not count', t => {
	const fleet = rotated();
	fleet.card(0).kept.root = fleet.vendor.root;
	fleet.card(0).kept.rootVersion = 1;
	fleet.card(0).cutPower();
	fleet.live(MINUTE);
	t.is(fleet.card(0).version, '1.0.0');
	t.is(fleet.card(0).update?.core.kept.rootVersion, 2);
	fleet.offer(0, fleet.release([1, 1, 0], 2, 'good'));
	t.true(fleet.events.at(-1)?.text.includes('E_OTA_AUTH_KEY_REVOKED'), fleet.events.at(-1)?.text);
});

test('a root document that flash does not take is not in force, and the offer beside it is refused', t => {
	const fleet = new FirmwareFleet(1);
	fleet.live(MINUTE);
	const {operations, roots} = fleet.card(0).device;
	operations.plan([{at: 1, do: 'failOperation'}]);
	fleet.offer(0, fleet.release([1, 1, 0], 2, 'good'), [nextRootOf(fleet)]);
	t.is(roots.load().version, 1);
	t.deepEqual(fleet.names(0).slice(-1), ['otaRefused']);
	t.true(fleet.events.at(-1)?.text.includes('E_OTA_FLASH_WRITE'), fleet.events.at(-1)?.text);
	t.is(fleet.stateOf(0), 'STEADY');
	fleet.offer(0, fleet.release([1, 1, 0], 2, 'good'), [nextRootOf(fleet)]);
	t.is(roots.load().version, 2);
});

test('a power cut anywhere in a rotation leaves a card that boots, and that takes the document with the next offer', t => {
	for (let at = 1; at <= 12; at++) {
		const fleet = new FirmwareFleet(1);
		fleet.live(MINUTE);
		fleet.card(0).device.operations.plan([{at, do: 'cutTorn'}]);
		fleet.offer(0, fleet.release([1, 1, 0], 2, 'good'), [nextRootOf(fleet)]);
		fleet.live(2 * MINUTE);
		t.is(fleet.card(0).cuts, 1, `operation ${at}`);
		t.is(fleet.card(0).version, '1.0.0');
		fleet.offer(0, fleet.release([1, 1, 0], 2, 'good'), [nextRootOf(fleet)]);
		t.is(fleet.card(0).update?.core.kept.rootVersion, 2);
	}
});
