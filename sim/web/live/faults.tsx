// Faults in effect, each with what ends it, and the form that makes one.

import {useState} from 'preact/hooks';
import type {FaultLine} from '../../ui/messages.ts';
import {ask, Refused} from './connection.ts';
import {FaultForm} from './fault-form.tsx';
import type {Fleet} from './fleet.ts';
import {elapsed, plural} from './format.ts';
import {openCard} from './place.ts';
import {useStore} from './store.ts';

export function Faults({fleet, card}: {readonly fleet: Fleet; readonly card: string | null}) {
	const {faults, nowMs} = useStore();
	const [problem, setProblem] = useState('');
	const end = (method: string, path: string): void => {
		setProblem('');
		ask(method, path).catch((error: unknown) => setProblem(wordsOf(error)));
	};
	return (
		<section class="rail-part" aria-label="Faults">
			<div class="rail-head">
				<h3>In effect</h3>
				<button type="button" class="quiet" disabled={faults.length === 0} onClick={() => end('POST', 'reset')}>
					End all
				</button>
			</div>
			{problem === '' ? null : (
				<p class="notice is-bad" role="alert">
					{problem}
				</p>
			)}
			{faults.length === 0 ? (
				<p class="none">No fault is in effect.</p>
			) : (
				<ul class="faults" data-testid="faults">
					{faults.map(fault => (
						<ActiveFault
							key={`${fault.name} ${fault.sinceMs}`}
							fault={fault}
							nowMs={nowMs}
							onEnd={() => end('DELETE', `faults/${encodeURIComponent(fault.name)}`)}
						/>
					))}
				</ul>
			)}
			<h3>Make a fault</h3>
			<FaultForm key={card ?? ''} fleet={fleet} card={card} />
		</section>
	);
}

function wordsOf(error: unknown): string {
	return error instanceof Refused ? error.message : 'The server does not answer.';
}

interface ActiveFaultProps {
	readonly fault: FaultLine;
	readonly nowMs: number;
	readonly onEnd: () => void;
}

function ActiveFault({fault, nowMs, onEnd}: ActiveFaultProps) {
	const {name, type, cards, first, parameters, sinceMs, untilMs} = fault;
	const values = Object.entries(parameters).map(([key, value]) => `${key} ${value}`);
	const left = untilMs === null ? 'until ended' : `${elapsed(Math.max(0, untilMs - nowMs))} left`;
	return (
		<li class="fault">
			<div class="fault-text">
				<p class="fault-name">
					{name}
					{name === type ? '' : ` (${type})`}
				</p>
				<p class="lines-more">
					{cards === null ? 'All cards' : cards === 1 ? <CardLink id={first[0]} /> : plural(cards, 'card')}
					{values.length === 0 ? '' : `, ${values.join(', ')}`}
				</p>
				<p class="lines-more">
					for {elapsed(nowMs - sinceMs)}, {left}
				</p>
			</div>
			<button type="button" onClick={onEnd} aria-label={`End ${name}`}>
				End
			</button>
		</li>
	);
}

function CardLink({id}: {readonly id: string}) {
	return (
		<button type="button" class="link" onClick={() => openCard(id)}>
			{id}
		</button>
	);
}
