// The page of all faults, made from the registry: sim/faults/README.md is held to it by a test.

import type {Fault, FaultArea, FaultParameter} from './fault.ts';
import {faultAreas} from './fault.ts';
import {rangeText, valueText} from './parameters.ts';
import {faults} from './registry.ts';

const head = `# Faults

Written by \`make fault-docs\` from the table that each fault brings; do not edit.

A scenario says \`- inject: {NAME: {PARAMETER: VALUE}}\`; the control API, a file of faults (\`sim --faults FILE\`) and
\`ridethrough fault inject NAME PARAMETER=VALUE --control URL\` take the same names, values and ranges. Durations are texts
such as 90s. How long a fault lasts and how often it comes is said beside it (for, every, times), not in its parameters. Each is
undone when it ends.
`;

const titles: Readonly<Record<FaultArea, string>> = {
	grid: 'Grid',
	battery: 'Battery',
	charger: 'Charger',
	inverter: 'Inverter',
	sensor: 'Sensors',
	load: 'Load',
	thermal: 'Heat',
	link: 'Link between a card and its UPS',
	network: 'Network between a card and its broker',
	broker: 'Broker',
	clock: 'Wall clock of a card',
	flash: 'Flash of a card',
	firmware: 'Firmware of a card',
	memory: 'Memory of a card',
};

/** A value that is in range, for a parameter that must be given. */
const EXAMPLE = 0.4;

/** The whole page, as Markdown. */
export function faultPage(): string {
	const areas = faultAreas.map(area => [area, faults.filter(fault => fault.area === area)] as const);
	const parts = areas.filter(([, list]) => list.length > 0).map(([area, list]) => areaPart(area, list));
	return [head, ...parts].join('\n');
}

/** The parameters that must be given, as a scenario writes them, with values that are in range. */
export function exampleOf({parameters}: Fault): string {
	const needed = parameters.filter(parameter => parameter.default === undefined);
	return `{${needed.map(parameter => `${parameter.name}: ${valueText(parameter, Math.min(parameter.max, EXAMPLE))}`).join(', ')}}`;
}

/** What the defaults come to, where a fault can say so; undefined where not. */
export function usualText({explain, parameters}: Fault): string | undefined {
	const usual = parameters.flatMap(({name, default: value}) => (value === undefined ? [] : [[name, value] as const]));
	return usual.length < parameters.length ? undefined : explain?.(Object.fromEntries(usual));
}

function areaPart(area: FaultArea, list: readonly Fault[]): string {
	return [
		`## ${titles[area]}`,
		'',
		'| Fault | What happens | Parameters | Example |',
		'|---|---|---|---|',
		...list.map(rowOf),
		'',
	].join('\n');
}

function rowOf(fault: Fault): string {
	const usual = usualText(fault);
	const cells = [
		`\`${fault.name}\``,
		usual === undefined ? fault.summary : `${fault.summary} With the defaults it ${usual}.`,
		fault.parameters.map(parameterText).join('<br>') || 'none',
		`\`- inject: {${fault.name}: ${exampleOf(fault)}}\``,
	];
	return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function parameterText(parameter: FaultParameter): string {
	const usual =
		parameter.default === undefined ? 'must be given' : `${valueText(parameter, parameter.default)} if left out`;
	return `\`${parameter.name}\`: ${parameter.summary}; ${rangeText(parameter)}; ${usual}`;
}
