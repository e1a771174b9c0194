import test from 'ava';
import fc from 'fast-check';
import * as code from '../../src/ups/codes.ts';
import * as condition from '../../src/ups/conditions.ts';
import {fire, nextEventAt} from '../../src/ups/fire.ts';
import {flawColumns} from '../../src/ups/flaws.ts';
import {commandGroup, isOn, MAIN} from '../../src/ups/groups.ts';
import {measure} from '../../src/ups/measure.ts';
import type {UpsModel} from '../../src/ups/model.ts';
import {READING_SIZE} from '../../src/ups/reading.ts';
import {doubleColumns, integerColumns, Ups, UpsRows} from '../../src/ups/row.ts';
import {ratingOf} from '../../src/ups/rating.ts';
import {
	addType,
	advance,
	beginCalibration,
	beginSelfTest,
	fromBypass,
	giveGroupCommand,
	setAmbient,
	setCondition,
	setDemand,
	setFailedCells,
	setFlaw,
	setInput,
	sleep,
	startUps,
	stopTest,
	toBypass,
	wearTo,
} from '../../src/ups/ups.ts';
import {DAY, HOUR, lithiumModel, MINUTE, onlineModel, refModel} from '../helpers/ref-model.ts';

const models: UpsModel[] = [refModel, onlineModel, lithiumModel];

function fresh(model: number): Ups {
	const rows = new UpsRows(1);
	for (const each of models) {
		addType(rows, ratingOf(each));
	}
	const u = new Ups(rows, 0);
	startUps(u, model, {seed: 5, loadWatts: 400, ambientCelsius: 21, agingOffsetMs: 7 * HOUR, testOffsetMs: 9 * HOUR});
	return u;
}

interface Deed {
	afterMs: number;
	act: (u: Ups, t: number) => unknown;
	what: string;
}

const acts = fc.oneof(
	fc
		.constantFrom(0, 60, 150, 185, 200, 215, 230, 245, 260, 275, 300)
		.map(volts => (u: Ups, t: number) => setInput(u, t, volts, volts === 0 ? 0 : 50, 0)),
	fc.double({min: 0, max: 1600, noNaN: true}).map(watts => (u: Ups, t: number) => setDemand(u, t, watts)),
	fc.double({min: -10, max: 45, noNaN: true}).map(celsius => (u: Ups, t: number) => setAmbient(u, t, celsius)),
	fc.double({min: 0, max: 2, noNaN: true}).map(damage => (u: Ups, t: number) => wearTo(u, t, damage)),
	fc.constantFrom(0, 1).map(cells => (u: Ups, t: number) => setFailedCells(u, t, cells)),
	fc
		.tuple(
			fc.constantFrom(
				condition.chargerFailure,
				condition.inverterFault,
				condition.noBattery,
				condition.fanFault,
				condition.bypassSupplyFault,
				condition.bypassRelay,
				condition.avrRelayFault,
			),
			fc.boolean(),
		)
		.map(
			([which, holds]) =>
				(u: Ups, t: number) =>
					setCondition(u, t, which, holds),
		),
	fc
		.tuple(fc.constantFrom(...flawColumns), fc.constantFrom(0, 0, -0.5, 0.5, 3))
		.filter(([column, value]) => value >= 0 || ['capacity', 'charging', 'warmth'].includes(column))
		.map(
			([column, value]) =>
				(u: Ups, t: number) =>
					setFlaw(u, t, column, value),
		),
	fc.tuple(fc.integer({min: 0, max: 2}), fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 9, 10)).map(
		([group, command]) =>
			(u: Ups, t: number) =>
				giveGroupCommand(u, t, group, command),
	),
	fc.constant((u: Ups, t: number) => beginSelfTest(u, t)),
	fc.constant((u: Ups, t: number) => beginCalibration(u, t)),
	fc.constant((u: Ups, t: number) => stopTest(u, t)),
	fc.constant((u: Ups, t: number) => toBypass(u, t, code.bypassByCommand)),
	fc.constant((u: Ups, t: number) => fromBypass(u, t)),
	fc.integer({min: 1, max: 3_600_000}).map(ms => (u: Ups, t: number) => sleep(u, t, ms)),
);
const deeds: fc.Arbitrary<Deed[]> = fc.array(
	fc.record({
		afterMs: fc.oneof(fc.integer({min: 0, max: 20_000}), fc.integer({min: 0, max: 4 * HOUR})),
		act: acts,
		what: fc.constant(''),
	}),
	{maxLength: 40},
);

function live(u: Ups, story: Deed[], watch: (u: Ups) => void, splits: number[] = []): void {
	let t = 0;
	for (const [i, deed] of story.entries()) {
		const next = t + deed.afterMs;
		const split = splits[i];
		if (split !== undefined) {
			advance(u, t + Math.floor(deed.afterMs * split));
		}
		t = next;
		advance(u, t);
		deed.act(u, t);
		watch(u);
	}
	advance(u, t + DAY);
	watch(u);
}

const story = fc.tuple(fc.integer({min: 0, max: models.length - 1}), deeds);

