// What can stand where on the command line, taken from the commands themselves; the three shells write it down in their own way.

import type {Argument, Command, Option} from 'commander';

/** What a value is: words to choose from, a dynamic kind (see words.ts), files, directories, or nothing that can be known. */
export type Value =
	| {readonly is: 'words'; readonly words: readonly string[]}
	| {readonly is: 'dynamic'; readonly kind: WordKind; readonly andFiles: boolean; readonly isList: boolean}
	| {readonly is: 'file'}
	| {readonly is: 'directory'}
	| {readonly is: 'free'};

/** Names that only the program knows, of the version that runs. */
export const wordKinds = ['models', 'faults', 'scenarios', 'settings', 'events'] as const;
export type WordKind = (typeof wordKinds)[number];

export interface Flag {
	readonly long: string;
	readonly summary: string;
	/** Undefined where it takes none. */
	readonly value: Value | undefined;
}

export interface Place {
	/** The words before, such as `scenario run`; '' at the start. */
	readonly path: string;
	readonly summary: string;
	readonly commands: ReadonlyArray<{readonly name: string; readonly summary: string}>;
	readonly flags: readonly Flag[];
	/** What an argument is; `free` where there is none. */
	readonly argument: Value;
}

/** By the placeholder, as the help writes it; an argument of a command goes before. */
const byPlaceholder: Readonly<Record<string, Value>> = {
	'fault inject NAME': {is: 'dynamic', kind: 'faults', andFiles: false, isList: false},
	'fault show NAME': {is: 'dynamic', kind: 'faults', andFiles: false, isList: false},
	'scenario run FILE': {is: 'dynamic', kind: 'scenarios', andFiles: true, isList: false},
	'scenario check FILE': {is: 'dynamic', kind: 'scenarios', andFiles: true, isList: false},
	SKU: {is: 'dynamic', kind: 'models', andFiles: false, isList: false},
	'SKU,...': {is: 'dynamic', kind: 'models', andFiles: false, isList: true},
	KEY: {is: 'dynamic', kind: 'settings', andFiles: false, isList: false},
	EVENT: {is: 'dynamic', kind: 'events', andFiles: false, isList: false},
	FILE: {is: 'file'},
	'TABLE.csv': {is: 'file'},
	DIR: {is: 'directory'},
};

const FREE: Value = {is: 'free'};

function valueFor(path: string, placeholder: string, choices: readonly string[] | undefined): Value {
	if (choices !== undefined) {
		return {is: 'words', words: choices};
	}
	return byPlaceholder[`${path} ${placeholder}`] ?? byPlaceholder[placeholder] ?? FREE;
}

/** `FILE` of `--out <FILE>` and of `--ca <FILE...>`; undefined where the option takes no value. */
function placeholderOf({flags}: Option): string | undefined {
	const written = /[<[]([^\]>]+)[\]>]/.exec(flags)?.[1];
	return written?.includes(',') === true ? written : written?.replace(/\.\.\.$/, '');
}

function flagOf(path: string, option: Option): Flag {
	const placeholder = placeholderOf(option);
	return {
		long: option.long ?? option.flags,
		summary: option.description,
		value: placeholder === undefined ? undefined : valueFor(path, placeholder, option.argChoices),
	};
}

function argumentOf(path: string, argument: Argument | undefined): Value {
	return argument === undefined ? FREE : valueFor(path, argument.name(), argument.argChoices);
}

function placesBelow(command: Command, path: string, general: readonly Flag[]): Place[] {
	const [first] = command.registeredArguments;
	const flags = command.options.filter(option => !option.hidden && option.long !== '--version');
	const place: Place = {
		path,
		summary: command.description(),
		commands: command.commands.map(child => ({name: child.name(), summary: child.description()})),
		flags: [...(path === '' ? [] : flags.map(option => flagOf(path, option))), ...general],
		argument: argumentOf(path, first),
	};
	const below = command.commands.flatMap(child => placesBelow(child, `${path} ${child.name()}`.trim(), general));
	return [place, ...below];
}

/** Every place of the program's command line. */
export function placesOf(program: Command): Place[] {
	const help: Flag = {long: '--help', summary: 'display help', value: undefined};
	const own = program.options.map(option => flagOf('', option)).filter(flag => flag.long !== '--version');
	const [root, ...below] = placesBelow(program, '', [...own, help]);
	return [
		{...root, flags: [{long: '--version', summary: 'print the version', value: undefined}, ...root.flags]},
		...below,
	];
}

/** `path --flag` of every flag that takes a value: the word after it is no command. */
export function valuedFlags(places: readonly Place[]): string[] {
	return places.flatMap(({path, flags}) =>
		flags.filter(({value}) => value !== undefined).map(({long}) => `${path} ${long}`),
	);
}
