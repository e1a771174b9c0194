// What a card tells after a boot: the bootloader's events, and what became of the candidate. A reset loses none of it and doubles
// none of it (ota.md 7, 8): the journal says how it ended, and what is kept of the candidate is let go once that is told.

import type {Millis} from '../../core/clock.ts';
import {sameBytes} from '../../ota/bytes.ts';
import {otaCodeOf, otaCodes} from '../../ota/codes.ts';
import type {OtaCode} from '../../ota/codes.ts';
import * as states from '../../ota/states.ts';
import {phaseClear, phaseMomentary, phaseSet} from '../card.ts';
import type {UpdateCore} from './core.ts';
import type {PendingBootEvent} from './ports.ts';
import {ACTOR_BOOT} from './teller.ts';
import type {Subject} from './teller.ts';

const NO_BOOTABLE = 'otaNoBootable';
const REVERTED = 'otaReverted';
/** Events whose detail is the number of a code. */
const withCode: readonly string[] = [REVERTED, 'otaBootRejected', 'otaFallback'];

function byBoot(core: UpdateCore): Subject {
	const about = core.about();
	return {digest: about.digest, campaign: about.campaign, actor: ACTOR_BOOT, role: 0};
}

function codeOf(event: PendingBootEvent): OtaCode | '' {
	const code = withCode.indexOf(event.name) >= 0 ? otaCodeOf(event.detail) : null;
	return code === null ? '' : code;
}

function sentenceOf(event: PendingBootEvent): string {
	return event.name === 'otaTrialBoot' ? `Start ${event.detail} on trial.` : '';
}

/** The reason as the card tells it: the bootloader takes a watchdog for granted where the attempts were used up. */
function reasonOf(core: UpdateCore, reason: number): number {
	return reason === otaCodes.E_OTA_WDT && !core.options.wasHung ? otaCodes.E_OTA_REVERTED : reason;
}

function tellReverted(core: UpdateCore, reason: number): void {
	const code = otaCodeOf(reason);
	const detail = core.kept.revertDetail;
	core.kept.revertDetail = '';
	core.reverted(reason, code === null ? 'E_OTA_REVERTED' : code, detail);
}

function tellBootEvent(core: UpdateCore, event: PendingBootEvent): void {
	if (event.name === REVERTED) {
		return tellReverted(core, reasonOf(core, event.detail));
	}
	const isPair = event.name === NO_BOOTABLE;
	core.kept.noBootable = core.kept.noBootable || isPair;
	core.teller.tellPhase(
		event.name,
		isPair ? phaseSet : phaseMomentary,
		event.detail,
		byBoot(core),
		codeOf(event),
		sentenceOf(event),
	);
}

/** Tells what the bootloader left to tell, and only then lets it forget. */
export function tellBoot(core: UpdateCore): void {
	const events = core.options.bootEvents.pending();
	for (let i = 0; i < events.length; i++) {
		tellBootEvent(core, events[i]);
	}
	if (events.length > 0) {
		core.options.bootEvents.acknowledge(events[events.length - 1].sequence);
	}
	if (core.kept.noBootable && core.state() !== states.recovery) {
		core.kept.noBootable = false;
		core.teller.tellPhase(NO_BOOTABLE, phaseClear, 0, byBoot(core), '', '');
	}
}

/** Tells how a candidate ended that is still kept, though the journal is past it; what it does not know is let go. */
export function takeUpCandidate(core: UpdateCore, t: Millis): void {
	const candidate = core.kept.candidate;
	if (candidate === null) {
		return;
	}
	const state = core.state();
	const running = core.options.boot.run < 0 ? null : core.life.slot(core.options.boot.run).manifestDigest;
	const runs = running !== null && sameBytes(running, candidate.manifest.digest);
	if (state === states.reverted && core.knowsCandidate()) {
		tellReverted(core, reasonOf(core, core.life.record.reason));
	} else if (runs && (state === states.confirmed || state === states.steady)) {
		core.confirmed(t);
	} else if (state === states.steady || state === states.reverted) {
		// The journal never heard of it: the offer will come again.
		core.forget();
	}
}
