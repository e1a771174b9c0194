// The time axis that all rows share.

import {stamp, ticksOf} from './time.ts';
import type {Span} from './window.ts';

const TICK_PX = 110;

export function Ruler({span, width}: {readonly span: Span; readonly width: number}) {
	const {at, distanceMs} = ticksOf(span.fromMs, span.toMs, width / TICK_PX);
	return (
		<svg class="ruler" width={width} height={24} aria-hidden="true">
			{at.map(tick => {
				const x = ((tick - span.fromMs) / (span.toMs - span.fromMs)) * width;
				const anchor = x < 30 ? 'start' : x > width - 30 ? 'end' : 'middle';
				return (
					<g key={tick}>
						<line x1={x} x2={x} y1={18} y2={24} />
						<text x={x} y={13} text-anchor={anchor}>
							{stamp(tick, distanceMs)}
						</text>
					</g>
				);
			})}
		</svg>
	);
}

/** The same ticks behind the rows. */
export function Gridlines({span, width}: {readonly span: Span; readonly width: number}) {
	const {at} = ticksOf(span.fromMs, span.toMs, width / TICK_PX);
	return (
		<div class="gridlines" aria-hidden="true">
			{at.map(tick => (
				<i key={tick} style={{left: `${((tick - span.fromMs) / (span.toMs - span.fromMs)) * width}px`}} />
			))}
		</div>
	);
}
