// Builds the bundles for boards: the pipeline of espruino.md 8, with the property names shortened and the tables of texts left out.

import {existsSync} from 'node:fs';
import {build, type BuildOptions, type BuildResult} from 'esbuild';
import {events} from '../../src/agent/events.ts';
import {bundles, type BoardBundle} from './bundles.ts';
import {keptNames} from './kept-names.ts';
import {boardText, replacedModules} from './replaced.ts';

export interface BuiltBundle {
	readonly spec: BoardBundle;
	readonly code: string;
	/** The sources in it, and the bytes that each comes to. */
	readonly parts: Readonly<Record<string, number>>;
}

const options: BuildOptions = {
	bundle: true,
	format: 'iife',
	target: 'es2015',
	charset: 'ascii',
	legalComments: 'none',
	write: false,
	metafile: true,
	outdir: '.',
	// Otherwise every typed field becomes a helper call.
	tsconfigRaw: {compilerOptions: {useDefineForClassFields: false}},
	logLevel: 'silent',
};

/** The sources that a bundle is made of, each with its text as the board gets it. */
async function sourcesOf({entry}: BoardBundle): Promise<Map<string, string>> {
	const {metafile} = await build({...options, metafile: true, entryPoints: [entry], plugins: [replacedModules([])]});
	const files = Object.keys(metafile.inputs);
	return new Map(files.map(file => [file, boardText(file, [])]));
}

/** Names of events that occur in the texts: who looks one up says its name. */
function eventNamesIn(sources: ReadonlyMap<string, string>): string[] {
	const catalogue = new Set(['src/agent/events.ts', 'src/agent/event-rows.ts']);
	const code = [...sources].filter(([file]) => !catalogue.has(file)).map(([, text]) => text);
	return events.map(({name}) => name).filter(name => code.some(text => text.includes(`'${name}'`)));
}

function escaped(name: string): string {
	return name.replaceAll('$', String.raw`\$`);
}

function partsOf(result: BuildResult<{metafile: true}>): Record<string, number> {
	const outputs = Object.values(result.metafile.outputs);
	const inputs = outputs.flatMap(output => Object.entries(output.inputs));
	return Object.fromEntries(inputs.map(([file, {bytesInOutput}]) => [file, bytesInOutput]));
}

/** Builds those of `specs` whose entry is there. A name is shortened alike in all, since one may load another. */
export async function buildBundles(specs: readonly BoardBundle[] = bundles): Promise<BuiltBundle[]> {
	const there = specs.filter(({entry}) => existsSync(entry));
	const sources = await Promise.all(there.map(sourcesOf));
	const kept = await keptNames(sources.flatMap(each => [...each.values()]));
	const reserveProps = new RegExp(
		`^(${[...kept]
			.filter(name => /^[\w$]+$/.test(name))
			.map(escaped)
			.join('|')})$`,
	);
	const built: BuiltBundle[] = [];
	let mangleCache: Record<string, string | false> = {};
	for (const [at, spec] of there.entries()) {
		const result = await build({
			...options,
			metafile: true,
			minify: true,
			entryPoints: [spec.entry],
			plugins: [replacedModules(eventNamesIn(sources[at]))],
			mangleProps: /./,
			reserveProps,
			mangleCache,
		});
		mangleCache = result.mangleCache ?? mangleCache;
		built.push({spec, code: result.outputFiles?.[0].text ?? '', parts: partsOf(result)});
	}
	return built;
}
