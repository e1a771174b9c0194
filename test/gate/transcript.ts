// A scripted computation over the card's folders, as a digest a line: every engine must print the same. Written in the
// Espruino subset. To add to it, write a function that feeds a Digest and give it a row in `sections`.

import {encodeSample, SAMPLE_BYTES} from '../../src/agent/sample.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {HOUR, MINUTE, SECOND} from '../../src/core/clock.ts';
import {exp, log, pow, round} from '../../src/core/math.ts';
import {EventQueue} from '../../src/core/queue.ts';
import {noiseAt, RandomStream, seedFor, unitAt} from '../../src/core/random.ts';
import {gapAfter, minutesToEmpty, temperatureFactor} from '../../src/ups/battery.ts';
import {models} from '../../src/ups/catalogue.ts';
import {nextEventAt} from '../../src/ups/fire.ts';
import {measure} from '../../src/ups/measure.ts';
import {ratingOf} from '../../src/ups/rating.ts';
import {NOT_AVAILABLE, READING_SIZE} from '../../src/ups/reading.ts';
import {Ups, UpsRows} from '../../src/ups/row.ts';
import {addType, advance, beginSelfTest, setAmbient, setDemand, setInput, startUps, wearTo} from '../../src/ups/ups.ts';
import {Digest} from './digest.ts';

const ROUNDS = 2000;

function mathSection(digest: Digest): void {
	const stream = new RandomStream(1);
	for (let i = 0; i < ROUNDS; i++) {
		const x = stream.between(-700, 700);
		digest.number(exp(x));
		digest.number(log(exp(x)));
		digest.number(pow(stream.between(0, 100), stream.between(-3, 3)));
		digest.number(round(x));
	}
}

function randomSection(digest: Digest): void {
	for (let i = 0; i < ROUNDS; i++) {
		digest.number(seedFor(i, 'card-' + i));
		digest.number(noiseAt(i, i & 7, i * 1234567890));
		digest.number(unitAt(i, 3, i * 60000));
	}
}

function queueSection(digest: Digest): void {
	const keys = 100;
	const stream = new RandomStream(2);
	const queue = new EventQueue(keys);
	for (let i = 0; i < ROUNDS; i++) {
		const time = stream.next() < 0.2 ? Infinity : stream.whole(0, 50);
		queue.set(stream.whole(0, keys - 1), time);
		digest.number(queue.peek());
		digest.number(queue.peekAt());
	}
}

function batterySection(digest: Digest): void {
	const all = models();
	for (let m = 0; m < all.length; m++) {
		const battery = all[m].battery;
		for (let share = 1; share <= 10; share++) {
			const draw = (all[m].ratedWatts * share) / 10 + battery.idleWatts;
			const capacity = battery.capacityWmin * temperatureFactor(5 * share - 15);
			const gap = gapAfter(0, draw, battery.levelingPerMinute, share);
			digest.number(
				minutesToEmpty(
					capacity,
					gap,
					draw,
					capacity,
					battery.availableShare,
					battery.levelingPerMinute,
					battery.cutoffHours,
				),
			);
		}
	}
}

/** What happens to a UPS at each step of its life, by turns. */
const deeds: readonly ((u: Ups, t: number, stream: RandomStream) => void)[] = [
	(u, t) => setInput(u, t, 0, 0, 0),
	(u, t) => setInput(u, t, u.rating.nominalVolts, u.rating.nominalHertz, 0.02),
	(u, t, stream) => setDemand(u, t, u.rating.model.ratedWatts * stream.between(0, 1.2)),
	(u, t, stream) => setInput(u, t, u.rating.nominalVolts * stream.between(0.6, 1.3), u.rating.nominalHertz, 0.02),
	(u, t, stream) => setAmbient(u, t, stream.between(0, 45)),
	(u, t) => setInput(u, t, u.rating.nominalVolts, u.rating.nominalHertz, 0.02),
	(u, t) => {
		beginSelfTest(u, t);
	},
	(u, t, stream) => wearTo(u, t, stream.between(0, 0.2)),
];

const STEPS = 60;

/** One UPS of every model lives through the same kind of days; `look` is called after each step. */
function liveAll(digest: Digest, look: (u: Ups, t: number) => void): UpsRows {
	const all = models();
	const rows = new UpsRows(all.length);
	const u = new Ups(rows, 0);
	for (let m = 0; m < all.length; m++) {
		const stream = new RandomStream(seedFor(3, all[m].sku));
		u.to(m);
		startUps(u, addType(rows, ratingOf(all[m])), {
			seed: m,
			loadWatts: all[m].ratedWatts * stream.next(),
			ambientCelsius: 22,
			agingOffsetMs: HOUR,
			testOffsetMs: 9 * HOUR,
		});
		liveOn(u, stream, digest, look);
	}
	return rows;
}

function liveOn(u: Ups, stream: RandomStream, digest: Digest, look: (u: Ups, t: number) => void): void {
	let t = 0;
	for (let step = 0; step < STEPS; step++) {
		t += stream.next() < 0.5 ? stream.whole(1, 30) * SECOND : stream.whole(1, 90) * MINUTE;
		digest.number(advance(u, t));
		deeds[step % deeds.length](u, t, stream);
		look(u, t);
	}
}

function upsSection(digest: Digest): void {
	const rows = liveAll(digest, u => {
		digest.number(nextEventAt(u));
		digest.number(u.energy);
	});
	for (let i = 0; i < rows.f.length; i++) {
		digest.number(rows.f[i]);
	}
	for (let i = 0; i < rows.j.length; i++) {
		digest.number(rows.j[i]);
	}
}

/** Every reading of these lives, as a card would send it. */
function sampleSection(digest: Digest): void {
	const row = new Int32Array(READING_SIZE);
	const sent = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE);
	const writer = new ProtobufWriter(SAMPLE_BYTES);
	let sequence = 0;
	liveAll(digest, (u, t) => {
		sequence += 1;
		measure(u, t, row, 0);
		writer.reset();
		encodeSample(writer, {sequence, fullSequence: 1, uptimeMs: t}, row, 0, sent, 0, sequence % 10 === 0);
		digest.bytes(writer.view());
	});
}

const sections: readonly {readonly name: string; readonly run: (digest: Digest) => void}[] = [
	{name: 'math', run: mathSection},
	{name: 'random', run: randomSection},
	{name: 'queue', run: queueSection},
	{name: 'battery', run: batterySection},
	{name: 'ups', run: upsSection},
	{name: 'sample', run: sampleSection},
];

/** One line a section: its name and its digest. */
export function transcript(): string {
	return sections
		.map(section => {
			const digest = new Digest();
			section.run(digest);
			return section.name + ' ' + digest.text();
		})
		.join('\n');
}
