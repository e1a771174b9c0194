import test from 'ava';
import fc from 'fast-check';
import * as message from '../../../src/ota/messages.ts';
import {MqttSource} from '../../../src/ota/transfer/mqtt-source.ts';
import {decodeOtaMessage, encodeFetch, encodeTimeWanted} from '../../../src/ota/transfer/wire.ts';
import {encodeCbor} from '../../../src/smartconnect/signing/cbor.ts';
import type {CborValue} from '../../../src/smartconnect/signing/cbor.ts';

type Pairs = ReadonlyArray<readonly [CborValue, CborValue]>;

/** A message as a service writes it, by cbor-x. */
function written(kind: number, pairs: Pairs): Uint8Array {
	return encodeCbor(new Map<CborValue, CborValue>([[0, kind], ...pairs]));
}

const digest = Uint8Array.from({length: 32}, (_, i) => i);
const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);

const offerPairs: Pairs = [
	[message.offerCampaign, 'spring'],
	[message.offerEnvelope, bytes(323)],
	[message.offerAssignment, bytes(172)],
	[message.offerRoots, [bytes(578), bytes(579)]],
	[message.offerSource, 2],
	[message.offerWindowFrom, 1_800_000_000],
	[message.offerWindowUntil, 2 ** 33],
];
const chunkPairs: Pairs = [
	[message.chunkToken, 0xffff_ffff],
	[message.chunkDigest, digest],
	[message.chunkPart, 1],
	[message.chunkOffset, 70_000],
	[message.chunkBytes, bytes(4096)],
];

/** The pairs with one replaced, or left out where the value is undefined. */
function but(pairs: Pairs, key: number, value?: CborValue): Pairs {
	const others = pairs.filter(([other]) => other !== key);
	return value === undefined ? others : [...others, [key, value]];
}

test('messages of a service are read as it wrote them', t => {
	t.deepEqual(decodeOtaMessage(written(message.inOffer, offerPairs)), {
		kind: message.inOffer,
		campaign: 'spring',
		envelope: bytes(323),
		assignment: bytes(172),
		roots: [bytes(578), bytes(579)],
		source: 2,
		windowFromS: 1_800_000_000,
		windowUntilS: 2 ** 33,
	});
	t.deepEqual(decodeOtaMessage(written(message.inChunk, chunkPairs)), {
		kind: message.inChunk,
		token: 0xffff_ffff,
		digest,
		part: 1,
		offset: 70_000,
		bytes: bytes(4096),
	});
	t.deepEqual(decodeOtaMessage(written(message.inTime, [[message.timeToken, bytes(181)]])), {
		kind: message.inTime,
		token: bytes(181),
		roots: [],
	});
	const withdrawn: Pairs = [
		[message.withdrawCampaign, 'spring'],
		[message.withdrawDigest, digest],
	];
	t.deepEqual(decodeOtaMessage(written(message.inWithdraw, withdrawn)), {
		kind: message.inWithdraw,
		campaign: 'spring',
		digest,
	});
	const refused: Pairs = [
		[message.chunkToken, 3],
		[message.notServedReason, 'not assigned'],
	];
	t.deepEqual(decodeOtaMessage(written(message.inNotServed, refused)), {
		kind: message.inNotServed,
		token: 3,
		reason: 'not assigned',
	});
});

test('what an offer leaves out is nothing, one that lacks what it must have is refused', t => {
	const optional = [
		message.offerAssignment,
		message.offerRoots,
		message.offerSource,
		message.offerWindowFrom,
		message.offerWindowUntil,
	];
	const least = offerPairs.filter(([key]) => !optional.includes(key as never));
	const read = decodeOtaMessage(written(message.inOffer, least));
	t.like(read, {kind: message.inOffer, assignment: null, roots: [], source: 1, windowFromS: 0, windowUntilS: 0});
	for (const [key] of least) {
		t.like(decodeOtaMessage(written(message.inOffer, but(least, key as number))), {code: 'E_OTA_ENV_SCHEMA'});
	}
});

test('what is kept of a message lies in memory of its own, but for a chunk', t => {
	const offer = written(message.inOffer, offerPairs);
	const chunk = written(message.inChunk, chunkPairs);
	const [keptOffer, keptChunk] = [decodeOtaMessage(offer), decodeOtaMessage(chunk)];
	offer.fill(0);
	chunk.fill(0);
	t.like(keptOffer, {envelope: bytes(323), assignment: bytes(172)});
	t.like(keptChunk, {bytes: new Uint8Array(4096)});
});

