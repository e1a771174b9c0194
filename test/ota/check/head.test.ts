import test from 'ava';
import {checkEnvelope, checkHead} from '../../../src/ota/check/check.ts';
import {headOf} from '../../../src/ota/check/head.ts';
import type {HeadAnswer} from '../../../src/ota/check/head.ts';
import {encodeCbor, mapOf, tagged} from '../../../src/smartconnect/signing/cbor.ts';
import {build, goodContext, goodDraft, image, ports} from '../../helpers/ota-builder.ts';

const HEAD_MAX = 8192;
const context = goodContext();

function integrated(): Uint8Array {
	const draft = goodDraft();
	draft.installParameters[1][1] = '#fw';
	draft.extra.push(['#fw', image]);
	return build(draft).bytes;
}

function found(bytes: Uint8Array): Extract<HeadAnswer, {state: 'head'}> {
	const answer = headOf(bytes, HEAD_MAX);
	if (answer.state !== 'head') {
		throw new Error(`no head: ${answer.state}`);
	}
	return answer;
}

function codeOf(bytes: Uint8Array): string {
	const answer = headOf(bytes, HEAD_MAX);
	return answer.state === 'refused' ? answer.refusal.code : answer.state;
}

test('the head of a single-file envelope is known as soon as the length of its payload is', t => {
	const bytes = integrated();
	const payloadAt = bytes.length - image.length;
	for (let end = 0; end < payloadAt; end++) {
		t.is(headOf(bytes.subarray(0, end), HEAD_MAX).state, 'more', `${end} bytes`);
	}
	const {payload, totalBytes} = found(bytes.subarray(0, payloadAt));
	t.deepEqual(payload, {at: payloadAt, length: image.length});
	t.is(totalBytes, bytes.length);
});

test('the check of a head and the check of the whole say the same', t => {
	const bytes = integrated();
	const {head, payload} = found(bytes);
	const byHead = checkHead(head, payload, context, ports);
	t.true(byHead.ok);
	t.deepEqual(byHead, checkEnvelope(bytes, context, ports));
});

test('a head is an envelope of its own, without the payload, and a copy', t => {
	const bytes = integrated();
	// Of a buffer of Node's, whose slices are views.
	const received = Buffer.from(bytes);
	const {head} = found(received);
	t.deepEqual(received, Buffer.from(bytes));
	t.true(head.length < bytes.length - image.length);
	received.fill(0);
	t.deepEqual(found(head).head, head);
	t.is(found(head).payload, null);
});

test('an envelope without a payload is its own head, and what comes after it is told by its length', t => {
	const {bytes} = build(goodDraft());
	const {head, payload, totalBytes} = found(Uint8Array.from([...bytes, ...bytes]));
	t.deepEqual(head, bytes);
	t.is(payload, null);
	t.is(totalBytes, bytes.length);
});

test('a payload of another length is refused by its head alone', t => {
	const {head, payload} = found(integrated());
	const longer = {at: payload?.at ?? 0, length: image.length + 1};
	const answer = checkHead(head, longer, context, ports);
	t.is(answer.ok ? 'OK' : answer.refusal.code, 'E_OTA_SIZE');
	const none = checkHead(head, null, context, ports);
	t.is(none.ok ? 'OK' : none.refusal.code, 'E_OTA_URI');
});

test('a head that holds a payload itself has no second one', t => {
	const bytes = integrated();
	const answer = checkHead(bytes, {at: 400, length: image.length}, context, ports);
	t.is(answer.ok ? 'OK' : answer.refusal.code, 'E_OTA_CBOR_NONCANON');
});

test('a head that is too big is refused before it has come as a whole', t => {
	const claim = Buffer.concat([Buffer.from('d86ba1025a7fffffff', 'hex'), Buffer.alloc(20)]);
	t.is(codeOf(claim), 'E_OTA_ENV_TOO_BIG');
	const text = Buffer.alloc(HEAD_MAX);
	const big = encodeCbor(
		tagged(
			107,
			mapOf([
				[23, text],
				['#fw', image],
			]),
		),
	);
	t.is(codeOf(big), 'E_OTA_ENV_TOO_BIG');
});

for (const [title, hex, code] of [
	['no tag', 'a1024101', 'E_OTA_ENV_SCHEMA'],
	['another tag', 'd86ca1024101', 'E_OTA_ENV_SCHEMA'],
	['an array', 'd86b81024101', 'E_OTA_ENV_SCHEMA'],
	['a map of 200 entries', 'd86bb8c8024101', 'E_OTA_ENV_SCHEMA'],
	['an open map', 'd86bbf024101ff', 'E_OTA_ENV_SCHEMA'],
	['a map as a value', 'd86ba102a10101', 'E_OTA_ENV_SCHEMA'],
	['a float as a value', 'd86ba102f93c00', 'E_OTA_ENV_SCHEMA'],
	['a payload that is not last', 'd86ba263236677410103024101', 'E_OTA_ENV_SCHEMA'],
	['a payload of text', 'd86ba1632366776101', 'E_OTA_ENV_SCHEMA'],
	['a payload of open length', 'd86ba1632366775f4101ff', 'E_OTA_ENV_SCHEMA'],
	['a payload whose length is long-winded', 'd86ba163236677580101', 'E_OTA_CBOR_NONCANON'],
] as const) {
	test(`an envelope head with ${title} is ${code}`, t => {
		t.is(codeOf(Buffer.from(hex, 'hex')), code);
	});
}
