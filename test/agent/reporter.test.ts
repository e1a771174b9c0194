import test from 'ava';
import {CardRows} from '../../src/agent/card-rows.ts';
import {Reporter} from '../../src/agent/reporter.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import * as reading from '../../src/ups/reading.ts';
import {NOT_AVAILABLE, READING_SIZE} from '../../src/ups/reading.ts';
import {decodePeer} from '../helpers/proto.ts';

interface Sent {
	kind: string;
	sequence: number;
	full: boolean;
	bytes: number;
}

function headerOf(payload: Uint8Array): {sequence: number; full: boolean} {
	const {sequence, fullSequence} = decodePeer('Sample', payload) as {sequence: number; fullSequence: number};
	return {sequence, full: sequence === fullSequence};
}

function newReporter(accepts: (n: number) => boolean = () => true): {
	reporter: Reporter;
	sent: Sent[];
	row: Int32Array;
} {
	const sent: Sent[] = [];
	let n = 0;
	const outlet = {
		send(_card: number, kind: string, payload: Uint8Array): boolean {
			n += 1;
			const taken = accepts(n);
			if (taken) {
				sent.push({kind, ...headerOf(payload), bytes: payload.length});
			}
			return taken;
		},
	};
	const row = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE);
	row[reading.inputVolts] = 2300;
	row.fill(0, reading.conditions0, reading.conditions0 + 3);
	return {reporter: new Reporter(new CardRows(1, 4), outlet, new ProtobufWriter(1024), 0), sent, row};
}

test('the first sample is full, the next ones are not, and every sixtieth is', t => {
	const {reporter, sent, row} = newReporter();
	for (let i = 0; i < 125; i++) {
		reporter.sample(0, i * 60_000, row, 0, false, false);
	}
	t.deepEqual(
		sent.filter(sample => sample.full).map(sample => sample.sequence),
		[1, 61, 121],
	);
	t.deepEqual(
		sent.map(sample => sample.sequence),
		Array.from({length: 125}, (_, i) => i + 1),
	);
});

test('a sample that was asked for only if something changed is not sent, nor numbered, when nothing did', t => {
	const {reporter, sent, row} = newReporter();
	reporter.sample(0, 0, row, 0, false, true);
	reporter.sample(0, 1000, row, 0, false, true);
	row[reading.inputVolts] = 1900;
	reporter.sample(0, 2000, row, 0, false, true);
	t.deepEqual(
		sent.map(sample => sample.sequence),
		[1, 2],
	);
});

test('a sample that a full buffer dropped is counted, leaves a gap, and the next one is full', t => {
	const {reporter, sent, row} = newReporter(n => n !== 3);
	for (let i = 0; i < 5; i++) {
		reporter.sample(0, i * 60_000, row, 0, false, false);
	}
	t.deepEqual(
		sent.map(({sequence, full}) => [sequence, full]),
		[
			[1, true],
			[2, false],
			[4, true],
			[5, false],
		],
	);
	t.is(reporter.droppedSamples, 1);
});

test('after a birth the next sample is full', t => {
	const {reporter, sent, row} = newReporter();
	reporter.sample(0, 0, row, 0, false, false);
	reporter.sample(0, 60_000, row, 0, false, false);
	reporter.birth(0, {
		cardId: 'a',
		sessionId: 1,
		bootId: 1,
		vendor: 'V',
		model: 'M',
		serial: 'S',
		upsFirmware: 'U',
		cardFirmware: 'C',
		ratedWatts: 1,
		ratedVoltAmperes: 1,
		nominalVolts: 2300,
		chemistry: 'leadAcid',
		switchedGroups: 0,
		assumed: false,
		settingsDigest: null,
		bootUtcMs: null,
		uptimeMs: 0,
		logId: 1,
		lastSequence: 0,
		oldestSequence: 0,
		site: '',
		sampleIntervalMs: 60_000,
	});
	reporter.sample(0, 120_000, row, 0, false, false);
	t.deepEqual(
		sent.map(sample => sample.full),
		[true, false, true],
	);
});
