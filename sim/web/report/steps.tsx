// The steps of the scenario, in their order, with what became of each.

import type {PageStep} from '../../report/page-data.ts';
import {hashOf} from './route.ts';
import type {Model} from './model.ts';
import {span as spanText, stamp} from './time.ts';
import {outcomes} from './timeline.tsx';

const MOST_LINKS = 12;

interface StepsProps {
	readonly model: Model;
	/** Number of the case, from 1. */
	readonly run: number;
	readonly chosen: number;
	readonly onStep: (step: number) => void;
}

export function Steps({model, run, chosen, onStep}: StepsProps) {
	return (
		<ol class="steps">
			{model.run.steps.map((step, i) => (
				<li key={i} class={`step ${step.outcome} ${i === chosen ? 'chosen' : ''}`}>
					<button type="button" aria-pressed={i === chosen} onClick={() => onStep(i)}>
						<span class={`outcome ${step.outcome}`} role="img" aria-label={step.outcome}>
							{outcomes[step.outcome].glyph}
						</span>
						<span class="step-name" style={{paddingLeft: `${depthOf(step) * 12}px`}}>
							<span class="note">{step.number}</span> {step.name}
						</span>
						<span class="step-time">{timeText(step)}</span>
					</button>
					{step.outcome === 'skipped' && <p class="reason">{step.text}</p>}
					{step.outcome === 'failed' && <Failure step={step} model={model} run={run} />}
				</li>
			))}
		</ol>
	);
}

/** A step inside a branch or a repeat has dots in its number. */
function depthOf({number}: PageStep): number {
	return number.split('.').length - 1;
}

function timeText({atMs, endedMs, outcome}: PageStep): string {
	if (outcome === 'skipped') {
		return 'skipped';
	}
	return `${stamp(atMs, 1000)}${endedMs > atMs ? ` +${spanText(endedMs - atMs)}` : ''}`;
}

function Failure({step, model, run}: {readonly step: PageStep; readonly model: Model; readonly run: number}) {
	return (
		<div class="failure">
			<pre>{step.text}</pre>
			{step.failed.slice(0, MOST_LINKS).map(place => (
				<a key={place} href={hashOf({run, card: model.cards[place].id})}>
					Open {model.cards[place].id}
				</a>
			))}
			{step.failedCount > MOST_LINKS && <p class="note">and {step.failedCount - MOST_LINKS} more</p>}
		</div>
	);
}
