// One card: its life during the run, and what it failed.

import type {PageStep} from '../../report/page-data.ts';
import {hashOf} from './route.ts';
import type {Card, Model} from './model.ts';
import {stamp} from './time.ts';
import {BandTable, EventTable, ValueTable} from './tables.tsx';
import {Timeline} from './timeline.tsx';
import type {Span} from './window.ts';

export interface CardPageProps {
	readonly model: Model;
	readonly card: Card;
	readonly run: number;
	readonly span: Span;
	readonly onMove: (span: Span) => void;
	readonly step: number;
	readonly onStep: (step: number) => void;
	readonly isPrinting: boolean;
}

export function CardPage(props: CardPageProps) {
	const {model, card, run, span} = props;
	const failures = model.run.steps.filter(step => step.failed.includes(card.place));
	const hasCurves = model.curvesOf(card.place).length > 0;
	return (
		<article class="card-page">
			<p class="back">
				<a href={hashOf({run, card: ''})}>← {model.run.name}</a>
			</p>
			<h1 tabIndex={-1} id="card">
				{card.id}{' '}
				<span class="muted">
					{card.model}, site {card.site}
				</span>
			</h1>
			{failures.map(step => (
				<Failed key={step.number} step={step} />
			))}
			<section class="panel" aria-label={`Timeline of ${card.id}`}>
				<Timeline {...props} isFleet={false} />
				{!hasCurves && (
					<p class="muted">Its values were not recorded; of a large fleet only a few cards are watched closely.</p>
				)}
			</section>
			<section class="panel" aria-labelledby="card-events">
				<h2 id="card-events">Events</h2>
				<EventTable model={model} events={model.eventsOf(card.place)} span={span} />
			</section>
			<details class="panel" open={props.isPrinting}>
				<summary>Statuses and values as tables</summary>
				<BandTable model={model} card={card} />
				{hasCurves && <ValueTable model={model} card={card} span={span} />}
			</details>
		</article>
	);
}

/** Expected against seen. What was seen is told of the card that the failure names first. */
function Failed({step}: {readonly step: PageStep}) {
	return (
		<section class="failed-step" aria-label={`Step ${step.number} failed`}>
			<h2>
				<span aria-hidden="true">✕</span> Step {step.number}: {step.name}
			</h2>
			<dl>
				<dt>Expected</dt>
				<dd>{step.expected}</dd>
				<dt>Seen</dt>
				<dd>{step.seen}</dd>
				<dt>When</dt>
				<dd>{stamp(step.endedMs)}</dd>
			</dl>
		</section>
	);
}
