// Makes a failing scenario small: the fewest cards and steps and the shortest times with which the same step still fails in the same
// way. Works on what the file says, so that the outcome is a file again.

import {formatDuration, parseDuration} from '../duration.ts';
import type {RunResult, StepResult} from '../result.ts';
import type {Scenario} from '../scenario.ts';
import {allLists, innerLists, listAt, placeOf, stepCount, topSteps, withList} from './step-values.ts';
import type {ListPath, MapValue, StepValue} from './step-values.ts';
import {smallest} from './subsets.ts';

export interface ShrinkPorts {
	/** The scenario that a file with this content is; null where it is none. */
	parse(value: MapValue): Scenario | null;
	/** Plays it with the seed of the failure. */
	play(scenario: Scenario): Promise<RunResult>;
	/** Ids of all cards of a scenario. */
	cardsOf(scenario: Scenario): readonly string[];
	/** Told before each try. */
	onTry?(tries: number, cards: number, steps: number): void;
	readonly mostTries: number;
	readonly signal?: AbortSignal;
}

export interface Shrunk {
	/** What the small file says. */
	readonly value: MapValue;
	/** The run of it. */
	readonly result: RunResult;
	readonly tries: number;
	readonly cards: number;
	readonly steps: number;
	/** Whether tries ran out before nothing more could be left out. */
	readonly isCutShort: boolean;
}

/** The step that failed first; of steps inside others the innermost. */
export function failedStep(result: RunResult): StepResult | undefined {
	return result.steps.find(({outcome, reason}) => outcome === 'failed' && reason !== 'steps');
}

/** How a step failed: another value or time is the same failure, another status of the card is not, nor another refusal. */
function signature({name, verb, reason, seen}: StepResult): string {
	const told = reason === 'count' ? '' : seen.split(/[;:]/)[0];
	return [name, verb, reason, told].join('\n');
}

/** The smallest scenario found. `value` is the content of the file without includes and variables, `failure` its run. */
export async function shrink(value: MapValue, failure: RunResult, ports: ShrinkPorts): Promise<Shrunk> {
	const shrinker = new Shrinker(ports);
	await shrinker.begin(value, failure);
	return shrinker.outcome();
}

/** Times that can be shorter without making another question of a step. */
const spans: readonly string[] = ['for', 'after', 'at', 'hold', 'every'];

class Shrinker {
	readonly #ports: ShrinkPorts;
	#best: MapValue = {};
	#result!: RunResult;
	#wanted = '';
	/** Name of the step that fails, by which it is found again. */
	#name = '';
	#tries = 0;

	constructor(ports: ShrinkPorts) {
		this.#ports = ports;
	}

	async begin(value: MapValue, failure: RunResult): Promise<void> {
		const failed = failedStep(failure);
		this.#best = value;
		this.#result = failure;
		if (failed === undefined) {
			return;
		}
		this.#best = this.#named(value, failed, failure);
		this.#wanted = signature({...failed, name: this.#name});
		await this.#cutAfter(failed.number);
		await this.#cards(failed);
		for (let before = Infinity; this.#size() < before && !this.#isOver(); ) {
			before = this.#size();
			await this.#steps();
			await this.#lift();
			await this.#rounds();
			await this.#spans();
		}
	}

	outcome(): Shrunk {
		const {cardCount} = this.#result;
		const steps = stepCount(this.#best);
		return {
			value: this.#best,
			result: this.#result,
			tries: this.#tries,
			cards: cardCount,
			steps,
			isCutShort: this.#isOver(),
		};
	}

	#size(): number {
		return JSON.stringify(this.#best).length;
	}

	#isOver(): boolean {
		return this.#tries >= this.#ports.mostTries || this.#ports.signal?.aborted === true;
	}

	/** Gives the failing step its name, made unlike that of all others, so that it is the same step in a smaller file. */
	#named(value: MapValue, {name, number}: StepResult, {steps}: RunResult): MapValue {
		const {path, step} = placeOf(value, number);
		const plain = (of: string): string => of.replaceAll(/#\d+/g, '');
		const isAlone = steps.every(other => other.name !== name || plain(other.number) === plain(number));
		this.#name = isAlone ? name : `${name} (step ${plain(number)})`;
		return withList(
			value,
			path,
			listAt(value, path).map((each, i) => (i === step ? {...each, name: this.#name} : each)),
		);
	}

	/** Whether `value` fails in the same way, which makes it the best so far; null when no tries are left. */
	async #fails(value: MapValue): Promise<boolean | null> {
		if (this.#isOver()) {
			return null;
		}
		const scenario = this.#ports.parse(value);
		if (scenario === null) {
			return false;
		}
		this.#tries += 1;
		this.#ports.onTry?.(this.#tries, this.#result.cardCount, stepCount(this.#best));
		const result = await this.#ports.play(scenario);
		const failed = failedStep(result);
		if (failed === undefined || signature(failed) !== this.#wanted) {
			return false;
		}
		this.#best = value;
		this.#result = result;
		return true;
	}

	/** What comes after the failure was never played. */
	async #cutAfter(number: string): Promise<void> {
		const last = Number.parseInt(number, 10);
		await this.#fails(withList(this.#best, [], topSteps(this.#best).slice(0, last)));
	}

	/** The cards that failed are enough more often than not, and one of them alone is soon tried. */
	async #cards({failedCards}: StepResult): Promise<void> {
		const scenario = this.#ports.parse(this.#best);
		const all = scenario === null ? [] : this.#ports.cardsOf(scenario);
		const keeping = async (only: readonly string[]): Promise<boolean | null> => this.#fails({...this.#best, only});
		const first = failedCards.ids.slice(0, 1);
		if (all.length < 2 || (first.length > 0 && (await keeping(first)) === true)) {
			return;
		}
		const blamed = failedCards.ids;
		const isEnough = blamed.length > 1 && blamed.length < all.length && (await keeping(blamed)) === true;
		await smallest(isEnough ? blamed : all, keeping, () => false);
	}

