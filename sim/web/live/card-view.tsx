// One card in depth: what it does, plots, alarms, the end of its log, and what each of its faces says.

import {useEffect, useRef, useState} from 'preact/hooks';
import type {CardDepth, EntryLine, HeldLine} from '../../ui/messages.ts';
import {STATUS_MASK, statusLooks} from '../shared/statuses.ts';
import {ask, Refused} from './connection.ts';
import {FacesTable} from './faces-table.tsx';
import {elapsed, quantity, time} from './format.ts';
import {openFleet} from './place.ts';
import {History, Plots} from './plots.tsx';
import {useStore} from './store.ts';

const EVERY_MS = 500;

interface Seen {
	readonly depth: CardDepth | null;
	readonly problem: string;
	readonly history: History;
}

export function CardView({id, onInject}: {readonly id: string; readonly onInject: () => void}) {
	const {depth, problem, history} = useDepth(id);
	useStore();
	return (
		<article class="card" aria-label={`Card ${id}`}>
			<CardHead id={id} depth={depth} onInject={onInject} />
			{problem === '' ? null : <p class="notice is-bad">{problem}</p>}
			{depth === null ? (
				problem === '' ? (
					<p class="boot">Loading the card.</p>
				) : null
			) : (
				<Depth depth={depth} history={history} />
			)}
		</article>
	);
}

/** Asks for the card twice a second; the answer before has come when the next question goes. */
function useDepth(id: string): Seen {
	const [seen, setSeen] = useState<Seen>({depth: null, problem: '', history: new History()});
	const shown = useRef(id);
	useEffect(() => {
		const history = new History();
		let isOver = false;
		let timer: number | undefined;
		shown.current = id;
		setSeen({depth: null, problem: '', history});
		const look = async (): Promise<void> => {
			try {
				const depth = await ask<CardDepth>('GET', `cards/${encodeURIComponent(id)}`);
				history.add(depth);
				if (!isOver) {
					setSeen({depth, problem: '', history});
				}
			} catch (error) {
				if (error instanceof Refused && !isOver) {
					setSeen({depth: null, problem: error.message, history});
				}
			}
			if (!isOver) {
				timer = setTimeout(() => void look(), EVERY_MS);
			}
		};
		void look();
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [id]);
	return shown.current === id ? seen : {depth: null, problem: '', history: new History()};
}

function CardHead({
	id,
	depth,
	onInject,
}: {
	readonly id: string;
	readonly depth: CardDepth | null;
	readonly onInject: () => void;
}) {
	const look = depth === null ? null : statusLooks[depth.byte & STATUS_MASK];
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => heading.current?.focus(), [id]);
	return (
		<header class="card-head">
			<button type="button" class="quiet" onClick={openFleet}>
				<span aria-hidden="true">←</span> Fleet
			</button>
			<div class="card-title">
				<h2 tabIndex={-1} ref={heading}>
					{id}
				</h2>
				{depth === null ? null : (
					<p>
						{depth.identity.vendor} {depth.identity.modelName} ({depth.identity.sku}), serial {depth.identity.serial},{' '}
						{depth.identity.site}
					</p>
				)}
			</div>
			{look === null ? null : (
				<span class={`badge is-${look.name}`} data-testid="card-status">
					{look.letter} {look.title}
				</span>
			)}
			<button type="button" onClick={onInject}>
				Inject a fault here
			</button>
		</header>
	);
}

const figures: ReadonlyArray<readonly [title: string, slot: string]> = [
	['Input', 'inputVolts'],
	['Input frequency', 'inputHertz'],
	['Output', 'outputVolts'],
	['Load', 'loadRatio'],
	['Power', 'outputWatts'],
	['Charge', 'batteryCharge'],
	['Runtime', 'batteryRuntime'],
	['Battery', 'batteryVolts'],
	['Battery temperature', 'batteryTemperature'],
	['On battery for', 'secondsOnBattery'],
];

function Depth({depth, history}: {readonly depth: CardDepth; readonly history: History}) {
	const startUtcMs = depth.utcMs - depth.nowMs;
	return (
		<div class="card-body">
			<dl class="figures">
				{figures.map(([title, slot]) => (
					<div key={slot}>
						<dt>{title}</dt>
						<dd>{quantity(depth.readings[slot]?.value, depth.readings[slot]?.unit ?? '')}</dd>
					</div>
				))}
				<div>
					<dt>Status words</dt>
					<dd class="code">{depth.status.length === 0 ? 'none' : depth.status.join(' ')}</dd>
				</div>
			</dl>
			<section class="panel">
				<h3>Since you opened this card</h3>
				<Plots history={history} depth={depth} />
			</section>
			<div class="pair">
				<section class="panel">
					<h3>Alarms</h3>
					<Alarms alarms={depth.alarms} nowMs={depth.nowMs} />
				</section>
				<section class="panel">
					<h3>Log of the card</h3>
					<Entries entries={depth.log.entries} startUtcMs={startUtcMs} />
				</section>
			</div>
			<section class="panel">
				<h3>What its faces say</h3>
				<FacesTable faces={depth.faces} lost={depth.lost} />
			</section>
		</div>
	);
}

function Alarms({alarms, nowMs}: {readonly alarms: readonly HeldLine[]; readonly nowMs: number}) {
	if (alarms.length === 0) {
		return <p class="none">No alarm holds.</p>;
	}
	return (
		<ul class="lines">
			{alarms.map(({name, severity, text, sinceMs}) => (
				<li key={name}>
					<Severity name={severity} />
					<span class="lines-text">{text === '' ? name : text}</span>
					<span class="lines-more">for {elapsed(nowMs - sinceMs)}</span>
				</li>
			))}
		</ul>
	);
}

function Entries({entries, startUtcMs}: {readonly entries: readonly EntryLine[]; readonly startUtcMs: number}) {
	if (entries.length === 0) {
		return <p class="none">Nothing has happened to this card.</p>;
	}
	return (
		<ul class="lines is-tall" tabIndex={0} aria-label="Log of the card">
			{entries.toReversed().map(({sequence, atMs, severity, text, event, phase}) => (
				<li key={sequence}>
					<span class="lines-time">{time(startUtcMs + atMs)}</span>
					<Severity name={severity} />
					<span class="lines-text">{text === '' ? event : text}</span>
					<span class="lines-more">{phase === 'momentary' ? '' : phase}</span>
				</li>
			))}
		</ul>
	);
}

const marks: Readonly<Record<string, string>> = {critical: '◆', warning: '▲', informational: '●', ungraded: '○'};

/** A shape and a word for readers of screens. */
export function Severity({name}: {readonly name: string}) {
	return (
		<span class={`severity is-${name}`} title={name}>
			<span aria-hidden="true">{marks[name] ?? '○'}</span>
			<span class="unseen">{name}</span>
		</span>
	);
}
