// The battery: how it is, its tests and their schedule, and how long it will last.

import {dayText} from '../days.ts';
import {quantity} from '../../readings.ts';
import {html} from '../html.ts';
import type {Html} from '../html.ts';
import {form} from '../layout.ts';
import type {PageContext, ViewText} from '../layout.ts';
import {NO_ATTEMPT} from '../fields.ts';
import {may} from '../../rights.ts';
import {commandButton, liveReading, readingList} from '../parts.ts';
import {sectionForm, settingsOfSection} from './settings.ts';

/** 2000-01-01 UTC in minutes of the Unix epoch. */
const EPOCH_2000_MINUTES = 15_778_080;
const MINUTE_MS = 60_000;

/** Minutes since 2000 as a moment; a word where it never was. */
function whenText(minute: number): string {
	return minute < 0
		? 'never'
		: new Date((minute + EPOCH_2000_MINUTES) * MINUTE_MS).toISOString().slice(0, 16).replace('T', ' ');
}

function testPanel(page: PageContext): Html {
	const {view} = page;
	return html`<section class="panel" aria-labelledby="test"><h2 id="test">Self-test</h2><dl><dt>Result</dt><dd>${liveReading(view, 'selfTestResult')}</dd><dt>When (UTC)</dt><dd>${whenText(view.detail.selfTestMinute)}</dd><dt>Tests so far</dt><dd>${liveReading(view, 'selfTestCount')}</dd></dl><div class="acts">${commandButton(page, 'testBattery', 0)}${commandButton(page, 'stopTest', 0)}</div></section>`;
}

function calibrationPanel(page: PageContext): Html {
	const {view} = page;
	return html`<section class="panel" aria-labelledby="calibration"><h2 id="calibration">Runtime calibration</h2><dl><dt>Result</dt><dd>${liveReading(view, 'calibrationResult')}</dd><dt>When (UTC)</dt><dd>${whenText(view.detail.calibrationMinute)}</dd></dl><p class="soft">A deep discharge teaches the UPS how long its battery lasts. It takes hours to recharge.</p><div class="acts">${commandButton(page, 'calibrate', 0)}${commandButton(page, 'stopCalibration', 0)}</div></section>`;
}

function lifePanel(page: PageContext): Html {
	const {view} = page;
	const replace = quantity(view.reading, 'replaceDay');
	const body = html`<input type="hidden" name="command" value="setBatteryInstallDate"><input type="hidden" name="group" value="0"><input type="hidden" name="back" value="${page.path}"><div><label for="text">A new battery was put in on</label><input id="text" name="text" type="date" value="${new Date(view.utc).toISOString().slice(0, 10)}" required></div><div class="acts"><button class="quiet">Note a new battery</button></div>`;
	return html`<section class="panel" aria-labelledby="life"><h2 id="life">Life</h2><dl><dt>Installed</dt><dd>${dayText(view.detail.batteryInstalledDay)}</dd><dt>Health, estimated</dt><dd>${liveReading(view, 'batteryHealth')}</dd><dt>Replacement expected</dt><dd>${replace === null ? '–' : dayText(replace)}</dd><dt>End of life by date</dt><dd>${dayText(view.detail.batteryLifeEndDay)}</dd><dt>External packs</dt><dd>${view.detail.externalPacks < 0 ? '–' : view.detail.externalPacks}</dd></dl>${may(page.visitor.session.role, 'command') ? html`<h3>After a replacement</h3>${form(page, '/order', body)}` : null}</section>`;
}

export function batteryView(page: PageContext): ViewText {
	const {view} = page;
	const now = html`<section class="panel" aria-labelledby="now"><h2 id="now">Now</h2>${readingList(view, [
		['State', 'batteryStatus'],
		['Charge', 'batteryCharge'],
		['Runtime left', 'batteryRuntime'],
		['Runtime, predicted', 'predictedRuntime'],
		['Charger', 'chargerStage'],
		['Voltage', 'batteryVolts'],
		['Current, discharging', 'batteryAmperes'],
		['Temperature', 'batteryTemperature'],
	])}</section>`;
	const settings = settingsOfSection(view, page.visitor.session.role, 'test');
	const schedule = html`<section class="panel" aria-labelledby="schedule"><h2 id="schedule">Self-test schedule</h2>${sectionForm(page, 'test', settings, NO_ATTEMPT)}</section>`;
	return {
		title: 'Battery',
		body: html`<h1>Battery</h1><div class="grid two">${now}${testPanel(page)}${calibrationPanel(page)}${lifePanel(page)}</div>${schedule}`,
	};
}
