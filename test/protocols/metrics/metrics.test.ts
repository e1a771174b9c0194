import fc from 'fast-check';
import test from 'ava';
import {isAlarm, events} from '../../../src/agent/events.ts';
import {statusWordOrder} from '../../../src/agent/status-words.ts';
import {MINUTE, SECOND} from '../../../src/core/clock.ts';
import {escapeLabel, familyText} from '../../../src/protocols/metrics/exposition.ts';
import {readingMetrics, statusFlags} from '../../../src/protocols/metrics/map.ts';
import {createMetrics, openMetrics} from '../../../src/protocols/metrics/server.ts';
import {buildSource, faultSource, MessageCounts, virtualTimeSource} from '../../../src/protocols/metrics/sources.ts';
import type {MetricSource} from '../../../src/protocols/metrics/exposition.ts';
import {readingFields} from '../../../src/ups/reading.ts';
import {ask} from '../../helpers/ask.ts';
import {houseOf} from '../../helpers/card-house.ts';
import type {TestHouse} from '../../helpers/card-house.ts';
import {namingProblems, parseExposition} from '../../helpers/exposition.ts';
import type {ParsedExposition} from '../../helpers/exposition.ts';

async function scrape({house}: TestHouse, ...sources: MetricSource[]): Promise<ParsedExposition> {
	const metrics = createMetrics({house, sources});
	const text = Buffer.concat(await metrics.render()).toString();
	metrics.close();
	return parseExposition(text);
}

function valueOf({families}: ParsedExposition, sample: string): number | undefined {
	return families.get(sample.split('{')[0])?.samples.get(sample);
}

test('what is told is well-formed, well-named, and no sample is there twice', async t => {
	const counts = new MessageCounts();
	counts.counter('snmp').count('in', 40);
	const told = await scrape(
		houseOf({count: 3}),
		counts.source,
		buildSource({version: '1.2.3', revision: 'abc'}),
		virtualTimeSource({run: '7', now: () => 1500, speed: Infinity}),
		faultSource(() => [{type: 'outage', active: 1, injections: 2}]),
	);
	t.deepEqual(told.problems, []);
	const ours = new Map([...told.families].filter(([name]) => /^(ups|ridethrough)_/.test(name)));
	t.deepEqual(namingProblems(ours), []);
	t.snapshot([...ours].map(([name, {type, help}]) => `${name} ${type}: ${help}`));
	t.is(valueOf(told, 'ridethrough_messages_total{protocol="snmp",direction="in"}'), 1);
	t.is(valueOf(told, 'ridethrough_message_bytes_total{protocol="snmp",direction="in"}'), 40);
	t.is(valueOf(told, 'ridethrough_virtual_time_seconds{run="7"}'), 1.5);
	t.is(valueOf(told, 'ridethrough_speed_ratio{run="7"}'), Infinity);
	t.is(valueOf(told, 'ridethrough_fault_injections_total{fault="outage"}'), 2);
	t.true((valueOf(told, 'process_resident_memory_bytes') ?? 0) > 0);
});

test('a reading is told in base units, and flags, alarms and results as state sets', async t => {
	const rig = houseOf({model: 'SMT1500'});
	rig.utility(0, 0);
	rig.advance(MINUTE);
	const told = await scrape(rig);
	const view = rig.house.view(0);
	view.look();
	t.is(valueOf(told, 'ups_battery_charge_ratio{ups="s0-c0"}'), view.reading.batteryCharge / 1000);
	t.is(valueOf(told, 'ups_battery_voltage_volts{ups="s0-c0"}'), view.reading.batteryVolts / 100);
	t.is(valueOf(told, 'ups_input_voltage_volts{ups="s0-c0",phase="1"}'), 0);
	t.is(valueOf(told, 'ups_output_energy_joules_total{ups="s0-c0"}'), view.reading.outputEnergy * 3600);
	t.is(valueOf(told, 'ups_last_reading_timestamp_seconds{ups="s0-c0"}'), view.utc / 1000);
	t.is(valueOf(told, 'ups_battery_health_ratio{ups="s0-c0"}'), undefined);
	const flags = [...(told.families.get('ups_status')?.samples ?? [])].filter(([, value]) => value === 1);
	t.deepEqual(
		flags.map(([sample]) => /flag="(\w+)"/.exec(sample)?.[1]),
		['OB', 'DISCHRG'],
	);
	t.is(told.families.get('ups_status')?.samples.size, statusWordOrder.length);
	const alarms = [...(told.families.get('ups_alarm_active')?.samples ?? [])];
	t.is(alarms.length, events.filter(isAlarm).length);
	t.deepEqual(
		alarms.filter(([, value]) => value === 1).map(([sample]) => sample),
		['ups_alarm_active{ups="s0-c0",alarm="onBattery"}'],
	);
	t.is(valueOf(told, 'ups_self_test_result{ups="s0-c0",result="none"}'), 1);
	t.is(valueOf(told, 'ridethrough_devices{state="on_battery"}'), 1);
});

