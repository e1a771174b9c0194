import test from 'ava';
import * as code from '../../src/ups/codes.ts';
import * as condition from '../../src/ups/conditions.ts';
import {nextEventAt} from '../../src/ups/fire.ts';
import * as groups from '../../src/ups/groups.ts';
import {isOn, MAIN} from '../../src/ups/groups.ts';
import {shedOnOverload, shedSkipsOffDelay, shedStaysOff} from '../../src/ups/plan.ts';
import type {Ups} from '../../src/ups/row.ts';
import {advance, giveGroupCommand, setDemand, setInput, sleep} from '../../src/ups/ups.ts';
import {HOUR, MINUTE, newUps, SECOND} from '../helpers/ref-model.ts';

/** Seconds at which a group switches, from now to `limit` seconds: positive on, negative off. */
function switchings(u: Ups, group: number, limit: number): number[] {
	const seen: number[] = [];
	let on = isOn(u, group);
	while (nextEventAt(u) <= limit * SECOND) {
		advance(u, nextEventAt(u));
		if (isOn(u, group) !== on) {
			on = !on;
			seen.push(on ? u.at / SECOND : -u.at / SECOND);
		}
	}
	return seen;
}

/** The example of nmc.md 8: on delay 5, off delay 90, reboot duration 8. */
function example(): Ups {
	const u = newUps();
	u.onDelay1 = 5;
	u.offDelay1 = 90;
	u.reboot1 = 8;
	return u;
}

test('a delayed reboot at 0 is off at 90 and on at 103 (nmc.md 8)', t => {
	const u = example();
	giveGroupCommand(u, 0, 1, groups.groupRebootDelayed);
	t.deepEqual(switchings(u, 1, 1000), [-90, 103]);
});

test('a delayed shutdown with utility back at 400 is on at 405 plus qualification (nmc.md 8)', t => {
	const u = example();
	u.qualifyMs = 0;
	u.lowBatteryMs = 0;
	setInput(u, 0, 0, 0, 0);
	giveGroupCommand(u, 0, 1, groups.groupShutdownDelayed);
	giveGroupCommand(u, 0, 2, groups.groupOff);
	advance(u, 200 * SECOND);
	t.false(isOn(u, 1));
	t.true(isOn(u, MAIN));
	advance(u, 400 * SECOND);
	setInput(u, 400 * SECOND, 230, 50, 0);
	t.deepEqual(switchings(u, 1, 1000), [405]);
});

for (const [name, command, expected] of [
	['off', groups.groupOff, []],
	['reboot', groups.groupReboot, [13]],
	['delayed off', groups.groupOffDelayed, [-90]],
	['shutdown', groups.groupShutdown, [13]],
	['delayed shutdown', groups.groupShutdownDelayed, [-90, 103]],
] as const) {
	test(`the command ${name} to a group that is on, with utility, switches at ${JSON.stringify(expected)}`, t => {
		const u = example();
		giveGroupCommand(u, 0, 1, command);
		t.deepEqual(switchings(u, 1, 2000), [...expected]);
	});
}

for (const [name, command, expected] of [
	['on', groups.groupOn, []],
	['delayed on', groups.groupOnDelayed, [5]],
] as const) {
	test(`the command ${name} to a group that is off switches at ${JSON.stringify(expected)}`, t => {
		const u = example();
		giveGroupCommand(u, 0, 1, groups.groupOff);
		giveGroupCommand(u, 0, 1, command);
		t.deepEqual(switchings(u, 1, 2000), [...expected]);
		t.true(isOn(u, 1));
	});
}

test('cancel drops what is pending', t => {
	const u = example();
	giveGroupCommand(u, 0, 1, groups.groupOffDelayed);
	giveGroupCommand(u, 30 * SECOND, 1, groups.groupCancel);
	t.deepEqual(switchings(u, 1, 2000), []);
});

test('the main group takes the switched ones down with it, and brings them back after itself', t => {
	const u = example();
	u.offDelay0 = 10;
	u.reboot0 = 8;
	u.onDelay2 = 7;
	giveGroupCommand(u, 0, MAIN, groups.groupRebootDelayed);
	advance(u, 10 * SECOND);
	t.is(u.groupsOn, 0);
	t.is(u.loadWatts, 0);
	t.true(u.holds(condition.rebooting));
	advance(u, 18 * SECOND);
	t.true(isOn(u, MAIN));
	t.deepEqual(switchings(u, 1, 100), [23]);
	t.true(isOn(u, 2));
	t.is(u.loadWatts, 400);
});

test('turning on a switched group while the main one is off turns the main one on first', t => {
	const u = newUps();
	giveGroupCommand(u, 0, MAIN, groups.groupOff);
	t.is(u.source, code.sourceOff);
	t.true(u.holds(condition.outputOff));
	giveGroupCommand(u, MINUTE, 2, groups.groupOn);
	t.is(u.groupsOn, 0b101);
	t.is(u.source, code.sourceLine);
	t.false(u.holds(condition.outputOff));
});

test('a group that is off draws nothing, and the runtime grows by that', t => {
	const u = newUps();
	setInput(u, 0, 0, 0, 0);
	const before = u.atEmpty;
	giveGroupCommand(u, SECOND, 1, groups.groupOff);
	t.is(u.loadWatts, 280);
	t.true(u.atEmpty > before);
});

test('a UPS sleeps for its time, wakes with utility, and goes on sleeping without', t => {
	const u = newUps();
	sleep(u, 0, 10 * MINUTE);
	t.true(u.holds(condition.sleeping));
	advance(u, 10 * MINUTE - 1);
	t.is(u.source, code.sourceOff);
	advance(u, 10 * MINUTE);
	t.is(u.source, code.sourceLine);
	sleep(u, HOUR, 10 * MINUTE);
	setInput(u, HOUR + MINUTE, 0, 0, 0);
	advance(u, 2 * HOUR);
	t.is(u.source, code.sourceOff);
	setInput(u, 2 * HOUR, 230, 50, 0);
	advance(u, 2 * HOUR + u.qualifyMs);
	t.is(u.source, code.sourceLine);
});

test('a group is shed after its time on battery, with its off delay or without, and returns with the utility or stays off', t => {
	for (const [rules, offAt, returns] of [
		[0, 60 + 90, true],
		[shedSkipsOffDelay, 60, true],
		[shedSkipsOffDelay | shedStaysOff, 60, false],
	] as const) {
		const u = newUps();
		u.shedAfter2 = 60;
		u.shedRules2 = rules;
		setInput(u, 0, 0, 0, 0);
		t.deepEqual(switchings(u, 2, 300), [-offAt], `rules ${rules}`);
		t.true(isOn(u, 1));
		setInput(u, 300 * SECOND, 230, 50, 0);
		advance(u, HOUR);
		t.is(isOn(u, 2), returns);
	}
});

test('a group is shed when the runtime left falls below its limit', t => {
	const u = newUps();
	u.shedBelow1 = 600;
	u.shedRules1 = shedSkipsOffDelay;
	setInput(u, 0, 0, 0, 0);
	const due = u.atEmpty - 600 * SECOND;
	const [off] = switchings(u, 1, 3600);
	t.true(Math.abs(-off * SECOND - due) < 5 * SECOND, `${-off} s, planned ${due / SECOND}`);
});

test('a group is shed at once on overload, which ends the overload', t => {
	const u = newUps();
	u.shedRules1 = shedOnOverload | shedSkipsOffDelay | shedStaysOff;
	setDemand(u, SECOND, 1000);
	advance(u, SECOND);
	t.false(isOn(u, 1));
	t.false(u.holds(condition.overload));
});
