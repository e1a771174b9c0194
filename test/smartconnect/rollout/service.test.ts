// What the service sends is judged by the code of a card: assignments, tokens, and what it withdraws.

import test from 'ava';
import type {RoleKeys} from '../../../src/ota/check-context.ts';
import type {OtaRefusal} from '../../../src/ota/codes.ts';
import {verifiersOf} from '../../../src/ota/cose/verify.ts';
import {encodeInventory} from '../../../src/ota/inventory.ts';
import {inventoryWanted} from '../../../src/ota/inventory-wanted.ts';
import * as message from '../../../src/ota/messages.ts';
import type {OfferMessage, OtaMessage, TimeMessage} from '../../../src/ota/transfer/service-messages.ts';
import {decodeOtaMessage, encodeFetch, encodeTimeWanted} from '../../../src/ota/transfer/wire.ts';
import {checkAssignment} from '../../../src/ota/trust/assignment.ts';
import {checkFreshness} from '../../../src/ota/trust/freshness.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import type {BirthFacts} from '../../../src/smartconnect/ingest/decode.ts';
import {kidOf} from '../../../src/smartconnect/signing/keys.ts';
import {ids, keys, makeRig} from './release-rig.ts';
import type {Rig} from './release-rig.ts';
import {eventOf} from './rollout-desk.ts';

const NONCE = new Uint8Array(16).fill(9);
const tools = {crypto: nodeCrypto, verifiers: verifiersOf(nodeCrypto, null, false), algorithms: [-19, 5]};

function roleKeys(cardKey: Uint8Array | null = null): RoleKeys {
	const trusted = (key: Uint8Array, algorithm: number) => [{kid: kidOf(key), algorithm, key}];
	return {
		root: [],
		release: [],
		assign: cardKey === null ? trusted(keys.assign.publicKey, -19) : trusted(cardKey, 5),
		fresh: cardKey === null ? trusted(keys.fresh.publicKey, -19) : trusted(cardKey, 5),
		retired: [],
		releaseThreshold: 1,
		rootThreshold: 2,
	};
}

function birth(session: number): BirthFacts {
	return {
		sessionId: session,
		logId: 1,
		lastSequence: 0,
		cardId: 'a',
		model: 'SMT1500',
		serial: 'serial-1',
		cardFirmware: '1.0.0',
	};
}

function inventory(cardKey: Uint8Array | null, more: object = {}): Uint8Array {
	const report = {
		slots: [null, null],
		active: 0,
		keyEpoch: 1,
		sequence: 1,
		bootFloor: 1,
		rootVersion: 1,
		lastFailure: 0,
		fallback: true,
		state: 1,
		version: [1, 0, 0],
		...ids,
		...more,
	};
	return encodeInventory(report, cardKey, nodeCrypto);
}

async function join(rig: Rig, cardKey: Uint8Array | null = null): Promise<void> {
	await rig.service.takeBirth('a', birth(1), false);
	await rig.service.takeRequest('a', inventory(cardKey));
}

function last(rig: Rig): OtaMessage | OtaRefusal {
	return decodeOtaMessage(rig.sent.at(-1)?.payload ?? new Uint8Array());
}

test('an offer brings the envelope, the next root documents and an assignment that a card accepts', async t => {
	const rig = makeRig(t);
	await join(rig);
	await rig.service.create({id: 'c1', release: rig.digest, assignFor: '1h'});
	const offer = last(rig) as OfferMessage;
	t.is(offer.kind, message.inOffer);
	t.deepEqual(offer.roots, [new Uint8Array([2])]);
	t.deepEqual(Buffer.from(offer.envelope), Buffer.from(rig.service.shelf.find(rig.digest)?.envelope ?? []));
	const wish = {deviceId: ids.deviceId, nowS: rig.nowS, keys: roleKeys(), lastVersion: 0};
	const assignment = checkAssignment(offer.assignment as Uint8Array, wish, tools);
	t.like(assignment, {campaign: 'c1', expiresS: rig.nowS + 3600});
	const later = checkAssignment(offer.assignment as Uint8Array, {...wish, nowS: rig.nowS + 3601}, tools);
	t.like(later, {code: 'E_OTA_EXPIRED'});
	const other = checkAssignment(offer.assignment as Uint8Array, {...wish, deviceId: new Uint8Array(16)}, tools);
	t.like(other, {code: 'E_OTA_DEVICE'});
});

test('a token for the time echoes the nonce, names the newest release of the class, and its counter rises', async t => {
	const rig = makeRig(t);
	await join(rig);
	const counters: number[] = [];
	for (let i = 0; i < 3; i++) {
		await rig.service.takeRequest('a', encodeTimeWanted(NONCE));
		const {token} = last(rig) as TimeMessage;
		const wish = {nonce: NONCE, lastCounter: 0, rootVersion: 2, nowS: -1, classId: ids.classId, keys: roleKeys()};
		const fresh = checkFreshness(token, wish, tools);
		if ('code' in fresh) {
			t.fail(`${fresh.code} ${fresh.detail}`);
			return;
		}
		t.is(fresh.issuedS, rig.nowS);
		t.is(fresh.latest?.sequence, 2);
		counters.push(fresh.counter);
		rig.nowS += 2;
	}
	t.true(counters[0] < counters[1] && counters[1] < counters[2]);
	t.is(rig.facts.filter(({fact}) => fact === 'counter').length, 1, 'reserved in steps');
});

