// Spans of time as bars in lanes: faults and steps. Each is a button that the keyboard reaches.

import {useMemo} from 'preact/hooks';
import type {Span} from './window.ts';

export interface Bar extends Span {
	readonly key: string;
	readonly label: string;
	/** Tells what the colour tells. */
	readonly glyph: string;
	readonly look: string;
	readonly description: string;
	/** How long it could have lasted; `toMs` where there is no such thing. */
	readonly limitMs: number;
	readonly isChosen: boolean;
	readonly onChoose: () => void;
}

const LANE_PX = 20;
/** Nothing narrower could be hit or read. */
const BAR_PX = 18;
const MOST_LANES = 6;
const LABEL_FROM_PX = 50;

interface Placed {
	readonly bar: Bar;
	readonly left: number;
	readonly width: number;
	/** Right end of what it could have been. */
	readonly limit: number;
	readonly lane: number;
}

/** Each bar in the first lane that is free; the last lane takes what no lane has room for. */
function placed(bars: readonly Bar[], {fromMs, toMs}: Span, width: number): Placed[] {
	const ends: number[] = [];
	const x = (ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * width;
	return bars
		.filter(bar => bar.toMs >= fromMs && bar.fromMs <= toMs)
		.map(bar => {
			const left = Math.max(0, Math.min(x(bar.fromMs), width - BAR_PX));
			const wide = Math.max(BAR_PX, Math.min(x(bar.toMs), width) - left);
			const free = ends.findIndex(end => end <= left);
			const lane = free >= 0 ? free : Math.min(ends.length, MOST_LANES - 1);
			ends[lane] = left + wide + 1;
			return {bar, left, width: wide, limit: Math.min(x(bar.limitMs), width), lane};
		});
}

export function Lanes({
	bars,
	span,
	width,
}: {
	readonly bars: readonly Bar[];
	readonly span: Span;
	readonly width: number;
}) {
	const all = useMemo(() => placed(bars, span, width), [bars, span, width]);
	const lanes = all.reduce((most, {lane}) => Math.max(most, lane + 1), 1);
	return (
		<div class="lanes" style={{height: `${lanes * LANE_PX}px`}}>
			{all.map(({bar, left, width: wide, limit, lane}) => (
				<div key={bar.key}>
					{limit > left + wide && (
						<i
							class={`limit ${bar.look}`}
							style={{left: `${left + wide}px`, width: `${limit - left - wide}px`, top: `${lane * LANE_PX}px`}}
						/>
					)}
					<button
						type="button"
						class={`bar ${bar.look}`}
						aria-label={bar.description}
						aria-pressed={bar.isChosen}
						title={bar.description}
						style={{left: `${left}px`, width: `${wide}px`, top: `${lane * LANE_PX}px`}}
						onClick={bar.onChoose}
					>
						<span class="glyph" aria-hidden="true">
							{bar.glyph}
						</span>
						{wide > LABEL_FROM_PX && <span class="label">{bar.label}</span>}
					</button>
				</div>
			))}
		</div>
	);
}
