import test from 'ava';
import {register} from '../../src/cli/commands/model.ts';
import {isCoded} from '../../src/core/errors.ts';
import {models} from '../../src/ups/catalogue.ts';
import {runCommand} from './run-command.ts';

test('the list has a line for each model, between a header and the legend', async t => {
	const {out, exitCode, error} = await runCommand(register, 'model', 'list');
	const lines = out.trimEnd().split('\n');
	t.is(lines.length, models().length + 3);
	t.regex(lines[0] ?? '', /^SKU +vendor +VA +W +V +battery +half load +full load$/);
	t.is(lines.at(-1), '* assumed: no source publishes it for this model');
	t.is(exitCode, 0);
	t.is(error, undefined);
});

test('assumed values of the list are marked, published ones are not', async t => {
	const {out} = await runCommand(register, 'model', 'list');
	t.regex(out, /^SU1000 +APC +1000 +670 +120\* +24 V 10\.4 Ah\* +15\.3 min +6\.3 min$/m);
	t.regex(out, /^SMT1500 +APC +1500 +1000\* +120\* +24 V 17 Ah\* +19\.8 min\* +8\.0 min\*$/m);
	t.regex(out, /^5PX1500i +Eaton +1500 +1350 +230 +48 V 9 Ah +14\.3 min\* +5\.5 min\*$/m);
	t.regex(out, /^RackTower-2700W-HV +Dell +3000\* +2700 +230 /m);
});

test('the runtime of a published battery at an assumed load is assumed', async t => {
	const {out} = await runCommand(register, 'model', 'list');
	t.regex(out, /^SU1400 +APC +1400 +938\* .* 20\.4 min\* +7\.6 min\*$/m);
});

test('the list of a vendor has only its models, in any spelling of capitals', async t => {
	const {out} = await runCommand(register, 'model', 'list', '--vendor', 'eaton', '--json');
	const listed: Array<{vendor: string}> = JSON.parse(out).models;
	t.is(listed.length, 9);
	t.true(listed.every(model => model.vendor === 'Eaton'));
});

test('an unknown vendor is a usage error that names the vendors', async t => {
	const {error, out} = await runCommand(register, 'model', 'list', '--vendor', 'Acme');
	t.like(error, {code: 'E_USAGE', context: {option: '--vendor', value: 'Acme'}});
	t.regex((error as Error).message, /"Acme".*APC, Eaton, CyberPower, Liebert, HP, Dell, Tripp Lite/);
	t.is(out, '');
});

test('the JSON list holds every model with its assumptions and runtimes', async t => {
	const {out} = await runCommand(register, 'model', 'list', '--json');
	const document = JSON.parse(out);
	t.is(document.schema, 'ridethrough.model-list/1');
	t.deepEqual(
		document.models.map((model: {sku: string}) => model.sku),
		models().map(model => model.sku),
	);
	t.true(document.models.every((model: {assumed: string[]}) => model.assumed.includes('nominalHertz')));
});

test('the JSON of a model has its facts, the battery in the units of a fit, and five runtimes', async t => {
	const {out} = await runCommand(register, 'model', 'show', 'SU1400', '--json');
	const document = JSON.parse(out);
	t.is(document.schema, 'ridethrough.model/1');
	t.is(document.sku, 'SU1400');
	t.is(document.ratedWatts, 938);
	t.is(document.battery.capacityWh.toFixed(1), '399.6');
	t.deepEqual(
		document.runtime.map((row: {loadPercent: number}) => row.loadPercent),
		[10, 25, 50, 75, 100],
	);
	t.is(document.runtime[2].loadW, 469);
	t.is(document.runtime[2].runtimeMin.toFixed(1), '20.4');
});

test('a shown model gives every fact with its unit and marks what is assumed', async t => {
	const {out} = await runCommand(register, 'model', 'show', 'SMT1500');
	t.regex(out, /^SMT1500 +APC Smart-UPS \(SMT\)$/m);
	t.regex(out, /^topology +line-interactive$/m);
	t.regex(out, /^rated power +1500 VA$/m);
	t.regex(out, /^ +1000 W \*$/m);
	t.regex(out, /^ +60 Hz \*$/m);
	t.regex(out, /^boost below +106 V \*$/m);
	t.regex(out, /^replacement battery +RBC7$/m);
	t.regex(out, /^battery parameters +from the size of the battery \*$/m);
	t.regex(out, /^recharge to 90 % +3 h$/m);
	t.regex(out, /^runtime at 100 % +8\.0 min \(1000 W\) \*$/m);
	t.regex(out, /^\* assumed: no source publishes it for this model$/m);
});

test('a double-conversion model shows no boost and trim points', async t => {
	const {out} = await runCommand(register, 'model', 'show', 'SURT8000XLI');
	t.regex(out, /^battery below +161 V$/m);
	t.notRegex(out, /boost|trim/);
});

test('what is not known of a model is said to be so', async t => {
	const {out} = await runCommand(register, 'model', 'show', 'SU420');
	t.regex(out, /^replacement battery +not known$/m);
	t.regex(out, /^sysObjectID +not known$/m);
	t.regex(out, /^battery parameters +fitted to a published runtime table$/m);
});

test('a SKU with spaces is shown', async t => {
	const {out} = await runCommand(register, 'model', 'show', 'Symmetra LX 16000 RM');
	t.regex(out, /^rated power +16000 VA$/m);
});

test('an unknown SKU is refused with the nearest one', async t => {
	const {error, out} = await runCommand(register, 'model', 'show', 'smt150');
	t.true(isCoded(error));
	t.like(error, {code: 'E_MODEL_UNKNOWN', context: {sku: 'smt150', nearest: 'SMT1500'}});
	t.regex((error as Error).message, /no model "smt150".*did you mean SMT1500\?/);
	t.is(out, '');
});

for (const verb of ['list', 'show']) {
	test(`the help of model ${verb} begins with examples`, async t => {
		const {out} = await runCommand(register, 'model', verb, '--help');
		t.true(out.startsWith(`Examples:\n  ridethrough model ${verb}`));
		t.regex(out, /JSON/);
	});
}
