// What the twin of a battery knows: one row of doubles a card, so that a fleet lies in one array and the state of a card is
// saved as numbers. Energy in W·min, power in W, times of the card in ms, wall-clock times in ms since 1970 UTC.

import type {Rating} from '../../ups/rating.ts';

export const twinColumns = [
	// When the last reading was taken, by the card's time and by the wall clock; -1 not known.
	'seenAt',
	'seenUtc',
	'installedUtc',
	/** 0 until the age at the first sight of the battery has been reckoned in. */
	'ageKnown',
	// What the last reading said, or the one before where it was silent.
	'celsius',
	'watts',
	'usualWatts',
	/** 0 nothing yet, 1 not discharging, 2 discharging. */
	'mode',
	// The battery as the twin follows it: what is gone from full, and the gap between the wells.
	'drawn',
	'gap',
	'startShare',
	/** Head at which the voltage was last compared in this discharge. */
	'comparedHead',
	/** Comparisons in a row that were far too good for this battery. */
	'tooGood',
	// Wear as the laws of aging.ts have it at the measured temperatures: by time, by discharges; and the mean rate of the first.
	'calendar',
	'cycling',
	'observedYears',
	'calendarPerYear',
	'cyclingPerYear',
	// What the twin estimates, as logarithms: how fast this battery ages, how large it is, and its resistance, against the type.
	'rateLog',
	'sizeLog',
	'ohmLog',
	// Their covariance, upper half.
	'p00',
	'p01',
	'p02',
	'p11',
	'p12',
	'p22',
	// Years until replace-battery as last reckoned at `foreseenUtc`, and their deviation; negative: not reckoned.
	'foreseenUtc',
	'foreseenYears',
	'foreseenSigma',
	/** When replace-battery began to hold; -1 it does not. */
	'flaggedUtc',
	'packs',
] as const;

export type TwinColumn = (typeof twinColumns)[number];
/** Doubles a row. */
export const TWIN_COLUMNS = twinColumns.length;

export const modeUnknown = 0;
export const modeResting = 1;
export const modeDischarging = 2;

/** Where the estimates and their covariance begin. */
export const ESTIMATES = twinColumns.indexOf('rateLog');
export const COVARIANCE = twinColumns.indexOf('p00');

/** The twins of `count` cards. `ratings[id]` is null where the type of the UPS is not known: such a twin predicts nothing. */
export class TwinRows {
	f: Float64Array;
	ratings: (Rating | null)[];
	count: number;

	constructor(count: number) {
		this.f = new Float64Array(count * TWIN_COLUMNS);
		this.ratings = [];
		this.count = count;
		for (let id = 0; id < count; id++) {
			this.ratings.push(null);
		}
	}
}

/** One column each as a property. */
export interface TwinState extends Record<TwinColumn, number> {}

/** One twin seen through its row; `to(id)` moves the view, which owns nothing. */
export class TwinState {
	f: Float64Array;
	ratings: (Rating | null)[];
	id: number;
	/** Where the row begins in `f`. */
	o: number;

	constructor(rows: TwinRows, id: number) {
		this.f = rows.f;
		this.ratings = rows.ratings;
		this.id = id;
		this.o = id * TWIN_COLUMNS;
	}

	moveTo(id: number): void {
		this.id = id;
		this.o = id * TWIN_COLUMNS;
	}
}

function defineColumn(name: string, column: number): void {
	Object.defineProperty(TwinState.prototype, name, {
		get: function (this: TwinState): number {
			return this.f[this.o + column];
		},
		set: function (this: TwinState, value: number) {
			this.f[this.o + column] = value;
		},
	});
}

twinColumns.forEach(defineColumn);
