// The whole run: steps beside the timeline, the fleet below.

import {useState} from 'preact/hooks';
import {HeatMap} from './heat-map.tsx';
import {hashOf} from './route.ts';
import type {Card, Model} from './model.ts';
import {Steps} from './steps.tsx';
import {EventTable, SummaryTable, ValueTable} from './tables.tsx';
import {Timeline} from './timeline.tsx';
import type {Span} from './window.ts';

export interface RunPageProps {
	readonly model: Model;
	readonly run: number;
	readonly span: Span;
	readonly onMove: (span: Span) => void;
	readonly step: number;
	readonly onStep: (step: number) => void;
	readonly look: number;
	readonly isPrinting: boolean;
}

export function RunPage(props: RunPageProps) {
	const {model, run, span, look, isPrinting} = props;
	return (
		<>
			<div class="columns">
				<section class="panel steps-panel" aria-labelledby="steps">
					<h2 id="steps">Steps</h2>
					<Steps model={model} run={run} chosen={props.step} onStep={props.onStep} />
				</section>
				<TimelinePanel {...props} />
			</div>
			{model.cards.length > 1 && (
				<section class="panel" aria-labelledby="fleet">
					<h2 id="fleet">Fleet</h2>
					<HeatMap model={model} span={span} look={look} isPrinting={isPrinting} onCard={card => open(card, run)} />
				</section>
			)}
			{model.run.summary.length > 1 && (
				<section class="panel" aria-labelledby="counted">
					<h2 id="counted">Counted</h2>
					<SummaryTable summary={model.run.summary} />
				</section>
			)}
			<section class="panel" aria-labelledby="events">
				<h2 id="events">Events</h2>
				<EventTable model={model} events={model.events} span={span} />
			</section>
		</>
	);
}

function TimelinePanel(props: RunPageProps) {
	const {model, run, span} = props;
	const [place, setPlace] = useState((model.failed[0] ?? model.drawn[0])?.place ?? -1);
	const card = model.cards[place] ?? null;
	const chooser = card === null ? undefined : <CardChooser model={model} card={card} run={run} onChoose={setPlace} />;
	return (
		<section class="panel timeline-panel" aria-labelledby="timeline">
			<div class="panel-head">
				<h2 id="timeline">Timeline</h2>
				<p class="hint">
					Drag to zoom, double-click to see all. Click into it, and the wheel, + − 0 and the arrow keys work.
				</p>
			</div>
			<Timeline {...props} card={card} isFleet chooser={chooser} />
			{card !== null && (
				<details open={props.isPrinting}>
					<summary>Values of {card.id} as a table</summary>
					<ValueTable model={model} card={card} span={span} />
				</details>
			)}
		</section>
	);
}

function open({id}: Card, run: number): void {
	location.hash = hashOf({run, card: id});
}

interface ChooserProps {
	readonly model: Model;
	readonly card: Card;
	readonly run: number;
	readonly onChoose: (place: number) => void;
}

/** The cards that were watched closely; the failed ones first. */
function CardChooser({model, card, run, onChoose}: ChooserProps) {
	const others = model.drawn.filter(each => !model.failed.includes(each));
	const option = ({place, id, model: type}: Card) => (
		<option key={place} value={place}>
			{id}, {type}
		</option>
	);
	return (
		<div class="chooser">
			<select
				aria-label="Card whose values are shown"
				value={card.place}
				onChange={event => onChoose(Number(event.currentTarget.value))}
			>
				{model.failed.length > 0 && <optgroup label="Failed">{model.failed.map(option)}</optgroup>}
				<optgroup label="Watched">{others.map(option)}</optgroup>
			</select>
			<a href={hashOf({run, card: card.id})}>Open its page</a>
		</div>
	);
}
