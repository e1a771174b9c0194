// The first view: how the UPS is, what is wrong, and the figures that one looks for.

import {createHash} from 'node:crypto';
import type {CardView} from '../../../../agent/card-view.ts';
import type {Face} from '../../face.ts';
import {quantity, readingRows, readingText} from '../../readings.ts';
import {alarmsOf, outletGroups} from '../../status.ts';
import type {Alarm} from '../../status.ts';
import {curve} from '../curve.ts';
import {html} from '../html.ts';
import type {Html} from '../html.ts';
import {linkTo} from '../layout.ts';
import type {PageContext, ViewText} from '../layout.ts';
import {commandButton, liveReading, meter, moment, readingList, severityPill} from '../parts.ts';

const LOAD_WARNS = 80;
const LOAD_BAD = 100;
const CHARGE_WARNS = 50;
const CHARGE_BAD = 20;
const STATE_DIGITS = 12;

/** What status words say to people, the gravest first. */
const sayings: readonly (readonly [word: string, saying: string, tone: string])[] = [
	['LB', 'On battery, and the battery is low', 'bad'],
	['OFF', 'Output off', 'bad'],
	['OVER', 'Overloaded', 'bad'],
	['BYPASS', 'On bypass', 'warn'],
	['CAL', 'Calibrating the runtime', 'warn'],
	['OB', 'On battery', 'warn'],
	['BOOST', 'On line, boosting a low input', ''],
	['TRIM', 'On line, trimming a high input', ''],
	['OL', 'On line', ''],
];

/** The words' own meaning, for those who do not speak NUT. */
const wordTitles: Readonly<Record<string, string>> = {
	OL: 'on line',
	OB: 'on battery',
	LB: 'low battery',
	HB: 'high battery',
	RB: 'replace battery',
	CHRG: 'charging',
	DISCHRG: 'discharging',
	BYPASS: 'bypass',
	CAL: 'calibrating',
	OFF: 'off',
	OVER: 'overload',
	TRIM: 'trim',
	BOOST: 'boost',
	FSD: 'forced shutdown',
};

function hero(view: CardView, alarms: readonly Alarm[]): Html {
	const words = view.statusWords();
	const [, saying, tone] = sayings.find(([word]) => words.includes(word)) ?? ['', 'State unknown', 'warn'];
	const gravest = alarms.some(each => each.severity === 'critical') ? 'bad' : tone;
	const place = view.text('card.location');
	const below = view.lost
		? html`Nothing below is known at present; commands reach nothing.`
		: html`${liveReading(view, 'batteryRuntime')} of runtime at the present load${place === '' ? '' : `, ${place}`}`;
	const pills = words.map(word => html`<span class="pill">${wordTitles[word] ?? word}</span>`);
	return html`<section class="panel hero ${view.lost ? 'bad' : gravest}"><div><h1>${view.lost ? 'The UPS does not answer its card' : saying}</h1><p class="soft">${below}</p></div><div class="words">${pills}</div></section>`;
}

function alarmPanel(page: PageContext, alarms: readonly Alarm[]): Html {
	const mute =
		page.view.detail.beeping === 1 ? html`<div class="acts">${commandButton(page, 'muteAlarm', 0)}</div>` : null;
	const list =
		alarms.length === 0
			? html`<p class="soft">No alarm: nothing is wrong.</p>`
			: html`<ul class="alarms">${alarms.map(each => html`<li>${severityPill(each.severity)}<span>${each.text}</span>${moment(each.since)}</li>`)}</ul>`;
	return html`<section class="panel" aria-labelledby="alarms"><h2 id="alarms">Alarms</h2>${list}${mute}</section>`;
}

