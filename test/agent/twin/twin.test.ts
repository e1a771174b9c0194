import test from 'ava';
import fc from 'fast-check';
import {TwinRows} from '../../../src/agent/twin/rows.ts';
import {Twin} from '../../../src/agent/twin/twin.ts';
import {measure} from '../../../src/ups/measure.ts';
import {ratingOf} from '../../../src/ups/rating.ts';
import * as reading from '../../../src/ups/reading.ts';
import {NOT_AVAILABLE, READING_SIZE} from '../../../src/ups/reading.ts';
import type {Ups} from '../../../src/ups/row.ts';
import {runtimeNow} from '../../../src/ups/runtime.ts';
import {advance, beginSelfTest, setInput, wearTo} from '../../../src/ups/ups.ts';
import {DAY, HOUR, lithiumModel, MINUTE, newUps, refModel, SECOND, YEAR} from '../../helpers/ref-model.ts';

const UTC = Date.UTC(2026, 0, 1);
const SLOTS = [
	reading.predictedRuntime,
	reading.predictedRuntimeSigma,
	reading.batteryHealth,
	reading.batteryHealthSigma,
	reading.replaceDay,
	reading.replaceDaySigma,
];

function newTwin(model = refModel, installedUtc = UTC): Twin {
	const twin = new Twin(new TwinRows(1), 0);
	twin.start(ratingOf(model), installedUtc, 0);
	return twin;
}

/** Lets the UPS live to `t` and the twin see it; the row as the twin completes it. */
function look(u: Ups, twin: Twin, t: number, utc = UTC + t): Int32Array {
	const row = new Int32Array(READING_SIZE);
	advance(u, t);
	measure(u, t, row, 0);
	twin.observe(row, 0, t, utc);
	// oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a twin is no array
	twin.fill(row, 0);
	return row;
}

/** A self-test at `t`, seen in its middle and after it. */
function lookAtTest(u: Ups, twin: Twin, t: number): Int32Array {
	look(u, twin, t);
	beginSelfTest(u, t);
	look(u, twin, t + 6 * SECOND);
	return look(u, twin, t + 10 * SECOND);
}

test('the runtime of a new battery is that of the model, on line and through an outage', t => {
	const u = newUps();
	const twin = newTwin();
	look(u, twin, MINUTE);
	setInput(u, HOUR, 0, 0, 0);
	for (let minute = 0; minute <= 20; minute += 2) {
		const row = look(u, twin, HOUR + minute * MINUTE);
		const truth = runtimeNow(u) * 60;
		t.true(Math.abs(row[reading.predictedRuntime] - truth) < 30, `${row[reading.predictedRuntime]} for ${truth}`);
	}
});

test('self-tests tell a twin that was told the wrong age how worn the battery is', t => {
	const u = newUps();
	const twin = newTwin(refModel, UTC - 3 * YEAR);
	wearTo(u, 0, 1.1);
	const first = look(u, twin, MINUTE);
	let row = first;
	for (let day = 1; day <= 140; day += 14) {
		row = lookAtTest(u, twin, day * DAY);
	}
	const truth = u.capacity / ratingOf(refModel).capacityWmin;
	const error = (seen: Int32Array): number => Math.abs(seen[reading.batteryHealth] / 1000 - truth);
	t.true(error(row) < error(first), `${row[reading.batteryHealth]} after ${first[reading.batteryHealth]} for ${truth}`);
	t.true(row[reading.batteryHealthSigma] < first[reading.batteryHealthSigma]);
	t.true(row[reading.replaceDay] < first[reading.replaceDay]);
});

/** What a real UPS does not tell over Modbus. */
const untold = [reading.batteryAmperes, reading.chargerStage, reading.inputHertz];

test('a twin learns as well from a UPS that does not tell its current', t => {
	const u = newUps();
	const twin = newTwin(refModel, UTC - 3 * YEAR);
	wearTo(u, 0, 1.1);
	const see = (at: number): number => {
		const row = new Int32Array(READING_SIZE);
		advance(u, at);
		measure(u, at, row, 0);
		untold.forEach(slot => (row[slot] = NOT_AVAILABLE));
		twin.observe(row, 0, at, UTC + at);
		// oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a twin is no array
		twin.fill(row, 0);
		return row[reading.batteryHealth] / 1000;
	};
	const first = see(MINUTE);
	let last = first;
	for (let day = 1; day <= 140; day += 14) {
		see(day * DAY);
		beginSelfTest(u, day * DAY);
		see(day * DAY + 6 * SECOND);
		last = see(day * DAY + 10 * SECOND);
	}
	const truth = u.capacity / ratingOf(refModel).capacityWmin;
	t.true(Math.abs(last - truth) < Math.abs(first - truth) / 2, `${last} after ${first} for ${truth}`);
});

