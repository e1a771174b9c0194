// What holds for every campaign, whatever its cards do and in whatever order.

import {createHash} from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import {bucketOf, BUCKETS, isWithin} from '../../../src/smartconnect/rollout/bucket.ts';
import {cardStates} from '../../../src/smartconnect/rollout/card-states.ts';
import {apply, emptyState} from '../../../src/smartconnect/rollout/state.ts';
import {revertLimit} from '../../../src/smartconnect/rollout/stop-rules.ts';
import {orderAbort, orderHold, orderRaise, orderResume} from '../../../src/smartconnect/rollout/take.ts';
import {RolloutDesk} from './rollout-desk.ts';

const serial = fc.string({minLength: 1, maxLength: 20});
const campaign = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/);

test('the bucket of a card is the digest modulo 10,000, as a big number has it', t => {
	const digest = BigInt('0x' + Buffer.from(sha('c1', 'serial-1')).toString('hex'));
	t.is(bucketOf('c1', 'serial-1'), Number(digest % 10_000n));
});

test('whoever is in at a percentage is in at every higher one', t => {
	const percent = fc.double({min: 0, max: 100, noNaN: true});
	fc.assert(
		fc.property(campaign, serial, percent, percent, (id, name, a, b) => {
			const bucket = bucketOf(id, name);
			return !isWithin(bucket, Math.min(a, b)) || isWithin(bucket, Math.max(a, b));
		}),
	);
	fc.assert(
		fc.property(campaign, serial, (id, name) => isWithin(bucketOf(id, name), 100) && !isWithin(bucketOf(id, name), 0)),
	);
	t.pass();
});

test('a percentage takes about its share of a thousand cards', t => {
	const buckets = Array.from({length: 1000}, (_, i) => bucketOf('spring', `serial-${i}`));
	const share = buckets.filter(bucket => isWithin(bucket, 10)).length;
	t.true(share > 70 && share < 130, `${share}`);
	t.true(buckets.every(bucket => bucket >= 0 && bucket < BUCKETS));
});

test('the limit of reverted cards is the share or the count, whichever is greater', t => {
	fc.assert(
		fc.property(
			fc.nat(100_000),
			fc.integer({min: 0, max: 100}),
			fc.integer({min: 1, max: 50}),
			(results, percent, cards) => {
				const limit = revertLimit(results, percent, cards);
				return (
					limit >= cards
					&& limit * 100 >= results * percent
					&& (limit === cards || (limit - 1) * 100 < results * percent)
				);
			},
		),
	);
	t.deepEqual(
		[0, 149, 150, 151, 200, 500].map(results => revertLimit(results, 2, 3)),
		[3, 3, 3, 4, 4, 10],
	);
});

const names = [
	'otaOffered',
	'otaStarted',
	'otaVerified',
	'otaArmed',
	'otaTrialBoot',
	'otaConfirmed',
	'otaReverted',
	'otaRefused',
	'otaCancelled',
	'otaDeferred',
] as const;
const codes = ['E_OTA_HEALTH', 'E_OTA_VENDOR', 'E_OTA_UPS_NOT_READY', 'E_OTA_DIGEST', 'E_OTA_CANCELLED'] as const;

type Step =
	| {
			readonly do: 'tell';
			readonly card: number;
			readonly name: (typeof names)[number];
			readonly code: (typeof codes)[number];
	  }
	| {readonly do: 'pass'; readonly seconds: number}
	| {readonly do: 'reborn' | 'gone'; readonly card: number}
	| {readonly do: 'hold' | 'resume' | 'abort'}
	| {readonly do: 'raise'; readonly percent: number};

const card = fc.nat(11);
const steps: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.record({
			do: fc.constant('tell' as const),
			card,
			name: fc.constantFrom(...names),
			code: fc.constantFrom(...codes),
		}),
	},
	{weight: 3, arbitrary: fc.record({do: fc.constant('pass' as const), seconds: fc.integer({min: 1, max: 4000})})},
	{weight: 2, arbitrary: fc.record({do: fc.constantFrom('reborn' as const, 'gone' as const), card})},
	{weight: 1, arbitrary: fc.record({do: fc.constantFrom('hold' as const, 'resume' as const)})},
	{weight: 1, arbitrary: fc.record({do: fc.constant('raise' as const), percent: fc.integer({min: 1, max: 100})})},
	{weight: 1, arbitrary: fc.record({do: fc.constant('abort' as const)})},
);

