// Settings as YAML: keys nested at their dots, so that ups.transfer.high is `ups: {transfer: {high: 130}}`.

import type {Document, Node, Pair} from 'yaml';
import {findSetting, nearestKey} from '../agent/settings/catalogue.ts';
import {UNKNOWN} from '../agent/settings/desk.ts';
import type {SettingState} from '../agent/settings/desk.ts';
import {kindFlag, kindNumber} from '../agent/settings/setting-row.ts';
import {withoutForeign} from '../agent/settings/settings-file.ts';
import type {FileProblem, IgnoredLine, ParsedSettings, PlacedChange} from '../agent/settings/settings-file.ts';

type Yaml = typeof import('yaml');

const MOST_CHARACTERS = 262_144;
/** The serial number of the UPS that a file came from: its own values stay there (nmc.md 14). */
const OVERRIDE = 'override';

class YamlReader {
	readonly changes: PlacedChange[] = [];
	readonly problems: FileProblem[] = [];
	readonly ignored: IgnoredLine[] = [];
	readonly #yaml: Yaml;
	readonly #lines: InstanceType<Yaml['LineCounter']>;
	readonly #seen = new Map<string, number>();
	override: string | undefined;

	constructor(yaml: Yaml, text: string) {
		this.#yaml = yaml;
		this.#lines = new yaml.LineCounter();
		if (text.length > MOST_CHARACTERS) {
			this.#refuse(0, '', `the file has ${text.length} characters; settings have at most ${MOST_CHARACTERS}.`);
			return;
		}
		this.#open(text);
	}

	#open(text: string): void {
		const options = {lineCounter: this.#lines, uniqueKeys: false, prettyErrors: false, schema: 'failsafe'} as const;
		let document: Document;
		try {
			document = this.#yaml.parseDocument(text, options);
		} catch (error) {
			// Nesting deeper than the parser's stack.
			this.#refuse(0, '', `the file cannot be read as YAML: ${(error as Error).message}.`);
			return;
		}
		for (const {pos, message} of [...document.errors, ...document.warnings]) {
			this.#refuse(pos[0], '', `not valid YAML: ${message}.`);
		}
		if (this.problems.length === 0) {
			this.#walk(document.contents, '', 0);
		}
	}

	#refuse(offset: number, key: string, message: string): void {
		const {line, column} = this.#place(offset);
		this.problems.push({line, column, key, message, nearest: ''});
	}

	#place(offset: number): {line: number; column: number} {
		const {line, col} = this.#lines.linePos(offset);
		return {line: Math.max(1, line), column: Math.max(1, col)};
	}

	#walk(node: Node | null, path: string, offset: number): void {
		if (this.#yaml.isMap(node)) {
			for (const pair of node.items as Pair<Node, Node | null>[]) {
				this.#pair(pair, path);
			}
		} else if (this.#yaml.isScalar(node) && path !== '') {
			this.#scalar(path, typeof node.value === 'string' ? node.value : '', node.range?.[0] ?? offset, offset);
		} else {
			const what = path === '' ? 'the file must be a map, such as "ups: {name: Rack 4}"' : `${path} must be one value`;
			this.#refuse(node?.range?.[0] ?? offset, path, `${what}.`);
		}
	}

	#pair({key, value}: Pair<Node, Node | null>, path: string): void {
		const offset = key.range?.[0] ?? 0;
		const name = this.#yaml.isScalar(key) ? String(key.value) : '';
		const whole = path === '' ? name : `${path}.${name}`;
		if (this.#yaml.isMap(value) && findSetting(whole) === null) {
			this.#walk(value, whole, offset);
		} else {
			this.#leaf(whole, value, offset);
		}
	}

	#leaf(path: string, value: Node | null, offset: number): void {
		const first = this.#seen.get(path);
		if (first !== undefined) {
			this.#refuse(offset, path, `${path} was given in line ${first} already; keep one of the two.`);
			return;
		}
		this.#seen.set(path, this.#place(offset).line);
		this.#walk(value, path, offset);
	}

	#scalar(path: string, value: string, offset: number, keyOffset: number): void {
		if (path === OVERRIDE) {
			this.override = value;
			return;
		}
		// An unknown key is told at the key, a wrong value at the value.
		const known = findSetting(path) !== null;
		if (known) {
			this.changes.push({key: path, value, ...this.#place(offset)});
		} else {
			this.#refuse(keyOffset, path, `No setting has the key ${path}; did you mean ${nearestKey(path)}?`);
		}
	}
}

/** Reads settings in YAML for the UPS with this serial number. Values are judged by checkFile. */
export async function parseSettingsYaml(text: string, serial: string): Promise<ParsedSettings> {
	const reader = new YamlReader(await import('yaml'), text);
	const ignored = [...reader.ignored];
	const isForeign = reader.override !== undefined && reader.override !== serial;
	const changes = withoutForeign(reader.changes, () => isForeign, ignored);
	return {changes, problems: reader.problems, ignored};
}

function plain({kind, value, text}: SettingState): string | number | boolean {
	if (kind === kindFlag) {
		return value !== 0;
	}
	return kind === kindNumber && text === String(value) ? Number(value) : text;
}

type Nested = {[key: string]: Nested | string | number | boolean};

/** All settings of `states`; `override` names the UPS that its own values belong to. */
export async function settingsYaml(states: readonly SettingState[], serial: string): Promise<string> {
	const {stringify} = await import('yaml');
	const root: Nested = serial === '' ? {} : {[OVERRIDE]: serial};
	for (const state of states.filter(({text}) => text !== UNKNOWN)) {
		const parts = state.key.split('.');
		let place = root;
		for (const part of parts.slice(0, -1)) {
			place = (place[part] ??= {}) as Nested;
		}
		place[parts.at(-1)!] = plain(state);
	}
	return stringify(root);
}
