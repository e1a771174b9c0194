// Plots of one card since it was opened, on a common axis of the cards' time.

import {useLayoutEffect, useMemo, useRef} from 'preact/hooks';
import uPlot from 'uplot';
import type {CardDepth} from '../../ui/messages.ts';
import {quantity, time} from './format.ts';
import {onTheme} from './theme.ts';
import {colour} from './tiles.ts';

interface PlotRow {
	readonly slot: string;
	readonly title: string;
	readonly colour: string;
	/** The axis always shows at least this much. */
	readonly least: readonly [low: number, high: number] | null;
	/** Steps of the unit that is shown in one of the reading's. */
	readonly scale: number;
	readonly unit: string;
}

const rows: readonly PlotRow[] = [
	{slot: 'inputVolts', title: 'Input', colour: '--plot-volts', least: null, scale: 1, unit: 'V'},
	{slot: 'loadRatio', title: 'Load', colour: '--plot-load', least: [0, 100], scale: 1, unit: '%'},
	{slot: 'batteryCharge', title: 'Charge', colour: '--plot-charge', least: [0, 100], scale: 1, unit: '%'},
	{slot: 'batteryRuntime', title: 'Runtime', colour: '--plot-runtime', least: [0, 10], scale: 60, unit: 'min'},
	{slot: 'batteryVolts', title: 'Battery', colour: '--plot-cells', least: null, scale: 1, unit: 'V'},
];

const MOST_POINTS = 2400;
const HEIGHT = 92;
const AXIS_HEIGHT = 26;
const SECOND = 1000;
const NARROWEST_VOLTS = 4;
const NARROWEST_S = 10;

/** What was read of a card, a column a quantity. */
export class History {
	readonly times: number[] = [];
	readonly columns: ReadonlyArray<Array<number | null>> = rows.map(() => []);

	add(depth: CardDepth): void {
		const at = depth.utcMs / SECOND;
		if (at === this.times.at(-1)) {
			return;
		}
		this.times.push(at);
		rows.forEach(({slot, scale}, i) => {
			const value = depth.readings[slot]?.value ?? null;
			this.columns[i].push(value === null ? null : value / scale);
		});
		if (this.times.length > MOST_POINTS) {
			this.times.shift();
			this.columns.forEach(column => column.shift());
		}
	}
}

export function Plots({history, depth}: {readonly history: History; readonly depth: CardDepth}) {
	return (
		<div class="plots">
			{rows.map((row, i) => (
				<Plot key={row.slot} row={row} history={history} column={i} depth={depth} isLast={i === rows.length - 1} />
			))}
		</div>
	);
}

interface PlotProps {
	readonly row: PlotRow;
	readonly history: History;
	readonly column: number;
	readonly depth: CardDepth;
	readonly isLast: boolean;
}

function Plot({row, history, column, depth, isLast}: PlotProps) {
	const place = useRef<HTMLDivElement>(null);
	const plot = useRef<uPlot | null>(null);
	const data = (): uPlot.AlignedData => [history.times, history.columns[column]];
	useLayoutEffect(() => {
		const element = place.current as HTMLDivElement;
		const make = (): void => {
			plot.current?.destroy();
			plot.current = new uPlot(optionsOf(row, element.clientWidth, isLast), data(), element);
		};
		make();
		const stopTheme = onTheme(make);
		const sizes = new ResizeObserver(() => plot.current?.setSize(sizeOf(element.clientWidth, isLast)));
		sizes.observe(element);
		return () => {
			stopTheme();
			sizes.disconnect();
			plot.current?.destroy();
			plot.current = null;
		};
	}, [history]);
	useMemo(() => plot.current?.setData(data()), [depth]);
	const reading = depth.readings[row.slot];
	return (
		<figure class="plot">
			<figcaption>
				<span class={`plot-name is${row.colour}`}>{row.title}</span>
				<output>{quantity(reading?.value, reading?.unit ?? '')}</output>
			</figcaption>
			<div ref={place} class="plot-place" aria-hidden="true" />
		</figure>
	);
}

function sizeOf(width: number, isLast: boolean): {width: number; height: number} {
	return {width: Math.max(120, width), height: HEIGHT + (isLast ? AXIS_HEIGHT : 0)};
}

function optionsOf(row: PlotRow, width: number, isLast: boolean): uPlot.Options {
	const grid = {stroke: colour('--line'), width: 1};
	const text = colour('--muted');
	const font = `11px ${getComputedStyle(document.body).fontFamily}`;
	return {
		...sizeOf(width, isLast),
		legend: {show: false},
		padding: [8, 8, isLast ? 0 : 6, 0],
		cursor: {sync: {key: 'card'}, points: {size: 6}, drag: {x: false, y: false}},
		scales: {
			x: {time: true, range: (_plot, low, high) => [low ?? 0, Math.max(high ?? 0, (low ?? 0) + NARROWEST_S)]},
			y: {range: (_plot, low, high) => rangeOf(row, low, high)},
		},
		axes: [
			{
				stroke: text,
				font,
				size: isLast ? AXIS_HEIGHT : 0,
				space: 70,
				grid,
				ticks: {...grid, show: isLast},
				values: (_plot, ticks) => ticks.map(at => (isLast ? time(at * SECOND) : '')),
			},
			{
				stroke: text,
				font,
				size: 58,
				space: 26,
				grid,
				ticks: {show: false},
				values: (_plot, ticks) => ticks.map(tick => `${Number(tick.toFixed(2))} ${row.unit}`),
			},
		],
		series: [{}, {stroke: colour(row.colour), width: 1.75, points: {show: false}, spanGaps: false}],
	};
}

/** Volts fill the plot, with some room; shares and runtimes begin at 0. */
function rangeOf({least}: PlotRow, low: number | null, high: number | null): [number, number] {
	if (least !== null) {
		return [least[0], Math.max(least[1], (high ?? 0) * 1.1)];
	}
	const [from, to] = [low ?? 0, high ?? 0];
	const room = Math.max((to - from) * 0.15, NARROWEST_VOLTS / 2);
	return [Math.max(0, from - room), to + room];
}