	async #steps(): Promise<void> {
		// Lists move as steps before them go: from the last to the first, those that are still to come stay where they are.
		for (const path of allLists(this.#best).reverse()) {
			await smallest(
				listAt(this.#best, path),
				async kept => this.#fails(withList(this.#best, path, kept)),
				step => this.#holdsFailed(step),
			);
		}
	}

	#holdsFailed(step: StepValue): boolean {
		return step.name === this.#name || innerLists(step).some(({steps}) => steps.some(each => this.#holdsFailed(each)));
	}

	/** Steps of a repeat or a branch stand in its place. */
	async #lift(): Promise<void> {
		for (const path of allLists(this.#best).reverse()) {
			for (let i = listAt(this.#best, path).length - 1; i >= 0; i--) {
				const list = listAt(this.#best, path);
				const lists = innerLists(list[i] ?? {});
				const inner = lists.find(({steps}) => steps.some(each => this.#holdsFailed(each))) ?? lists[0];
				if (inner !== undefined) {
					await this.#fails(withList(this.#best, path, [...list.slice(0, i), ...inner.steps, ...list.slice(i + 1)]));
				}
			}
		}
	}

	/** Fewer rounds of a repeat, and fewer times of an action. */
	async #rounds(): Promise<void> {
		await this.#eachStep(async (step, replace) => {
			const {repeat} = step as {repeat?: {times?: unknown}};
			if (typeof repeat?.times === 'number') {
				await descend(repeat.times, 1, async times => replace({...step, repeat: {...repeat, times}}));
			} else if (typeof step.times === 'number') {
				await descend(step.times, 2, async times => replace({...step, times}));
			}
		});
	}

	/** Shorter times of all steps but the one that fails: its own limits are what is asked. */
	async #spans(): Promise<void> {
		await this.#eachStep(async (step, replace) => {
			const inner = Object.entries(step).find(([key, value]) => key === 'inject' && typeof value === 'object');
			if (inner !== undefined) {
				const inject = inner[1] as MapValue;
				await shorten(inject, ['for'], async shorter => replace({...step, inject: shorter}));
			}
			if (step.name !== this.#name) {
				await shorten(step, spans, replace);
			}
		});
	}

	/** Calls `act` for each step with what puts another in its place. */
	async #eachStep(
		act: (step: StepValue, replace: (by: StepValue) => Promise<boolean | null>) => Promise<void>,
	): Promise<void> {
		for (const path of allLists(this.#best)) {
			for (let i = 0; i < listAt(this.#best, path).length; i++) {
				await act(listAt(this.#best, path)[i], async by => this.#fails(this.#replaced(path, i, by)));
			}
		}
	}

	#replaced(path: ListPath, at: number, by: StepValue): MapValue {
		return withList(
			this.#best,
			path,
			listAt(this.#best, path).map((each, i) => (i === at ? by : each)),
		);
	}
}

/** Tries `least`, then halves the way from there to `from` until it is found how low `holds` goes. */
async function descend(from: number, least: number, holds: (value: number) => Promise<boolean | null>): Promise<void> {
	let high = from;
	let low = least - 1;
	for (let next = least; next < high && next > low; next = Math.ceil((low + high) / 2)) {
		const answer = await holds(next);
		if (answer === null) {
			return;
		}
		if (answer) {
			high = next;
		} else {
			low = next;
		}
	}
}

/** Makes the durations at `keys` of a map shorter, one after the other, by halves to whole seconds. */
async function shorten(
	map: MapValue,
	keys: readonly string[],
	holds: (map: MapValue) => Promise<boolean | null>,
): Promise<void> {
	let best = map;
	for (const key of keys) {
		const written = best[key];
		const millis = typeof written === 'string' ? parseDuration(written) : undefined;
		if (millis === undefined || millis < 2000) {
			continue;
		}
		await descend(Math.ceil(millis / 1000), key === 'at' || key === 'after' ? 0 : 1, async seconds => {
			const shorter = {...best, [key]: formatDuration(seconds * 1000)};
			const answer = await holds(shorter);
			best = answer === true ? shorter : best;
			return answer;
		});
	}
}
