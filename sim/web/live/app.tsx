// The page: what the run is and how it goes above, the fleet or a card in the middle, faults, events and counters beside it.

import {useEffect, useRef, useState} from 'preact/hooks';
import {CardView} from './card-view.tsx';
import {Counters} from './counters.tsx';
import {Events} from './events.tsx';
import {Faults} from './faults.tsx';
import type {Fleet} from './fleet.ts';
import {FleetView} from './fleet-view.tsx';
import {count, day, plural, rate, time} from './format.ts';
import {openFleet, useCardInAddress} from './place.ts';
import {StatusBar} from './status-bar.tsx';
import {store, useStore} from './store.ts';
import {setTheme, themeNow, themes} from './theme.ts';
import {TokenForm} from './token-form.tsx';

const tabs = ['fleet', 'faults', 'events', 'counters'] as const;
type Tab = (typeof tabs)[number];

const titles: Readonly<Record<Tab, string>> = {
	fleet: 'Fleet',
	faults: 'Faults',
	events: 'Events',
	counters: 'Counters',
};

export function App() {
	const {fleet, phase, problem} = useStore();
	if (phase === 'refused') {
		return <TokenForm problem={problem} onToken={token => store.useToken(token)} />;
	}
	if (fleet === null || phase === 'loading' || phase === 'failed') {
		return (
			<main class="boot-place">
				<h1>Ridethrough live</h1>
				<p class="boot" role="status">
					{phase === 'failed' ? `${problem || 'The stream cannot be opened.'} Trying again.` : 'Loading the fleet.'}
				</p>
			</main>
		);
	}
	return <Console fleet={fleet} />;
}

function Console({fleet}: {readonly fleet: Fleet}) {
	const card = useCardInAddress();
	const [tab, setTab] = useState<Tab>('fleet');
	useEscape(() => (card === null ? undefined : openFleet()));
	// On a narrow page one part is shown at a time; on a wide one, the fleet and one of the others.
	const rail = tab === 'fleet' ? 'faults' : tab;
	useEffect(() => setTab(now => (card === null ? now : 'fleet')), [card]);
	return (
		<div class={`console is-${tab}`}>
			<Head fleet={fleet} />
			<Banner />
			<Tabs tab={tab} rail={rail} onPick={setTab} />
			<main class="stage">
				{card === null ? (
					<>
						<StatusBar fleet={fleet} />
						<FleetView fleet={fleet} />
					</>
				) : (
					<CardView id={card} onInject={() => setTab('faults')} />
				)}
			</main>
			<aside class="rail" aria-label={titles[rail]}>
				{rail === 'faults' ? <Faults fleet={fleet} card={card} /> : null}
				{rail === 'events' ? <Events fleet={fleet} /> : null}
				{rail === 'counters' ? <Counters /> : null}
			</aside>
		</div>
	);
}

interface TabsProps {
	readonly tab: Tab;
	/** The part beside the fleet on a wide page. */
	readonly rail: Tab;
	readonly onPick: (tab: Tab) => void;
}

function Tabs({tab, rail, onPick}: TabsProps) {
	return (
		<nav class="tabs" aria-label="Parts">
			{tabs.map(each => (
				<button
					key={each}
					type="button"
					class={each === 'fleet' ? 'only-narrow' : each === rail ? 'is-rail' : ''}
					aria-pressed={tab === each || (each === rail && tab === 'fleet')}
					onClick={() => onPick(each)}
				>
					{titles[each]}
					{each === 'faults' ? <FaultCount /> : null}
				</button>
			))}
		</nav>
	);
}

function FaultCount() {
	const {faults} = useStore();
	return faults.length === 0 ? null : <span class="tab-count">{count(faults.length)}</span>;
}

/** Esc goes back, wherever the focus is. */
function useEscape(back: () => void): void {
	const latest = useRef(back);
	latest.current = back;
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (event.key === 'Escape') {
				latest.current();
			}
		};
		addEventListener('keydown', onKey);
		return () => removeEventListener('keydown', onKey);
	}, []);
}

function Head({fleet}: {readonly fleet: Fleet}) {
	const {phase} = useStore();
	const {run, ids, sites} = fleet.facts;
	return (
		<header class="head">
			<h1>
				Ridethrough <span>live</span>
			</h1>
			<p class="run">
				{plural(ids.length, 'card')}, {plural(sites.length, 'site')}, {run}
			</p>
			<HeadFigures fleet={fleet} />
			<p class={`link-state is-${phase}`}>
				<span aria-hidden="true">{phase === 'live' ? '●' : '◌'}</span> {phase === 'live' ? 'Live' : 'Not connected'}
			</p>
			<ThemePicker />
		</header>
	);
}

function HeadFigures({fleet}: {readonly fleet: Fleet}) {
	const {nowMs, pace} = useStore();
	const {speed, startUtcMs} = fleet.facts;
	const utc = startUtcMs + nowMs;
	return (
		<dl class="head-figures">
			<div>
				<dt>Time of the cards, UTC</dt>
				<dd>
					<span class="head-day">{day(utc)}</span> {time(utc)}
				</dd>
			</div>
			<div>
				<dt>Speed</dt>
				<dd title={speed === null ? 'as fast as it goes' : `${rate(speed)}× asked for`}>
					{rate(Math.max(0, pace.of('nowMs') / 1000))}×
				</dd>
			</div>
			<div>
				<dt>Events</dt>
				<dd>{rate(pace.of('logged'))} /s</dd>
			</div>
			<div>
				<dt>UPS changes</dt>
				<dd>{rate(pace.of('happened'))} /s</dd>
			</div>
			<Messages />
		</dl>
	);
}

/** Messages of all protocols together, where any are counted. */
function Messages() {
	const {meters, rates} = useStore();
	const of = meters.filter(
		({name, isCounter}) => isCounter && /messages(_total)?$|_samples_total$|_births_total$/.test(name),
	);
	if (of.length === 0) {
		return null;
	}
	const sum = of.reduce((total, {name, of: labels}) => total + rates.of(`${name} ${labels}`), 0);
	return (
		<div>
			<dt>Messages</dt>
			<dd>{rate(sum)} /s</dd>
		</div>
	);
}

function Banner() {
	const {phase, fleet, nowMs, retryMs} = useStore();
	return (
		<div role="status" class="banner-place">
			{phase === 'lost' ? (
				<p class="banner">
					<span>
						The connection is lost. You see the fleet as it was at {time((fleet?.facts.startUtcMs ?? 0) + nowMs)} UTC;
						trying again every {(retryMs / 1000).toFixed(1)} s.
					</span>
					<button type="button" onClick={() => store.retry()}>
						Try now
					</button>
				</p>
			) : null}
		</div>
	);
}

function ThemePicker() {
	const [theme, set] = useState(themeNow());
	return (
		<label class="theme">
			<span class="unseen">Colours</span>
			<select
				value={theme}
				onChange={event => {
					const next = themes.find(each => each === event.currentTarget.value) ?? 'system';
					setTheme(next);
					set(next);
				}}
			>
				{themes.map(each => (
					<option key={each} value={each}>
						{each === 'system' ? 'Auto' : each === 'light' ? 'Light' : 'Dark'}
					</option>
				))}
			</select>
		</label>
	);
}
