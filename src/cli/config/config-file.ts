// The configuration file: where it is looked for, and its YAML as entries with their places. What the keys mean is known to
// config-entries.ts.

import {existsSync, readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import type {Document, LineCounter, Node} from 'yaml';
import {codedError} from '../../core/errors.ts';
import type {CodedError} from '../../core/errors.ts';

/** A place in a file; line and column count from 1. */
export interface Place {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

/** One value of the file, as the command line would have it: several texts where a list stands. */
export interface Setting {
	readonly key: string;
	readonly place: Place;
	/** Null where the key stands without a value. */
	readonly texts: readonly string[] | null;
	readonly isList: boolean;
	/** The keys below it, where it is a map. */
	readonly below: readonly Setting[] | null;
}

/** What is wrong, and where. */
export interface ConfigProblem {
	readonly place: Place;
	readonly key: string;
	readonly message: string;
}

export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
}

/** A configuration has a few dozen lines: what is larger is some other file. */
const MOST_BYTES = 1024 * 1024;
const MOST_ALIASES = 100;
/** Whoever made so many mistakes made one: the rest is left out. */
const MOST_SHOWN = 20;

export function placeText({file, line, column}: Place): string {
	return `${file}:${line}:${column}`;
}

/** E_CONFIG_INVALID with all that is wrong, a line each; at least one problem. */
export function configInvalid(problems: readonly ConfigProblem[]): CodedError {
	const lines = problems
		.slice(0, MOST_SHOWN)
		.map(({place, key, message}) => `${placeText(place)}: ${key === '' ? '' : `${key}: `}${message}`);
	const left = problems.length - lines.length;
	const [{place, key}] = problems;
	return codedError('E_CONFIG_INVALID', [...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('\n'), {
		...place,
		key,
	});
}

/** The first file there is, of those that ecosystem.md 2.1 names; null without any. `given` is that of --config. */
export function findConfigFile(given: string | undefined, {env, cwd}: Surroundings): string | null {
	if (given !== undefined) {
		return given;
	}
	const own = env['XDG_CONFIG_HOME'];
	const home = own === undefined || own === '' ? join(env['HOME'] ?? homedir(), '.config') : own;
	const here = join(cwd, 'ridethrough.yaml');
	if (existsSync(here)) {
		// As people call it.
		return cwd === process.cwd() ? 'ridethrough.yaml' : here;
	}
	const general = join(home, 'ridethrough', 'config.yaml');
	return existsSync(general) ? general : null;
}

function textOf(file: string): string {
	try {
		const stat = statSync(file);
		if (!stat.isFile() && !stat.isFIFO()) {
			throw new Error('it is not a file');
		}
		if (stat.size > MOST_BYTES) {
			throw new Error(`it has ${stat.size} bytes, and a configuration has at most ${MOST_BYTES}`);
		}
		return readFileSync(file, 'utf8');
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		const reason = code === 'ENOENT' ? 'there is no such file' : message;
		const right = 'give --config the path of a YAML file';
		throw codedError('E_FILE_UNREADABLE', `${file} cannot be read: ${reason}; ${right}`, {file, reason});
	}
}

type Yaml = typeof import('yaml');

class Walker {
	readonly #yaml: Yaml;
	readonly #file: string;
	readonly #lines: LineCounter;
	readonly #document: Document;

	constructor(yaml: Yaml, file: string, text: string) {
		this.#yaml = yaml;
		this.#file = file;
		this.#lines = new yaml.LineCounter();
		this.#document = yaml.parseDocument(text, {lineCounter: this.#lines, prettyErrors: false});
	}

	/** The keys at the top. Throws E_CONFIG_INVALID. */
	settings(): Setting[] {
		const {errors, warnings, contents} = this.#document;
		const problems = [...errors, ...warnings].map(({pos, message}) =>
			this.#problem(pos[0], `not valid YAML: ${message}`),
		);
		if (problems.length > 0) {
			throw configInvalid(problems);
		}
		this.#refuseBombs();
		if (contents === null) {
			return [];
		}
		if (!this.#yaml.isMap(contents)) {
			throw configInvalid([this.#problem(0, 'must be a map of commands, such as agent: {model: SMT1500}')]);
		}
		return this.#keysOf(contents);
	}

	/** Aliases that multiply, or hold themselves. */
	#refuseBombs(): void {
		try {
			JSON.stringify(this.#document.toJS({maxAliasCount: MOST_ALIASES}));
		} catch (error) {
			throw configInvalid([this.#problem(0, `its aliases cannot be followed: ${(error as Error).message}`)]);
		}
	}

	#problem(offset: number, message: string): ConfigProblem {
		return {place: this.#placeAt(offset), key: '', message};
	}

	#placeAt(offset: number): Place {
		const {line, col} = this.#lines.linePos(offset);
		return {file: this.#file, line: Math.max(1, line), column: Math.max(1, col)};
	}

	#keysOf(node: unknown): Setting[] {
		return this.#yaml.isMap(node)
			? node.items.map(({key, value}) => this.#setting(key as Node, this.#resolved(value)))
			: [];
	}

	#setting(keyNode: Node, node: unknown): Setting {
		const {isMap, isSeq, isScalar} = this.#yaml;
		const items = isSeq(node) ? node.items.map(item => this.#resolved(item)) : [node];
		const isEmpty = node === null || (isScalar(node) && node.value === null);
		return {
			key: isScalar(keyNode) ? String(keyNode.value) : String(keyNode),
			place: this.#placeAt(keyNode.range?.[0] ?? 0),
			texts: isEmpty || isMap(node) ? null : items.map(item => this.#textOf(item)),
			isList: isSeq(node),
			below: isMap(node) ? this.#keysOf(node) : null,
		};
	}

	#resolved(node: unknown): unknown {
		return this.#yaml.isAlias(node) ? node.resolve(this.#document) : node;
	}

	/** As it was written where it is no quoted text: 007 is a serial number and 1e3 no thousand. */
	#textOf(node: unknown): string {
		if (!this.#yaml.isScalar(node)) {
			return String(node);
		}
		return node.type === 'PLAIN' && node.source !== undefined ? node.source : String(node.value);
	}
}

/** Reads a configuration file. Throws E_FILE_UNREADABLE or E_CONFIG_INVALID. */
export async function readConfigFile(file: string): Promise<Setting[]> {
	const text = textOf(file);
	return new Walker(await import('yaml'), file, text).settings();
}
