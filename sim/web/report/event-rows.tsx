// Events over time: how many there were, and those of one card one by one.

import {useMemo} from 'preact/hooks';
import type {CardEvent} from './model.ts';
import {stamp} from './time.ts';
import type {Span} from './window.ts';

const HEIGHT = 34;
const COLUMN_PX = 3;
/** More marks than this would hide each other. */
const MOST_MARKS = 120;

function inside(events: readonly CardEvent[], {fromMs, toMs}: Span): CardEvent[] {
	return events.filter(({atMs}) => atMs >= fromMs && atMs <= toMs);
}

interface EventsProps {
	readonly events: readonly CardEvent[];
	readonly span: Span;
	readonly width: number;
}

export function eventText({sequence, name, phase, text, atMs}: CardEvent): string {
	return `${stamp(atMs)} #${sequence} ${name} ${phase}: ${text}`;
}

/** Bars where there are many, else a mark each that tells itself. */
export function Events({events, span, width}: EventsProps) {
	const shown = useMemo(() => inside(events, span), [events, span]);
	return shown.length > MOST_MARKS ? (
		<Density events={shown} span={span} width={width} />
	) : (
		<Marks events={shown} span={span} width={width} />
	);
}

function Density({events, span, width}: EventsProps) {
	const columns = Math.max(1, Math.floor(width / COLUMN_PX));
	const counts = new Uint32Array(columns);
	for (const {atMs} of events) {
		counts[Math.min(columns - 1, Math.floor(((atMs - span.fromMs) / (span.toMs - span.fromMs)) * columns))]++;
	}
	const most = counts.reduce((a, b) => Math.max(a, b), 1);
	// The square root, so that a single event is still seen beside a storm.
	const path = Array.from(counts, (count, i) => {
		const height = Math.sqrt(count / most) * (HEIGHT - 4);
		return count === 0 ? '' : `M${i * COLUMN_PX} ${HEIGHT}v${-Math.max(2, height)}h${COLUMN_PX - 1}V${HEIGHT}z`;
	}).join('');
	return (
		<svg class="density" width={width} height={HEIGHT} aria-hidden="true">
			<path d={path} />
		</svg>
	);
}

function Marks({events, span, width}: EventsProps) {
	return (
		<div class="marks" style={{height: `${HEIGHT}px`}}>
			{events.map(event => (
				<button
					key={`${event.card} ${event.sequence}`}
					type="button"
					class={`mark ${event.phase}`}
					title={eventText(event)}
					aria-label={eventText(event)}
					style={{left: `${((event.atMs - span.fromMs) / (span.toMs - span.fromMs)) * width}px`}}
				>
					<span class="tip" aria-hidden="true">
						{eventText(event)}
					</span>
				</button>
			))}
		</div>
	);
}
