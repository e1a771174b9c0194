// The rows above each other, on one time axis.

import type {ComponentChildren} from 'preact';
import {useMemo, useRef, useState} from 'preact/hooks';
import type {PageFault, PageStep} from '../../report/page-data.ts';
import {Events} from './event-rows.tsx';
import {Lanes} from './lanes.tsx';
import type {Bar} from './lanes.tsx';
import type {Card, Model} from './model.ts';
import {Plot, Readout} from './plot.tsx';
import {Gridlines, Ruler} from './ruler.tsx';
import {gutterOf, PRINT_WIDTH, useWidth} from './sizes.ts';
import {Bands, Stack} from './status-rows.tsx';
import {lookOf} from './statuses.tsx';
import {span as spanText, stamp} from './time.ts';
import {clamped, framed, zoomed} from './window.ts';
import type {Span} from './window.ts';
import {Zoom} from './zoom.tsx';

interface TimelineProps {
	readonly model: Model;
	readonly span: Span;
	readonly onMove: (span: Span) => void;
	/** Whose values are drawn. */
	readonly card: Card | null;
	/** Whether the rows above them are about all cards. */
	readonly isFleet: boolean;
	/** Chooses the card, where there is a choice. */
	readonly chooser?: ComponentChildren;
	readonly step: number;
	readonly onStep: (step: number) => void;
	readonly isPrinting: boolean;
}

export function Timeline(props: TimelineProps) {
	const {model, span, onMove, card, isPrinting} = props;
	const {durationMs} = model.run;
	const body = useRef<HTMLDivElement>(null);
	const total = useWidth(body, isPrinting ? PRINT_WIDTH : null);
	const gutter = gutterOf(total);
	const width = total - gutter;
	const [hoverMs, setHover] = useState<number | null>(null);
	const move = (wanted: Span): void => onMove(clamped(wanted, durationMs));
	const x = hoverMs === null ? null : ((hoverMs - span.fromMs) / (span.toMs - span.fromMs)) * width;
	return (
		<div class="timeline" ref={body} style={{'--gutter': `${gutter}px`}}>
			<ZoomBar span={span} durationMs={durationMs} atMs={hoverMs} onMove={move} />
			<Zoom
				span={span}
				durationMs={durationMs}
				width={width}
				gutter={gutter}
				label="Timeline. Plus and minus zoom, the arrow keys move, 0 shows all."
				onMove={move}
				onHover={setHover}
			>
				<Gridlines span={span} width={width} />
				<Row title="Time">
					<Ruler span={span} width={width} />
				</Row>
				<FleetRows {...props} width={width} move={move} hoverMs={hoverMs} />
				{props.chooser !== undefined && <Row title="One card">{props.chooser}</Row>}
				{card !== null && <CardRows model={model} card={card} span={span} width={width} hoverMs={hoverMs} />}
				{x !== null && x >= 0 && x <= width && <div class="crosshair" style={{left: `${gutter + x}px`}} />}
			</Zoom>
		</div>
	);
}

function ZoomBar({
	span,
	durationMs,
	atMs,
	onMove,
}: {
	readonly span: Span;
	readonly durationMs: number;
	readonly atMs: number | null;
	readonly onMove: (span: Span) => void;
}) {
	const resolution = (span.toMs - span.fromMs) / 1000;
	const all = {fromMs: 0, toMs: durationMs};
	return (
		<div class="zoom-bar">
			<p class="window" role="status">
				{stamp(span.fromMs, resolution)} – {stamp(span.toMs, resolution)}
				<span class="muted"> {spanText(span.toMs - span.fromMs)}</span>
			</p>
			<p class="at" aria-hidden="true">
				{atMs === null ? '' : stamp(atMs, resolution / 2)}
			</p>
			<div class="buttons" role="group" aria-label="Zoom">
				<button type="button" onClick={() => onMove(zoomed(span, 0.5))} aria-label="Zoom in">
					+
				</button>
				<button type="button" onClick={() => onMove(zoomed(span, 2))} aria-label="Zoom out">
					−
				</button>
				<button type="button" onClick={() => onMove(all)}>
					Show all
				</button>
			</div>
		</div>
	);
}

export function Row({
	title,
	note,
	children,
}: {
	readonly title: string;
	readonly note?: ComponentChildren;
	readonly children: ComponentChildren;
}) {
	return (
		<div class="row">
			<div class="row-title">
				<span>{title}</span>
				{note}
			</div>
			<div class="row-body">{children}</div>
		</div>
	);
}

interface RowsProps extends TimelineProps {
	readonly width: number;
	readonly hoverMs: number | null;
	readonly move: (span: Span) => void;
}

