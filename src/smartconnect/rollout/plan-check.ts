// A plan from what an operator wrote, JSON or YAML: every field checked, with what would be right.

import type {CampaignPlan, PlanCohort, PlanStop, PlanWave, PlanWindow} from './plan.ts';
import {PlanField} from './plan-fields.ts';
import type {PlanProblem} from './plan-fields.ts';
import {isZone, weekdays} from './window.ts';

export const planKeys = [
	'id',
	'release',
	'classes',
	'cohorts',
	'exclude',
	'percent',
	'waves',
	'windows',
	'zone',
	'zones',
	'perSite',
	'pairs',
	'atOnce',
	'expect',
	'stop',
	'assignFor',
	'source',
] as const;

/** A word of the event log (event-words.ts), and a part of a path. */
export const CAMPAIGN_ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const NAME = /^[^\p{Cc}]{1,64}$/u;
const CARD = /^[a-z0-9-]{1,32}$/;
const NAMES_MOST = 100_000;
const ROWS_MOST = 64;
const CARDS_MOST = 1_000_000;

/** What is wrong with a plan, or the plan with all its standards filled in. */
export type CheckedPlan =
	| {readonly plan: CampaignPlan; readonly problems: readonly []}
	| {readonly plan: null; readonly problems: readonly PlanProblem[]};

export function checkPlan(given: unknown): CheckedPlan {
	const problems: PlanProblem[] = [];
	const root = new PlanField(given, '', problems);
	if (typeof given !== 'object' || given === null || Array.isArray(given)) {
		root.refuse(`must be an object of ${planKeys.join(', ')}`, null);
		return {plan: null, problems};
	}
	const plan = planFrom(root.object(planKeys));
	for (const [i, {cohort}] of plan.waves.entries()) {
		if (cohort !== '' && !plan.cohorts.some(({name}) => name === cohort)) {
			const message = `must be the name of one of the cohorts of this plan`;
			problems.push({path: `waves[${i}].cohort`, message});
		}
	}
	return problems.length === 0 ? {plan, problems: []} : {plan: null, problems};
}

function planFrom(field: (key: string) => PlanField): CampaignPlan {
	const perSite = field('perSite');
	return {
		id: field('id').text(CAMPAIGN_ID, '1 to 64 characters of a-z, 0-9, ., _ and -, such as spring-2.3.0', null),
		release: field('release').text(/^[0-9a-f]{64}$/, 'the digest of a published manifest, 64 hex digits', null),
		classes: names(field('classes'), /^[0-9a-f]{32}$/, 'a class id of 32 hex digits'),
		cohorts: field('cohorts').list(ROWS_MOST).map(cohortFrom),
		exclude: cards(field('exclude')),
		percent: field('percent').number(0, 100, 100),
		waves: wavesFrom(field('waves')),
		windows: field('windows').list(ROWS_MOST).map(windowFrom),
		zone: zoneFrom(field('zone'), 'UTC'),
		zones: Object.fromEntries(
			field('zones')
				.entries()
				.map(([site, zone]) => [site, zoneFrom(zone, null)]),
		),
		perSite: perSite.isAbsent ? null : perSite.whole(1, CARDS_MOST, 1),
		pairs: field('pairs').list(NAMES_MOST).map(pairFrom),
		atOnce: field('atOnce').whole(1, CARDS_MOST, 1000),
		expect: field('expect').whole(0, CARDS_MOST, 0),
		stop: stopFrom(field('stop')),
		assignForS: field('assignFor').seconds('1m', '30d', '24h'),
		source: field('source').oneOf(['mqtt', 'uri'], 'mqtt'),
	};
}

function names(field: PlanField, pattern: RegExp, form: string): string[] {
	return field.list(NAMES_MOST).map(item => item.text(pattern, form, null));
}

function cards(field: PlanField): string[] {
	return names(field, CARD, 'a card id of a-z, 0-9 and -');
}

function zoneFrom(field: PlanField, standard: string | null): string {
	const zone = field.text(NAME, 'a time zone such as Europe/Berlin', standard);
	return isZone(zone) ? zone : field.refuse('must be a time zone such as Europe/Berlin', 'UTC');
}

function cohortFrom(item: PlanField): PlanCohort {
	const field = item.object(['name', 'sites', 'models', 'cards']);
	return {
		name: field('name').text(NAME, 'a name of at most 64 characters', null),
		sites: names(field('sites'), NAME, 'the name of a site'),
		models: names(field('models'), NAME, 'a model such as SMT1500'),
		cards: cards(field('cards')),
	};
}

function pairFrom(item: PlanField): string[] {
	const pair = cards(item);
	return pair.length >= 2 ? pair : item.refuse('must name at least two cards', pair);
}

function wavesFrom(field: PlanField): PlanWave[] {
	const rows = field.list(ROWS_MOST);
	const waves = rows.map((row, i) => waveFrom(row, i === rows.length - 1));
	let percent = 0;
	for (const [i, wave] of waves.entries()) {
		// A handful of cards, or those of a cohort, may come before a share of all.
		const isShare = wave.cohort === '' && wave.cards === null;
		if (isShare && wave.percent < percent) {
			rows[i].refuse(`percent must not fall: an earlier wave took ${percent}, so write that or more`, null);
		}
		percent = isShare ? wave.percent : percent;
	}
	const whole = {percent: 100, cards: null, cohort: '', minConfirmed: 95, soakS: 0};
	return waves.length === 0 ? [whole] : waves;
}

/** After the last wave nothing comes for which a soak would be waited. */
function waveFrom(item: PlanField, isLast: boolean): PlanWave {
	const field = item.object(['percent', 'cards', 'cohort', 'minConfirmed', 'soak']);
	const count = field('cards');
	return {
		percent: field('percent').number(0, 100, 100),
		cards: count.isAbsent ? null : count.whole(1, CARDS_MOST, 1),
		cohort: field('cohort').text(NAME, 'the name of a cohort', ''),
		minConfirmed: field('minConfirmed').number(0, 100, 95),
		soakS: field('soak').seconds('0s', '365d', isLast ? '0s' : '1h'),
	};
}

function windowFrom(item: PlanField): PlanWindow {
	const field = item.object(['days', 'from', 'to']);
	return {
		days: field('days')
			.list(weekdays.length)
			.map(day => day.oneOf(weekdays, 'mon')),
		fromMinute: field('from').minuteOfDay(),
		toMinute: field('to').minuteOfDay(),
	};
}

function stopFrom(item: PlanField): PlanStop {
	const field = item.object(['revertPercent', 'revertCards', 'silentPercent', 'silentAfter', 'digestSites']);
	return {
		revertPercent: field('revertPercent').number(0, 100, 2),
		revertCards: field('revertCards').whole(1, CARDS_MOST, 3),
		silentPercent: field('silentPercent').number(0.01, 100, 5),
		silentAfterS: field('silentAfter').seconds('10s', '30d', '30m'),
		digestSites: field('digestSites').whole(1, CARDS_MOST, 2),
	};
}
