// Tells of updates in the card's log (ota.md 8), in words that a service reads. Refusals are told at a limited rate for each code,
// so that nobody wears the log out by offering.

import {MINUTE} from '../../core/clock.ts';
import type {Millis} from '../../core/clock.ts';
import {otaCodes} from '../../ota/codes.ts';
import type {OtaCode, OtaRefusal} from '../../ota/codes.ts';
import {digest8Of, writeEventWords} from '../../ota/event-words.ts';
import {findEvent} from '../events.ts';
import {phaseMomentary} from '../card.ts';
import {originHttp, originMqtt} from '../roles.ts';
import type {UpdatePorts} from './ports.ts';

const TELL_EVERY_MS = MINUTE;
export const ACTOR_CLOUD = 'cloud';
export const ACTOR_BOOT = 'bootloader';
/** The running image of its own accord. */
export const ACTOR_CARD = 'card';

/** What an event is about, and who brought it about. */
export interface Subject {
	/** Manifest digest, or its first 8 bytes; null when there is none. */
	readonly digest: Uint8Array | null;
	readonly campaign: string;
	readonly actor: string;
	readonly role: number;
}

export function subject(digest: Uint8Array | null, campaign: string, actor: string): Subject {
	return {digest: digest, campaign: campaign, actor: actor, role: 0};
}

interface Told {
	readonly code: OtaCode;
	atMs: Millis;
	untold: number;
}

function originOf(actor: string): number {
	if (actor === ACTOR_CLOUD) {
		return originMqtt;
	}
	return actor === ACTOR_BOOT || actor === ACTOR_CARD ? 0 : originHttp;
}

export class Teller {
	ports: UpdatePorts;
	/** Whether the card trusts its time at this moment. */
	trusted: boolean;
	told: Told[];
	/** Refusals so far, told or not. */
	refused: number;

	constructor(ports: UpdatePorts) {
		this.ports = ports;
		this.trusted = false;
		this.told = [];
		this.refused = 0;
	}

	/** A moment of the catalogue; `detail` is a number of a code or what the event's text says. */
	tell(name: string, detail: number, about: Subject, code: OtaCode | '', sentence: string): void {
		this.tellPhase(name, phaseMomentary, detail, about, code, sentence);
	}

	tellPhase(name: string, phase: number, detail: number, about: Subject, code: OtaCode | '', sentence: string): void {
		const row = findEvent(name);
		if (row === null) {
			return;
		}
		const words = {
			digest8: digest8Of(about.digest),
			campaign: about.campaign,
			code: code,
			trustedTime: this.trusted,
			sentence: sentence,
		};
		this.ports.log(row.id, phase, detail, {
			actor: about.actor,
			role: about.role,
			origin: originOf(about.actor),
			commandId: '',
			text: writeEventWords(words),
		});
	}

	/** A refusal: at most one of its code a minute, with how many went untold. */
	refuse(why: OtaRefusal, about: Subject, t: Millis): void {
		this.refused += 1;
		const told = this.toldOf(why.code);
		if (t - told.atMs < TELL_EVERY_MS) {
			told.untold += 1;
			return;
		}
		const before = told.untold === 0 ? '' : ` (and ${told.untold} more before it)`;
		told.atMs = t;
		told.untold = 0;
		this.tell('otaRefused', otaCodes[why.code], about, why.code, why.detail + before);
	}

	toldOf(code: OtaCode): Told {
		for (let i = 0; i < this.told.length; i++) {
			if (this.told[i].code === code) {
				return this.told[i];
			}
		}
		const told = {code: code, atMs: -Infinity, untold: 0};
		this.told.push(told);
		return told;
	}
}
