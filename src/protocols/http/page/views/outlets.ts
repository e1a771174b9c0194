// Outlet groups: what each does, and what can be ordered of it. Whatever drops a load asks first.

import {durationText} from '../../readings.ts';
import {may} from '../../rights.ts';
import {outletGroups} from '../../status.ts';
import type {OutletGroup} from '../../status.ts';
import {html} from '../html.ts';
import type {Html} from '../html.ts';
import type {PageContext, ViewText} from '../layout.ts';
import {commandButton, liveReading} from '../parts.ts';

/** First what one comes for, then the rest. */
const wholeCommands = [
	['outputOn', 'cancelOutput', 'outputOff', 'reboot'],
	['outputOnDelayed', 'outputOffDelayed', 'rebootDelayed', 'shutdown', 'shutdownDelayed', 'sleep', 'conserveBattery'],
] as const;
const groupCommands = [
	['groupOn', 'groupCancel', 'groupOff', 'groupReboot'],
	['groupOnDelayed', 'groupOffDelayed', 'groupRebootDelayed', 'groupShutdown', 'groupShutdownDelayed'],
] as const;
/** What acts on the whole UPS and not on outlets alone. */
const otherCommands = ['toBypass', 'fromBypass', 'simulatePowerFailure', 'muteAlarm', 'acknowledgeBattery'] as const;

const countdowns = [
	['turnOffIn', 'turns off in'],
	['turnOnIn', 'turns on in'],
	['stayOffFor', 'stays off for'],
] as const;

function pendingOf(group: OutletGroup): string {
	const timers = countdowns.flatMap(([name, words]) => {
		const seconds = group[name];
		return seconds === null ? [] : [`${words} ${durationText(seconds)}`];
	});
	return [...group.pending, ...timers].join(', ');
}

function statePill(on: boolean | null): Html {
	const word = on === null ? 'not known' : on ? 'on' : 'off';
	return html`<span class="pill ${on === true ? 'good' : 'warn'}">${word}</span>`;
}

function buttons(page: PageContext, group: number, commands: readonly string[]): Html {
	return html`<div class="acts">${commands.map(command => commandButton(page, command, group))}</div>`;
}

function panel(
	page: PageContext,
	group: OutletGroup,
	[first, rest]: readonly [readonly string[], readonly string[]],
): Html {
	const pending = pendingOf(group);
	const id = `group${group.group}`;
	const offered = may(page.visitor.session.role, 'command')
		? html`${buttons(page, group.group, first)}<details class="more"><summary>With delays, and other ways</summary>${buttons(page, group.group, rest)}</details>`
		: null;
	return html`<section class="panel" aria-labelledby="${id}"><h2 id="${id}">${group.name} ${statePill(group.on)}</h2>${pending === '' ? null : html`<p>${pending}</p>`}${offered}</section>`;
}

export function outletsView(page: PageContext): ViewText {
	const [main, ...switched] = outletGroups(page.view);
	const load = html`<p>The output carries ${liveReading(page.view, 'outputWatts')} now (${liveReading(page.view, 'loadRatio')} of the rating).</p>`;
	const others = may(page.visitor.session.role, 'command')
		? html`<section class="panel" aria-labelledby="others"><h2 id="others">The UPS itself</h2>${buttons(page, 0, otherCommands)}</section>`
		: null;
	return {
		title: 'Outlets',
		body: html`<h1>Outlets</h1>${load}${main === undefined ? null : panel(page, main, wholeCommands)}${switched.map(group => panel(page, group, groupCommands))}${others}`,
	};
}
