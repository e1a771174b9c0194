// Titles end in the clauses of the specification.

import test from 'ava';
import type {Message} from '../../../../src/protocols/mqtt/wire.ts';
import {NOT_AVAILABLE, outputVolts, batteryCharge} from '../../../../src/ups/reading.ts';
import {lost} from '../../../helpers/scripted-wire.ts';
import {command, NODE, read, setUp, UTC, valuesOf} from './rig.ts';

test('CONNECT carries NDEATH with one metric bdSeq and no seq (…-will-message, topics-ndeath-payload, topics-ndeath-seq)', t => {
	const {born, connects} = setUp();
	born();
	const will = connects[0].will as Message;
	t.is(will.topic, `${NODE}/NDEATH/card-a`);
	t.is(will.qos, 1);
	t.false(will.retain);
	const death = read(will);
	t.deepEqual(
		death.metrics?.map(({name, alias}) => [name, alias]),
		[['bdSeq', undefined]],
	);
	t.is(valuesOf(will)['bdSeq']?.toString(), '0');
	t.is(death.seq ?? null, null);
});

test('a session begins with NBIRTH, seq 0, then DBIRTH, seq 1, QoS 0, not retained (topics-nbirth-mqtt, payloads-dbirth-order)', t => {
	const {born, verbs, wire} = setUp();
	const births = born();
	t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH']);
	t.deepEqual(wire().filters, [`${NODE}/NCMD/card-a`, `${NODE}/DCMD/card-a/ups`]);
	t.true(wire().sent.every(({qos, retain}) => qos === 0 && !retain));
	t.deepEqual(
		births.map(({seq}) => Number(seq)),
		[0, 1],
	);
	t.is(valuesOf(wire().sent[0])['bdSeq']?.toString(), '0');
	t.is(valuesOf(wire().sent[0])['Node Control/Rebirth'], false);
});

test('names and aliases of births are unique, and all but bdSeq and Node Control have one (payloads-alias-uniqueness, …-name-aliases)', t => {
	const {born} = setUp();
	const metrics = born().flatMap(birth => birth.metrics ?? []);
	const aliases = metrics.map(({alias}) => alias?.toString()).filter(alias => alias !== undefined);
	t.is(new Set(aliases).size, aliases.length);
	t.deepEqual(
		metrics.filter(({alias}) => alias === undefined || alias === null).map(({name}) => name),
		['bdSeq', 'Node Control/Rebirth'],
	);
	t.true(metrics.every(({timestamp, type}) => timestamp !== undefined && type !== undefined));
});

test('a value that is not available is null, never 0 or -1 (operational-behavior-data-publish-dbirth-values)', t => {
	const {row, born, wire} = setUp();
	row[batteryCharge] = NOT_AVAILABLE;
	born();
	const charge = read(wire().sent[1]).metrics?.find(({name}) => name === 'Battery/Charge');
	t.is(charge?.value, null);
});

test('only what changed beyond its dead band is told, by alias alone (topics-ddata-payload, payloads-alias-data-cmd-requirement)', t => {
	const {row, born, sample, wire, verbs} = setUp();
	born();
	row[outputVolts] += 5;
	sample();
	t.is(verbs().length, 2);
	row[outputVolts] += 6;
	sample();
	t.deepEqual(verbs().slice(2), ['DDATA']);
	const data = read(wire().sent[2]);
	t.is(Number(data.seq), 2);
	t.deepEqual(
		data.metrics?.map(({name, alias}) => [name, Number(alias)]),
		[[undefined, 160]],
	);
});

test('seq goes from 255 to 0 over node and device messages (payloads-sequence-num-incrementing)', t => {
	const {row, born, sample, wire} = setUp();
	born();
	for (let i = 0; i < 260; i++) {
		row[outputVolts] += i % 2 === 0 ? 20 : -20;
		sample(false, true);
	}
	const sequences = wire().sent.map(message => Number(read(message).seq));
	t.true(sequences.every((sequence, i) => sequence === i % 256));
});

test('a lost UPS is a DDEATH, and a DBIRTH when it answers again (operational-behavior-device-ddeath)', t => {
	const {born, sample, verbs} = setUp();
	born();
	sample(true);
	sample(true);
	sample(false);
	t.deepEqual(verbs().slice(2), ['DDEATH', 'DBIRTH']);
});

test('a device that is lost at the birth is told as stale, and dies at once (payloads-propertyset-quality-value-value)', t => {
	const {face, sample, wire, verbs} = setUp();
	sample();
	sample(true);
	face.start();
	wire().events.connected();
	t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH', 'DDEATH']);
	const metrics = read(wire().sent[1]).metrics ?? [];
	t.true(metrics.every(({properties}) => properties?.['Quality']?.value === 500));
});

