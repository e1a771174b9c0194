// `scenario run --shrink`: after a failure, finds a scenario as small as it gets that still fails in the same way, and writes it.

import type {RunResult} from '../../sim/scenario/result.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import type {MapValue} from '../../sim/scenario/shrink/step-values.ts';
import type {OpenBench} from './commands/scenario-run.ts';
import type {Io} from './io.ts';
import {NO_BROKER} from './scenario-options.ts';
import {vocabulary} from './scenario-files.ts';
import {writeKept} from './scenario-how.ts';

export interface ShrinkWish {
	/** What the file says, with all that it includes. */
	readonly value: MapValue;
	readonly failure: RunResult;
	readonly seed: number;
	readonly mostTries: number;
	/** Whether the failure came without a network. */
	readonly isOffline: boolean;
	/** Where the small scenario goes. */
	readonly file: string;
}

/** Writes the small scenario and tells of it. Each try is played as fast as it goes, and without a network where that is possible. */
export async function shrinkFailure(io: Io, openBench: OpenBench, wish: ShrinkWish): Promise<void> {
	const {shrink} = await import('../../sim/scenario/shrink/shrink.ts');
	const {checkScenario} = await import('../../sim/scenario/parse.ts');
	const {plannedCards} = await import('../../sim/scenario/cards.ts');
	const {stringify} = await import('yaml');
	const {seed, failure, mostTries, isOffline, file} = wish;
	const parse = (value: MapValue): Scenario | null =>
		checkScenario(stringify(value, {aliasDuplicateObjects: false}), file, vocabulary).cases[0] ?? null;
	const shrunk = await shrink({...wish.value, seed}, failure, {
		parse,
		play: async scenario => playQuietly(io, openBench, scenario, {seed, isOffline}),
		cardsOf: ({devices, only}) => only ?? plannedCards(devices, seed).map(({id}) => id),
		onTry: (tries, cards, steps) => tellTry(io, tries, mostTries, cards, steps),
		mostTries,
		signal: io.stop,
	});
	const {tries, cards, steps, isCutShort} = shrunk;
	writeKept(file, stringify(shrunk.value, {aliasDuplicateObjects: false, lineWidth: 120}));
	io.note(
		`shrunk to ${sizeText(cards, steps)} in ${counted(tries, 'try', 'tries')}${isCutShort ? ', the most there may be' : ''}: ${file}`,
	);
	io.note(`to see it: ridethrough scenario run ${file}`);
}

function counted(count: number, one: string, more: string): string {
	return `${count} ${count === 1 ? one : more}`;
}

function sizeText(cards: number, steps: number): string {
	return `${counted(cards, 'card', 'cards')} and ${counted(steps, 'step', 'steps')}`;
}

/** Every so many tries are told where no line can be redrawn. */
const TOLD_TRIES = 25;

function tellTry(io: Io, tries: number, mostTries: number, cards: number, steps: number): void {
	const text = `shrink: try ${tries} of at most ${mostTries}: ${sizeText(cards, steps)}`;
	if (io.interactive) {
		io.progress(text);
	} else if (tries % TOLD_TRIES === 0) {
		io.note(text);
	}
}

async function playQuietly(
	io: Io,
	openBench: OpenBench,
	scenario: Scenario,
	{seed, isOffline}: Pick<ShrinkWish, 'seed' | 'isOffline'>,
): Promise<RunResult> {
	const {runScenario} = await import('../../sim/scenario/runner.ts');
	const {needsBroker} = await import('../../sim/scenario/needs-broker.ts');
	const opened = await openBench(scenario, {
		seed,
		speed: Infinity,
		signal: io.stop,
		note: () => {},
		...(isOffline || !needsBroker(scenario) ? {mqttUrl: NO_BROKER} : {}),
	});
	try {
		return await runScenario(scenario, opened.bench, {seed, signal: io.stop});
	} finally {
		await opened.close();
	}
}
