// One quantity over time: the curve of one card, on a range of round numbers.

import {useMemo} from 'preact/hooks';
import type {PageQuantity} from '../../report/page-data.ts';
import {pathOf, rangeOf, valueAt} from './curve.ts';
import type {AxisRule} from './curve.ts';
import type {Curve} from './model.ts';
import {span as spanText} from './time.ts';
import type {Span} from './window.ts';

const HEIGHT = 76;
/** Room for half a line of text above and below. */
const INSET = 6;

interface Look extends AxisRule {
	readonly colour: string;
}

const looks: Readonly<Record<string, Look>> = {
	inputVolts: {colour: '--plot-volts', least: 20, isTime: false},
	loadRatio: {colour: '--plot-load', shows: [0, 100], least: 1, isTime: false},
	batteryCharge: {colour: '--plot-charge', shows: [0, 100], least: 1, isTime: false},
	batteryRuntime: {colour: '--plot-runtime', shows: [0, 60], least: 60, isTime: true},
	batteryVolts: {colour: '--plot-cells', least: 2, isTime: false},
	batteryTemperature: {colour: '--plot-load', least: 8, isTime: false},
};

const plain: Look = {colour: '--accent', least: 1, isTime: false};

/** A value with its unit; times as people say them. */
export function valueText(value: number, {unit, digits}: PageQuantity): string {
	if (Number.isNaN(value)) {
		return '–';
	}
	return (unit === 's' ? spanText(value * 1000) : `${value.toFixed(digits)} ${unit}`).replaceAll(' ', '\u00a0');
}

function tickText(value: number, {unit}: PageQuantity): string {
	return unit === 's' && value > 0 ? spanText(value * 1000) : String(value);
}

interface PlotProps {
	readonly quantity: PageQuantity;
	readonly curve: Curve;
	readonly span: Span;
	readonly width: number;
}

export function Plot({quantity, curve, span, width}: PlotProps) {
	const look = looks[quantity.name] ?? plain;
	const range = useMemo(() => rangeOf(curve, span, look), [curve, span, look]);
	const path = useMemo(() => pathOf(curve, span, range, {width, height: HEIGHT}), [curve, span, range, width]);
	const y = (value: number): number => (1 - (value - range.low) / (range.high - range.low)) * HEIGHT;
	return (
		<svg class="plot" width={width} height={HEIGHT + 2 * INSET} aria-hidden="true">
			<g transform={`translate(0 ${INSET})`}>
				{range.ticks.map(tick => (
					<g key={tick}>
						<line class="grid" x1={0} x2={width} y1={y(tick)} y2={y(tick)} />
						<text class="tick" x={-8} y={y(tick) + 4} text-anchor="end">
							{tickText(tick, quantity)}
						</text>
					</g>
				))}
				<path class="curve" d={path} style={{stroke: `var(${look.colour})`}} />
			</g>
		</svg>
	);
}

/** What the plot says at a time, or without one from where to where it goes. */
export function Readout({quantity, curve, span, atMs}: Omit<PlotProps, 'width'> & {readonly atMs: number | null}) {
	if (atMs !== null) {
		return <span class="readout">{valueText(valueAt(curve, atMs), quantity)}</span>;
	}
	const first = valueText(valueAt(curve, Math.max(span.fromMs, curve.at[0] ?? 0)), quantity);
	const last = valueText(valueAt(curve, span.toMs), quantity);
	return <span class="readout">{first === last ? last : `${first} → ${last}`}</span>;
}
