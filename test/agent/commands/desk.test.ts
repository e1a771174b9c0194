import test from 'ava';
import {phaseMomentary} from '../../../src/agent/card.ts';
import {originMqtt, originSchedule} from '../../../src/agent/roles.ts';
import type {ErrorCode} from '../../../src/core/error-codes.ts';
import * as code from '../../../src/ups/codes.ts';
import * as condition from '../../../src/ups/conditions.ts';
import {setCondition} from '../../../src/ups/ups.ts';
import {DAY} from '../../helpers/ref-model.ts';
import type {Given} from './rig.ts';
import {Rig} from './rig.ts';

const refused: ReadonlyArray<[string, Given, ErrorCode, RegExp]> = [
	['a retained one', {command: 'testBattery', retained: true}, 'E_COMMAND_RETAINED', /without/],
	['one of another session', {command: 'testBattery', origin: originMqtt, sessionId: 8}, 'E_COMMAND_STALE', /birth/],
	['one without an id', {command: 'testBattery', commandId: ''}, 'E_COMMAND_PARAMETER', /1 to 36/],
	['one with a blank in its id', {command: 'testBattery', commandId: 'a b'}, 'E_COMMAND_PARAMETER', /1 to 36/],
	['a number that is none', {command: 60}, 'E_COMMAND_UNKNOWN', /60/],
	['the largest number', {command: 4294967295}, 'E_COMMAND_UNKNOWN', /4294967295/],
	['a group that is not there', {command: 'groupOff', target: 3}, 'E_COMMAND_PARAMETER', /0 to 2 .* nearest 2/],
	['a group where none is asked for', {command: 'outputOff', target: 1}, 'E_COMMAND_PARAMETER', /no outlet group/],
	['a sleep of no time', {command: 'sleep', value: 0}, 'E_COMMAND_PARAMETER', /1 to 1292400 s.*nearest is 1/],
	['a sleep too long', {command: 'sleep', value: 2e9}, 'E_COMMAND_PARAMETER', /nearest is 1292400/],
	['a sleep without a time', {command: 'sleep'}, 'E_COMMAND_PARAMETER', /takes a value/],
	['a number where none is asked for', {command: 'testBattery', value: 1}, 'E_COMMAND_PARAMETER', /no number/],
	['a text where none is asked for', {command: 'testBattery', text: 'x'}, 'E_COMMAND_PARAMETER', /no text/],
	['a day that is not', {command: 'setBatteryInstallDate', text: '2023-02-29'}, 'E_COMMAND_PARAMETER', /2026-11-24/],
	['no settings', {command: 'setSettings'}, 'E_COMMAND_PARAMETER', /at least one/],
	[
		'settings of a test',
		{command: 'testBattery', settings: [{key: 'a', value: 1}]},
		'E_COMMAND_PARAMETER',
		/no settings/,
	],
	[
		'a setting that is none',
		{command: 'setSettings', settings: [{key: 'a', value: 1}]},
		'E_SETTING_UNKNOWN',
		/did you mean/,
	],
	['a bypass of a UPS without', {command: 'toBypass'}, 'E_COMMAND_UNSUPPORTED', /toBypass/],
	['stopping no test', {command: 'stopTest'}, 'E_COMMAND_STATE', /No self-test/],
	['stopping no calibration', {command: 'stopCalibration'}, 'E_COMMAND_STATE', /No calibration/],
	['muting no alarm', {command: 'muteAlarm'}, 'E_COMMAND_STATE', /Nothing holds/],
	['cancelling nothing', {command: 'cancelOutput'}, 'E_COMMAND_STATE', /Nothing is pending/],
	['saving a battery that is not in use', {command: 'conserveBattery'}, 'E_COMMAND_STATE', /on battery/],
];

for (const [what, given, refusalCode, sentence] of refused) {
	test(`${what} is refused, and nothing happens`, t => {
		const rig = new Rig();
		rig.desk.beginSession(7);
		const before = [...rig.ups.j, ...rig.ups.f];
		const verdict = rig.give(given);
		t.false(verdict.accepted);
		t.is(verdict.code, refusalCode);
		t.regex(verdict.sentence, sentence);
		t.deepEqual([...rig.ups.j, ...rig.ups.f], before);
		t.deepEqual(rig.events, ['commandRefused']);
		t.is(rig.told.length, 1);
	});
}

