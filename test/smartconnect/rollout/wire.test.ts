// The two ends of the wire: what the service writes a card reads to the same, byte for byte what the card's own writer would
// write, and the other way round.

import test from 'ava';
import fc from 'fast-check';
import {CborWriter} from '../../../src/codec/cbor/writer.ts';
import {encodeInventory} from '../../../src/ota/inventory.ts';
import type {Inventory} from '../../../src/ota/inventory.ts';
import * as message from '../../../src/ota/messages.ts';
import {decodeOtaMessage, encodeFetch, encodeTimeWanted} from '../../../src/ota/transfer/wire.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import {decodeRequest} from '../../../src/smartconnect/rollout/requests.ts';
import * as wire from '../../../src/smartconnect/rollout/wire.ts';

const token = fc.integer({min: 0, max: 0xffff_ffff});
const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({minLength: length, maxLength: length});
const digest = bytes(32);
const blob = fc.uint8Array({minLength: 1, maxLength: 700});
const campaign = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,63}$/);
const seconds = fc.integer({min: 1, max: 4_000_000_000});

function plain(value: object): object {
	return JSON.parse(
		JSON.stringify(value, (_, each: unknown) => (each instanceof Uint8Array ? [...each] : each)),
	) as object;
}

test('an offer arrives as it was sent', t => {
	const offers = fc.record({
		campaign,
		envelope: blob,
		assignment: blob,
		roots: fc.array(blob, {maxLength: 4}),
		source: fc.constantFrom('mqtt' as const, 'uri' as const),
		window: fc.option(fc.tuple(seconds, seconds)),
	});
	fc.assert(
		fc.property(offers, ({window, ...offer}) => {
			const [fromS, untilS] = window ?? [0, 0];
			const got = decodeOtaMessage(wire.encodeOffer({...offer, fromS, untilS}));
			const source = offer.source === 'uri' ? 2 : 1;
			const expected = {kind: message.inOffer, ...offer, source, windowFromS: fromS, windowUntilS: untilS};
			t.deepEqual(plain(got), plain(expected));
		}),
	);
});

test('a chunk is byte for byte what the writer of the card would write', t => {
	const chunks = fc.record({
		token,
		digest,
		part: fc.integer({min: 0, max: 1}),
		offset: token,
		bytes: fc.uint8Array({minLength: 1, maxLength: 4096}),
	});
	fc.assert(
		fc.property(chunks, chunk => {
			const writer = new CborWriter(4300);
			writer.map(6).uint(0).uint(message.inChunk).uint(message.chunkToken).uint(chunk.token);
			writer.uint(message.chunkDigest).blob(chunk.digest).uint(message.chunkPart).uint(chunk.part);
			writer.uint(message.chunkOffset).uint(chunk.offset).uint(message.chunkBytes).blob(chunk.bytes);
			const sent = wire.encodeChunk(chunk);
			t.deepEqual(sent, writer.copy());
			t.deepEqual(plain(decodeOtaMessage(sent)), plain({kind: message.inChunk, ...chunk}));
		}),
	);
});

test('times, withdrawals and what is not served arrive as they were sent', t => {
	fc.assert(
		fc.property(
			blob,
			fc.array(blob, {maxLength: 4}),
			campaign,
			digest,
			token,
			(document, roots, name, release, number) => {
				const time = {kind: message.inTime, token: document, roots};
				t.deepEqual(plain(decodeOtaMessage(wire.encodeTime(document, roots))), plain(time));
				const withdrawal = {kind: message.inWithdraw, campaign: name, digest: release};
				t.deepEqual(plain(decodeOtaMessage(wire.encodeWithdraw(name, release))), plain(withdrawal));
				const refusal = {kind: message.inNotServed, token: number, reason: 'it has 5 bytes'};
				t.deepEqual(decodeOtaMessage(wire.encodeNotServed(number, 'it has 5 bytes')), refusal as never);
			},
		),
	);
});

test('a request for bytes and one for the time are read as the card wrote them', t => {
	fc.assert(
		fc.property(
			token,
			digest,
			fc.integer({min: 0, max: 1}),
			token,
			token,
			token,
			(number, release, part, offset, length, answerBytes) => {
				const read = decodeRequest(encodeFetch(number, release, part, offset, length, answerBytes));
				t.deepEqual(
					plain(read as object),
					plain({kind: 'fetch', token: number, digest: release, part, offset, length, answerBytes}),
				);
			},
		),
	);
	const nonce = new Uint8Array(16).fill(7);
	t.deepEqual(decodeRequest(encodeTimeWanted(nonce)), {kind: 'time', nonce});
});

const digestOrNull: fc.Arbitrary<Uint8Array | null> = fc.option(digest);

const inventories: fc.Arbitrary<Inventory> = fc.record({
	slots: fc.tuple(digestOrNull, digestOrNull),
	active: fc.integer({min: 0, max: 1}),
	keyEpoch: token,
	sequence: fc.maxSafeNat(),
	bootFloor: token,
	rootVersion: token,
	lastFailure: token,
	fallback: fc.boolean(),
	state: fc.integer({min: 1, max: 8}),
	version: fc.array(fc.integer({min: 0, max: 255}), {minLength: 3, maxLength: 3}),
	vendorId: bytes(16),
	classId: bytes(16),
	deviceId: bytes(16),
});

test('an inventory is read as the card wrote it, and what its proof is made over is found', t => {
	const key = new Uint8Array(32).fill(3);
	fc.assert(
		fc.property(inventories, inventory => {
			const read = decodeRequest(encodeInventory(inventory, key, nodeCrypto));
			if (read?.kind !== 'inventory') {
				t.fail();
				return;
			}
			t.deepEqual(read.proven, Buffer.from(encodeInventory(inventory, null, nodeCrypto)));
			t.deepEqual(read.proof, nodeCrypto.hmacSha256(key, read.proven));
			const {slots, ...rest} = inventory;
			t.like(plain(read), plain({slotA: slots[0], slotB: slots[1], ...rest}));
		}),
	);
});

test('bytes that are no request give null, and never throw', t => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 300}), payload => {
			decodeRequest(payload);
		}),
	);
	const whole = encodeFetch(1, new Uint8Array(32), 0, 0, 1, 1);
	for (let length = 0; length < whole.length; length++) {
		t.is(decodeRequest(whole.subarray(0, length)), null);
	}
	t.is(decodeRequest(Uint8Array.of(0xa1, 0x00, 0x09)), null, 'a kind that nobody knows');
});