test('a battery fitted without a word is noticed', t => {
	const u = newUps();
	const twin = newTwin(refModel, UTC - 5 * YEAR);
	t.true(look(u, twin, MINUTE)[reading.batteryHealth] < 800);
	for (let day = 1; day <= 60; day += 14) {
		lookAtTest(u, twin, day * DAY);
	}
	t.true(look(u, twin, 61 * DAY)[reading.batteryHealth] > 950);
});

test('a type that is not known, and a UPS that is silent, are predicted nothing', t => {
	const twin = newTwin();
	twin.start(null, UTC, 0);
	const row = look(newUps(), twin, MINUTE);
	t.deepEqual(
		SLOTS.map(slot => row[slot]),
		SLOTS.map(() => NOT_AVAILABLE),
	);
	const silent = new Int32Array(READING_SIZE).fill(NOT_AVAILABLE);
	const other = newTwin();
	other.observe(silent, 0, MINUTE, UTC);
	other.fill(silent, 0);
	t.true(silent.every(value => value === NOT_AVAILABLE));
});

test('without a wall clock there is a runtime and a health, and no day', t => {
	const row = look(newUps(), newTwin(), MINUTE, -1);
	t.not(row[reading.predictedRuntime], NOT_AVAILABLE);
	t.not(row[reading.batteryHealth], NOT_AVAILABLE);
	t.is(row[reading.replaceDay], NOT_AVAILABLE);
});

test('a saved row goes on where it was', t => {
	const rows = new TwinRows(1);
	const twin = new Twin(rows, 0);
	twin.start(ratingOf(refModel), UTC, 0);
	const u = newUps();
	lookAtTest(u, twin, 30 * DAY);
	const restored = new TwinRows(1);
	restored.f.set(rows.f);
	const second = new Twin(restored, 0);
	second.resume(ratingOf(refModel));
	const row = new Int32Array(READING_SIZE);
	measure(u, u.at, row, 0);
	second.observe(row, 0, 5, UTC + 31 * DAY);
	twin.observe(row, 0, 31 * DAY, UTC + 31 * DAY);
	t.is(second.calendar, twin.calendar);
});

const slotValue = fc.oneof(
	fc.constant(NOT_AVAILABLE),
	fc.integer({min: -200, max: 3000}),
	fc.integer({min: NOT_AVAILABLE + 1}),
);
const status = fc.constantFrom(2, 3, 15, 7, NOT_AVAILABLE);
const strange = fc.record({
	status,
	slots: fc.array(slotValue, {minLength: READING_SIZE, maxLength: READING_SIZE}),
	t: fc.nat({max: 3 * YEAR}),
	utc: fc.oneof(fc.constant(-1), fc.integer({min: 0, max: UTC + 5 * YEAR})),
});

test('whatever a sensor or a clock says, no number is lost, intervals are positive, and the same makes the same', t => {
	fc.assert(
		fc.property(fc.array(strange, {maxLength: 25}), fc.constantFrom(refModel, lithiumModel), (steps, model) => {
			const twins = [newTwin(model), newTwin(model)];
			for (const step of steps) {
				const row = Int32Array.from(step.slots);
				row[reading.outputStatus] = step.status;
				const outs = twins.map(twin => {
					const out = Int32Array.from(row);
					twin.observe(out, 0, step.t, step.utc);
					twin.fill(out, 0);
					return out;
				});
				t.deepEqual(outs[0], outs[1]);
				t.true(twins[0].f.every(Number.isFinite), `${[...twins[0].f]}`);
				t.true(outs[0][reading.batteryHealthSigma] === NOT_AVAILABLE || outs[0][reading.batteryHealthSigma] > 0);
				t.true(outs[0][reading.predictedRuntimeSigma] === NOT_AVAILABLE || outs[0][reading.predictedRuntimeSigma] > 0);
			}
		}),
		{numRuns: 300},
	);
});
