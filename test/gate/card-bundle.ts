// The code of the card as one script, bundled as espruino.md 8 says: iife, no globalName, class fields by assignment.

import {SourceMap} from 'node:module';
import {build, type BuildOptions} from 'esbuild';

/** The folders that must run on Espruino. */
export const cardFolders = ['src/core', 'src/ups', 'src/agent', 'src/ota', 'src/codec'] as const;

/** What `sourceOf` calls the entry text. */
export const ENTRY = 'entry.ts';

export interface Bundle {
	readonly code: string;
	/** The file and line (from 1) of the source that a place of the bundle comes from; line from 1, column from 0. */
	sourceOf(line: number, column: number): string;
}

const common: BuildOptions = {
	bundle: true,
	format: 'iife',
	charset: 'ascii',
	write: false,
	sourcemap: 'external',
	outdir: '.',
	// Otherwise every typed field becomes a helper call.
	tsconfigRaw: {compilerOptions: {useDefineForClassFields: false}},
	logLevel: 'silent',
};

/** `entry` (source text, imports relative to the project's root) as it stands: nothing lowered, names and lines kept. */
export function bundlePlain(entry: string): Promise<Bundle> {
	return bundle(entry, {target: 'esnext'});
}

/** `entry` as it goes to the card: lowered and minified. */
export function bundleShipped(entry: string): Promise<Bundle> {
	return bundle(entry, {target: 'es2015', minify: true});
}

/**
 * An entry that holds on to everything that `files` (paths from the project's root) export, so that what nothing uses
 * yet is judged too. Exports are assigned by hand: the bundler's own helper meets trap 3 of espruino.md 1.
 */
export async function entryOf(files: readonly string[]): Promise<string> {
	const {metafile} = await build({
		entryPoints: [...files],
		outdir: '.',
		outbase: '.',
		format: 'esm',
		write: false,
		metafile: true,
		logLevel: 'silent',
	});
	const kept = Object.values(metafile.outputs).map(({exports, entryPoint}, file) => ({
		path: entryPoint ?? '',
		names: exports.map((name, at) => ({name, local: `e${file}_${at}`})),
	}));
	const imports = kept.map(({path, names}) => {
		return `import {${names.map(({name, local}) => `${name} as ${local}`).join(', ')}} from './${path}';\n`;
	});
	const locals = kept.flatMap(({names}) => names.map(({local}) => local));
	return `${imports.join('')}globalThis.card = [${locals.join(', ')}];\n`;
}

async function bundle(contents: string, options: BuildOptions): Promise<Bundle> {
	const stdin = {contents, resolveDir: process.cwd(), sourcefile: ENTRY, loader: 'ts' as const};
	const {outputFiles = []} = await build({...common, ...options, stdin});
	const textOf = (ending: string): string => outputFiles.find(({path}) => path.endsWith(ending))?.text ?? '';
	const map = new SourceMap(JSON.parse(textOf('.js.map')));
	return {
		code: textOf('.js'),
		sourceOf(line, column) {
			const entry = map.findEntry(line - 1, column);
			return 'originalLine' in entry ? `${entry.originalSource}:${entry.originalLine + 1}` : `bundle:${line}`;
		},
	};
}
