// The stream of events of all cards: newest first, filtered, and paused where somebody wants to read.

import {useState} from 'preact/hooks';
import type {LogLine} from '../../ui/messages.ts';
import {Severity} from './card-view.tsx';
import type {Fleet} from './fleet.ts';
import {count, rate, time} from './format.ts';
import {openCard} from './place.ts';
import {useStore} from './store.ts';

const SHOWN = 48;
const CLEAR = 2;
const INFORMATIONAL = 2;
const severities = ['', 'ungraded', 'informational', 'warning', 'critical'];
const levels: ReadonlyArray<readonly [title: string, least: number]> = [
	['All events', 0],
	['Warnings and worse', 3],
	['Critical only', 4],
];

const serials = new WeakMap<LogLine, number>();
let lastSerial = 0;

/** A number of its own for each line: nothing in it need be. */
function serialOf(line: LogLine): number {
	const serial = serials.get(line) ?? ++lastSerial;
	serials.set(line, serial);
	return serial;
}

interface Paused {
	readonly log: readonly LogLine[];
}

export function Events({fleet}: {readonly fleet: Fleet}) {
	const {log, untold, pace} = useStore();
	const [least, setLeast] = useState(0);
	const [site, setSite] = useState(-1);
	const [paused, setPaused] = useState<Paused | null>(null);
	const lines = (paused?.log ?? log)
		.filter(line => severityOf(fleet, line) >= least && (site < 0 || fleet.facts.siteOf[line[0]] === site))
		.slice(-SHOWN)
		.toReversed();
	return (
		<section class="rail-part" aria-label="Events">
			<div class="tools">
				<label>
					<span class="unseen">Severity</span>
					<select value={least} onChange={event => setLeast(Number(event.currentTarget.value))}>
						{levels.map(([title, level]) => (
							<option key={level} value={level}>
								{title}
							</option>
						))}
					</select>
				</label>
				<SitePicker fleet={fleet} value={site} onPick={setSite} all="All sites" />
				<button type="button" aria-pressed={paused !== null} onClick={() => setPaused(paused === null ? {log} : null)}>
					{paused === null ? 'Pause' : 'Go on'}
				</button>
			</div>
			<p class="none">
				{paused === null
					? `${rate(pace.of('logged'))} events/s`
					: `Paused; ${count(newSince(log, paused.log))} newer wait`}
				{untold === 0 ? '' : `; ${count(untold)} more came than are listed`}
			</p>
			<Lines fleet={fleet} lines={lines} isQuiet={log.length === 0} />
		</section>
	);
}

interface LinesProps {
	readonly fleet: Fleet;
	readonly lines: readonly LogLine[];
	/** Nothing came at all. */
	readonly isQuiet: boolean;
}

function Lines({fleet, lines, isQuiet}: LinesProps) {
	if (lines.length === 0) {
		return <p class="none">{isQuiet ? 'Nothing has happened since you opened the page.' : 'No event fits.'}</p>;
	}
	return (
		<ul class="lines" data-testid="events">
			{lines.map(line => (
				<Line key={serialOf(line)} fleet={fleet} line={line} />
			))}
		</ul>
	);
}

function Line({fleet, line: [card, atMs, event, phase]}: {readonly fleet: Fleet; readonly line: LogLine}) {
	const {ids, events, startUtcMs} = fleet.facts;
	const [name, severity, set, clear] = events[event] ?? ['', 0, '', ''];
	const text = phase === CLEAR ? clear : set;
	return (
		<li>
			<span class="lines-time">{time(startUtcMs + atMs)}</span>
			<Severity name={phase === CLEAR ? 'informational' : severities[severity]} />
			<button type="button" class="link" onClick={() => openCard(ids[card])}>
				{ids[card]}
			</button>
			<span class="lines-text">{text === '' ? name : text}</span>
		</li>
	);
}

interface SitePickerProps {
	readonly fleet: Fleet;
	readonly value: number;
	readonly onPick: (site: number) => void;
	/** What stands for all of them; '' offers sites alone. */
	readonly all: string;
}

export function SitePicker({fleet, value, onPick, all}: SitePickerProps) {
	return (
		<label>
			<span class="unseen">Site</span>
			<select value={value} onChange={event => onPick(Number(event.currentTarget.value))}>
				{all === '' ? null : <option value={-1}>{all}</option>}
				{fleet.facts.sites.map((name, site) => (
					<option key={name} value={site}>
						{name}
					</option>
				))}
			</select>
		</label>
	);
}

/** The clear of any event is informational. */
function severityOf(fleet: Fleet, [, , event, phase]: LogLine): number {
	return phase === CLEAR ? INFORMATIONAL : (fleet.facts.events[event]?.[1] ?? 0);
}

function newSince(log: readonly LogLine[], seen: readonly LogLine[]): number {
	const last = seen.at(-1);
	return last === undefined ? log.length : log.length - 1 - log.lastIndexOf(last);
}
