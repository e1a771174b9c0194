// The firmware of the card and of its UPS: versions, slots, what is under way, and an upload for who may.

import type {FirmwareView} from '../../../../agent/firmware-view.ts';
import {NO_ROOT} from '../../api/firmware-routes.ts';
import {may} from '../../rights.ts';
import {html} from '../html.ts';
import type {Html} from '../html.ts';
import type {PageContext} from '../layout.ts';

type Row = readonly [name: string, value: string];

/** States as people read them. */
const stateTexts: Readonly<Record<string, string>> = {
	STEADY: 'Nothing is under way',
	RECEIVING: 'A release is being received',
	VERIFIED: 'A release is verified and waits for the restart',
	ARMED: 'The card is about to restart',
	TRIAL: 'The release is on trial',
	CONFIRMED: 'The release was confirmed',
	REVERTED: 'The last release was gone back from',
	RECOVERY: 'No image starts: the card waits for a signed one',
};

function slotText(firmware: FirmwareView, which: number): string {
	const {version, digest, bootable} = firmware.slot(which);
	if (digest === '') {
		return 'empty';
	}
	const runs = firmware.activeSlot === which ? ', runs' : '';
	return `${version || 'no version'} (${digest.slice(0, 16)})${runs}${bootable ? '' : ', would not start'}`;
}

function rowsOf(firmware: FirmwareView): readonly Row[] {
	const failure = firmware.lastFailure;
	const rows: Row[] = [
		['State', stateTexts[firmware.state] ?? firmware.state],
		['Slot A', slotText(firmware, 0)],
		['Slot B', slotText(firmware, 1)],
		['Boot floor', `security version ${firmware.bootFloor}`],
	];
	if (firmware.progress >= 0) {
		rows.push(['Received', `${firmware.progress} %`]);
	}
	if (firmware.deferred !== '') {
		rows.push(['Waits', firmware.deferred]);
	}
	if (failure !== null) {
		rows.push(['Last failure', `${failure.code}: ${failure.sentence}`]);
	}
	return rows;
}

/** Works by the script alone: a browser sends no file as it is without one. */
function uploadForm(page: PageContext): Html {
	const {visitor, view} = page;
	const address = `/api/v1/firmware?card=${view.identity.cardId}`;
	return html`<form data-firmware="${address}" data-token="${visitor.token}"><div><label for="fw">Signed release (one file)</label><input type="file" id="fw" required aria-describedby="fw-hint"><p class="hint" id="fw-hint">It is checked before anything is written; the card restarts into it when its UPS lets it.</p></div><p role="status" data-firmware-said></p><div class="acts"><button>Install</button></div></form><noscript><p class="hint">Without scripts, POST the file to ${address}.</p></noscript>`;
}

export function firmwarePanel(page: PageContext): Html {
	const {identity, firmware} = page.view;
	const takes = firmware?.takesUpdates === true;
	const rows: readonly Row[] = [
		['Card', identity.cardFirmware],
		['UPS', identity.upsFirmware],
		...(firmware === null || !takes ? [] : rowsOf(firmware)),
	];
	const mayInstall = takes && may(page.visitor.session.role, 'firmware');
	const after = takes ? null : html`<p class="hint">${NO_ROOT}</p>`;
	return html`<section class="panel" aria-labelledby="firmware"><h2 id="firmware">Firmware</h2><dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value === '' ? '–' : value}</dd>`)}</dl>${after}${mayInstall ? uploadForm(page) : null}</section>`;
}
