// Status over time: the bands of one card, and how many cards of the fleet have which.

import {useMemo} from 'preact/hooks';
import {statusLooks} from '../shared/statuses.ts';
import {countsOf} from './fleet-grid.ts';
import type {Band, Changes} from './model.ts';
import {lookOf} from './statuses.tsx';
import {span as spanText, stamp} from './time.ts';
import type {Span} from './window.ts';

const BAND_HEIGHT = 26;
const LETTER_PX = 12;
const TITLE_PX = 7;

export function Bands({
	bands,
	span,
	width,
}: {
	readonly bands: readonly Band[];
	readonly span: Span;
	readonly width: number;
}) {
	const x = (ms: number): number =>
		Math.max(0, Math.min(width, ((ms - span.fromMs) / (span.toMs - span.fromMs)) * width));
	return (
		<svg class="bands" width={width} height={BAND_HEIGHT} aria-hidden="true">
			{bands
				.filter(({fromMs, toMs}) => toMs >= span.fromMs && fromMs <= span.toMs)
				.map(({fromMs, toMs, status}) => (
					<g key={fromMs}>
						<title>{`${lookOf(status).title}, ${stamp(fromMs)} for ${spanText(toMs - fromMs)}`}</title>
						<rect
							x={x(fromMs)}
							width={Math.max(1.5, x(toMs) - x(fromMs))}
							height={BAND_HEIGHT}
							style={{fill: `var(--${lookOf(status).name})`}}
						/>
						<text
							x={(x(fromMs) + x(toMs)) / 2}
							y={BAND_HEIGHT / 2 + 4}
							text-anchor="middle"
							style={{fill: `var(--${lookOf(status).name}-ink)`}}
						>
							{bandText(status, x(toMs) - x(fromMs))}
						</text>
					</g>
				))}
		</svg>
	);
}

function bandText(status: number, width: number): string {
	const {title, letter} = lookOf(status);
	if (width > title.length * TITLE_PX) {
		return title;
	}
	return width > LETTER_PX ? letter : '';
}

const STACK_HEIGHT = 96;
const COLUMN_PX = 2;

/** The cards stacked by status, the gravest at the bottom, where a few are seen. */
export function Stack({
	changes,
	span,
	width,
}: {
	readonly changes: Changes;
	readonly span: Span;
	readonly width: number;
}) {
	const paths = useMemo(() => stackPaths(changes, span, width), [changes, span, width]);
	return (
		<svg class="stack" width={width} height={STACK_HEIGHT} aria-hidden="true">
			{paths.map((path, status) => (
				<path key={status} d={path} style={{fill: `var(--${lookOf(status).name})`}} />
			))}
		</svg>
	);
}

function stackPaths({initial, ...rest}: Changes, span: Span, width: number): string[] {
	const columns = Math.max(1, Math.floor(width / COLUMN_PX));
	const counts = countsOf({initial, ...rest}, statusLooks.length, span, columns);
	const base = new Float64Array(columns);
	const scale = STACK_HEIGHT / Math.max(1, initial.length);
	const paths: string[] = [];
	for (let status = statusLooks.length - 1; status >= 0; status--) {
		paths[status] = stackPath(counts[status], base, scale);
	}
	return paths;
}

/** Adds a layer to `base`; neighbours that are alike share one piece. */
function stackPath(counts: Uint32Array, base: Float64Array, scale: number): string {
	let path = '';
	for (let from = 0; from < counts.length; ) {
		let to = from + 1;
		while (to < counts.length && counts[to] === counts[from] && base[to] === base[from]) {
			to++;
		}
		if (counts[from] > 0) {
			// Half a pixel at least: one card of thousands that has no power is what the reader looks for.
			const height = Math.max(0.75, counts[from] * scale);
			const top = STACK_HEIGHT - base[from] * scale - counts[from] * scale;
			path += `M${from * COLUMN_PX} ${top.toFixed(2)}h${(to - from) * COLUMN_PX}v${height.toFixed(2)}h${(from - to) * COLUMN_PX}z`;
		}
		const grown = base[from] + counts[from];
		base.fill(grown, from, to);
		from = to;
	}
	return path;
}