test('fields that later services may add are passed over', t => {
	const more: Pairs = [...chunkPairs, [99, [1, new Map<CborValue, CborValue>([[1, 'x']])]], ['note', null], [-1, null]];
	t.like(decodeOtaMessage(written(message.inChunk, more)), {kind: message.inChunk, offset: 70_000});
});

for (const [what, kind, pairs] of [
	['a campaign of 65 bytes', message.inOffer, but(offerPairs, message.offerCampaign, 'x'.repeat(65))],
	['an envelope above 16 KiB', message.inOffer, but(offerPairs, message.offerEnvelope, bytes(16_385))],
	['an envelope that is text', message.inOffer, but(offerPairs, message.offerEnvelope, 'x')],
	[
		'five root documents',
		message.inOffer,
		but(
			offerPairs,
			message.offerRoots,
			Array.from({length: 5}, () => bytes(1)),
		),
	],
	['a root document that is a number', message.inOffer, but(offerPairs, message.offerRoots, [1])],
	['a source that does not exist', message.inOffer, but(offerPairs, message.offerSource, 3)],
	['a window beyond 2^53', message.inOffer, but(offerPairs, message.offerWindowFrom, 2n ** 60n)],
	['a token of 33 bits', message.inChunk, but(chunkPairs, message.chunkToken, 2 ** 32)],
	['a digest of 31 bytes', message.inChunk, but(chunkPairs, message.chunkDigest, bytes(31))],
	['a third part', message.inChunk, but(chunkPairs, message.chunkPart, 2)],
	['an offset below 0', message.inChunk, but(chunkPairs, message.chunkOffset, -1)],
	['a chunk of 4,097 bytes', message.inChunk, but(chunkPairs, message.chunkBytes, bytes(4097))],
	['a kind that does not exist', 6, []],
	['a message of the other direction', 0, []],
] as const) {
	test(`${what} is no message`, t => {
		t.like(decodeOtaMessage(written(kind, pairs)), {code: 'E_OTA_ENV_SCHEMA'});
	});
}

for (const [hex, code] of [
	['', 'E_OTA_CBOR_MALFORMED'],
	['a10001ff', 'E_OTA_CBOR_MALFORMED'],
	['a1001801', 'E_OTA_CBOR_NONCANON'],
	['bf0001ff', 'E_OTA_CBOR_NONCANON'],
	['a200010002', 'E_OTA_CBOR_NONCANON'],
	['a100f97e00', 'E_OTA_CBOR_TYPE'],
	['80', 'E_OTA_ENV_SCHEMA'],
	['a0', 'E_OTA_ENV_SCHEMA'],
	['a10101', 'E_OTA_ENV_SCHEMA'],
	['a10020', 'E_OTA_ENV_SCHEMA'],
] as const) {
	test(`bytes ${hex || 'of none'} are refused as ${code}`, t => {
		t.like(decodeOtaMessage(Buffer.from(hex, 'hex')), {code});
	});
}

test('any change of a message is another message, or is refused; nothing throws', t => {
	const whole = written(message.inOffer, offerPairs);
	fc.assert(
		fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, end) => {
			const changed = whole.slice(0, end);
			changed[Math.min(at, end)] = value;
			const read = decodeOtaMessage(changed);
			t.true('code' in read || read.kind >= 1);
		}),
		{numRuns: 3000},
	);
});

test('a request of a card is byte for byte what cbor-x writes', t => {
	const numbers = fc.oneof(fc.nat(30), fc.nat(70_000), fc.integer({min: 2 ** 31, max: 2 ** 32 - 1}));
	fc.assert(
		fc.property(numbers, numbers, numbers, (token, offset, length) => {
			const pairs: Pairs = [
				[message.fetchToken, token],
				[message.fetchDigest, digest],
				[message.fetchPart, 0],
				[message.fetchOffset, offset],
				[message.fetchLength, length],
				[message.fetchAnswerBytes, 4096],
			];
			t.deepEqual(encodeFetch(token, digest, 0, offset, length, 4096), written(message.outFetch, pairs));
		}),
	);
	const nonce = bytes(16);
	t.deepEqual(encodeTimeWanted(nonce), written(message.outTimeWanted, [[message.timeNonce, nonce]]));
});

test('a source over MQTT sends one message for each request, and none to call it off', t => {
	const sent: Uint8Array[] = [];
	const source = new MqttSource(digest, payload => sent.push(payload) > 0);
	source.request(5, 0, 4096, 16384, 4096);
	source.cancel();
	t.deepEqual(sent, [encodeFetch(5, digest, 0, 4096, 16384, 4096)]);
});
