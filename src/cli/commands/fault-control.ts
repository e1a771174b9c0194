// `ridethrough fault inject|active|end|reset`: faults of a fleet or a card that runs, over its control API.

import {Option} from 'commander';
import type {Command} from 'commander';
import type {ActiveFault, FaultRequest} from '../../../sim/fleet/control/fault-desk.ts';
import {codedError} from '../../core/errors.ts';
import {controlClient} from '../control-client.ts';
import type {ControlGiven} from '../control-client.ts';
import type {Io} from '../io.ts';
import {textTable} from '../text-table.ts';
import type {Column} from '../text-table.ts';
import {wholeNumber} from '../values.ts';

interface InjectGiven extends ControlGiven {
	readonly cards?: string;
	readonly site?: string;
	readonly model?: string;
	readonly share?: number;
	readonly after?: string;
	readonly for?: string;
	readonly every?: string;
	readonly times?: number;
	readonly probability?: number;
	readonly name?: string;
	readonly json?: boolean;
}

interface ActiveGiven extends ControlGiven {
	readonly json?: boolean;
}

const injectHelp = `Examples:
  ridethrough fault inject outage --control http://127.0.0.1:9180 --for 10m
  ridethrough fault inject brownout depth=0.3 --control http://127.0.0.1:9180 --site berlin --share 10
  ridethrough fault inject networkLoss p=0.02 r=0.2 --control http://127.0.0.1:9180 --every 1h --for 5m --times 3
`;

const activeHelp = `Examples:
  ridethrough fault active --control http://127.0.0.1:9180
  ridethrough fault active --control http://127.0.0.1:9180 --json
`;

const endHelp = `Examples:
  ridethrough fault end outage --control http://127.0.0.1:9180
`;

const resetHelp = `Examples:
  ridethrough fault reset --control http://127.0.0.1:9180
`;

const api = `
URL is what sim or agent print for --control; https:// where a proxy stands before it. What the API refuses is told under its own
code. Exit code 4 when nothing answers.`;

const injectFormats = `
Parameters with units and ranges: "fault show NAME". Durations are texts such as 90s or 1h30m, in the time of the cards.${api}
JSON: schema ridethrough.active-fault/1: name, type, cards (null for all), parameters, state, times in ms.`;

const activeFormats = `
Times in seconds of the cards' time.${api}
JSON: schema ridethrough.active-faults/1: faults, and over, the last that ended; each as "fault inject --json" tells it.`;

const SHARE_MAX = 100;

/** Adds the commands to `fault`. */
export function addFaultControl(fault: Command, io: Io): void {
	addInject(fault, io);
	controlled(
		fault.command('active').description('list the faults that are in effect or wait'),
		activeHelp,
		activeFormats,
	)
		.option('--json', 'print one JSON document')
		.action((given: ActiveGiven) => showActive(io, given));
	controlled(fault.command('end').description('end a fault and put right what it did'), endHelp, api)
		.argument('<NAME>', 'the fault, as "fault active" names it')
		.action(async (name: string, given: ControlGiven) => {
			await controlClient(given)('DELETE', `/faults/${encodeURIComponent(name)}`);
			io.note(`${name} is over.`);
		});
	controlled(fault.command('reset').description('end all faults and put right what they did'), resetHelp, api).action(
		async (given: ControlGiven) => {
			await controlClient(given)('POST', '/reset');
			io.note('All faults are over.');
		},
	);
}

function controlled(command: Command, examples: string, remarks: string): Command {
	return command
		.addOption(new Option('--control <URL>', 'address of the control API').makeOptionMandatory())
		.option('--control-token <@FILE|env:NAME>', 'where the token of that API stands')
		.addHelpText('before', examples)
		.addHelpText('after', remarks);
}

function addInject(fault: Command, io: Io): void {
	controlled(
		fault.command('inject').description('make a fault in a fleet or a card that runs'),
		injectHelp,
		injectFormats,
	)
		.argument('<NAME>', 'the fault, as "fault list" spells it')
		.argument('[PARAM=VALUE...]', 'its parameters')
		.option('--cards <ID,...>', 'only these cards')
		.option('--site <NAME,...>', 'only cards of these sites')
		.option('--model <SKU,...>', 'only cards of these models')
		.option(
			'--share <PERCENT>',
			'only so many of those cards, above 0 and at most 100 %',
			numberOf('--share', SHARE_MAX),
		)
		.option('--after <DURATION>', 'begin after this')
		.option('--for <DURATION>', 'end by itself after this; without, when told to')
		.option('--every <DURATION>', 'come again so long after each start; needs a shorter --for')
		.option('--times <N>', 'so often in all, with --every', wholeNumber('--times', 1, 1_000_000))
		.option('--probability <P>', 'chance that it comes each time it is due, 0 to 1', numberOf('--probability', 1))
		.option('--name <NAME>', 'what to call it; the fault itself where left out')
		.option('--json', 'print one JSON document')
		.action((name: string, parameters: readonly string[], given: InjectGiven) => inject(io, name, parameters, given));
}

