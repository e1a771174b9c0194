import test from 'ava';
import {eventTexts} from '../../src/agent/event-texts.ts';
import {
	critical,
	eventName,
	eventOfCondition,
	eventRow,
	events,
	findEvent,
	informational,
	isAlarm,
	NONE,
	syslogSeverity,
	ungraded,
	warning,
} from '../../src/agent/events.ts';
import * as condition from '../../src/ups/conditions.ts';
import {messageType} from '../helpers/proto.ts';

const conditionNames = Object.entries(condition).filter(([name]) => !name.startsWith('CONDITION'));

/** What occurs more than once, sorted as text. */
function repeated<T>(values: readonly T[]): T[] {
	const found = new Set(values.filter((value, i) => values.indexOf(value) !== i));
	return [...found].toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
}

test('ids and names are unique, ids rise and fit a telemetry byte or two', t => {
	t.deepEqual(repeated(events.map(event => event.id)), []);
	t.deepEqual(repeated(events.map(event => event.name)), []);
	t.deepEqual(
		events.map(event => event.id),
		events.map(event => event.id).toSorted((a, b) => a - b),
	);
	t.true(events.every(event => event.id > 0 && event.id < 16_384));
});

test('an id never changes its name', t => {
	t.snapshot(events.map(event => `${event.id} ${event.name}`));
});

test('every condition of a UPS has exactly one event, of its own name', t => {
	t.is(conditionNames.length, condition.CONDITIONS);
	for (const [name, which] of conditionNames) {
		const rows = events.filter(event => event.condition === which);
		t.deepEqual(
			rows.map(event => event.name),
			[name],
		);
		t.is(eventOfCondition(which), rows[0].id);
		t.true(rows[0].paired);
	}
});

test('there is no event of what is no condition', t => {
	for (const which of [-1, condition.CONDITIONS, NaN]) {
		t.is(eventOfCondition(which), NONE);
	}
});

test('a row is found by its id and by its name, and by nothing else', t => {
	for (const event of events) {
		t.is(eventRow(event.id), event);
		t.is(findEvent(event.name), event);
		t.is(eventName(event.id), event.name);
	}
	for (const id of [-1, 0, 99, 1.5, events.at(-1)!.id + 1]) {
		t.is(eventRow(id), null, `${id}`);
		t.is(eventName(id), '');
	}
	t.is(findEvent('OnBattery'), null);
	t.is(findEvent('toString'), null);
});

// nmc.md 3.1: return from bypass, output on, link back; 1.5: a passed test.
test('a trap number stands for one set or one clear, but for the clears that several share', t => {
	const sets = events.map(event => event.traps[0]).filter(trap => trap !== 0);
	const clears = events.map(event => event.traps[1]).filter(trap => trap !== 0);
	t.deepEqual(repeated(sets), []);
	t.deepEqual(repeated(clears), [23, 30, 8]);
	t.deepEqual(
		sets.filter(trap => clears.includes(trap)),
		[10],
	);
	t.deepEqual(clears.filter(trap => trap === 23).length, 4);
	t.deepEqual(
		events.filter(event => event.traps[1] === 30).map(event => event.name),
		['outputOff', 'rebooting'],
	);
	t.deepEqual(
		events.filter(event => event.traps[1] === 8).map(event => event.name),
		['linkLost', 'linkLostOnBattery'],
	);
});

// Every trap number of nmc.md 3.1 to 3.5, by hand from its tables; n+1 clears are written out.
const range = (from: number, to: number): number[] => Array.from({length: to - from + 1}, (_, i) => from + i);
const documented = [
	...range(1, 39),
	44,
	...range(46, 84),
	123,
	124,
	125,
	298,
	299,
	...range(347, 354),
	...range(356, 374).filter(n => n !== 358),
	...range(500, 509),
	...range(600, 623),
	636,
	637,
	...range(703, 722),
	...range(730, 739),
	...range(758, 763),
	...range(767, 787),
	...range(790, 795),
	...range(802, 811),
	822,
	823,
	824,
];

test('every trap of the catalogue of the field is there, and no other', t => {
	const numbers = new Set(events.flatMap(event => [...event.traps]).filter(trap => trap !== 0));
	t.deepEqual(
		[...numbers].toSorted((a, b) => a - b),
		documented,
	);
});

test('a code stands for one set or one clear', t => {
	const codes = events.flatMap(event => [...event.codes]).filter(code => code !== 0);
	t.deepEqual(repeated(codes), []);
	t.true(codes.every(code => [0x00, 0x01, 0x03].includes(code >> 8)));
});

