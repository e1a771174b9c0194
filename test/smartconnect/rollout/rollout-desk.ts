// A desk for tests of campaigns: state, a clock that is moved by hand, cards that are there or not, and all that was decided.

import {findEvent} from '../../../src/agent/events.ts';
import {writeEventWords} from '../../../src/ota/event-words.ts';
import {otaCodes} from '../../../src/ota/codes.ts';
import type {OtaCode} from '../../../src/ota/codes.ts';
import type {CollectedEvent} from '../../../src/smartconnect/ingest/collector.ts';
import type {Action} from '../../../src/smartconnect/rollout/actions.ts';
import type {Live} from '../../../src/smartconnect/rollout/decide.ts';
import type {Fact} from '../../../src/smartconnect/rollout/facts.ts';
import {checkPlan} from '../../../src/smartconnect/rollout/plan-check.ts';
import type {CampaignPlan} from '../../../src/smartconnect/rollout/plan.ts';
import {settle} from '../../../src/smartconnect/rollout/settle.ts';
import {emptyState} from '../../../src/smartconnect/rollout/state.ts';
import type {Campaign, RolloutState} from '../../../src/smartconnect/rollout/state.ts';
import {orderCreate, takeEvent, takeSession} from '../../../src/smartconnect/rollout/take.ts';

export const RELEASE = 'ab'.repeat(32);
export const CLASS = '11'.repeat(16);
export const START_S = 1_800_000_000;

/** A plan as an operator writes it, over one that says as little as possible. */
export function planOf(given: object): CampaignPlan {
	const {plan, problems} = checkPlan({id: 'c1', release: RELEASE, classes: [CLASS], ...given});
	if (plan === null) {
		throw new Error(JSON.stringify(problems));
	}
	return plan;
}

export function eventOf(card: string, name: string, campaign: string, code: OtaCode | ''): CollectedEvent {
	const row = findEvent(name);
	if (row === null) {
		throw new Error(`no event ${name}`);
	}
	return {
		card,
		logId: 1,
		sequence: 1,
		event: row.id,
		phase: 'momentary',
		severity: 'informational',
		bootId: 1,
		uptimeMs: 0,
		utcMs: null,
		detail: code === '' ? 0 : otaCodes[code],
		again: false,
		actor: 'cloud',
		role: '',
		origin: 'mqtt',
		commandId: '',
		text: writeEventWords({digest8: RELEASE.slice(0, 16), campaign, code, trustedTime: true, sentence: ''}),
		missingFrom: null,
	};
}

export class RolloutDesk implements Live {
	readonly state: RolloutState = emptyState();
	nowS = START_S;
	hearingSinceS = START_S - 3600;
	readonly online = new Set<string>();
	readonly heard = new Map<string, number>();
	readonly facts: Fact[] = [];
	readonly actions: Action[] = [];

	isOnline(card: string): boolean {
		return this.online.has(card);
	}

	heardS(card: string): number {
		return this.heard.get(card) ?? 0;
	}

	/** Takes facts in, and what follows. */
	take(facts: readonly Fact[]): Action[] {
		const settled = settle(this.state, facts, this.nowS, this);
		this.facts.push(...settled.facts);
		this.actions.push(...settled.actions);
		return settled.actions;
	}

	pass(seconds: number): Action[] {
		this.nowS += seconds;
		return this.take([]);
	}

	/** A card of class CLASS that is there, and runs something else than RELEASE. */
	add(card: string, site = '', running = ''): void {
		this.online.add(card);
		this.heard.set(card, this.nowS);
		const device = {
			active: 0,
			state: 1,
			rootVersion: 1,
			sequence: 1,
			bootFloor: 1,
			fallback: true,
			lastFailure: 0,
			proven: false,
		};
		const birth = {card, site, model: 'SMT1500', serial: `serial-${card}`, firmware: '1.0.0'};
		this.take([
			{fact: 'card', atS: this.nowS, ...birth},
			{fact: 'device', atS: this.nowS, card, classId: CLASS, deviceId: '', running, ...device},
		]);
	}

	addMany(count: number, sites = 1): string[] {
		const names = Array.from({length: count}, (_, i) => `card-${String(i).padStart(4, '0')}`);
		names.forEach((name, i) => this.add(name, `site-${i % sites}`));
		return names;
	}

	create(given: object): Campaign {
		const plan = planOf(given);
		this.take(orderCreate(this.state, plan, this.nowS));
		return this.campaign(plan.id);
	}

	campaign(id = 'c1'): Campaign {
		const campaign = this.state.campaigns.get(id);
		if (campaign === undefined) {
			throw new Error(`no campaign ${id}`);
		}
		return campaign;
	}

	/** An event of the card's log. */
	tell(card: string, name: string, code: OtaCode | '' = '', campaign = 'c1'): Action[] {
		this.heard.set(card, this.nowS);
		return this.take(takeEvent(this.state, eventOf(card, name, campaign, code), this.nowS));
	}

	/** The whole way of a card, to a good or a bad end. */
	finish(card: string, isGood: boolean, campaign = 'c1'): void {
		for (const name of ['otaOffered', 'otaStarted', 'otaVerified', 'otaArmed', 'otaTrialBoot']) {
			this.tell(card, name, '', campaign);
		}
		this.tell(card, isGood ? 'otaConfirmed' : 'otaReverted', isGood ? '' : 'E_OTA_HEALTH', campaign);
	}

	reborn(card: string): Action[] {
		this.online.add(card);
		this.heard.set(card, this.nowS);
		return this.take(takeSession(this.state, card, this.nowS));
	}

	/** Cards that were offered something since the last call. */
	offers(): string[] {
		const offered = this.actions.filter(action => action.do === 'offer').map(({card}) => card);
		this.actions.length = 0;
		return offered;
	}
}

/** A desk with cards, spread over sites, and a campaign for them. */
export function deskWith(cards: number, plan: object, sites = 1): {desk: RolloutDesk; names: string[]} {
	const desk = new RolloutDesk();
	const names = desk.addMany(cards, sites);
	desk.create(plan);
	return {desk, names};
}
