// A bundle without any of what test/espruino does to it: what it says, the one that ships must say too.

import {build} from 'esbuild';
import type {BoardBundle} from './bundles.ts';

export async function plainBundle({entry}: BoardBundle): Promise<string> {
	const {outputFiles} = await build({
		entryPoints: [entry],
		bundle: true,
		format: 'iife',
		target: 'es2015',
		define: {require: 'boardRequire'},
		write: false,
		tsconfigRaw: {compilerOptions: {useDefineForClassFields: false}},
		logLevel: 'silent',
	});
	return outputFiles[0].text.replaceAll('boardRequire', 'require');
}
