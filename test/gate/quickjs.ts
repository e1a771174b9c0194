// Runs a bundle in QuickJS, pruned to what Espruino has (espruino.md 9): a model of the board's engine, not the engine.

import {getQuickJS} from 'quickjs-emscripten';
import {presentMembers, presentMethods} from './espruino/present.ts';

export interface Limits {
	readonly memoryBytes: number;
	readonly stackBytes: number;
}

/** Names that stay for QuickJS itself to work: it puts a template literal together with `concat`. */
const kept = ['constructor', 'length', 'prototype', 'name', 'globalThis', 'result', 'concat'];

/**
 * The prelude: deletes every member and method that is not present, then every global, and puts Espruino's behaviour in
 * place of the standard's where that passes silently (sort is not stable; slice of a typed array gives a plain array).
 */
export function prelude(): string {
	const methods = Object.entries(presentMethods).map(
		([prototype, names]) => `prune(${prototype}, ${JSON.stringify(names)});`,
	);
	return `(function () {
	var kept = ${JSON.stringify(kept)};
	var namesOf = Object.getOwnPropertyNames;
	function prune(object, names) {
		namesOf(object).forEach(function (name) {
			if (names.indexOf(name) < 0 && kept.indexOf(name) < 0) {
				delete object[name];
			}
		});
	}
	var sort = Array.prototype.sort;
	Array.prototype.sort = function (compare) {
		return sort.call(this.reverse(), compare);
	};
	var subarray = Object.getPrototypeOf(Uint8Array.prototype).subarray;
	Object.getPrototypeOf(Uint8Array.prototype).slice = function (from, to) {
		return [].slice.call(subarray.call(this, from, to));
	};
	${methods.join('\n\t')}
	prune(Object.getPrototypeOf(Uint8Array), []);
	var members = ${JSON.stringify(presentMembers)};
	Object.keys(members).forEach(function (name) {
		if (/function|object/.test(typeof globalThis[name])) {
			prune(globalThis[name], members[name]);
		}
	});
	prune(globalThis, Object.keys(members));
})();`;
}

/** Runs `code` after the prelude; the text that it leaves in globalThis.result. Throws what it throws. */
export async function runPruned(code: string, {memoryBytes, stackBytes}: Limits): Promise<string> {
	const quickjs = await getQuickJS();
	const runtime = quickjs.newRuntime();
	runtime.setMemoryLimit(memoryBytes);
	runtime.setMaxStackSize(stackBytes);
	const context = runtime.newContext();
	try {
		context.unwrapResult(context.evalCode(prelude())).dispose();
		context.unwrapResult(context.evalCode(code)).dispose();
		return context.getProp(context.global, 'result').consume(handle => context.getString(handle));
	} finally {
		context.dispose();
		runtime.dispose();
	}
}