function batteryPanel(view: CardView): Html {
	const charge = view.lost ? null : quantity(view.reading, 'batteryCharge');
	const low = charge !== null && charge < CHARGE_BAD ? 'bad' : 'warn';
	return html`<section class="panel" aria-labelledby="battery"><h2 id="battery">Battery</h2><div class="big">${liveReading(view, 'batteryCharge')}</div>${meter('Charge', charge, charge === null || charge >= CHARGE_WARNS ? 'good' : low)}${readingList(
		view,
		[
			['Runtime left', 'batteryRuntime'],
			['Charger', 'chargerStage'],
			['Voltage', 'batteryVolts'],
			['Temperature', 'batteryTemperature'],
			['Health', 'batteryHealth'],
			['Last self-test', 'selfTestResult'],
		],
	)}</section>`;
}

function loadPanel(view: CardView): Html {
	const load = view.lost ? null : quantity(view.reading, 'loadRatio');
	const high = load !== null && load > LOAD_BAD ? 'bad' : 'warn';
	return html`<section class="panel" aria-labelledby="load"><h2 id="load">Output</h2><div class="big">${liveReading(view, 'loadRatio')}</div>${meter('Load', load, load === null || load <= LOAD_WARNS ? 'good' : high)}${readingList(
		view,
		[
			['Power', 'outputWatts'],
			['Apparent power', 'outputVoltAmperes'],
			['Voltage', 'outputVolts'],
			['Current', 'outputAmperes'],
			['Frequency', 'outputHertz'],
			['Efficiency', 'efficiency'],
		],
	)}</section>`;
}

function inputPanel(view: CardView): Html {
	return html`<section class="panel" aria-labelledby="input"><h2 id="input">Input</h2><div class="big">${liveReading(view, 'inputVolts')}</div>${readingList(
		view,
		[
			['Frequency', 'inputHertz'],
			['Transfers', 'transferCount'],
			['Last transfer', 'transferCause'],
			['On battery for', 'secondsOnBattery'],
			['Energy given', 'outputEnergy'],
		],
	)}</section>`;
}

function outletPanel(page: PageContext): Html | null {
	const groups = outletGroups(page.view);
	if (groups.length < 2) {
		return null;
	}
	const states = groups.map(
		group =>
			html`<dt>${group.name}</dt><dd><span class="pill ${group.on === true ? 'good' : 'warn'}">${group.on === null ? 'not known' : group.on ? 'on' : 'off'}</span></dd>`,
	);
	return html`<section class="panel" aria-labelledby="outlets"><h2 id="outlets">Outlets</h2><dl>${states}</dl><p><a href="${linkTo(page, '/outlets')}">Switch outlets</a></p></section>`;
}

/** Texts of all readings, for the script. */
export function liveState(face: Face, view: CardView): Record<string, unknown> {
	const texts: Record<string, string> = {};
	for (const {name} of readingRows) {
		texts[name] = view.lost ? '–' : readingText(view.reading, name);
	}
	return {state: stateOf(face, view), texts};
}

/** Changes when the view must be drawn anew. */
export function stateOf(face: Face, view: CardView): string {
	const charge = Math.round(quantity(view.reading, 'batteryCharge') ?? -1);
	const load = Math.round((quantity(view.reading, 'loadRatio') ?? -1) / 5);
	const facts = [
		view.lost,
		view.statusWords(),
		alarmsOf(face.options.house, view),
		outletGroups(view).map(each => each.on),
	];
	return createHash('sha256')
		.update(JSON.stringify([...facts, view.detail.beeping, charge, load]))
		.digest('hex')
		.slice(0, STATE_DIGITS);
}

export function statusView(page: PageContext): ViewText {
	const {face, view} = page;
	const alarms = alarmsOf(face.options.house, view);
	return {
		title: 'Status',
		live: {url: linkTo(page, '/live'), state: stateOf(face, view)},
		body: html`${hero(view, alarms)}${alarmPanel(page, alarms)}<div class="grid">${batteryPanel(view)}${loadPanel(view)}${inputPanel(view)}${outletPanel(page)}</div>${curve(face.history.points(view.card))}`,
	};
}
