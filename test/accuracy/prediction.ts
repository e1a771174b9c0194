// How well each way to reckon runtime predicts a line of a published table that it has not seen: battery.md 4.

import {fullRuntimeMinutes} from '../../src/ups/battery.ts';
import {fitCell, fitTable, fitTwoPoints} from '../../src/ups/fit/fit.ts';
import {errorPercent, leaveOneOut, type Predictor} from '../../src/ups/fit/leave-one-out.ts';
import type {RuntimePoint} from '../../src/ups/fit/shape.ts';
import {fitPeukert, interpolatedMinutes, logInterpolatedMinutes, peukertMinutes} from '../../src/ups/peukert.ts';
import type {PublishedTable} from './tables.ts';

export const methods = ['battery', 'peukert', 'linear', 'logLog'] as const;
export type Method = (typeof methods)[number];

export const methodTitles: Readonly<Record<Method, string>> = {
	battery: 'KiBaM+idle+IR',
	peukert: 'Peukert',
	linear: 'linear',
	logLog: 'log-log',
};

/** Signed errors of one table, percent; an error that a method cannot have is left out. */
export interface TableErrors {
	readonly name: string;
	readonly kind: PublishedTable['kind'];
	readonly count: number;
	readonly all: Readonly<Record<Method, readonly number[]>>;
	/** Of the lines that have a neighbour on either side. */
	readonly interior: Readonly<Record<Method, readonly number[]>>;
}

const peukert: Predictor = points => {
	const law = fitPeukert(points);
	return load => peukertMinutes(law, load);
};

function predictorOf(method: Method, kind: PublishedTable['kind']): Predictor {
	const fit = kind === 'ups' ? fitTable : fitCell;
	const predictors: Record<Method, Predictor> = {
		battery: points => {
			const battery = fit(points);
			return load => fullRuntimeMinutes(battery, load);
		},
		peukert,
		linear: points => load => interpolatedMinutes(points, load),
		logLog: points => load => logInterpolatedMinutes(points, load),
	};
	return predictors[method];
}

/** Every line of the table left out once and predicted from the others, by every method. */
export function leaveOneOutErrors(table: PublishedTable): TableErrors {
	const all = {} as Record<Method, number[]>;
	const interior = {} as Record<Method, number[]>;
	for (const method of methods) {
		const predicted = leaveOneOut(table.points, predictorOf(method, table.kind));
		const errors = table.points
			.map((point, i) => ({
				inside: isInterior(table.points, point),
				error: errorPercent(predicted[i] ?? NaN, point.minutes),
			}))
			.filter(({error}) => !Number.isNaN(error));
		all[method] = errors.map(({error}) => error);
		interior[method] = errors.filter(({inside}) => inside).map(({error}) => error);
	}
	return {name: table.name, kind: table.kind, count: table.points.length, all, interior};
}

function isInterior(points: readonly RuntimePoint[], point: RuntimePoint): boolean {
	return points.some(other => other.load < point.load) && points.some(other => other.load > point.load);
}

/** Errors at all other lines of a table, predicted from the lines next to half of the highest load and at it. */
export interface TwoPointErrors {
	readonly name: string;
	readonly battery: readonly number[];
	readonly peukert: readonly number[];
}

export function twoPointErrors(table: PublishedTable): TwoPointErrors {
	const full = table.points.reduce((highest, point) => (point.load > highest.load ? point : highest));
	const half = table.points.reduce((nearest, point) =>
		Math.abs(point.load - full.load / 2) < Math.abs(nearest.load - full.load / 2) ? point : nearest,
	);
	const battery = fitTwoPoints(half, full);
	const law = fitPeukert([half, full]);
	const others = table.points.filter(point => point !== half && point !== full);
	return {
		name: table.name,
		battery: others.map(point => errorPercent(fullRuntimeMinutes(battery, point.load), point.minutes)),
		peukert: others.map(point => errorPercent(peukertMinutes(law, point.load), point.minutes)),
	};
}
