// Random scenarios of several files before the checker: it never throws and comes to an end, every problem stands within its file, and
// what has no problem has cases.

import {noIncludes} from '../../sim/scenario/expand/files.ts';
import {checkScenario} from '../../sim/scenario/parse.ts';
import type {CheckedScenario} from '../../sim/scenario/parse.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import {twinVocabulary} from '../helpers/twin-vocabulary.ts';
import type {Fuzzer} from './fuzzer.ts';

const DEEPEST = 4;
const MOST_CHILDREN = 4;
const paths = ['a.yaml', 'b.yaml', 'c/d.yaml', 'main.yaml', '../a.yaml', 'nowhere.yaml'];
const keys =
	'name version fragment include with variables matrix exclude sites devices steps value min max unit depth load model count labels on not index share inject outage brownout set expect within repeat times parallel at after ${depth}'.split(
		' ',
	);
const scalars = [
	...'1|0.3|true|~|TWIN|5m|40 %|1-3|OL|""|"${depth}"|"a ${load} ${model}"|"${"|"$${x}"|${depth}|*a|&a 1|"${nobody}"|.nan|-1|[]|{}'.split(
		'|',
	),
	...paths,
];

function any(random: RandomStream, list: readonly string[]): string {
	return list[random.whole(0, list.length - 1)];
}

/** A value in flow style, nearly as it should be. */
function value(random: RandomStream, depth: number): string {
	const kind = random.whole(0, depth >= DEEPEST ? 1 : 4);
	if (kind < 2) {
		return any(random, scalars);
	}
	const children = random.whole(0, MOST_CHILDREN);
	return kind === 2
		? `[${Array.from({length: children}, () => value(random, depth + 1)).join(', ')}]`
		: `{${Array.from({length: children}, () => `"${any(random, keys)}": ${value(random, depth + 1)}`).join(', ')}}`;
}

/** Parts that a file can begin with as it should; what follows is drawn. */
const heads = [
	'name: n\nversion: 1\ndevices: {count: 2, model: TWIN}\nsteps:\n  - {set: {load: "${load}"}}\n  - include: a.yaml\nvariables: {load: 3}\n',
	'name: n\nversion: 1\ndevices: {count: 2, model: TWIN}\nmatrix: {depth: [0.1, 0.2], load: [1, 2, 3]}\nsteps:\n  - {set: {load: "${load}"}, name: "${depth}"}\n',
	'fragment: true\nversion: 1\nvariables: {depth: 0.3}\nsteps:\n  - {inject: {brownout: {depth: "${depth}"}}}\n  - include: b.yaml\n',
	'fragment: true\nversion: 1\nvariables: {model: TWIN}\nsites: {main: {volts: 230}}\n',
	'',
];

function file(random: RandomStream): string {
	const lines = Array.from({length: random.whole(0, 3)}, () => `${any(random, keys)}: ${value(random, 0)}\n`);
	return any(random, heads) + lines.join('');
}

function fail(rule: string, files: ReadonlyMap<string, string>): never {
	throw new Error(`${rule}: ${JSON.stringify([...files])}`);
}

function judge({cases, isFragment, problems}: CheckedScenario, files: ReadonlyMap<string, string>): void {
	if (problems.length === 0 && !isFragment && cases.length === 0) {
		fail('a scenario without a problem has a case', files);
	}
	for (const {file: name, line, column, source} of problems) {
		const text = files.get(name)?.split('\n')[line - 1];
		if (text === undefined || source !== text || column < 1 || column > text.length + 1) {
			fail(`a problem stands within its file, not at ${name}:${line}:${column}`, files);
		}
	}
}

export const fuzzer: Fuzzer = {
	name: 'scenario',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-scenario'));
		for (let i = 0; i < inputs; i++) {
			const files = new Map(['main.yaml', 'a.yaml', 'b.yaml', 'c/d.yaml'].map(path => [path, file(random)]));
			const read = (path: string): {text: string} | {reason: string} => {
				const text = files.get(path);
				return text === undefined ? noIncludes.read(path) : {text};
			};
			try {
				judge(checkScenario(files.get('main.yaml')!, 'main.yaml', twinVocabulary, {include: {read}}), files);
			} catch (error) {
				fail(String(error), files);
			}
		}
	},
};