const wrongStates: ReadonlyArray<[string, string, (rig: Rig) => void, RegExp]> = [
	['a self-test on battery', 'testBattery', rig => rig.cutPower(), /on line/],
	['a calibration on battery', 'calibrate', rig => rig.cutPower(), /on line/],
	['a power failure during one', 'simulatePowerFailure', rig => rig.cutPower(), /on line/],
	[
		'a calibration with a fault',
		'calibrate',
		rig => setCondition(rig.ups, 0, condition.inverterFault, true),
		/without fault/,
	],
	[
		'turning on in an emergency',
		'outputOn',
		rig => setCondition(rig.ups, 0, condition.emergencyPowerOff, true),
		/latched/,
	],
	['ordering about a UPS that is silent', 'testBattery', rig => rig.card.loseContact(0), /does not answer/],
];

for (const [what, command, prepare, sentence] of wrongStates) {
	test(`${what} is refused`, t => {
		const rig = new Rig();
		prepare(rig);
		const verdict = rig.give({command});
		t.is(verdict.code, 'E_COMMAND_STATE');
		t.regex(verdict.sentence, sentence);
	});
}

test('an id is used once, whatever came of it', t => {
	const rig = new Rig();
	rig.give({command: 'stopTest', commandId: 'x'});
	t.is(rig.give({command: 'testBattery', commandId: 'x'}).code, 'E_COMMAND_REPEATED');
	t.is(rig.ups.source, code.sourceLine);
});

test('a card remembers 64 ids and no more', t => {
	const rig = new Rig();
	for (let i = 0; i < 200; i++) {
		rig.give({command: 'stopTest'});
	}
	t.is(rig.desk.rows.ids[0]?.length, 64);
});

test('a command of the same kind is told to wait for the one under way', t => {
	const rig = new Rig();
	rig.give({command: 'testBattery'});
	const verdict = rig.give({command: 'calibrate'});
	t.is(verdict.code, 'E_COMMAND_BUSY');
	t.regex(verdict.sentence, /testBattery \(c1\)/);
});

test('outlet groups are switched beside each other, and not beside the whole output', t => {
	const rig = new Rig();
	t.true(rig.give({command: 'groupOffDelayed', target: 1}).accepted);
	t.true(rig.give({command: 'groupOffDelayed', target: 2}).accepted);
	t.is(rig.give({command: 'rebootDelayed'}).code, 'E_COMMAND_BUSY');
});

test('what does not come about in time has timed out', t => {
	const rig = new Rig();
	rig.give({command: 'groupOffDelayed', target: 1});
	rig.card.loseContact(rig.now);
	rig.pass(DAY);
	t.deepEqual(rig.stages(), ['accepted', 'timedOut']);
	t.is(rig.desk.nextAt(), Infinity);
});

test('a command that was under way when the card stopped has failed', t => {
	const rig = new Rig();
	rig.give({command: 'calibrate'});
	const kept = JSON.parse(JSON.stringify(rig.desk.pending())) as ReturnType<typeof rig.desk.pending>;
	const next = new Rig();
	next.desk.endInterrupted(kept, 5);
	t.deepEqual(next.stages('c1'), ['failed']);
	t.is(next.give({command: 'stopTest', commandId: 'c1'}).code, 'E_COMMAND_REPEATED');
});

test('every stage is an event that names who, by what right, from where, and the command', t => {
	const rig = new Rig();
	rig.give({command: 'outputOff', actor: 'bob', origin: originSchedule});
	const entries = rig.card.newest(10).filter(entry => entry.note !== null);
	t.is(entries.length, 2);
	for (const entry of entries) {
		t.is(entry.phase, phaseMomentary);
		t.is(entry.detail, 11);
		t.like(entry.note, {actor: 'bob', role: 2, origin: originSchedule, commandId: 'c1'});
	}
	t.deepEqual(
		rig.told.map(each => each.sequence),
		entries.map(entry => entry.sequence),
	);
});