// nmc.md 3: set, severity, codes.
for (const [name, severity, codes, traps] of [
	['onBattery', warning, [0x0109, 0x010a], [5, 9]],
	['lowBattery', critical, [0x010f, 0], [7, 11]],
	['overload', critical, [0x0103, 0], [2, 33]],
	['discharged', critical, [0x0107, 0], [4, 38]],
	['outputOff', warning, [0x0114, 0x0113], [12, 30]],
	['gracefulShutdown', informational, [0, 0x014f], [39, 0]],
	['replaceBattery', critical, [0x0119, 0], [17, 36]],
	['linkLost', critical, [0x0102, 0], [1, 8]],
	['linkLostOnBattery', critical, [0, 0], [733, 8]],
	['bypassSupplyFault', critical, [0, 0], [24, 824]],
	['fanFault', critical, [0, 0], [25, 637]],
	['outputSwitchOpen', informational, [0, 0], [357, 356]],
	['outletGroupOff', warning, [0x0135, 0], [299, 0]],
	['upsUpdateFailed', critical, [0x0178, 0], [761, 0]],
	['passwordChanged', warning, [0x0008, 0], [48, 0]],
	['consoleLogin', ungraded, [0x0014, 0], [0, 0]],
	['contactFault', critical, [0x0301, 0], [18, 19]],
	['monitorLinkLost', critical, [0, 0], [66, 65]],
	['hostShutdown', critical, [0, 0], [779, 780]],
] as const) {
	test(`${name} has the severity, codes and traps of nmc.md 3`, t => {
		const row = findEvent(name)!;
		t.is(row.severity, severity);
		t.deepEqual([...row.codes], [...codes]);
		t.deepEqual([...row.traps], [...traps]);
	});
}

test('severities are those of the telemetry', t => {
	const numbers = messageType('Event').lookupEnum('Severity').values;
	t.deepEqual(
		[
			numbers['SEVERITY_UNGRADED'],
			numbers['SEVERITY_INFORMATIONAL'],
			numbers['SEVERITY_WARNING'],
			numbers['SEVERITY_CRITICAL'],
		],
		[ungraded, informational, warning, critical],
	);
	t.true(events.every(event => event.severity >= ungraded && event.severity <= critical));
});

test('what has an end has two texts, what has none has one, and all have a summary', t => {
	t.deepEqual(
		Object.keys(eventTexts).map(Number),
		events.map(event => event.id),
	);
	for (const event of events) {
		const texts = eventTexts[event.id];
		t.regex(texts.set, /^[A-Z][ -~]+\.$/, event.name);
		t.regex(texts.summary, /^[A-Z][ -~]+\.$/, event.name);
		t.is(texts.clear !== '', event.paired, event.name);
		t.regex(texts.clear, /^([A-Z][ -~]+\.)?$/, event.name);
		t.not(texts.set, texts.clear);
	}
});

test('no two conditions read the same in the log', t => {
	t.deepEqual(repeated(events.map(event => eventTexts[event.id].set)), []);
});

test('an alarm is a pair that warns or worse', t => {
	t.true(isAlarm(findEvent('onBattery')!));
	t.true(isAlarm(findEvent('lowBattery')!));
	t.true(isAlarm(findEvent('linkLost')!));
	t.false(isAlarm(findEvent('calibrating')!));
	t.false(isAlarm(findEvent('outletGroupOff')!));
	t.false(isAlarm(findEvent('coldStart')!));
});

test('a NUT word comes from a condition and is one of the agreed', t => {
	const words = events.filter(event => event.nut !== '');
	t.true(words.every(event => event.condition !== NONE));
	t.deepEqual([...new Set(words.map(event => event.nut))].toSorted(), [
		'BOOST',
		'BYPASS',
		'CAL',
		'HB',
		'LB',
		'OB',
		'OFF',
		'OVER',
		'RB',
		'TRIM',
	]);
});

// The MIB's own words for each number (upsWellKnownAlarms).
test("an RFC 1628 alarm is one of the 24, and the plain ones are the MIB's own", t => {
	t.true(events.every(event => event.rfcAlarm >= 0 && event.rfcAlarm <= 24));
	const expected = {
		replaceBattery: 1,
		onBattery: 2,
		lowBattery: 3,
		discharged: 4,
		batteryOverTemperature: 5,
		inputWarning: 6,
		badOutputVoltage: 7,
		overload: 8,
		bypassCommand: 9,
		bypassSupplyFault: 10,
		rebooting: 11,
		chargerFailure: 13,
		outputOff: 14,
		emergencyPowerOff: 15,
		fanFault: 16,
		eepromFault: 18,
		selfTestFailed: 19,
		linkLost: 20,
		sleeping: 21,
		gracefulShutdown: 22,
		selfTesting: 24,
	};
	for (const [name, alarm] of Object.entries(expected)) {
		t.is(findEvent(name)!.rfcAlarm, alarm, name);
	}
});

// RFC 5424 6.2.1: 2 critical, 4 warning, 5 notice, 6 informational.
for (const [name, set, clear] of [
	['lowBattery', 2, 6],
	['onBattery', 4, 6],
	['calibrating', 6, 6],
	['consoleLogin', 5, 6],
] as const) {
	test(`syslog gets ${name} with severity ${set}, and its clear with ${clear}`, t => {
		t.is(syslogSeverity(findEvent(name)!, false), set);
		t.is(syslogSeverity(findEvent(name)!, true), clear);
	});
}