test('whatever happens, sources, conditions and numbers stay consistent', t => {
	fc.assert(
		fc.property(story, ([model, what]) => {
			const u = fresh(model);
			live(u, what, () => {
				const on = isOn(u, MAIN);
				const consistent = [
					['output follows the main group', on === (u.source !== code.sourceOff)],
					['off is said', u.holds(condition.outputOff) === !on],
					[
						'nothing hangs on what is broken',
						(u.source !== code.sourceBattery || (u.inverterFailed === 0 && !u.holds(condition.noBattery)))
							&& (u.source !== code.sourceLine || !u.rating.doubleConversion || u.inverterFailed === 0),
					],
					['no switched group without the main one', on || u.groupsOn === 0],
					[
						'on-battery is said exactly in an outage',
						u.holds(condition.onBattery) === (u.source === code.sourceBattery && u.purpose === code.purposeOutage),
					],
					[
						'testing is said exactly in a test',
						u.holds(condition.selfTesting) === (u.source === code.sourceBattery && u.purpose === code.purposeSelfTest),
					],
					[
						'calibrating is said exactly in a calibration',
						u.holds(condition.calibrating)
							=== (u.source === code.sourceBattery && u.purpose === code.purposeCalibration),
					],
					[
						'a drill never runs on bad input',
						u.purpose === code.purposeOutage || u.source !== code.sourceBattery || u.inputGrade === code.inputGood,
					],
					['line is good', u.source !== code.sourceLine || u.inputGrade === code.inputGood],
					['bypass is good', u.source !== code.sourceBypass || u.inputGrade === code.inputGood],
					['nothing is drawn when off', on || u.loadWatts === 0],
					['never charging on battery', u.source !== code.sourceBattery || u.charger === code.chargerOff],
					['energy within capacity', u.energy >= 0 && u.energy <= u.capacity * (1 + 1e-9)],
					['nothing is due in the past', nextEventAt(u) >= u.at],
					['boost and trim exclude each other', !(u.holds(condition.boost) && u.holds(condition.trim))],
					['no taps on double conversion', !u.rating.doubleConversion || u.avr === code.avrNone],
				] as const;
				for (const [rule, holds] of consistent) {
					if (!holds) {
						throw new Error(
							`${rule}: source ${u.source}, purpose ${u.purpose}, groups ${u.groupsOn}, load ${u.loadWatts}, conditions ${u.conditions0}`,
						);
					}
				}
				for (const name of [...doubleColumns, ...integerColumns]) {
					if (Number.isNaN(u[name])) {
						throw new Error(`${name} is not a number`);
					}
				}
			});
		}),
		{numRuns: 1500},
	);
	t.pass();
});

/** Columns in which a split may differ by rounding only. */
function distance(a: Ups, b: Ups): number {
	let worst = 0;
	for (const name of doubleColumns) {
		if (a[name] !== b[name]) {
			// Times are rounded up to whole milliseconds: one of rounding is allowed there.
			const scale = name.startsWith('at') ? 1e9 : Math.max(1, Math.abs(b[name]));
			worst = Math.max(worst, Math.abs(a[name] - b[name]) / scale);
		}
	}
	return worst;
}

test('splitting a step changes nothing to 1e-9, whatever happens before and after', t => {
	fc.assert(
		fc.property(story, fc.array(fc.double({min: 0, max: 1, noNaN: true}), {maxLength: 40}), ([model, what], splits) => {
			const whole = fresh(model);
			const split = fresh(model);
			live(whole, what, () => {});
			live(split, what, () => {}, splits);
			return distance(whole, split) < 2e-9;
		}),
		{numRuns: 700},
	);
	t.pass();
});

test('reading changes nothing, whoever looks and however often', t => {
	const out = new Int32Array(READING_SIZE);
	fc.assert(
		fc.property(story, ([model, what]) => {
			const read = fresh(model);
			const unread = fresh(model);
			live(unread, what, () => {});
			live(read, what, u => {
				for (const ahead of [0, 0.3, 1]) {
					measure(u, u.at + Math.floor(ahead * Math.min(nextEventAt(u) - u.at, HOUR)), out, 0);
				}
			});
			return (
				read.f.every((value, i) => Object.is(value, unread.f[i])) && read.j.every((value, i) => value === unread.j[i])
			);
		}),
		{numRuns: 300},
	);
	t.pass();
});

test('no UPS fires more than a few times at one instant', t => {
	fc.assert(
		fc.property(story, ([model, what]) => {
			const u = fresh(model);
			live(u, what, () => {});
			let last = -1;
			let times = 0;
			for (let fired = 0; fired < 200; fired++) {
				const due = nextEventAt(u);
				times = due === last ? times + 1 : 1;
				last = due;
				if (times > 8) {
					throw new Error(`fires ${times} times at ${due}`);
				}
				fire(u, due);
			}
		}),
		{numRuns: 300},
	);
	t.pass();
});

test('two UPSs side by side in one set of rows never touch each other', t => {
	const rows = new UpsRows(2);
	addType(rows, ratingOf(refModel));
	const view = new Ups(rows, 0);
	const start = {seed: 5, loadWatts: 400, ambientCelsius: 21, agingOffsetMs: HOUR, testOffsetMs: HOUR};
	startUps(view.to(0), 0, start);
	startUps(view.to(1), 0, start);
	const untouched = rows.f.slice(rows.f.length / 2);
	setInput(view.to(0), MINUTE, 0, 0, 0);
	advance(view, DAY);
	commandGroup(view, DAY, 1, 2);
	t.deepEqual(rows.f.slice(rows.f.length / 2), untouched);
	setInput(view.to(1), MINUTE, 0, 0, 0);
	advance(view, DAY);
	commandGroup(view, DAY, 1, 2);
	t.deepEqual(rows.f.slice(0, rows.f.length / 2), rows.f.slice(rows.f.length / 2));
});

test('an idle year takes a few events a day', t => {
	const u = fresh(0);
	const events = advance(u, 365 * DAY);
	t.true(events > 365 && events < 3 * 365, `${events}`);
});
