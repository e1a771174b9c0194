// Power cuts over whole lives (ota.md 6.4, 11, 14): every operation in four ways, and several at once by chance. A plan that
// breaks a life is shrunk to the faults that it needs.

import {type FaultPlan, type FlashFault, type FlashFaultKind, shrinkPlan} from '../../../sim/flash/fault-plan.ts';
import {RandomStream, seedFor} from '../../../src/core/random.ts';
import {UpdatingCard} from './card.ts';
import {makeRelease, type Release, type ReleaseKind} from './releases.ts';
import {factoryRig, Rig, tinyWorld, type World} from './rig.ts';

const cutKinds: readonly FlashFaultKind[] = ['cutBefore', 'cutTorn', 'cutUnstable', 'cutAfter'];
/** What a part does without a cut, once: the card tries again, and nothing is lost. The late ones meet the bootloader's reads. */
const slips: readonly Omit<FlashFault, 'at'>[] = [
	{do: 'loseWrite'},
	{do: 'failOperation'},
	{do: 'readError'},
	{do: 'readError', after: 2},
	{do: 'wrongRead'},
	{do: 'wrongRead', after: 2},
];
/** Torn bits differ by chance: each torn cut is made with so many seeds. */
const TORN_SEEDS = 3;
/** These have no chance in them. */
const oneWay: readonly FlashFaultKind[] = ['cutBefore', 'cutAfter', 'loseWrite', 'readError'];
export const FILL_LEVELS = 8;
const BOOTS_MAX = 60;

export interface Life {
	readonly name: string;
	readonly releases: readonly Release[];
	readonly world: World;
	/** Fresh from the factory, one for each fill level of the journal. */
	readonly origins: readonly Rig[];
	/** Operations of the life without a cut. */
	readonly operations: number;
}

export interface Broken {
	readonly life: string;
	readonly fill: number;
	readonly plan: FaultPlan;
	readonly why: string;
}

export interface SweepCounts {
	runs: number;
	cuts: number;
	boots: number;
	broken: Broken[];
}

export const noCounts = (): SweepCounts => ({runs: 0, cuts: 0, boots: 0, broken: []});

const story = (name: string, kinds: readonly ReleaseKind[]): Life => {
	const releases = (['good', ...kinds] as const).map((kind, i) =>
		makeRelease({
			name: `${i} ${kind}`,
			kind,
			sequence: 10 + i,
			securityVersion: 1 + i,
			sizeBytes: 768 - 40 * i,
			hasTable: i % 2 === 1,
		}),
	);
	return lifeOf(name, releases, tinyWorld(releases));
};

/** The life of a card that has the first release from the factory and takes the others. */
export function lifeOf(name: string, releases: readonly Release[], world: World): Life {
	const origins = Array.from({length: FILL_LEVELS}, (_, fill) => factoryRig(releases, fill, world));
	const life = {name, releases, world, origins, operations: 0};
	return {...life, operations: liveOnce(life, 0, {seed: 1, faults: []}).rig.operations.count};
}

/** Whole lives: a good update and what may come after it. */
export function lives(): readonly Life[] {
	return [
		story('two good updates', ['good', 'good']),
		story('a good one, then one that is unhealthy', ['good', 'unhealthy']),
		story('one that hangs, then a good one', ['hangs', 'good']),
		story('one that was spoiled on its way, then a good one', ['spoiled', 'good']),
		story('one that was cancelled, then one that is unhealthy, then a good one', ['cancelled', 'unhealthy', 'good']),
	];
}

/** One life under a plan; throws what broke it. */
export function liveOnce(life: Life, fill: number, plan: FaultPlan): {rig: Rig; card: UpdatingCard} {
	const rig = new Rig(life.releases, plan, life.origins[fill], life.world);
	const isPatient = plan.faults.some(({do: kind}) => slips.some(slip => slip.do === kind));
	const card = new UpdatingCard(rig, life.releases[0], life.releases.slice(1), isPatient);
	card.live(BOOTS_MAX);
	return {rig, card};
}

/** Why the life breaks under the plan; '' when it does not. */
export function breakOf(life: Life, fill: number, plan: FaultPlan): string {
	try {
		liveOnce(life, fill, plan);
		return '';
	} catch (cause) {
		return cause instanceof Error ? cause.message : String(cause);
	}
}

function tryPlan(counts: SweepCounts, life: Life, fill: number, plan: FaultPlan): void {
	counts.runs += 1;
	try {
		const {card} = liveOnce(life, fill, plan);
		counts.cuts += card.cuts;
		counts.boots += card.boots;
	} catch (cause) {
		const shortest = shrinkPlan(plan, shorter => breakOf(life, fill, shorter) !== '');
		counts.broken.push({life: life.name, fill, plan: shortest, why: breakOf(life, fill, shortest) || String(cause)});
	}
}

/** Every operation of a life cut once, in four ways, at some fill levels of the journal. */
export function sweepSingle(counts: SweepCounts, life: Life, fills: readonly number[], brokenMax: number): void {
	sweepKinds(
		counts,
		life,
		fills,
		cutKinds.map(kind => ({do: kind})),
		brokenMax,
	);
}

/** Every operation of a life once lost, failed, or read wrongly afterwards. */
export function sweepSlips(counts: SweepCounts, life: Life, fills: readonly number[], brokenMax: number): void {
	sweepKinds(counts, life, fills, slips, brokenMax);
}

function sweepKinds(
	counts: SweepCounts,
	life: Life,
	fills: readonly number[],
	kinds: readonly Omit<FlashFault, 'at'>[],
	brokenMax: number,
): void {
	const faults = Array.from({length: life.operations + 1}, (_, i) => kinds.map(kind => ({...kind, at: i + 1}))).flat();
	for (const fill of fills) {
		for (const fault of faults) {
			const seeds = oneWay.includes(fault.do) ? 1 : TORN_SEEDS;
			for (let seed = 1; seed <= seeds && counts.broken.length < brokenMax; seed++) {
				tryPlan(counts, life, fill, {seed: seed * 1000 + fault.at, faults: [fault]});
			}
		}
	}
}

/** Lives with two to four cuts by chance; often soon after one another, in what repairs the first. */
export function sweepRandom(
	counts: SweepCounts,
	all: readonly Life[],
	seed: number,
	runs: number,
	brokenMax: number,
): void {
	for (let run = 0; run < runs && counts.broken.length < brokenMax; run++) {
		const random = new RandomStream(seedFor(seed, `run ${run}`));
		const life = all[random.whole(0, all.length - 1)];
		const plan = {seed: random.whole(0, 4_294_967_295), faults: someCuts(random, life.operations)};
		tryPlan(counts, life, random.whole(0, FILL_LEVELS - 1), plan);
	}
}

function someCuts(random: RandomStream, operations: number): readonly FlashFault[] {
	const faults: FlashFault[] = [];
	let at = 0;
	for (let left = random.whole(2, 4); left > 0; left--) {
		const isNear = at > 0 && random.next() < 0.6;
		at = isNear ? at + random.whole(1, 6) : random.whole(at + 1, at + operations);
		faults.push({at, do: cutKinds[random.whole(0, cutKinds.length - 1)]});
	}
	return faults;
}

/** A broken life as a person replays it. */
export function brokenText({life, fill, plan, why}: Broken): string {
	return `${why}\n  life: ${life}; journal filled by ${fill}; plan: ${JSON.stringify(plan)}`;
}
