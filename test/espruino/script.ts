// The bundles and the world around them as one script, which Node and the gate's engine both run.

import {createContext, runInContext} from 'node:vm';
import {build} from 'esbuild';
import {boardGlobals} from './globals.ts';

/** The world as a script that puts what it exports on `globalThis.world`. */
async function worldScript(): Promise<string> {
	const contents = `import {playDay} from './test/espruino/world/day.ts';
import {playFarEnd} from './test/espruino/world/far-end.ts';
import {jsVarsAtRest} from './test/espruino/world/at-rest.ts';
globalThis.world = {playDay: playDay, playFarEnd: playFarEnd, jsVarsAtRest: jsVarsAtRest};`;
	const {outputFiles} = await build({
		stdin: {contents, resolveDir: process.cwd(), loader: 'ts'},
		bundle: true,
		format: 'iife',
		target: 'es2015',
		charset: 'ascii',
		write: false,
		tsconfigRaw: {compilerOptions: {useDefineForClassFields: false}},
	});
	return outputFiles[0].text;
}

/** A bundle as a function of an interpreter's objects. */
function functionOf(code: string): string {
	const values = boardGlobals.map(name => `interpreter[${JSON.stringify(name)}]`);
	return `function (interpreter) { (function (${boardGlobals.join(', ')}) {\n${code}\n})(${values.join(', ')}); }`;
}

/** The world, the bundles as `card` and `ups`, and `deed`, whose text is the result. */
export async function scriptOf(codes: Readonly<Record<string, string>>, deed: string): Promise<string> {
	const bundles = Object.entries(codes).map(([name, code]) => `var ${name} = ${functionOf(code)};\n`);
	return `${await worldScript()}\n(function () { var world = globalThis.world;\n${bundles.join('')}globalThis.result = String(${deed});\n})();`;
}

/** Runs a script in a context of its own in Node; the text that it leaves in globalThis.result. */
export function runInNode(script: string): string {
	const context = createContext({});
	runInContext(script, context, {timeout: 300_000});
	return (context as {result: string}).result;
}
