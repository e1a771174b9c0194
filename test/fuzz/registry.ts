// The fuzzers of this folder: every file but those that run them.

import {readdirSync} from 'node:fs';
import type {Fuzzer} from './fuzzer.ts';

const runners = ['main.js', 'registry.js', 'fuzzer.js', 'fuzz.test.js'];

/** In order of name. */
export async function allFuzzers(): Promise<Fuzzer[]> {
	const folder = new URL('.', import.meta.url);
	const files = readdirSync(folder).filter(file => file.endsWith('.js') && !runners.includes(file));
	const modules = await Promise.all(files.map(async file => import(new URL(file, folder).href)));
	const fuzzers = modules.map(module => (module as {fuzzer?: Fuzzer}).fuzzer);
	return fuzzers.filter(fuzzer => fuzzer !== undefined).sort((a, b) => a.name.localeCompare(b.name));
}