function numberOf(option: string, high: number): (text: string) => number {
	return text => {
		const value = text.trim() === '' ? Number.NaN : Number(text);
		if (!(value >= 0 && value <= high)) {
			throw codedError('E_USAGE', `${option} ${text}: write a number from 0 to ${high}.`, {option, value: text});
		}
		return value;
	};
}

async function inject(io: Io, type: string, parameters: readonly string[], given: InjectGiven): Promise<void> {
	const made = (await controlClient(given)('POST', '/faults', requestOf(type, parameters, given))) as ActiveFault;
	io.out(
		given.json === true
			? JSON.stringify({schema: 'ridethrough.active-fault/1', ...made}, null, '\t')
			: tableOf([made]).join('\n'),
	);
}

async function showActive(io: Io, given: ActiveGiven): Promise<void> {
	const {faults, over} = (await controlClient(given)('GET', '/faults')) as {
		readonly faults: readonly ActiveFault[];
		readonly over: readonly ActiveFault[];
	};
	if (given.json === true) {
		io.out(JSON.stringify({schema: 'ridethrough.active-faults/1', faults, over}, null, '\t'));
		return;
	}
	io.out(faults.length === 0 ? 'No fault is in effect.' : tableOf(faults).join('\n'));
}

function requestOf(type: string, words: readonly string[], given: InjectGiven): FaultRequest {
	const {after, for: lasts, every, times, probability, name} = given;
	const cards = cardsOf(given);
	const all = {name, cards, after, for: lasts, every, times, probability};
	const some = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
	return {type, ...(words.length === 0 ? {} : {parameters: parametersOf(words)}), ...some};
}

/** Undefined for all cards. */
function cardsOf({cards, site, model, share}: InjectGiven): object | undefined {
	const parts = {card: listOf(cards), site: listOf(site), model: listOf(model), share};
	const some = Object.entries(parts).filter(([, value]) => value !== undefined);
	return some.length === 0 ? undefined : Object.fromEntries(some);
}

function listOf(text: string | undefined): readonly string[] | undefined {
	return text?.split(',');
}

/** What looks like a number is one: durations have a unit, choices are words. The API says which it should be. */
function parametersOf(words: readonly string[]): Record<string, number | string> {
	const values: Record<string, number | string> = {};
	for (const word of words) {
		const [, key, text] = /^([A-Za-z][A-Za-z0-9]*)=(.+)$/.exec(word) ?? [];
		if (key === undefined || text === undefined) {
			throw codedError('E_USAGE', `${word}: write PARAM=VALUE, such as depth=0.3 or period=90s.`, {word});
		}
		if (Object.hasOwn(values, key)) {
			throw codedError('E_USAGE', `${key} is given twice: give it once.`, {parameter: key});
		}
		values[key] = Number.isFinite(Number(text)) ? Number(text) : text;
	}
	return values;
}

const columns: readonly Column[] = [
	{title: 'name', align: 'left'},
	{title: 'fault', align: 'left'},
	{title: 'state', align: 'left'},
	{title: 'cards', align: 'right'},
	{title: 'came', align: 'right'},
	{title: 'since', align: 'right'},
	{title: 'until', align: 'right'},
	{title: 'parameters', align: 'left'},
];

function tableOf(faults: readonly ActiveFault[]): string[] {
	return textTable(
		columns,
		faults.map(({name, type, state, cards, injections, sinceMs, nextMs, parameters}) => [
			name,
			type,
			state,
			cards === null ? 'all' : String(cards.length),
			String(injections),
			secondsText(sinceMs),
			nextMs === null ? '-' : secondsText(nextMs),
			Object.entries(parameters)
				.map(([key, value]) => `${key}=${value}`)
				.join(' ') || '-',
		]),
	);
}

function secondsText(ms: number): string {
	return `${(ms / 1000).toFixed(1)} s`;
}
