// `ridethrough model list` and `model show`: what the catalogue knows of a UPS, and what it only assumes.

import {codedError} from '../../core/errors.ts';
import {fullRuntimeMinutes} from '../../ups/battery.ts';
import {findModel, models, nearestSku} from '../../ups/catalogue.ts';
import type {BatterySource, UpsModel} from '../../ups/model.ts';
import type {Io, Register} from '../io.ts';
import {type Column, textTable} from '../text-table.ts';
import {parametersOf} from './battery.ts';

/** Loads of `model show`, percent of the rated watts. */
const SHOWN_LOADS = [10, 25, 50, 75, 100] as const;
const LEGEND = '* assumed: no source publishes it for this model';

const listExamples = `Examples:
  ridethrough model list
  ridethrough model list --vendor Eaton
  ridethrough model list --json
`;

const listFormats = `
Columns: rated VA and W, nominal input V, battery V and Ah, minutes (min) of runtime of a new battery at half and full
rated W. An assumed value is marked *.
JSON: schema ridethrough.model-list/1, models: each as "model show --json" prints it, without schema.`;

const showExamples = `Examples:
  ridethrough model show SMT1500
  ridethrough model show 5PX1500i --json
  ridethrough model show "Symmetra LX 16000 RM"
`;

const showFormats = `
JSON: schema ridethrough.model/1 and the facts, with the unit in the name: ratedVoltAmperes (VA), ratedWatts (W),
nominalVolts (V), nominalHertz (Hz), window (four input edges, V), blocks (12 V blocks in series), ampereHours (Ah),
battery (parameters as "battery fit --json" prints them), rechargeHours (h, 10 % to 90 %), runtime (loadPercent in %,
loadW in W, runtimeMin in min), assumed (names of the facts that are not published).`;

/** Adds `model list` and `model show`. */
export const register: Register = (program, io) => {
	const model = program.command('model').description('the catalogue of UPS models');
	model
		.command('list')
		.description('list all models')
		.option('--vendor <name>', 'only models of this vendor')
		.option('--json', 'print one JSON document')
		.addHelpText('before', listExamples)
		.addHelpText('after', listFormats)
		.action((options: {vendor?: string; json?: boolean}) => {
			listModels(io, options.vendor, options.json === true);
		});
	model
		.command('show')
		.description('show all facts of a model')
		.argument('<SKU>', 'the model, as "model list" spells it')
		.option('--json', 'print one JSON document')
		.addHelpText('before', showExamples)
		.addHelpText('after', showFormats)
		.action((sku: string, options: {json?: boolean}) => {
			showModel(io, sku, options.json === true);
		});
};

function listModels(io: Io, vendor: string | undefined, json: boolean): void {
	const chosen = vendor === undefined ? models() : modelsOf(vendor);
	if (json) {
		io.out(JSON.stringify({schema: 'ridethrough.model-list/1', models: chosen.map(factsOf)}, null, '\t'));
		return;
	}
	io.out([...textTable(listColumns, chosen.map(listRow)), '', LEGEND].join('\n'));
}

function modelsOf(vendor: string): UpsModel[] {
	const wanted = vendor.toLowerCase();
	const chosen = models().filter(model => model.vendor.toLowerCase() === wanted);
	if (chosen.length === 0) {
		const vendors = [...new Set(models().map(model => model.vendor))].join(', ');
		throw codedError('E_USAGE', `--vendor "${vendor}" is not in the catalogue; its vendors are ${vendors}`, {
			option: '--vendor',
			value: vendor,
		});
	}
	return chosen;
}

const listColumns: readonly Column[] = [
	{title: 'SKU', align: 'left'},
	{title: 'vendor', align: 'left'},
	{title: 'VA ', align: 'right'},
	{title: 'W ', align: 'right'},
	{title: 'V ', align: 'right'},
	{title: 'battery ', align: 'right'},
	{title: 'half load ', align: 'right'},
	{title: 'full load ', align: 'right'},
];

function listRow(model: UpsModel): string[] {
	// A runtime is no surer than the battery and the rated watts that it is reckoned from.
	const runtimeFrom = ['battery', 'ratedWatts'];
	return [
		model.sku,
		model.vendor,
		padded(model, model.ratedVoltAmperes, ['ratedVoltAmperes']),
		padded(model, model.ratedWatts, ['ratedWatts']),
		padded(model, model.nominalVolts, ['nominalVolts']),
		padded(model, `${model.blocks * 12} V ${model.ampereHours} Ah`, ['blocks', 'ampereHours']),
		padded(model, `${runtimeText(model, 50)} min`, runtimeFrom),
		padded(model, `${runtimeText(model, 100)} min`, runtimeFrom),
	];
}

function isAssumed(model: UpsModel, names: readonly string[]): boolean {
	return names.some(name => model.assumed.includes(name));
}

/** A value and its mark, or a space in the mark's place, so that digits stand below digits. */
function padded(model: UpsModel, value: string | number, names: readonly string[]): string {
	return `${value}${isAssumed(model, names) ? '*' : ' '}`;
}