test('a request for the time that comes before the inventory waits for it, and a second one at once is refused', async t => {
	const rig = makeRig(t);
	await rig.service.takeBirth('a', birth(1), false);
	await rig.service.takeRequest('a', encodeTimeWanted(NONCE));
	t.is(rig.sent.length, 0);
	await rig.service.takeRequest('a', inventory(null));
	t.deepEqual((last(rig) as TimeMessage).roots, [new Uint8Array([2])]);
	await rig.service.takeRequest('a', encodeTimeWanted(NONCE));
	t.is(rig.sent.length, 1);
	t.is(rig.service.counters.timeRefused, 1);
});

test('a birth that the broker kept is answered by a wish for the inventory, one that came live is not', async t => {
	const rig = makeRig(t);
	await rig.service.takeBirth('a', birth(1), true);
	t.deepEqual([...(rig.sent[0]?.payload ?? [])], [...inventoryWanted]);
	await rig.service.takeBirth('a', birth(1), true);
	await rig.service.takeBirth('b', birth(1), false);
	t.is(rig.sent.length, 1);
});

test('an inventory that the key of the card does not vouch for is not taken', async t => {
	const key = new Uint8Array(32).fill(1);
	const rig = makeRig(t, {cardKey: () => key});
	await rig.service.takeBirth('a', birth(1), false);
	await rig.service.takeRequest('a', inventory(new Uint8Array(32).fill(2)));
	await rig.service.takeRequest('a', inventory(null));
	t.is(rig.service.counters.inventoriesRefused, 2);
	t.is(rig.service.state.cards.get('a')?.device, null);
	await rig.service.takeRequest('a', inventory(key));
	t.true(rig.service.state.cards.get('a')?.device?.proven);
});

test('a card of the board class gets codes of its own key instead of signatures', async t => {
	const key = new Uint8Array(32).fill(5);
	const rig = makeRig(t, {cardKey: () => key, macClasses: [Buffer.from(ids.classId).toString('hex')]});
	await join(rig, key);
	await rig.service.create({id: 'c1', release: rig.digest});
	const {assignment} = last(rig) as OfferMessage;
	const wish = {deviceId: ids.deviceId, nowS: rig.nowS, keys: roleKeys(key), lastVersion: 0};
	t.like(checkAssignment(assignment as Uint8Array, wish, tools), {campaign: 'c1'});
});

test('a card of the board class whose key is not known is offered nothing', async t => {
	const rig = makeRig(t, {macClasses: [Buffer.from(ids.classId).toString('hex')]});
	await join(rig);
	await rig.service.create({id: 'c1', release: rig.digest});
	t.is(rig.sent.length, 0);
});

test('bytes are served for the offered release, and requests that are none are counted', async t => {
	const rig = makeRig(t);
	await join(rig);
	await rig.service.takeRequest('a', encodeFetch(1, Buffer.from(rig.digest, 'hex'), 1, 0, 64, 64));
	t.truthy(rig.service.nextAnswer());
	await rig.service.takeRequest('a', new Uint8Array([1, 2, 3]));
	t.is(rig.service.counters.malformed, 1);
});

test('an aborted campaign is withdrawn at once, and again when the card is back within the time of its assignment', async t => {
	const rig = makeRig(t);
	await join(rig);
	await rig.service.create({id: 'c1', release: rig.digest, assignFor: '1h'});
	await rig.service.abort('c1', '');
	t.like(last(rig), {kind: message.inWithdraw, campaign: 'c1'});
	const before = rig.sent.length;
	await rig.service.takeBirth('a', birth(2), false);
	t.like(last(rig), {kind: message.inWithdraw});
	t.is(rig.sent.length, before + 1);
	rig.nowS += 3600;
	await rig.service.takeBirth('a', birth(3), false);
	t.is(rig.sent.length, before + 1);
});

test('the result of a card is told once, however often its event comes', async t => {
	const rig = makeRig(t);
	await join(rig);
	await rig.service.create({id: 'c1', release: rig.digest});
	const event = {...eventOf('a', 'otaConfirmed', 'c1', ''), text: `${rig.digest.slice(0, 16)} c1 - trusted`};
	await rig.service.takeEvents([{event}, {event}]);
	await rig.service.takeEvents([{event}]);
	t.deepEqual(
		rig.actions.filter(action => action.do === 'result'),
		[{do: 'result', card: 'a', campaign: 'c1', state: 'confirmed', code: ''}],
	);
	t.is(rig.service.state.campaigns.get('c1')?.phase, 'completed');
});

test('nothing is sent before it is stored', async t => {
	const rig = makeRig(t);
	await join(rig);
	let release: () => void = () => undefined;
	const gate = new Promise<void>(resolve => (release = resolve));
	rig.keepGate = gate;
	const creating = rig.service.create({id: 'c1', release: rig.digest});
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	t.is(rig.sent.length, 0);
	release();
	await creating;
	t.is(rig.sent.length, 1);
});
