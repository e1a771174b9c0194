import test from 'ava';
import type {LogEntry} from '../../../../src/agent/card-rows.ts';
import {NO_DETAIL} from '../../../../src/agent/card.ts';
import {eventFactsOf} from '../../../../src/agent/event-facts.ts';
import {events} from '../../../../src/agent/events.ts';
import {powernetTrap, sentenceOf, standardTrap} from '../../../../src/protocols/snmp/notify/powernet.ts';
import {argumentObjects, trapArguments} from '../../../../src/protocols/snmp/notify/trap-rows.ts';

const SENTENCE = '1.3.6.1.4.1.318.2.3.3.0';

function entryOf(name: string, phase: number, detail: number, text: string): LogEntry {
	const note = text === '' ? null : {actor: 'a', role: 1, origin: 1, commandId: '', text};
	return {sequence: 9, atMs: 0, event: eventFactsOf(name)!.id, phase, detail, note};
}

function trap(name: string, phase: number, detail: number): ReturnType<typeof powernetTrap> {
	return powernetTrap(eventFactsOf(name)!, entryOf(name, phase, detail, ''));
}

interface Row {
	readonly event: string;
	readonly phase: number;
	readonly detail: number;
	readonly specific: number;
	readonly severity: number;
	readonly objects: ReadonlyArray<readonly [oid: string, value: string | number]>;
}

const rows: readonly Row[] = [
	{event: 'onBattery', phase: 1, detail: 3, specific: 5, severity: 3, objects: [[SENTENCE, 'UPS: On battery.']]},
	{
		event: 'onBattery',
		phase: 2,
		detail: 3,
		specific: 9,
		severity: 2,
		objects: [[SENTENCE, 'UPS: No longer on battery.']],
	},
	{
		event: 'lowBattery',
		phase: 1,
		detail: NO_DETAIL,
		specific: 7,
		severity: 4,
		objects: [[SENTENCE, 'UPS: Battery low.']],
	},
	{
		event: 'outletGroupOff',
		phase: 3,
		detail: 2,
		specific: 299,
		severity: 3,
		objects: [
			['1.3.6.1.4.1.318.1.1.1.12.3.2.1.1.3', 3],
			[SENTENCE, 'UPS: Outlet group off.'],
		],
	},
	{
		event: 'testNotification',
		phase: 3,
		detail: NO_DETAIL,
		specific: 636,
		severity: 2,
		objects: [
			['1.3.6.1.4.1.318.2.3.6.0', 0],
			[SENTENCE, `UPS: ${eventFactsOf('testNotification')!.setText}`],
		],
	},
	{
		event: 'accountLocked',
		phase: 3,
		detail: 7,
		specific: 736,
		severity: 3,
		objects: [
			['1.3.6.1.4.1.318.2.3.10.0', 'accountLocked'],
			['1.3.6.1.4.1.318.2.3.1.0', 193],
			[SENTENCE, `UPS: ${eventFactsOf('accountLocked')!.setText}`],
		],
	},
];

for (const {event, phase, detail, specific, severity, objects} of rows) {
	test(`${event}, phase ${phase}, is trap ${specific} of enterprise 318 with its objects`, t => {
		const made = trap(event, phase, detail);
		const oid = `1.3.6.1.4.1.318.0.${specific}`;
		t.like(made, {specific, severity, generic: 6, enterprise: '1.3.6.1.4.1.318', oid, vocabulary: 'powernet'});
		t.deepEqual(
			made?.objects.map(object => [object.oid, object.value]),
			objects.map(([name, value]) => [name, value]),
		);
	});
}

test('every event that people are told of is one trap, in PowerNet or in the standard', t => {
	for (const row of events.filter(({severity}) => severity >= 2)) {
		const facts = eventFactsOf(row.name)!;
		for (const phase of row.paired ? [1, 2] : [3]) {
			const made = trap(row.name, phase, NO_DETAIL);
			const standard = standardTrap(facts, '1.3.6.1.4.1.318.1.3.27');
			t.is([made, standard].filter(one => one !== null).length, 1, row.name);
			const number = row.traps[phase === 2 ? 1 : 0];
			t.true(made === null || number === 0 || made.specific === number, row.name);
		}
	}
});

test('an event without a grade is no trap, but for a port that came up', t => {
	t.is(trap('webLogin', 3, NO_DETAIL), null);
	t.like(standardTrap(eventFactsOf('networkStarted')!, '1.3'), {generic: 3, oid: '1.3.6.1.6.3.1.1.5.4'});
	t.is(standardTrap(eventFactsOf('webLogin')!, '1.3'), null);
});

test('starts and refused access are the traps of the standard, with sysObjectID as the enterprise', t => {
	const made = ['coldStart', 'warmStart', 'snmpAccessRefused'].map(name =>
		standardTrap(eventFactsOf(name)!, '1.3.6.1.4.1.318.1.3.27'),
	);
	t.deepEqual(
		made.map(one => [one?.generic, one?.oid, one?.enterprise]),
		[
			[0, '1.3.6.1.6.3.1.1.5.1', '1.3.6.1.4.1.318.1.3.27'],
			[1, '1.3.6.1.6.3.1.1.5.2', '1.3.6.1.4.1.318.1.3.27'],
			[4, '1.3.6.1.6.3.1.1.5.5', '1.3.6.1.4.1.318.1.3.27'],
		],
	);
});

test('a sentence is printable ASCII of at most 255 characters, with what the note adds', t => {
	const facts = eventFactsOf('settingsChanged')!;
	t.is(
		sentenceOf(facts, entryOf('settingsChanged', 3, NO_DETAIL, 'ups.name: Büro')),
		`UPS: ${facts.setText} ups.name: B?ro`,
	);
	t.is(sentenceOf(facts, entryOf('settingsChanged', 3, NO_DETAIL, 'x'.repeat(300))).length, 255);
});

test('the sentence is the last object of every trap but of the one that has none', t => {
	for (const [number, told] of Object.entries(trapArguments)) {
		t.is(told.at(-1), number === '32' ? 'authenticated' : 'sentence', number);
	}
	t.is(argumentObjects.sentence, SENTENCE);
});