function FleetRows({model, span, card, isFleet, step, onStep, width, move}: RowsProps) {
	const {run} = model;
	const events = isFleet || card === null ? model.events : model.eventsOf(card.place);
	const steps = useMemo(() => stepBars(model, step, onStep), [model, step]);
	const faults = useMemo(() => faultBars(model, isFleet ? null : card, move), [model, card, isFleet]);
	const total = isFleet ? run.eventCount : events.length;
	return (
		<>
			<Row title="Steps" note={<Note text={`${run.steps.length}`} />}>
				<Lanes bars={steps} span={span} width={width} />
			</Row>
			{faults.length > 0 && (
				<Row title="Faults" note={<Note text={eventCount(faults.length, faults.length + run.faultsLeftOut)} />}>
					<Lanes bars={faults} span={span} width={width} />
				</Row>
			)}
			{isFleet && model.cards.length > 1 && (
				<Row title="Cards" note={<Note text={`${model.cards.length} by status`} />}>
					<Stack changes={model.changes} span={span} width={width} />
				</Row>
			)}
			<Row title="Events" note={<Note text={eventCount(events.length, total)} />}>
				<Events events={events} span={span} width={width} />
			</Row>
		</>
	);
}

function Note({text}: {readonly text: string}) {
	return <span class="note">{text}</span>;
}

function eventCount(shown: number, total: number): string {
	return shown < total ? `first ${shown} of ${total}` : String(total);
}

export const outcomes = {
	passed: {glyph: '✓', look: 'passed'},
	failed: {glyph: '✕', look: 'failed'},
	skipped: {glyph: '–', look: 'skipped'},
} as const;

function stepBars({run}: Model, chosen: number, onStep: (step: number) => void): Bar[] {
	return run.steps.map((step, i) => ({
		key: String(i),
		label: `${step.number} ${step.name}`,
		...outcomes[step.outcome],
		description: stepText(step),
		fromMs: step.atMs,
		toMs: step.endedMs,
		limitMs: step.limitMs === null || step.outcome === 'skipped' ? step.endedMs : step.atMs + step.limitMs,
		isChosen: i === chosen,
		onChoose: () => onStep(i),
	}));
}

function stepText({number, name, outcome, atMs, endedMs, limitMs}: PageStep): string {
	const took = endedMs > atMs ? `, took ${spanText(endedMs - atMs)}` : '';
	const limit = limitMs === null ? '' : `, had ${spanText(limitMs)}`;
	return `${number} ${name}: step ${outcome}, at ${stamp(atMs)}${took}${limit}`;
}

/** All faults, or those that a card has a part in. */
function faultBars({run}: Model, card: Card | null, move: (span: Span) => void): Bar[] {
	return run.faults
		.filter(({cardCount, cards}) => card === null || cardCount === 0 || cards.includes(card.place))
		.map((fault, i) => ({
			key: String(i),
			label: `${fault.name} ${fault.values}`,
			glyph: '⚡',
			look: 'fault',
			description: faultText(fault),
			fromMs: fault.fromMs,
			toMs: fault.toMs,
			limitMs: fault.toMs,
			isChosen: false,
			onChoose: () => move(framed(fault, run.durationMs)),
		}));
}

function faultText({name, values, area, fromMs, toMs, cardCount}: PageFault): string {
	const who = cardCount === 0 ? '' : ` on ${cardCount} card${cardCount === 1 ? '' : 's'}`;
	return `${name} ${values}: fault of the ${area}${who}, ${stamp(fromMs)} to ${stamp(toMs)}`;
}

interface CardRowsProps {
	readonly model: Model;
	readonly card: Card;
	readonly span: Span;
	readonly width: number;
	readonly hoverMs: number | null;
}

function CardRows({model, card, span, width, hoverMs}: CardRowsProps) {
	const bands = useMemo(() => model.bandsOf(card.place), [model, card]);
	const curves = useMemo(() => model.curvesOf(card.place), [model, card]);
	const at = hoverMs ?? span.toMs;
	const now = bands.find(({fromMs, toMs}) => fromMs <= at && at <= toMs);
	return (
		<>
			<Row title="Status" note={now !== undefined && <Note text={lookOf(now.status).title} />}>
				<Bands bands={bands} span={span} width={width} />
			</Row>
			{curves.map((curve, i) => {
				const quantity = model.quantities[i];
				return curve.at.length === 0 ? null : (
					<Row
						key={quantity.name}
						title={quantity.title}
						note={<Readout quantity={quantity} curve={curve} span={span} atMs={hoverMs} />}
					>
						<Plot quantity={quantity} curve={curve} span={span} width={width} />
					</Row>
				);
			})}
		</>
	);
}