const plans = fc.record({
	percent: fc.integer({min: 1, max: 100}),
	perSite: fc.integer({min: 1, max: 3}),
	atOnce: fc.integer({min: 1, max: 12}),
	pairs: fc.constantFrom(
		[],
		[
			['card-0000', 'card-0001'],
			['card-0002', 'card-0003'],
		],
	),
	waves: fc.constantFrom(
		[],
		[{cards: 3, soak: '1m', minConfirmed: 50}, {percent: 50, soak: '1m', minConfirmed: 50}, {minConfirmed: 0}],
	),
	stop: fc.constantFrom({}, {revertCards: 50, silentPercent: 100, digestSites: 50}),
});

/** Carries a step out where it has a meaning; an order that the campaign refuses is no step. */
function carry(desk: RolloutDesk, step: Step, cards: readonly string[]): void {
	const orders = {
		hold: () => desk.take(orderHold(desk.state, 'c1', '', desk.nowS)),
		resume: () => desk.take(orderResume(desk.state, 'c1', desk.nowS)),
		abort: () => desk.take(orderAbort(desk.state, 'c1', '', desk.nowS)),
	};
	try {
		if (step.do === 'tell') {
			desk.tell(
				cards[step.card],
				step.name,
				step.name === 'otaRefused' || step.name === 'otaReverted' ? step.code : '',
			);
		} else if (step.do === 'pass') {
			desk.pass(step.seconds);
		} else if (step.do === 'reborn') {
			desk.reborn(cards[step.card]);
		} else if (step.do === 'gone') {
			desk.online.delete(cards[step.card]);
		} else if (step.do === 'raise') {
			desk.take(orderRaise(desk.state, 'c1', step.percent, desk.nowS));
		} else {
			orders[step.do]();
		}
	} catch (error) {
		if ((error as {code?: string}).code === undefined) {
			throw error;
		}
	}
}

function liveOf(plan: object, taken: readonly Step[]): RolloutDesk {
	const desk = new RolloutDesk();
	const cards = desk.addMany(12, 3);
	desk.create(plan);
	for (const step of taken) {
		carry(desk, step, cards);
	}
	return desk;
}

function always(check: (desk: RolloutDesk) => boolean): void {
	fc.assert(
		fc.property(plans, fc.array(steps, {maxLength: 60}), (plan, taken) => check(liveOf(plan, taken))),
		{numRuns: 150},
	);
}

test('no card is offered anything after its end, and no result is told twice', t => {
	always(desk => {
		const ended = new Set<string>();
		const results = new Map<string, number>();
		for (const fact of desk.facts) {
			if (fact.fact === 'offered' && ended.has(fact.card)) {
				return false;
			}
			if (fact.fact === 'moved' && cardStates[fact.state].isEnd) {
				ended.add(fact.card);
				const isResult = fact.state === 'confirmed' || fact.state === 'reverted';
				results.set(fact.card, (results.get(fact.card) ?? 0) + Number(isResult));
			}
		}
		return [...results.values()].every(count => count <= 1);
	});
	t.pass();
});

test('no wave has more of a site than its share, or both cards of a pair', t => {
	always(desk => {
		const {entries, plan} = desk.campaign();
		const counts = new Map<string, number>();
		for (const {card: name, site, wave, version} of entries.values()) {
			if (version > 0) {
				const key = `${wave} ${site}`;
				counts.set(key, (counts.get(key) ?? 0) + 1);
			}
			const pair = plan.pairs.find(each => each.includes(name)) ?? [];
			if (pair.some(mate => mate !== name && entries.get(mate)?.wave === wave)) {
				return false;
			}
		}
		return [...counts.values()].every(count => count <= (plan.perSite ?? Infinity));
	});
	t.pass();
});

test('the counts of a campaign are those of its entries, and no more than allowed are open', t => {
	always(desk => {
		const {entries, counts, plan} = desk.campaign();
		const states = [...entries.values()].map(({state}) => state);
		const isRight = Object.entries(counts).every(
			([state, count]) => states.filter(each => each === state).length === count,
		);
		const open = desk.facts.reduce((most, fact) => (fact.fact === 'offered' ? most + 1 : most), 0);
		return isRight && (open > 0 || entries.size === counts.present) && plan.atOnce >= 1;
	});
	t.pass();
});

test('what was stored gives the same state again', t => {
	always(desk => {
		const again = emptyState();
		for (const fact of desk.facts) {
			apply(again, JSON.parse(JSON.stringify(fact)) as typeof fact);
		}
		const shown = (state: typeof again): string =>
			JSON.stringify(
				[...state.campaigns].map(([id, {entries, buckets: _buckets, digestSites, ...rest}]) => [
					id,
					rest,
					[...entries],
					[...digestSites],
				]),
			);
		return shown(again) === shown(desk.state);
	});
	t.pass();
});

function sha(...parts: readonly string[]): Uint8Array {
	const hash = createHash('sha256');
	parts.forEach(part => hash.update(part));
	return hash.digest();
}
