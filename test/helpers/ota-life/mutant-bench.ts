// Bundles the sweep with one rule of the product's source broken, and runs it: what is swept is our code but for the patch.

import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import type {MutantRun} from './mutant-entry.ts';
import type {Mutant} from './mutants.ts';

const ENTRY = 'test/helpers/ota-life/mutant-entry.ts';

/** The file's text with the mutant's patches; throws where one does not apply exactly once. */
export function mutated(mutant: Mutant, file: string): string {
	return mutant.patches
		.filter(patch => patch.file === file)
		.reduce(
			(text, {from, to}) => {
				const places = text.split(from).length - 1;
				if (places !== 1) {
					throw new Error(
						`${mutant.name}: ${file} has ${places} places with ${JSON.stringify(from)}, and should have one`,
					);
				}
				return text.replace(from, () => to);
			},
			readFileSync(file, 'utf8'),
		);
}

async function bundle(mutant: Mutant): Promise<string> {
	const {outputFiles} = await build({
		entryPoints: [ENTRY],
		bundle: true,
		platform: 'node',
		format: 'esm',
		write: false,
		logLevel: 'silent',
		plugins: [
			{
				name: 'mutant',
				setup: ({onLoad}) => {
					onLoad({filter: /src\/ota\/[a-z-]+\.ts$/}, ({path}) => ({
						contents: mutated(mutant, relative('.', path)),
						loader: 'ts',
					}));
				},
			},
		],
	});
	return outputFiles[0].text;
}

/** Sweeps the product with the mutant's patches in it. */
export async function runMutant(mutant: Mutant, fills: number, randomRuns: number, seed: number): Promise<MutantRun> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	try {
		const file = join(folder, 'sweep.mjs');
		writeFileSync(file, await bundle(mutant));
		const {sweepMutant} = (await import(pathToFileURL(file).href)) as typeof import('./mutant-entry.ts');
		return sweepMutant(fills, randomRuns, seed);
	} finally {
		rmSync(folder, {recursive: true});
	}
}
