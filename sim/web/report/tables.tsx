// What the plots show, as tables: for who cannot see a plot, and for who wants the number.

import {useMemo, useState} from 'preact/hooks';
import type {PageCase} from '../../report/page-data.ts';
import {valueAt} from './curve.ts';
import type {Card, CardEvent, Model} from './model.ts';
import {valueText} from './plot.tsx';
import {lookOf} from './statuses.tsx';
import {span as spanText, stamp} from './time.ts';
import type {Span} from './window.ts';

const ROWS = 25;
const MORE_EVENTS = 100;

/** Values of a card at even distances in the window. */
export function ValueTable({model, card, span}: {readonly model: Model; readonly card: Card; readonly span: Span}) {
	const curves = useMemo(() => model.curvesOf(card.place), [model, card]);
	const bands = useMemo(() => model.bandsOf(card.place), [model, card]);
	const times = Array.from({length: ROWS}, (_, i) => span.fromMs + ((span.toMs - span.fromMs) * i) / (ROWS - 1));
	const statusAt = (at: number): number => bands.find(({fromMs, toMs}) => fromMs <= at && at <= toMs)?.status ?? 0;
	return (
		<div class="scroll" tabIndex={0} role="region" aria-label={`Values of ${card.id}`}>
			<table>
				<thead>
					<tr>
						<th scope="col">Time</th>
						<th scope="col">Status</th>
						{model.quantities.map(({name, title}) => (
							<th key={name} scope="col" class="number">
								{title}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{times.map(at => (
						<tr key={at}>
							<th scope="row">{stamp(at, 1000)}</th>
							<td>{lookOf(statusAt(at)).title}</td>
							{curves.map((curve, i) => (
								<td key={model.quantities[i].name} class="number">
									{valueText(valueAt(curve, at), model.quantities[i])}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

/** Each status that a card had, with how long. */
export function BandTable({model, card}: {readonly model: Model; readonly card: Card}) {
	const bands = useMemo(() => model.bandsOf(card.place), [model, card]);
	return (
		<div class="scroll" tabIndex={0} role="region" aria-label={`Statuses of ${card.id}`}>
			<table>
				<thead>
					<tr>
						<th scope="col">From</th>
						<th scope="col">Status</th>
						<th scope="col" class="number">
							For
						</th>
					</tr>
				</thead>
				<tbody>
					{bands.map(({fromMs, toMs, status}) => (
						<tr key={fromMs}>
							<th scope="row">{stamp(fromMs)}</th>
							<td>{lookOf(status).title}</td>
							<td class="number">{spanText(toMs - fromMs)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

interface EventTableProps {
	readonly model: Model;
	readonly events: readonly CardEvent[];
	readonly span: Span;
}

/** Events in the window; more of them when asked for. */
export function EventTable({model, events, span}: EventTableProps) {
	const [most, setMost] = useState(MORE_EVENTS);
	const inside = events.filter(({atMs}) => atMs >= span.fromMs && atMs <= span.toMs);
	return (
		<>
			<div class="scroll" tabIndex={0} role="region" aria-label="Table of events">
				<table>
					<EventTitles />
					<tbody>
						{inside.slice(0, most).map(event => (
							<EventRow key={`${event.card} ${event.sequence}`} event={event} id={model.cards[event.card].id} />
						))}
					</tbody>
				</table>
			</div>
			{inside.length > most && (
				<p class="paper">
					The first {most} of {inside.length}
				</p>
			)}
			{inside.length > most && (
				<button type="button" class="more" onClick={() => setMost(most + MORE_EVENTS)}>
					Show {Math.min(MORE_EVENTS, inside.length - most)} more of {inside.length}
				</button>
			)}
		</>
	);
}

function EventTitles() {
	return (
		<thead>
			<tr>
				<th scope="col">Time</th>
				<th scope="col">Card</th>
				<th scope="col" class="number">
					No.
				</th>
				<th scope="col">Event</th>
				<th scope="col">Text</th>
			</tr>
		</thead>
	);
}

function EventRow({event, id}: {readonly event: CardEvent; readonly id: string}) {
	return (
		<tr>
			<th scope="row">{stamp(event.atMs)}</th>
			<td>{id}</td>
			<td class="number">{event.sequence}</td>
			<td>
				{event.name} {event.phase}
			</td>
			<td>{event.text}</td>
		</tr>
	);
}

/** What the bench counted. */
export function SummaryTable({summary}: Pick<PageCase, 'summary'>) {
	const [titles = [], ...rows] = summary;
	const isNumber = titles.map((_, i) => rows.every(row => /^[0-9.,-]*$/.test(row[i] ?? '')));
	return (
		<div class="scroll" tabIndex={0} role="region" aria-label="What was counted">
			<table class="summary">
				<thead>
					<tr>
						{titles.map((title, i) => (
							<th key={title} scope="col" class={isNumber[i] ? 'number' : ''}>
								{title}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map(row => (
						<tr key={row[0]}>
							{row.map((cell, i) =>
								i === 0 ? (
									<th key={i} scope="row">
										{cell}
									</th>
								) : (
									<td key={i} class={isNumber[i] ? 'number' : ''}>
										{cell}
									</td>
								),
							)}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