test('a UPS that does not answer has no readings, no flags, and an alarm', async t => {
	const rig = houseOf({count: 2});
	const metrics = createMetrics({house: rig.house, sources: []});
	t.teardown(() => metrics.close());
	await metrics.render();
	const {utc} = rig.house.view(0);
	rig.bench.target(0).silenceLink();
	rig.advance(5 * MINUTE);
	const told = parseExposition(Buffer.concat(await metrics.render()).toString());
	t.is(valueOf(told, 'ups_battery_charge_ratio{ups="s0-c0"}'), undefined);
	t.is(valueOf(told, 'ups_battery_charge_ratio{ups="s0-c1"}'), 1);
	t.is(valueOf(told, 'ups_status{ups="s0-c0",flag="OL"}'), 0);
	t.is(valueOf(told, 'ups_alarm_active{ups="s0-c0",alarm="linkLost"}'), 1);
	t.is(valueOf(told, 'ups_last_reading_timestamp_seconds{ups="s0-c0"}'), utc / 1000);
	t.is(valueOf(told, 'ridethrough_devices{state="lost"}'), 1);
	t.true(
		[...told.families].every(
			([name, {samples}]) => !name.startsWith('ups_') || ![...samples.values()].some(Number.isNaN),
		),
	);
});

test('transfers are counted by the reason that each had', async t => {
	const rig = houseOf({});
	const metrics = createMetrics({house: rig.house, sources: []});
	t.teardown(() => metrics.close());
	for (const share of [0, 0.5, 0]) {
		const back = rig.utility(0, share);
		rig.advance(10 * SECOND);
		await Promise.resolve();
		back();
		rig.advance(MINUTE);
	}
	const told = parseExposition(Buffer.concat(await metrics.render()).toString());
	t.deepEqual(
		[...(told.families.get('ups_transfers_total')?.samples ?? [])],
		[
			['ups_transfers_total{ups="s0-c0",reason="blackout"}', 2],
			['ups_transfers_total{ups="s0-c0",reason="brownout"}', 1],
		],
	);
});

test('the factor of each metric is the one of its slot and unit', t => {
	const inBase: Record<string, number> = {'%': 0.01, Wh: 3600};
	for (const {slot, perStep, name} of readingMetrics) {
		const field = readingFields.find(each => each.name === slot);
		t.truthy(field, name);
		const expected = (inBase[field?.unit ?? ''] ?? 1) / (field?.scale ?? 1);
		t.true(Math.abs(perStep - expected) < 1e-12, name);
	}
	t.deepEqual(statusFlags, statusWordOrder);
});

test('any label value is written so that it is read back', t => {
	const readsBack = fc.property(fc.string({unit: 'binary'}), value => {
		const text = familyText({
			name: 'ups_info',
			type: 'gauge',
			help: 'x',
			samples: [{labels: {ups: value}, value: 1}],
		});
		const written = /^ups_info\{ups="((?:[^"\\\n]|\\[\\"n])*)"\} 1\n$/.exec(text.split('\n').slice(2).join('\n'));
		const read = written?.[1].replaceAll(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
		return read === value && escapeLabel(value) === written?.[1];
	});
	t.notThrows(() => fc.assert(readsBack));
});

test('the server shows metrics at one path, to readers only', async t => {
	const {house} = houseOf({});
	const opened = await openMetrics({house, host: '127.0.0.1', port: 0, sources: []});
	t.teardown(async () => opened.close());
	const scrapes = await Promise.all([1, 2, 3].map(async () => ask(opened.port, 'GET /metrics')));
	for (const {status, headers, text} of scrapes) {
		t.is(status, 200);
		t.is(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
		t.deepEqual(parseExposition(text).problems, []);
	}
	t.is((await ask(opened.port, 'GET /')).status, 404);
	t.is((await ask(opened.port, 'POST /metrics')).status, 405);
	t.is((await ask(opened.port, 'HEAD /metrics')).text, '');
	const taken = await t.throwsAsync(openMetrics({house, host: '127.0.0.1', port: opened.port, sources: []}));
	t.regex(taken?.message ?? '', /another port/);
});

test('whoever restarts containers hears whether it lives, and what keeps it from being ready', async t => {
	let lacking = '3 of 5 cards have no session with their broker.';
	const opened = await openMetrics({host: '127.0.0.1', port: 0, sources: [], lacking: () => lacking});
	t.teardown(async () => opened.close());
	const told = async (path: string): Promise<unknown[]> => {
		const {status, text} = await ask(opened.port, `GET ${path}`);
		return [status, text];
	};
	t.deepEqual(await told('/healthz'), [200, 'ok\n']);
	t.deepEqual(await told('/readyz'), [503, `${lacking}\n`]);
	lacking = '';
	t.deepEqual(await told('/readyz'), [200, 'ok\n']);
	t.is((await ask(opened.port, 'POST /readyz')).status, 405);
});
