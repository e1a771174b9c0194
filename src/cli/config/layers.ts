// Where the value of an option comes from (ecosystem.md 2.1): the command line, the environment, a file, the default, in this
// order. Values of the lower layers are put into a command before its words are read, so that these go before them.

import {Option} from 'commander';
import type {Command} from 'commander';
import {codedError, isCoded} from '../../core/errors.ts';
import {configEntries, layeredOptions} from './config-entries.ts';
import type {ConfigEntries, ConfigEntry} from './config-entries.ts';
import {findConfigFile, placeText, readConfigFile} from './config-file.ts';
import type {Place, Surroundings} from './config-file.ts';
import {takesValue, valueOf, ValueRefused, variableOf} from './option-values.ts';

/** Where a value was found. */
export type Origin =
	| {readonly from: 'option'}
	| {readonly from: 'environment'; readonly name: string}
	| {readonly from: 'file'; readonly place: Place}
	| {readonly from: 'default'};

export interface Layered {
	readonly option: Option;
	readonly origin: Origin;
	/** As it was written. */
	readonly texts: readonly string[];
	readonly value: unknown;
}

type ParseArg = (text: string, before: unknown) => unknown;

/** Words that ask for help need no file. */
const helpWords: readonly string[] = ['-h', '--help'];
/** These commands must work with a file that does not. */
const withoutFile: readonly string[] = ['completion'];

/** The layers of each program, for the commands that show them. */
const attached = new WeakMap<Command, ConfigLayers>();

export class ConfigLayers {
	readonly #surroundings: Surroundings;
	#program: Command | undefined;
	/** The command whose action runs. */
	#running: Command | undefined;
	#loaded: {readonly file: string | null; readonly entries: ConfigEntries} | undefined;

	constructor(surroundings: Surroundings) {
		this.#surroundings = surroundings;
	}

	/** Gives every option of `program` its variable, and adds `--config`. To be called when all commands are registered. */
	attach(program: Command): void {
		this.#program = program;
		attached.set(program, this);
		const choose = 'configuration file (default: ./ridethrough.yaml, else $XDG_CONFIG_HOME/ridethrough/config.yaml)';
		program.addOption(new Option('--config <FILE>', choose).env('RIDETHROUGH_CONFIG'));
		program.hook('preSubcommand', async (_, command) => this.#fill(command));
		for (const command of descendants(program)) {
			layeredOptions(command)
				.filter(takesValue)
				.forEach(option => option.env(variableOf(option)));
			command.hook('preSubcommand', async (_, child) => this.#fill(child));
		}
	}

	/** The file in use, and what it says. Throws E_CONFIG_INVALID and E_FILE_UNREADABLE. */
	async load(): Promise<{readonly file: string | null; readonly entries: ConfigEntries}> {
		this.#loaded ??= await this.#read();
		return this.#loaded;
	}

	async #read(): Promise<{readonly file: string | null; readonly entries: ConfigEntries}> {
		const program = this.#program as Command;
		const file = findConfigFile(program.getOptionValue('config') as string | undefined, this.#surroundings);
		if (file === null) {
			return {file, entries: new Map()};
		}
		const {suggestion} = await import('../../../sim/scenario/nearest.ts');
		return {file, entries: configEntries(program, await readConfigFile(file), suggestion)};
	}

	/** The value of each option that the environment or the file holds; the environment goes first. */
	async layersOf(command: Command): Promise<Layered[]> {
		const {entries} = await this.load();
		const written = entries.get(command) ?? [];
		return layeredOptions(command).flatMap(option => {
			const entry = written.find(each => each.option === option);
			return this.#fromEnvironment(option) ?? (entry === undefined ? [] : fromFile(entry));
		});
	}

	/** The origin of what `command` has for `option` after its words were read. */
	async originOf(command: Command, option: Option): Promise<Origin> {
		if (command.getOptionValueSource(option.attributeName()) === 'cli') {
			return {from: 'option'};
		}
		const layered = (await this.layersOf(command)).find(each => each.option === option);
		return layered?.origin ?? {from: 'default'};
	}

	#fromEnvironment(option: Option): Layered[] | undefined {
		const name = variableOf(option);
		const text = this.#surroundings.env[name];
		if (text === undefined || (text === '' && !takesValue(option))) {
			return undefined;
		}
		try {
			const value = valueOf(option, [text], false);
			return [{option, origin: {from: 'environment', name}, texts: [text], value}];
		} catch (error) {
			throw error instanceof ValueRefused ? codedError('E_USAGE', `${name}: ${error.message}`, {name}) : error;
		}
	}

	async #fill(command: Command): Promise<void> {
		this.#running = command;
		const words = (this.#program as Command).args;
		if (
			command.commands.length > 0
			|| withoutFile.includes(command.name())
			|| words.some(word => helpWords.includes(word))
		) {
			return;
		}
		for (const {option, origin, value} of await this.layersOf(command)) {
			command.setOptionValueWithSource(option.attributeName(), value, origin.from === 'file' ? 'config' : 'env');
			startAnew(option);
		}
	}

	/** The same error, with the place of the value that it is about. */
	async explained(error: unknown): Promise<unknown> {
		const command = this.#running;
		if (command === undefined || !isCoded(error) || error.context['option'] === undefined) {
			return error;
		}
		const name = String(error.context['option']).replace(/^--/, '');
		const option = layeredOptions(command).find(each => each.long === `--${name}`);
		const origin = option === undefined ? undefined : await this.originOf(command, option);
		if (origin?.from !== 'file') {
			return error;
		}
		return codedError('E_CONFIG_INVALID', `${placeText(origin.place)}: ${error.message}`, {
			...error.context,
			...origin.place,
		});
	}
}

function fromFile({option, place, texts, value}: ConfigEntry): Layered[] {
	return [{option, origin: {from: 'file', place}, texts, value}];
}

/** A higher layer replaces a list, and does not add to it. */
function startAnew(option: Option): void {
	const parse = option.parseArg as ParseArg | undefined;
	if (parse === undefined) {
		return;
	}
	let first = true;
	const fresh: ParseArg = (text, before) => {
		const base = first ? option.defaultValue : before;
		first = false;
		return parse(text, base);
	};
	option.parseArg = fresh as NonNullable<Option['parseArg']>;
}

/** Every command below `command`. */
export function descendants(command: Command): Command[] {
	return command.commands.flatMap(child => [child, ...descendants(child)]);
}

/** The layers of the program that `command` belongs to; without any, empty ones. */
export function layersOf(command: Command): ConfigLayers {
	return command.parent === null ? (attached.get(command) ?? detached(command)) : layersOf(command.parent);
}

/** A command that stands alone, as in its own tests. */
function detached(program: Command): ConfigLayers {
	const layers = new ConfigLayers({env: {}, cwd: '/'});
	layers.attach(program);
	return layers;
}
