// The whole fleet over time: a row a card, grouped by site. Where there are more cards than pixels a row shows the gravest of several.

import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {statusLooks} from '../shared/statuses.ts';
import {gridOf} from './fleet-grid.ts';
import type {Card, Model} from './model.ts';
import {gutterOf, PRINT_WIDTH, useWidth} from './sizes.ts';
import {Legend, lookOf} from './statuses.tsx';
import {colourOf} from './theme.ts';
import {stamp} from './time.ts';
import type {Span} from './window.ts';

const HEIGHT = 420;
const ROW_MOST_PX = 18;
/** From this height on a row is apart from the next. */
const GAP_FROM_PX = 6;

interface HeatMapProps {
	readonly model: Model;
	readonly span: Span;
	/** Changes when colours do. */
	readonly look: number;
	readonly isPrinting: boolean;
	readonly onCard: (card: Card) => void;
}

/** The cards in the order of the rows: those of a site beside each other. */
function orderOf(cards: readonly Card[]): Card[] {
	const sites = [...new Set(cards.map(({site}) => site))];
	return sites.flatMap(site => cards.filter(card => card.site === site));
}

export function HeatMap({model, span, look, isPrinting, onCard}: HeatMapProps) {
	const body = useRef<HTMLDivElement>(null);
	const canvas = useRef<HTMLCanvasElement>(null);
	const total = useWidth(body, isPrinting ? PRINT_WIDTH : null);
	const gutter = gutterOf(total);
	const width = total - gutter;
	const cards = useMemo(() => orderOf(model.cards), [model]);
	const rowPx = Math.max(1, Math.min(ROW_MOST_PX, Math.floor(HEIGHT / cards.length)));
	const lines = Math.min(cards.length, Math.floor(HEIGHT / rowPx));
	const height = lines * rowPx;
	const [row, setRow] = useState<number | null>(null);
	useEffect(() => draw(canvas.current, model, cards, span, {width, lines, rowPx}), [model, span, width, look, lines]);
	const cardAt = (line: number): Card => cards[Math.min(cards.length - 1, Math.floor((line * cards.length) / lines))];
	const lineAt = (event: MouseEvent): number => Math.max(0, Math.min(lines - 1, Math.floor(event.offsetY / rowPx)));
	const chosen = row === null ? null : cardAt(row);
	const counts = useMemo(() => everHad(model), [model]);
	return (
		<div class="heat" ref={body} style={{'--gutter': `${gutter}px`}}>
			<div class="heat-rows" style={{height: `${height}px`}}>
				<SiteLabels cards={cards} height={height} />
				<canvas
					ref={canvas}
					class="heat-canvas"
					style={{width: `${width}px`, height: `${height}px`}}
					role="button"
					tabIndex={0}
					aria-label={`Status of ${cards.length} cards over time. Up and down choose a card, Enter opens it.`}
					onPointerMove={event => setRow(lineAt(event))}
					onPointerLeave={() => setRow(null)}
					onClick={event => onCard(cardAt(lineAt(event)))}
					onKeyDown={event => pressed(event, {row, lines, setRow, open: () => chosen !== null && onCard(chosen)})}
				/>
				{row !== null && <div class="heat-row" style={{top: `${row * rowPx}px`, height: `${Math.max(2, rowPx)}px`}} />}
			</div>
			<Said model={model} card={chosen} lines={lines} />
			<Legend counts={counts} />
		</div>
	);
}

interface Keys {
	readonly row: number | null;
	readonly lines: number;
	readonly setRow: (row: number) => void;
	readonly open: () => void;
}

const steps: Readonly<Record<string, number>> = {ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10};

function pressed(event: KeyboardEvent, {row, lines, setRow, open}: Keys): void {
	const by = steps[event.key];
	if (by !== undefined) {
		event.preventDefault();
		setRow(Math.max(0, Math.min(lines - 1, (row ?? (by > 0 ? -1 : lines)) + by)));
	} else if (event.key === 'Enter' || event.key === ' ') {
		event.preventDefault();
		open();
	}
}

function Said({model, card, lines}: {readonly model: Model; readonly card: Card | null; readonly lines: number}) {
	return (
		<p class="heat-said" role="status">
			{card === null
				? said(model.cards.length, lines)
				: `${card.id}, ${card.model}, site ${card.site}: ${told(model, card)}`}
		</p>
	);
}

function said(cards: number, lines: number): string {
	return cards > lines
		? `${cards} cards; a row shows the gravest status of up to ${Math.ceil(cards / lines)}`
		: `${cards} cards, a row each`;
}

/** What became of a card, in a few words. */
function told(model: Model, card: Card): string {
	const bands = model.bandsOf(card.place);
	return bands
		.slice(-4)
		.map(({fromMs, status}) => `${lookOf(status).title} from ${stamp(fromMs, 1000)}`)
		.join(', ');
}

/** How many cards had each status at some time. */
function everHad({changes}: Model): number[] {
	const had = statusLooks.map(() => new Set<number>());
	changes.initial.forEach((status, card) => had[status].add(card));
	changes.status.forEach((status, i) => had[status].add(changes.card[i]));
	return had.map(({size}) => size);
}

function SiteLabels({cards, height}: {readonly cards: readonly Card[]; readonly height: number}) {
	const sites = [...new Set(cards.map(({site}) => site))];
	let before = 0;
	return (
		<ul class="heat-sites" aria-hidden="true">
			{sites.map(site => {
				const count = cards.filter(card => card.site === site).length;
				const top = (before / cards.length) * height;
				before += count;
				const tall = (count / cards.length) * height;
				return (
					<li key={site} style={{top: `${top}px`, height: `${tall}px`}}>
						{tall >= 14 && site} {tall >= 14 && <span class="note">{count}</span>}
					</li>
				);
			})}
		</ul>
	);
}

interface Size {
	readonly width: number;
	readonly lines: number;
	readonly rowPx: number;
}

function draw(canvas: HTMLCanvasElement | null, model: Model, cards: readonly Card[], span: Span, size: Size): void {
	const context = canvas?.getContext('2d') ?? null;
	if (canvas === null || context === null) {
		return;
	}
	const {width, lines, rowPx} = size;
	const rowOf = new Int32Array(cards.length);
	cards.forEach(({place}, i) => {
		rowOf[place] = Math.floor((i * lines) / cards.length);
	});
	const {status} = gridOf(model.changes, rowOf, span, width, lines);
	canvas.width = width;
	canvas.height = lines * rowPx;
	const image = context.createImageData(width, lines * rowPx);
	const colours = statusLooks.map(({name}) => colourOf(name));
	const drawn = rowPx >= GAP_FROM_PX ? rowPx - 1 : rowPx;
	for (let y = 0; y < lines * rowPx; y++) {
		for (let x = 0; y % rowPx < drawn && x < width; x++) {
			const [red, green, blue] = colours[status[Math.floor(y / rowPx) * width + x]];
			image.data.set([red, green, blue, 255], (y * width + x) * 4);
		}
	}
	context.putImageData(image, 0, 0);
}