test('a rebirth is answered with births and the same bdSeq, no NDEATH, at most once a second (…-rebirth-action-1 to 3)', t => {
	const {born, wire, clock, verbs, sample} = setUp();
	born();
	const rebirth = command([{name: 'Node Control/Rebirth', value: true}]);
	wire().events.message(`${NODE}/NCMD/card-a`, rebirth, false);
	wire().events.message(`${NODE}/NCMD/card-a`, rebirth, false);
	sample(false, true);
	t.is(verbs().length, 2, 'no data while a rebirth is due');
	clock.advance(1000);
	t.deepEqual(verbs().slice(2), ['NBIRTH', 'DBIRTH']);
	t.is(valuesOf(wire().sent[2])['bdSeq']?.toString(), '0');
	t.is(Number(read(wire().sent[2]).seq), 0);
});

test('a write to a control is an order, answered by a DDATA that puts it back (topics-dcmd-payload)', t => {
	const {born, wire, orders} = setUp();
	born();
	wire().events.message(`${NODE}/DCMD/card-a/ups`, command([{name: 'Control/Test Quick', value: true}]), false);
	t.deepEqual(orders, ['testBattery 0']);
	const answer = read(wire().sent[2]).metrics ?? [];
	t.deepEqual(
		answer.map(({alias}) => Number(alias)),
		[400, 409],
	);
});

const testQuick = [{name: 'Control/Test Quick', value: true}];
const refused: ReadonlyArray<readonly [string, Uint8Array, boolean]> = [
	['retained', command(testQuick), true],
	['older than 60 s', command(testQuick, UTC - 60_001), false],
	['to a reading', command([{name: 'Battery/Charge', value: true}]), false],
	['of no bytes that are a payload', Uint8Array.of(0xff, 0xff), false],
	['larger than 4 KiB', new Uint8Array(4097), false],
];

for (const [what, payload, retained] of refused) {
	test(`a write ${what} orders nothing, and is refused with a reason`, t => {
		const {born, wire, orders, refusals} = setUp();
		born();
		wire().events.message(`${NODE}/DCMD/card-a/ups`, payload, retained);
		t.deepEqual(orders, []);
		t.is(refusals.length, 1);
	});
}

test('going on purpose publishes NDEATH before DISCONNECT (operational-behavior-edge-node-intentional-disconnect-ndeath)', t => {
	const {face, born, wire, verbs} = setUp();
	born();
	void face.stop();
	t.deepEqual(verbs().slice(2), ['NDEATH']);
	t.is(wire().over, null);
	wire().events.acknowledged(wire().sent[2], null);
	t.is(wire().over, 'ended');
});

test('bdSeq goes on by one a CONNECT, over a restart too, and 0 follows 255 (topics-nbirth-bdseq-increment)', t => {
	const kept = new Map([['sparkplug-bd-seq', Uint8Array.of(254)]]);
	const {born, clock, wire, connects} = setUp('', kept);
	born();
	wire().events.closed(lost);
	clock.advance(1000);
	wire().events.closed({how: 'refused', reason: 'it is busy', lasting: false});
	clock.advance(2000);
	t.deepEqual(
		connects.map(({will}) => valuesOf(will as Message)['bdSeq']?.toString()),
		['255', '0', '0'],
		'a refused try left no will',
	);
});

test('with a primary host no birth comes before it is online, and NDEATH when it leaves (…-phid-wait, …-phid-offline)', t => {
	const {sample, face, wire, verbs} = setUp('scada');
	sample();
	face.start();
	wire().events.connected();
	t.deepEqual(verbs(), []);
	const say = (text: string) => wire().events.message('spBv1.0/STATE/scada', Buffer.from(text), true);
	say('{"online":false,"timestamp":5}');
	say('{"online":true,"timestamp":4}');
	t.deepEqual(verbs(), [], 'an older word changes nothing (…-phid-wait-timestamp)');
	say('{"online":true,"timestamp":5}');
	t.deepEqual(verbs(), ['NBIRTH', 'DBIRTH']);
	say('{"online":false,"timestamp":4}');
	t.is(wire().over, null, 'an older word: stay (…-host-offline-timestamp)');
	say('{"online":false,"timestamp":6}');
	t.deepEqual(verbs().slice(2), ['NDEATH']);
	t.is(wire().over, 'ended');
});

test('a group with a wildcard is refused (topic-structure-namespace-valid-group-id)', async t => {
	const {sparkplugTopics} = await import('../../../../src/protocols/mqtt/sparkplug/topics.ts');
	t.throws(() => sparkplugTopics('a+b', 'card-a'), {message: /none may be \+, \/ or #/});
});
