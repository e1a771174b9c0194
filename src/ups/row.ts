// The state of a UPS: one row in each of two shared typed arrays, and the view class through which it is read and written.
// Rows keep a fleet of a hundred thousand in cache and make a snapshot two buffer copies (engine.md 1, 2).

import type {Rating} from './rating.ts';
import {REMEMBERED} from './remembered.ts';

/** Numbers of a UPS. Times are whole milliseconds since the start, Infinity for never. Units as in battery.md. */
export const doubleColumns = [
	// The continuous state, as it was at `at`.
	'at',
	'energy',
	'gap',
	'celsius',
	'outputWattHours',
	// What stays constant between events (the freeze rule, battery.md 7).
	'celsiusTarget',
	'thermalTarget',
	'ambient',
	'capacity',
	'cutoffHours',
	'stringOhms',
	'bulkPerHour',
	'loadWatts',
	// What comes in.
	'demandWatts',
	'inputVolts',
	'inputHertz',
	'inputDistortion',
	'lowestInputVolts',
	// When what is due, in the order in which things happen at equal times (battery.md 1.3).
	'atQualified',
	'atCause',
	'atTestEnd',
	'atEmpty',
	'atLow',
	'atCalibrationEnd',
	'atOverload',
	'atRecharged',
	'atShed',
	'atGroup1',
	'atGroup2',
	'atGroup3',
	'atGroup0',
	'atStage',
	'atThermal',
	'atAging',
	'atTestDue',
	// The discharge under way, and what the firmware has learnt from earlier ones.
	'onBatteryAt',
	'startShare',
	'startMinutes',
	'predictedMinutes',
	'batteryConstant',
	'lowEndedAt',
	'shutdownWatts',
	// Wear.
	'calendarWear',
	'cyclingWear',
	'wornAt',
	'wornCelsius',
	'installedAt',
	// Settings.
	'batteryBelow',
	'boostBelow',
	'trimAbove',
	'batteryAbove',
	'lowBatteryMs',
	'qualifyMs',
	'returnDelayMs',
	'minReturnCharge',
	'minReturnRuntimeMs',
	'testIntervalMs',
	'testPhaseMs',
	// An update of the firmware; its timer stands apart from the others, so that rows recorded before it keep their places.
	'atUpdate',
	'updateTransferMs',
] as const;

/** Codes, counts, flags and the settings of outlet groups. Times here are whole seconds; -1 is never. */
export const integerColumns = [
	'type',
	'seed',
	'source',
	'avr',
	'purpose',
	'bypassReason',
	'charger',
	'inputGrade',
	'inputAccepted',
	'sensitivity',
	'transferCause',
	'changeCause',
	'transferCount',
	'testResult',
	'testCount',
	'testValid',
	'calibrationResult',
	'failedCells',
	'packs',
	'chargerFailed',
	'inverterFailed',
	'latched',
	'restarts',
	'conditions0',
	'conditions1',
	'conditions2',
	'groupsOn',
	'phase0',
	'phase1',
	'phase2',
	'phase3',
	'afterOff0',
	'afterOff1',
	'afterOff2',
	'afterOff3',
	'sharePermille0',
	'sharePermille1',
	'sharePermille2',
	'sharePermille3',
	'onDelay0',
	'onDelay1',
	'onDelay2',
	'onDelay3',
	'offDelay0',
	'offDelay1',
	'offDelay2',
	'offDelay3',
	'reboot0',
	'reboot1',
	'reboot2',
	'reboot3',
	'minRuntime0',
	'minRuntime1',
	'minRuntime2',
	'minRuntime3',
	'shedAfter0',
	'shedAfter1',
	'shedAfter2',
	'shedAfter3',
	'shedBelow0',
	'shedBelow1',
	'shedBelow2',
	'shedBelow3',
	'shedRules0',
	'shedRules1',
	'shedRules2',
	'shedRules3',
	'testSchedule',
	'alarmMode',
	'alarmDelay',
	'shutdownCharge',
	'shutdownLoad',
	'packSetting',
	'muted',
	'updatePhase',
	'updateMode',
	'updateImage',
	'updateFault',
	'firmware',
	// Whether any number of flaws.ts is not 0.
	'flawed',
] as const;

export type DoubleColumn = (typeof doubleColumns)[number];
export type IntegerColumn = (typeof integerColumns)[number];

