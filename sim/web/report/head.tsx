// What became of the run, and how it is played again.

import {useState} from 'preact/hooks';
import type {PageCase, PageData} from '../../report/page-data.ts';
import {hashOf} from './route.ts';
import {themes} from './theme.ts';
import type {Theme} from './theme.ts';
import {span as spanText} from './time.ts';

export const verdicts = {
	passed: {glyph: '✓', title: 'Passed'},
	failed: {glyph: '✕', title: 'Failed'},
	aborted: {glyph: '–', title: 'Aborted'},
} as const;

interface TopProps {
	readonly version: string;
	readonly theme: Theme;
	readonly onTheme: (theme: Theme) => void;
}

export function Top({version, theme, onTheme}: TopProps) {
	return (
		<header class="top">
			<p class="brand">
				Ridethrough <span class="muted">{version}</span>
			</p>
			<fieldset class="themes">
				<legend class="hidden">Colours</legend>
				{themes.map(each => (
					<label key={each}>
						<input type="radio" name="theme" value={each} checked={each === theme} onChange={() => onTheme(each)} />
						<span>{each}</span>
					</label>
				))}
			</fieldset>
		</header>
	);
}

/** The cases of a matrix; one run has none. */
export function Cases({data, chosen}: {readonly data: PageData; readonly chosen: number}) {
	if (data.cases.length < 2) {
		return null;
	}
	return (
		<nav class="cases" aria-label="Cases">
			{data.cases.map(({name, verdict}, i) => (
				<a
					key={name}
					class={`case ${verdict}`}
					href={hashOf({run: i + 1, card: ''})}
					aria-current={i === chosen ? 'page' : undefined}
				>
					<span aria-hidden="true">{verdicts[verdict].glyph}</span>
					<span class="hidden">{verdicts[verdict].title}: </span>
					{name}
				</a>
			))}
		</nav>
	);
}

export function Head({run}: {readonly run: PageCase}) {
	const {glyph, title} = verdicts[run.verdict];
	const passed = run.steps.filter(({outcome}) => outcome === 'passed').length;
	const facts: ReadonlyArray<readonly [title: string, value: string | number]> = [
		['Steps passed', `${passed} of ${run.steps.length}`],
		['Cards', run.cardCount.toLocaleString('en')],
		['Events', run.eventCount.toLocaleString('en')],
		['Virtual time', spanText(run.durationMs)],
		['Seed', run.seed],
		['Speed', run.speed],
	];
	return (
		<section class="head" aria-labelledby="name">
			<div class="headline">
				<p class={`verdict ${run.verdict}`}>
					<span aria-hidden="true">{glyph}</span> {title}
				</p>
				<div>
					<h1 id="name">{run.name}</h1>
					<p class="file">{run.file}</p>
				</div>
			</div>
			<dl class="facts">
				{facts.map(([name, value]) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			<Again command={run.reproduce} />
		</section>
	);
}

function Again({command}: {readonly command: string}) {
	const [said, setSaid] = useState('Copy');
	const copy = (): void => {
		navigator.clipboard.writeText(command).then(
			() => setSaid('Copied'),
			() => setSaid('Select it and copy'),
		);
	};
	return (
		<div class="again">
			<span class="again-title">To see it again</span>
			<code>{command}</code>
			<button type="button" onClick={copy}>
				{said}
			</button>
		</div>
	);
}
