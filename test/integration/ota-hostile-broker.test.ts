// A broker that treats the answers of the update service as it likes: over real MQTT sessions, each bad answer costs one chunk.

import test from 'ava';
import type {ExecutionContext} from 'ava';
import {RandomStream} from '../../src/core/random.ts';
import {inChunk} from '../../src/ota/messages.ts';
import {MqttSource} from '../../src/ota/transfer/mqtt-source.ts';
import {decodeOtaMessage} from '../../src/ota/transfer/wire.ts';
import {createEmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {cardAccess} from '../../src/protocols/mqtt/access.ts';
import {createGuard} from '../../src/protocols/mqtt/guard.ts';
import {thinWires} from '../../src/protocols/mqtt/thin-wire.ts';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import {createMqttUplink} from '../../src/protocols/mqtt/uplink.ts';
import {ChunkDesk, chunkLimits} from '../../src/smartconnect/rollout/chunk-desk.ts';
import {decodeRequest} from '../../src/smartconnect/rollout/requests.ts';
import {ManualClock} from '../helpers/manual-clock.ts';
import {quietLog, until} from '../helpers/mqtt.ts';
import {TransferBench, sha256} from '../helpers/transfer-bench.ts';

const CARD = 'card-a';
const CHUNK_BYTES = 4096;
const CHUNKS = 24;
const digest = sha256(Buffer.from('manifest'));

type Say = (payload: Uint8Array) => void;
/** What the broker makes of the answers to one request, in order. */
type Treat = (answers: Uint8Array[], say: Say) => void;

function altered(payload: Uint8Array): Uint8Array {
	const copy = payload.slice();
	copy[copy.length - 1] ^= 1;
	return copy;
}

/** A card, a service and what lies between them. Resolves when the transfer ended. */
async function transferThrough(t: ExecutionContext, treat: Treat): Promise<TransferBench> {
	const desk = new ChunkDesk((_, __, part) => bench.bytesOf(part), chunkLimits);
	const broker = await createEmbeddedBroker({
		access: cardAccess,
		createGuard,
		log: quietLog,
		onPublish: (topic, payload) => {
			const request = topic === topicFor(CARD, 'ota-request') ? decodeRequest(payload) : null;
			if (request?.kind === 'fetch') {
				desk.take(CARD, request);
				setImmediate(serve);
			}
		},
	});
	t.teardown(() => broker.stop());
	const say: Say = payload => void broker.publish(topicFor(CARD, 'ota'), payload, {qos: 1, retain: false});
	const serve = (): void => {
		const answers: Uint8Array[] = [];
		for (let answer = desk.next(); answer !== null; answer = desk.next()) {
			answers.push(answer.payload);
		}
		treat(answers, say);
	};
	const clock = new ManualClock();
	const uplink = createMqttUplink({
		feed: null,
		card: CARD,
		clock,
		queueMax: 100,
		keepaliveSeconds: 0,
		user: null,
		password: null,
		openWire: thinWires(() => broker.attach(CARD), clock),
		random: new RandomStream(7),
		death: () => Buffer.from('1'),
		onUp: () => void uplink.send('birth', Buffer.from('1')),
		onDown: () => {},
		onMessage: (_, payload) => {
			const message = decodeOtaMessage(payload);
			if ('kind' in message && message.kind === inChunk) {
				const {part, token, offset, bytes} = message;
				const refused = bench.transfer.take(part, token, message.digest, offset, bytes, bench.t);
				bench.refusals.push(...(refused === null ? [] : [refused.code]));
			}
		},
	});
	t.teardown(() => uplink.cut());
	const bench: TransferBench = new TransferBench({
		imageBytes: CHUNKS * CHUNK_BYTES,
		sectorBytes: CHUNK_BYTES,
		log2ChunkBytes: 12,
		source: () => new MqttSource(digest, payload => uplink.send('ota-request', payload)),
	});
	uplink.start();
	await until(() => uplink.up, 'the card is born');
	bench.transfer.start(0);
	let quiet = 0;
	let seen = 0;
	await until(() => {
		const {counts} = bench.transfer.progress();
		quiet = counts.answers + counts.stale + counts.requests === seen ? quiet + 1 : 0;
		seen = counts.answers + counts.stale + counts.requests;
		// What is lost is asked for again: time passes only when nothing is under way any longer.
		if (quiet > 2000 && bench.outcomes.length === 0) {
			quiet = 0;
			bench.passTo(bench.transfer.nextAt());
		}
		return bench.outcomes.length > 0;
	}, 'the transfer ends');
	t.deepEqual(bench.outcomes, [null]);
	t.true(bench.imageIsWhole());
	return bench;
}

/** Answers for the table and for each chunk, and as many more as were bad. */
const LEAST = 1 + CHUNKS;

test('a broker that corrupts every third answer costs one chunk each time', async t => {
	let count = 0;
	let bad = 0;
	const bench = await transferThrough(t, (answers, say) => {
		for (const answer of answers) {
			count += 1;
			const isBad = count % 3 === 0;
			bad += Number(isBad);
			say(isBad ? altered(answer) : answer);
		}
	});
	const {counts} = bench.transfer.progress();
	t.true(bad >= CHUNKS / 3);
	t.is(counts.bad, bad);
	t.is(counts.answers, LEAST + bad);
	t.deepEqual(new Set(bench.refusals), new Set(['E_OTA_CHUNK_HASH']));
});

test('a broker that turns the order round costs nothing', async t => {
	const bench = await transferThrough(t, (answers, say) => answers.reverse().forEach(say));
	const {counts} = bench.transfer.progress();
	t.is(counts.answers, LEAST);
	t.is(counts.bad + counts.early + counts.timeouts, 0);
});

test('a broker that says everything twice costs nothing', async t => {
	const bench = await transferThrough(t, (answers, say) => {
		for (const answer of answers) {
			say(answer);
			say(answer);
		}
	});
	const {counts} = bench.transfer.progress();
	t.is(counts.bad + counts.differing + counts.timeouts, 0);
	t.is(counts.duplicates + counts.stale, LEAST);
});

test('a broker that keeps answers back until the next request costs what it kept', async t => {
	let kept: Uint8Array[] = [];
	let delayed = 0;
	const bench = await transferThrough(t, (answers, say) => {
		kept.forEach(say);
		kept = delayed < 3 && answers.length > 1 ? answers.splice(0, 1) : [];
		delayed += kept.length;
		answers.forEach(say);
	});
	const {counts} = bench.transfer.progress();
	t.is(counts.timeouts, delayed);
	t.is(counts.stale, delayed, 'what comes late answers no open request');
	t.is(counts.answers, LEAST);
});

test('a broker that replays chunks of earlier requests, with other bytes, costs nothing', async t => {
	let first: Uint8Array | null = null;
	let replayed = 0;
	const bench = await transferThrough(t, (answers, say) => {
		for (const answer of answers) {
			if (first !== null) {
				say(altered(first));
				replayed += 1;
			}
			say(answer);
		}
		first ??= answers[0];
	});
	const {counts} = bench.transfer.progress();
	t.is(counts.stale, replayed);
	t.is(counts.answers, LEAST);
	t.is(counts.bad, 0);
});