/** Rows are whole cache lines: multiples of eight doubles and sixteen integers. */
export const DOUBLES = 8 * Math.ceil(doubleColumns.length / 8);
export const INTEGERS = 16 * Math.ceil(integerColumns.length / 16);

export const FIRST_TIMER = doubleColumns.indexOf('atQualified');
export const TIMERS = doubleColumns.indexOf('atTestDue') - FIRST_TIMER + 1;

/** Offsets of the column blocks that are indexed by outlet group. */
export const PHASE = integerColumns.indexOf('phase0');
export const AFTER_OFF = integerColumns.indexOf('afterOff0');
export const SHARE = integerColumns.indexOf('sharePermille0');
export const ON_DELAY = integerColumns.indexOf('onDelay0');
export const OFF_DELAY = integerColumns.indexOf('offDelay0');
export const REBOOT = integerColumns.indexOf('reboot0');
export const MIN_RUNTIME = integerColumns.indexOf('minRuntime0');
export const SHED_AFTER = integerColumns.indexOf('shedAfter0');
export const SHED_BELOW = integerColumns.indexOf('shedBelow0');
export const SHED_RULES = integerColumns.indexOf('shedRules0');
const CONDITIONS_AT = integerColumns.indexOf('conditions0');

/** The timer of an outlet group: the switched ones come before the main one, which goes last (nmc.md 8, rule 3). */
export const GROUP_TIMER: readonly number[] = [
	doubleColumns.indexOf('atGroup0'),
	doubleColumns.indexOf('atGroup1'),
	doubleColumns.indexOf('atGroup2'),
	doubleColumns.indexOf('atGroup3'),
];

/** The rows of `count` UPSs, and the types they are of. */
export class UpsRows {
	f: Float64Array;
	j: Int32Array;
	/** What readers last worked out (remembered.ts): no state. */
	kept: Float64Array;
	/** The numbers of flaws.ts, for each UPS; empty until one is needed. */
	flaws: Float64Array;
	count: number;
	ratings: Rating[];

	constructor(count: number) {
		this.kept = new Float64Array(count * REMEMBERED).fill(NaN);
		this.f = new Float64Array(count * DOUBLES);
		this.j = new Int32Array(count * INTEGERS);
		this.flaws = new Float64Array(0);
		this.count = count;
		this.ratings = [];
	}
}

/** One column each as a property: `ups.energy`, `ups.source`. */
export interface Ups extends Record<DoubleColumn | IntegerColumn, number> {}

/** One UPS seen through its row. `to(id)` moves the view, which owns nothing: keep the id, never a moved view. */
export class Ups {
	rows: UpsRows;
	f: Float64Array;
	j: Int32Array;
	kept: Float64Array;
	ratings: Rating[];
	id: number;
	/** Where the row begins in `f` and in `j`. */
	o: number;
	p: number;

	constructor(rows: UpsRows, id: number) {
		this.rows = rows;
		this.f = rows.f;
		this.j = rows.j;
		this.kept = rows.kept;
		this.ratings = rows.ratings;
		this.id = id;
		this.o = id * DOUBLES;
		this.p = id * INTEGERS;
	}

	to(id: number): Ups {
		this.id = id;
		this.o = id * DOUBLES;
		this.p = id * INTEGERS;
		return this;
	}

	get rating(): Rating {
		return this.ratings[this.type];
	}

	/** Whether a condition of conditions.ts holds. */
	holds(condition: number): boolean {
		return ((this.j[this.p + CONDITIONS_AT + (condition >> 5)] >>> (condition & 31)) & 1) === 1;
	}

	/** Sets or clears a condition. */
	mark(condition: number, holds: boolean): void {
		const at = this.p + CONDITIONS_AT + (condition >> 5);
		const bit = 1 << (condition & 31);
		this.j[at] = holds ? this.j[at] | bit : this.j[at] & ~bit;
	}
}

function defineDouble(name: string, column: number): void {
	Object.defineProperty(Ups.prototype, name, {
		get: function (this: Ups): number {
			return this.f[this.o + column];
		},
		set: function (this: Ups, value: number) {
			this.f[this.o + column] = value;
		},
	});
}

function defineInteger(name: string, column: number): void {
	Object.defineProperty(Ups.prototype, name, {
		get: function (this: Ups): number {
			return this.j[this.p + column];
		},
		set: function (this: Ups, value: number) {
			this.j[this.p + column] = value;
		},
	});
}

doubleColumns.forEach(defineDouble);
integerColumns.forEach(defineInteger);
