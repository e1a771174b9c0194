// `ridethrough fault list|show`: what can be injected, with parameters, units and ranges from the registry. What makes faults in a
// fleet that runs is in fault-control.ts.

import {writeFileSync} from 'node:fs';
import type {Fault, FaultParameter} from '../../../sim/faults/fault.ts';
import {codedError} from '../../core/errors.ts';
import type {Io, Register} from '../io.ts';
import {addFaultControl} from './fault-control.ts';
import {type Column, textTable} from '../text-table.ts';

const listHelp = `Examples:
  ridethrough fault list
  ridethrough fault list --json
`;

const showHelp = `Examples:
  ridethrough fault show brownout
  ridethrough fault show flicker --json
`;

const docsHelp = `Examples:
  ridethrough fault docs
  ridethrough fault docs --out sim/faults/README.md
`;

const formats = `
JSON: schema ridethrough.fault-list/1 with faults, or ridethrough.fault/1 with one: name, area, summary, acts (card or
surroundings), parameters (name, kind, unit, min, max, default where there is one, summary; durations in ms).`;

/** Adds `fault` and what is below it. */
export const register: Register = (program, io) => {
	const fault = program.command('fault').description('faults, and those of a fleet that runs');
	fault
		.command('list')
		.description('list all faults')
		.option('--json', 'print one JSON document')
		.addHelpText('before', listHelp)
		.addHelpText('after', formats)
		.action((options: {json?: boolean}) => listFaults(io, options.json === true));
	fault
		.command('show')
		.description('show the parameters of a fault, with units, ranges and defaults')
		.argument('<NAME>', 'the fault, as "fault list" spells it')
		.option('--json', 'print one JSON document')
		.addHelpText('before', showHelp)
		.addHelpText('after', formats)
		.action((name: string, options: {json?: boolean}) => showFault(io, name, options.json === true));
	fault
		.command('docs')
		.description('print the page of all faults, a table an area, as Markdown')
		.option('--out <FILE>', 'write it to FILE instead')
		.addHelpText('before', docsHelp)
		.action((options: {out?: string}) => writePage(io, options.out));
	addFaultControl(fault, io);
};

const listColumns: readonly Column[] = [
	{title: 'area', align: 'left'},
	{title: 'fault', align: 'left'},
	{title: 'parameters', align: 'left'},
	{title: 'what happens', align: 'left'},
];

async function listFaults(io: Io, json: boolean): Promise<void> {
	const {byArea, faults} = await import('../../../sim/faults/registry.ts');
	io.out(
		json
			? JSON.stringify({schema: 'ridethrough.fault-list/1', faults: byArea(faults).map(factsOf)}, null, '\t')
			: textTable(
					listColumns,
					byArea(faults).map(({area, name, parameters, summary}) => [
						area,
						name,
						parameters.map(parameter => parameter.name).join(', ') || '-',
						summary,
					]),
				).join('\n'),
	);
}

async function showFault(io: Io, name: string, json: boolean): Promise<void> {
	const {requireFault} = await import('../../../sim/faults/registry.ts');
	const {exampleOf, usualText} = await import('../../../sim/faults/docs.ts');
	const {rangeText, valueText} = await import('../../../sim/faults/parameters.ts');
	const fault = requireFault(name);
	if (json) {
		io.out(JSON.stringify({schema: 'ridethrough.fault/1', ...factsOf(fault)}, null, '\t'));
		return;
	}
	const usual = usualText(fault);
	const lines = fault.parameters.map(parameter => [
		`  ${parameter.name}`,
		rangeText(parameter),
		defaultText(parameter, valueText),
		parameter.summary,
	]);
	io.out(
		[
			`${fault.name}: ${fault.summary}`,
			fault.acts === 'card' ? 'Happens to the cards that a step selects.' : 'Happens to what all cards share.',
			...(lines.length === 0 ? ['No parameters.'] : textTable(showColumns, lines)),
			...(usual === undefined ? [] : [`With the defaults it ${usual}.`]),
			'',
			`In a scenario:  - inject: {${fault.name}: ${exampleOf(fault)}}`,
		].join('\n'),
	);
}

const showColumns: readonly Column[] = [
	{title: '  parameter', align: 'left'},
	{title: 'from, to', align: 'left'},
	{title: 'default', align: 'left'},
	{title: 'meaning', align: 'left'},
];

type ValueText = (parameter: FaultParameter, value: number) => string;

function defaultText(parameter: FaultParameter, valueText: ValueText): string {
	return parameter.default === undefined ? 'none' : valueText(parameter, parameter.default);
}

function factsOf({name, area, summary, acts, parameters}: Fault): Record<string, unknown> {
	return {name, area, summary, acts, parameters};
}

async function writePage(io: Io, out: string | undefined): Promise<void> {
	const {faultPage} = await import('../../../sim/faults/docs.ts');
	if (out === undefined) {
		io.out(faultPage().trimEnd());
		return;
	}
	try {
		writeFileSync(out, faultPage());
	} catch (error) {
		const text = `${out} cannot be written (${(error as NodeJS.ErrnoException).code}): name a file that this user may write.`;
		throw codedError('E_FILE_UNWRITABLE', text, {file: out});
	}
}