function runtimeMinutes(model: UpsModel, loadPercent: number): number {
	return fullRuntimeMinutes(model.battery, (model.ratedWatts * loadPercent) / 100);
}

function runtimeText(model: UpsModel, loadPercent: number): string {
	return runtimeMinutes(model, loadPercent).toFixed(1);
}

function showModel(io: Io, sku: string, json: boolean): void {
	const model = findModel(sku);
	if (model === null) {
		const nearest = nearestSku(sku);
		const sentence = `no model "${sku}" is in the catalogue; did you mean ${nearest}? "model list" shows all`;
		throw codedError('E_MODEL_UNKNOWN', sentence, {sku, nearest});
	}
	io.out(json ? JSON.stringify({schema: 'ridethrough.model/1', ...factsOf(model)}, null, '\t') : textOf(model));
}

/** The facts of a model for JSON: those of the catalogue, the battery in Wh, and runtimes. */
function factsOf(model: UpsModel): Record<string, unknown> {
	const runtime = SHOWN_LOADS.map(loadPercent => ({
		loadPercent,
		loadW: (model.ratedWatts * loadPercent) / 100,
		runtimeMin: Number(runtimeMinutes(model, loadPercent).toPrecision(6)),
	}));
	return {...model, battery: parametersOf(model.battery), runtime};
}

const batterySources: Readonly<Record<BatterySource, string>> = {
	runtimeTable: 'fitted to a published runtime table',
	twoPoints: 'fitted to published runtimes at half and full load',
	batterySize: 'from the size of the battery',
	scaledByWatts: 'scaled by rated watts from the SU1400',
};

type Fact = readonly [label: string, value: string, names: readonly string[]];

function textOf(model: UpsModel): string {
	const lines = [...facts(model), ...runtimeFacts(model)].map(([label, value, names]) => [
		label,
		`${value}${isAssumed(model, names) ? ' *' : ''}`,
	]);
	const columns: readonly Column[] = [
		{title: model.sku, align: 'left'},
		{title: `${model.vendor} ${model.family}`, align: 'left'},
	];
	return [...textTable(columns, lines), '', LEGEND].join('\n');
}

function facts(model: UpsModel): Fact[] {
	return [
		['topology', model.topology === 'doubleConversion' ? 'double conversion' : 'line-interactive', []],
		['rated power', `${model.ratedVoltAmperes} VA`, ['ratedVoltAmperes']],
		['', `${model.ratedWatts} W`, ['ratedWatts']],
		['nominal input', `${model.nominalVolts} V`, ['nominalVolts']],
		['', `${model.nominalHertz} Hz`, ['nominalHertz']],
		...windowFacts(model),
		...batteryFacts(model),
		['recharge to 90 %', `${model.rechargeHours} h`, ['rechargeHours']],
		['switched outlet groups', String(model.switchedGroups), ['switchedGroups']],
		['sysObjectID', model.sysObjectId === '' ? 'not known' : model.sysObjectId, ['sysObjectId']],
	];
}

/** A double-conversion type has no regulator between its battery edges. */
function windowFacts({topology, window}: UpsModel): Fact[] {
	const battery: Fact[] = [
		['battery below', `${window.batteryBelow} V`, ['window.batteryBelow']],
		['battery above', `${window.batteryAbove} V`, ['window.batteryAbove']],
	];
	const regulator: Fact[] = [
		['boost below', `${window.boostBelow} V`, ['window.boostBelow']],
		['trim above', `${window.trimAbove} V`, ['window.trimAbove']],
	];
	return topology === 'doubleConversion' ? battery : [...battery, ...regulator];
}

function batteryFacts(model: UpsModel): Fact[] {
	const parameters = parametersOf(model.battery);
	return [
		['battery', model.chemistry === 'lithium' ? 'lithium' : 'lead-acid', []],
		['', `${model.blocks} x 12 V`, ['blocks']],
		['', `${model.ampereHours} Ah`, ['ampereHours']],
		['replacement battery', model.batterySku === '' ? 'not known' : model.batterySku, ['batterySku']],
		['battery parameters', batterySources[model.batterySource], ['battery']],
		['  capacity', `${parameters.capacityWh.toFixed(1)} Wh`, ['battery']],
		['  available share', parameters.availableShare.toFixed(3), ['battery']],
		['  levelling rate', `${parameters.levelingPerMinute.toFixed(4)} /min`, ['battery']],
		['  cut-off', `${parameters.cutoffHours.toFixed(3)} h`, ['battery']],
		['  idle draw', `${parameters.idleWatts.toFixed(1)} W`, ['battery']],
	];
}

function runtimeFacts(model: UpsModel): Fact[] {
	return SHOWN_LOADS.map(loadPercent => [
		`runtime at ${loadPercent} %`,
		`${runtimeText(model, loadPercent)} min (${((model.ratedWatts * loadPercent) / 100).toFixed(0)} W)`,
		['battery', 'ratedWatts'],
	]);
}
