// Builds the bundles for boards: the pipeline of espruino.md 8, with the property names shortened and the tables of texts left out.

import {existsSync} from 'node:fs';
import {minify, type JsMinifyOptions} from '@swc/core';
import {build, type BuildOptions, type BuildResult} from 'esbuild';
import {events} from '../../src/agent/events.ts';
import {bundles, type BoardBundle} from './bundles.ts';
import {keptNames} from './kept-names.ts';
import {boardText, replacedModules} from './replaced.ts';
import {withLooseMethods} from './loosen.ts';
import {withoutUnused} from './unused.ts';

export interface BuiltBundle {
	readonly spec: BoardBundle;
	readonly code: string;
	/** The sources in it, and the bytes that each comes to. */
	readonly parts: Readonly<Record<string, number>>;
}

/** What the interpreter's `require` is called until all is bundled: the bundler would put a function of its own around it. */
const REQUIRE = 'requireOfTheBoard';

const options = {
	bundle: true,
	format: 'esm',
	target: 'es2015',
	charset: 'ascii',
	legalComments: 'none',
	write: false,
	metafile: true,
	outdir: '.',
	define: {require: REQUIRE},
	// Otherwise every typed field becomes a helper call.
	tsconfigRaw: {compilerOptions: {useDefineForClassFields: false}},
	logLevel: 'silent',
} satisfies BuildOptions;

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

/** Hoists nothing, since a board does not (espruino.md 1), and makes no function anew at each call. */
const compression: JsMinifyOptions = {
	ecma: 2015,
	module: false,
	compress: {
		ecma: 2015,
		passes: 4,
		toplevel: true,
		hoist_funs: false,
		hoist_vars: false,
		keep_fargs: false,
		pure_getters: true,
		unsafe_arrows: true,
		unsafe_methods: true,
		inline: 1,
		reduce_funcs: false,
	},
	mangle: {toplevel: true},
	format: {comments: false, ascii_only: true},
};

/** Calls that only look an event up by its name, in src/agent: without a reader they need not be made. */
const lookUps = /\b(?:news|idOf|findEvent)\d*\((?=")/g;

interface Shortened {
	readonly code: string;
	readonly mangleCache: Record<string, string | false>;
}

/** Drops what only the unused used, wraps it all up, and shortens the names. */
async function shorten(
	contents: string,
	kept: ReadonlySet<string>,
	cache: Shortened['mangleCache'],
): Promise<Shortened> {
	const {outputFiles, mangleCache} = await build({
		...options,
		stdin: {contents: contents.replaceAll(lookUps, '/* @__PURE__ */ $&'), resolveDir: process.cwd(), loader: 'js'},
		format: 'iife',
		minify: true,
		treeShaking: true,
		mangleProps: /./,
		reserveProps: new RegExp(
			`^(${[...kept]
				.filter(name => /^[\w$]+$/.test(name))
				.map(escaped)
				.join('|')})$`,
		),
		mangleCache: cache,
	});
	const {code} = await minify(outputFiles[0].text, compression);
	return {code: code.replaceAll(REQUIRE, 'require'), mangleCache};
}

/** Short names that mean something else: a method called `at` would look like the one that Espruino has not. */
const taken: Readonly<Record<string, string>> = {of$: 'of', at$: 'at'};

/** Builds those of `specs` whose entry is there. A name is shortened alike in all, since one may load another. */
export async function buildBundles(specs: readonly BoardBundle[] = bundles): Promise<BuiltBundle[]> {
	const there = specs.filter(({entry}) => existsSync(entry));
	const sources = await Promise.all(there.map(sourcesOf));
	const kept = await keptNames(sources.flatMap(each => [...each.values()]));
	const built: BuiltBundle[] = [];
	let cache: Shortened['mangleCache'] = taken;
	for (const [at, spec] of there.entries()) {
		const plugins = [replacedModules(eventNamesIn(sources[at]))];
		const plain = await build({...options, entryPoints: [spec.entry], plugins});
		const used = withoutUnused(plain.outputFiles[0].text, kept);
		const {code, mangleCache} = await shorten(withLooseMethods(used, kept), kept, cache);
		cache = mangleCache;
		built.push({spec, code, parts: partsOf(plain)});
	}
	return built;
}
