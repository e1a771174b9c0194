// What the keys of a configuration file mean: the words of a command, then its options. Everything is checked against the whole
// program, whichever command runs: a key that is wrong is not found out on the day when its command is needed.

import type {Command, Option} from 'commander';
import {configInvalid} from './config-file.ts';
import type {ConfigProblem, Place, Setting} from './config-file.ts';
import {isLayered, kebabOf, valueOf, ValueRefused} from './option-values.ts';

/** The value of one option in the file. */
export interface ConfigEntry {
	readonly option: Option;
	readonly place: Place;
	readonly texts: readonly string[];
	readonly value: unknown;
}

/** What a file says of each command's options. */
export type ConfigEntries = ReadonlyMap<Command, readonly ConfigEntry[]>;

/** `; did you mean x?`, or nothing. */
export type Suggest = (text: string, names: readonly string[]) => string;

/** The options of a command that may come from elsewhere than the command line. */
export function layeredOptions(command: Command): Option[] {
	return command.options.filter(isLayered);
}

/** Keys may be written as the flag or in camel case. */
function kebab(key: string): string {
	return key.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

class Checker {
	readonly entries = new Map<Command, ConfigEntry[]>();
	readonly problems: ConfigProblem[] = [];
	readonly #suggest: Suggest;

	constructor(suggest: Suggest) {
		this.#suggest = suggest;
	}

	command(command: Command, settings: readonly Setting[], path: string): void {
		// The program's own options say where the file is, and how to ask for help.
		const options = path === '' ? [] : layeredOptions(command);
		for (const setting of settings) {
			const key = path + setting.key;
			const child = command.commands.find(each => each.name() === kebab(setting.key));
			const option = options.find(each => kebabOf(each) === kebab(setting.key));
			if (child !== undefined) {
				this.#group(child, setting, key);
			} else if (option === undefined) {
				const names = [...command.commands.map(each => each.name()), ...options.map(kebabOf)];
				this.#refuse(setting, key, unknownText(setting.key, names, this.#suggest));
			} else {
				this.#value(command, option, setting, key);
			}
		}
	}

	#group(command: Command, setting: Setting, key: string): void {
		if (setting.below !== null) {
			this.command(command, setting.below, `${key}.`);
		} else if (setting.texts !== null) {
			this.#refuse(setting, key, 'is a command and must be a map of its options');
		}
	}

	#value(command: Command, option: Option, setting: Setting, key: string): void {
		const {texts, place, isList} = setting;
		if (texts === null) {
			const found = setting.below === null ? 'nothing' : 'a map';
			this.#refuse(setting, key, `needs a value, such as the command line gives to ${option.flags}, not ${found}`);
			return;
		}
		const before = this.entries.get(command) ?? [];
		if (before.some(entry => entry.option === option)) {
			this.#refuse(setting, key, 'stands twice; keep one');
			return;
		}
		try {
			const value = valueOf(option, texts, isList);
			this.entries.set(command, [...before, {option, place, texts, value}]);
		} catch (error) {
			this.#refuse(setting, key, messageOf(error));
		}
	}

	#refuse({place}: Setting, key: string, message: string): void {
		this.problems.push({place, key, message});
	}
}

function unknownText(key: string, names: readonly string[], suggest: Suggest): string {
	const known = names.length === 0 ? 'nothing can be set here' : `there are ${[...names].sort(byText).join(', ')}`;
	return `no such key; ${known}${suggest(kebab(key), names)}`;
}

function byText(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

function messageOf(error: unknown): string {
	if (error instanceof ValueRefused) {
		return error.message;
	}
	throw error;
}

/** The entries of a file. Throws E_CONFIG_INVALID with everything that is wrong in it. */
export function configEntries(program: Command, settings: readonly Setting[], suggest: Suggest): ConfigEntries {
	const checker = new Checker(suggest);
	checker.command(program, settings, '');
	if (checker.problems.length > 0) {
		throw configInvalid(checker.problems);
	}
	return checker.entries;
}
