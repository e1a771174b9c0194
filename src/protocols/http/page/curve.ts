// The last hours as a curve: load and charge, in percent.

import type {Point} from '../history.ts';
import {html} from './html.ts';
import type {Html} from './html.ts';

/** The drawing is stretched to its place; strokes keep their width. */
const WIDTH = 1000;
const FULL = 100;
const marks = [100, 50, 0];

function y(percent: number): number {
	return FULL - Math.min(FULL, Math.max(0, percent));
}

/** Path data; a gap where there is nothing. */
function path(points: readonly Point[], read: (point: Point) => number | null): string {
	const first = points[0]?.utcMs ?? 0;
	const span = Math.max(1, (points.at(-1)?.utcMs ?? 0) - first);
	let pen = 'M';
	let data = '';
	for (const point of points) {
		const value = read(point);
		if (value === null) {
			pen = 'M';
		} else {
			const x = ((point.utcMs - first) / span) * WIDTH;
			data += `${pen}${x.toFixed(1)} ${y(value).toFixed(1)}`;
			pen = 'L';
		}
	}
	return data;
}

function clockText(utcMs: number): string {
	return new Date(utcMs).toISOString().slice(11, 16);
}

function range(points: readonly Point[], read: (point: Point) => number | null): string {
	const values = points.map(read).filter(value => value !== null);
	return values.length === 0
		? 'nothing known'
		: `${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))} %`;
}

/** Null where there is too little to draw. */
export function curve(points: readonly Point[]): Html | null {
	const first = points[0];
	const last = points.at(-1);
	if (first === undefined || last === undefined || points.length < 2) {
		return null;
	}
	const told = `From ${clockText(first.utcMs)} to ${clockText(last.utcMs)} UTC: load ${range(points, each => each.load)}, charge ${range(points, each => each.charge)}.`;
	const lines = marks.map(mark => html`<line class="axis" x2="${WIDTH}" y1="${y(mark)}" y2="${y(mark)}"/>`);
	const drawing = html`<svg class="curve" viewBox="0 0 ${WIDTH} ${FULL}" preserveAspectRatio="none" role="img" aria-label="${told}">${lines}<path class="charge" d="${path(points, each => each.charge)}"/><path class="load" d="${path(points, each => each.load)}"/></svg>`;
	const span = html`<div class="span"><span>${clockText(first.utcMs)} UTC</span><span>${clockText(last.utcMs)} UTC</span></div>`;
	return html`<section class="panel" aria-labelledby="curve"><h2 id="curve">Load and charge</h2><div class="plot"><div class="scale" aria-hidden="true">${marks.map(mark => html`<span>${mark}</span>`)}</div>${drawing}${span}</div><p class="legend"><span><i></i>Charge, %</span><span><i class="load"></i>Load, %</span></p></section>`;
}
