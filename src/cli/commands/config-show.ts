// `ridethrough config show`: what each option of each command would be, and where that comes from.

import type {Command, Option} from 'commander';
import {codedError} from '../../core/errors.ts';
import {layeredOptions} from '../config/config-entries.ts';
import {placeText} from '../config/config-file.ts';
import type {ConfigLayers, Layered, Origin} from '../config/layers.ts';
import {descendants, layersOf} from '../config/layers.ts';
import {kebabOf, takesValue, variableOf} from '../config/option-values.ts';
import {maskedText} from '../config/secrets.ts';
import type {Io, Register} from '../io.ts';
import {textTable} from '../text-table.ts';
import type {Column} from '../text-table.ts';

const examples = `Examples:
  ridethrough config show
  ridethrough config show agent --origin
  ridethrough config show scenario run --json
`;

const remarks = `
An option goes before the environment, the environment before the file, the file before the default. The variable of an
option is RIDETHROUGH_ and its name, such as RIDETHROUGH_MQTT_LISTEN. The file is that of --config, else ./ridethrough.yaml,
else $XDG_CONFIG_HOME/ridethrough/config.yaml: a map of commands, such as
  agent: {model: SMT1500, load: 30}
  scenario: {run: {speed: 400x}}
A key that no command knows is an error, in whichever command. Passwords are not shown.
JSON: schema ridethrough.config-show/1, file (null without one), options: command, option, key, value (text; null when
unset), origin (environment, file, default), variable, and of those from the file: file, line, column.`;

interface Row {
	readonly command: string;
	readonly option: string;
	readonly key: string;
	readonly value: string | null;
	readonly origin: Origin;
	readonly variable: string;
}

/** Adds `config show`. */
export const register: Register = (config, io) => {
	config
		.command('show')
		.description('show every option of this program with its value, and where that comes from')
		.argument('[COMMAND...]', 'only this command, such as agent, or scenario run')
		.option('--origin', 'also show where each value comes from')
		.option('--json', 'print one JSON document')
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (words: string[], options: {origin?: boolean; json?: boolean}, command: Command) => {
			await show(io, layersOf(command), chosen(rootOf(command), words), options);
		});
};

function rootOf(command: Command): Command {
	return command.parent === null ? command : rootOf(command.parent);
}

/** `scenario run`. */
function nameOf(command: Command): string {
	const {parent} = command;
	return parent === null || parent.parent === null ? command.name() : `${nameOf(parent)} ${command.name()}`;
}

/** The commands that do something, at or below the one that `words` name. */
function chosen(program: Command, words: readonly string[]): Command[] {
	const all = [program, ...descendants(program)].filter(each => each.commands.length === 0);
	const wanted = words.join(' ');
	const found = words.length === 0 ? all : all.filter(each => `${nameOf(each)} `.startsWith(`${wanted} `));
	if (found.length === 0) {
		const known = all.map(nameOf).join(', ');
		throw codedError('E_USAGE', `There is no command ${JSON.stringify(wanted)}; there are ${known}.`, {
			command: wanted,
		});
	}
	return found;
}

async function show(
	io: Io,
	layers: ConfigLayers,
	commands: readonly Command[],
	options: {origin?: boolean; json?: boolean},
): Promise<void> {
	const {file} = await layers.load();
	const rows = (await Promise.all(commands.map(async command => rowsOf(layers, command)))).flat();
	if (options.json === true) {
		const document = {schema: 'ridethrough.config-show/1', file, options: rows.map(jsonOf)};
		io.out(JSON.stringify(document, null, '\t'));
		return;
	}
	io.note(file === null ? 'no configuration file' : `configuration file: ${file}`);
	const width = options.origin === true ? columns.length : columns.length - 1;
	io.out(
		textTable(
			columns.slice(0, width),
			rows.map(row => cellsOf(row).slice(0, width)),
		).join('\n'),
	);
}

async function rowsOf(layers: ConfigLayers, command: Command): Promise<Row[]> {
	const layered = await layers.layersOf(command);
	return layeredOptions(command).map(option => {
		const found = layered.find(each => each.option === option);
		return {
			command: nameOf(command),
			option: option.long ?? option.flags,
			key: kebabOf(option),
			value: found === undefined ? defaultText(option) : shownText(option, found),
			origin: found?.origin ?? {from: 'default'},
			variable: variableOf(option),
		};
	});
}

function shownText(option: Option, {texts, value}: Layered): string {
	return takesValue(option) ? maskedText(option, texts.join(',')) : String(value);
}

/** Null where the option has no value until it is given. */
function defaultText(option: Option): string | null {
	const value: unknown = option.defaultValue;
	if (value === undefined || value === null) {
		return option.defaultValueDescription ?? (takesValue(option) ? null : String(option.negate));
	}
	return option.defaultValueDescription ?? (typeof value === 'string' ? value : JSON.stringify(value));
}

const columns: readonly Column[] = [
	{title: 'command', align: 'left'},
	{title: 'key', align: 'left'},
	{title: 'value', align: 'left'},
	{title: 'origin', align: 'left'},
];

function cellsOf({command, key, value, origin}: Row): string[] {
	return [command, key, value ?? '-', originText(origin)];
}

function originText(origin: Origin): string {
	if (origin.from === 'file') {
		return placeText(origin.place);
	}
	return origin.from === 'environment' ? origin.name : origin.from;
}

function jsonOf({origin, ...row}: Row): Record<string, unknown> {
	return {...row, origin: origin.from, ...(origin.from === 'file' ? origin.place : {})};
}
