import test from 'ava';
import {BOUNDS_S, LatencyHistogram} from '../../sim/fleet/latency-histogram.ts';
import type {LatencyWatch} from '../../sim/fleet/latency-watch.ts';
import {MqttCounters} from '../../sim/fleet/mqtt-counters.ts';
import {CounterLine, counterSource, countersDocument} from '../../src/cli/sim-counters.ts';
import {familyText} from '../../src/protocols/metrics/exposition.ts';
import {MessageCounts} from '../../src/protocols/metrics/sources.ts';

function counted(): MqttCounters {
	const counters = new MqttCounters();
	counters.connected(true);
	counters.connected(true);
	counters.closed({how: 'lost', reason: '', lasting: false}, true);
	counters.closed({how: 'refused', reason: '', lasting: false}, false);
	counters.closed({how: 'stopped', reason: '', lasting: false}, false);
	counters.connected(false);
	counters.sent.birth = 3;
	counters.sent.sample = 100;
	counters.acks = 5;
	counters.denied = 1;
	counters.wire.count('out', 60);
	counters.wire.count('in', 4);
	return counters;
}

function watched(): LatencyWatch {
	const sample = new LatencyHistogram();
	[0.5, 20, 30_000].forEach(ms => sample.add(ms));
	const histograms = {sample, event: new LatencyHistogram()};
	return {histograms, document: {sample: sample.document, missed: 0}} as unknown as LatencyWatch;
}

test('names of metrics are public: they only grow', t => {
	const counts = new MessageCounts();
	counts.add('mqtt', counted().traffic);
	const options = {counters: counted(), latency: watched(), bounds: BOUNDS_S, sampleQos: '0', cards: 5};
	const families = [...counts.source(), ...counterSource(options)()];
	t.deepEqual(
		families.map(({name, type}) => `${type} ${name}`),
		[
			'counter ridethrough_messages_total',
			'counter ridethrough_message_bytes_total',
			'gauge ridethrough_connections',
			'counter ridethrough_published_total',
			'counter ridethrough_sessions_total',
			'counter ridethrough_acknowledged_total',
			'counter ridethrough_dropped_total',
			'histogram ridethrough_publish_latency_seconds',
		],
	);
	const text = families.map(familyText).join('');
	for (const line of [
		'ridethrough_messages_total{protocol="mqtt",direction="out"} 1',
		'ridethrough_message_bytes_total{protocol="mqtt",direction="in"} 4',
		'ridethrough_connections{state="connected"} 2',
		'ridethrough_connections{state="disconnected"} 3',
		'ridethrough_published_total{kind="sample"} 100',
		'ridethrough_sessions_total{outcome="reconnected"} 1',
		'ridethrough_sessions_total{outcome="lost"} 1',
		'ridethrough_acknowledged_total{result="taken"} 4',
		'ridethrough_publish_latency_seconds_bucket{kind="sample",qos="0",le="0.025"} 2',
		'ridethrough_publish_latency_seconds_bucket{kind="sample",qos="0",le="+Inf"} 3',
		'ridethrough_publish_latency_seconds_count{kind="event",qos="1"} 0',
	]) {
		t.true(text.includes(`${line}\n`), line);
	}
});

test('the line tells rates since it was last asked, and what there was in all', t => {
	const counters = counted();
	let now = 0;
	const line = new CounterLine(counters, watched(), () => now);
	now = 10_000;
	t.regex(
		line.text(),
		/^2 up, 3 connects \(0\/s\), 1 again, 3 births, 100 samples \(10\/s\), .*1 refused, 1 lost, 0 dropped/,
	);
	counters.sent.sample = 600;
	now = 11_000;
	t.regex(line.text(), / 600 samples \(500\/s\), .* sample latency p50 20\.\d p99 30000\.0 max 30000\.0 ms$/);
	t.regex(line.total(), / 600 samples, /);
});

test('the document has the counters of sessions where there are any', t => {
	t.deepEqual(countersDocument(undefined, undefined), {});
	t.like(countersDocument(counted(), undefined), {
		mqtt: {births: 3, samples: 100, connects: 3, reconnects: 1, bytesOut: 60},
	});
	t.like(countersDocument(counted(), watched()), {mqtt: {latency: {missed: 0}}});
});
