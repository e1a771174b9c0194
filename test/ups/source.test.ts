import test from 'ava';
import * as code from '../../src/ups/codes.ts';
import * as condition from '../../src/ups/conditions.ts';
import {nextEventAt} from '../../src/ups/fire.ts';
import {groupOn} from '../../src/ups/groups.ts';
import type {Ups} from '../../src/ups/row.ts';
import {advance, fromBypass, giveGroupCommand, setCondition, setInput, toBypass} from '../../src/ups/ups.ts';
import {HOUR, MINUTE, newUps, onlineModel, refModel, SECOND} from '../helpers/ref-model.ts';

const T = 10 * SECOND;

interface Row {
	what: string;
	volts: number;
	hertz?: number;
	distortion?: number;
	/** Start from this input instead of 230 V; a step of more than 15 % would be a disturbance of its own. */
	via?: number;
	model?: typeof refModel;
	source: number;
	avr?: number;
	change?: number;
}

// battery.md 11 and nmc.md 1.5: from on line at 230 V, window 180 < boost 208 … 253 trim < 281, and what each input does.
const rows: Row[] = [
	{what: 'good input', volts: 231, source: code.sourceLine, avr: code.avrNone},
	{what: 'input at the boost edge', volts: 208, source: code.sourceLine, avr: code.avrNone},
	{what: 'low input', volts: 207.9, source: code.sourceLine, avr: code.avrBoost},
	{what: 'input at the lower battery edge', volts: 180, via: 207, source: code.sourceLine, avr: code.avrBoost},
	{what: 'input below the window', volts: 179.9, via: 207, source: code.sourceBattery, change: code.changeLowInput},
	{what: 'input at the trim edge', volts: 253, source: code.sourceLine, avr: code.avrNone},
	{what: 'high input', volts: 253.1, source: code.sourceLine, avr: code.avrTrim},
	{what: 'input above the window', volts: 281.1, via: 254, source: code.sourceBattery, change: code.changeHighInput},
	{what: 'no input', volts: 0, source: code.sourceBattery, change: code.changeLowInput},
	{what: 'a sudden step within the window', volts: 190, source: code.sourceBattery, change: code.changeRapidInput},
	{what: 'low frequency', volts: 230, hertz: 46.9, source: code.sourceBattery, change: code.changeLowHertz},
	{what: 'high frequency', volts: 230, hertz: 53.1, source: code.sourceBattery, change: code.changeHighHertz},
	{
		what: 'distorted input',
		volts: 230,
		distortion: 0.09,
		source: code.sourceBattery,
		change: code.changeDistortedInput,
	},
	{what: 'low input on double conversion', volts: 190, model: onlineModel, source: code.sourceLine, avr: code.avrNone},
	{
		what: 'no input on double conversion',
		volts: 0,
		model: onlineModel,
		source: code.sourceBattery,
		change: code.changeLowInput,
	},
];

for (const row of rows) {
	test(`${row.what} (${row.volts} V) leads from line to ${['off', 'line', 'battery', 'bypass'][row.source]}`, t => {
		const u = newUps(row.model);
		if (row.via !== undefined) {
			setInput(u, T - 1, row.via, 50, 0);
		}
		setInput(u, T, row.volts, row.hertz ?? 50, row.distortion ?? 0);
		t.is(u.source, row.source);
		t.is(u.avr, row.avr ?? code.avrNone);
		t.is(u.holds(condition.boost), u.avr === code.avrBoost);
		t.is(u.holds(condition.trim), u.avr === code.avrTrim);
		t.is(u.holds(condition.onBattery), row.source === code.sourceBattery);
		if (row.change !== undefined) {
			t.is(u.changeCause, row.change);
		}
	});
}

test('a tap that is engaged lets go three volts inside its edge', t => {
	const u = newUps();
	setInput(u, T, 205, 50, 0);
	setInput(u, T + 1, 210, 50, 0);
	t.is(u.avr, code.avrBoost);
	setInput(u, T + 2, 211, 50, 0);
	t.is(u.avr, code.avrNone);
});

test('the load returns to line once the input has been good for the qualification time, and not before', t => {
	const u = newUps();
	setInput(u, T, 0, 0, 0);
	setInput(u, T + MINUTE, 229, 50, 0);
	advance(u, T + MINUTE + 2 * SECOND);
	setInput(u, T + MINUTE + 2 * SECOND, 0, 0, 0);
	setInput(u, T + MINUTE + 3 * SECOND, 229, 50, 0);
	advance(u, T + MINUTE + 3 * SECOND + u.qualifyMs - 1);
	t.is(u.source, code.sourceBattery);
	advance(u, T + MINUTE + 3 * SECOND + u.qualifyMs);
	t.is(u.source, code.sourceLine);
	t.false(u.holds(condition.onBattery));
	t.is(u.changeCause, code.changeAcceptableInput);
	t.is(u.transferCount, 1);
});

test('the load may come back through boost without passing plain line', t => {
	const u = newUps();
	setInput(u, T, 0, 0, 0);
	setInput(u, T + MINUTE, 200, 50, 0);
	advance(u, T + MINUTE + u.qualifyMs);
	t.is(u.source, code.sourceLine);
	t.is(u.avr, code.avrBoost);
	t.false(u.holds(condition.onBattery));
});

test('on battery the window is narrower by the hysteresis', t => {
	const u = newUps();
	setInput(u, T, 0, 0, 0);
	setInput(u, T + 1, 182, 50, 0);
	advance(u, T + MINUTE);
	t.is(u.source, code.sourceBattery);
	setInput(u, T + MINUTE, 183, 50, 0);
	advance(u, T + 2 * MINUTE);
	t.is(u.source, code.sourceLine);
});

for (const [what, volts, forMs, cause] of [
	['a short loss', 0, 300, code.causeDeepSag],
	['a short sag', 150, 300, code.causeSmallSag],
	['a long loss', 0, 6 * SECOND, code.causeBlackout],
	['a long sag', 150, 6 * SECOND, code.causeBrownout],
	['a swell', 290, 6 * SECOND, code.causeHighVoltage],
] as const) {
	test(`${what} of ${forMs} ms to ${volts} V is remembered as cause ${cause} (nmc.md 1.4)`, t => {
		const u = newUps();
		setInput(u, T, volts, 50, 0);
		advance(u, T + forMs);
		setInput(u, T + forMs, 230, 50, 0);
		advance(u, T + MINUTE);
		t.is(u.transferCause, cause);
	});
}

/** Advances event by event to the next time `condition` changes, at most `limit`. */
function changeOf(u: Ups, which: number, limit: number): number {
	const before = u.holds(which);
	while (u.holds(which) === before && nextEventAt(u) <= limit) {
		advance(u, nextEventAt(u));
	}
	return u.at;
}

test('a long outage warns two minutes before the end, drops the load, and sleeps until power returns', t => {
	const u = newUps();
	setInput(u, T, 0, 0, 0);
	const low = changeOf(u, condition.lowBattery, 2 * HOUR);
	const end = changeOf(u, condition.outputOff, 2 * HOUR);
	t.true(Math.abs(end - T - 25.609 * MINUTE) < 30 * SECOND, `${(end - T) / MINUTE} min`);
	// The battery warms by a few kelvin on the way, which moves the end after the warning was given.
	t.true(Math.abs(end - low - 2 * MINUTE) < 3 * SECOND, `${(end - low) / SECOND} s`);
	t.is(u.source, code.sourceOff);
	t.is(u.loadWatts, 0);
	t.true(u.holds(condition.sleeping));
	t.is(u.changeCause, code.changeLowBattery);
	advance(u, 3 * HOUR);
	t.is(u.source, code.sourceOff);
	setInput(u, 3 * HOUR, 230, 50, 0);
	advance(u, 3 * HOUR + u.qualifyMs);
	t.is(u.source, code.sourceLine);
	t.is(u.loadWatts, 400);
	t.false(u.holds(condition.sleeping));
	t.is(u.changeCause, code.changeAutomaticRestart);
});

test('the battery that recovered by rest does not restart the load: only the utility does', t => {
	const u = newUps();
	setInput(u, T, 0, 0, 0);
	advance(u, 5 * HOUR);
	t.is(u.source, code.sourceOff);
	t.is(u.transferCount, 1);
});

test('the output returns only with the charge it must have, and after the return delay', t => {
	const u = newUps(refModel, 857);
	u.minReturnCharge = 0.9;
	u.returnDelayMs = 20 * SECOND;
	setInput(u, T, 0, 0, 0);
	advance(u, HOUR);
	setInput(u, HOUR, 230, 50, 0);
	const back = changeOf(u, condition.outputOff, 24 * HOUR);
	advance(u, back);
	t.true(u.energy / u.capacity >= 0.9);
	t.true(back > HOUR + HOUR / 2, `${(back - HOUR) / MINUTE} min`);
	const other = newUps(refModel, 857);
	other.minReturnCharge = 0.9;
	setInput(other, T, 0, 0, 0);
	advance(other, HOUR);
	setInput(other, HOUR, 230, 50, 0);
	t.is(back - changeOf(other, condition.outputOff, 24 * HOUR), 20 * SECOND);
});

test('the output returns at the first millisecond at which the battery has the runtime it must have', t => {
	const u = newUps(refModel, 857);
	u.minReturnRuntimeMs = 6 * MINUTE;
	setInput(u, T, 0, 0, 0);
	advance(u, HOUR);
	setInput(u, HOUR, 230, 50, 0);
	const back = changeOf(u, condition.outputOff, 24 * HOUR);
	setInput(u, back, 0, 0, 0);
	const end = u.atEmpty - back;
	t.true(end >= 6 * MINUTE && end < 6 * MINUTE + SECOND, `${end} ms`);
});

test('without automatic restart the output stays off when power returns', t => {
	const u = newUps();
	u.restarts = 0;
	setInput(u, T, 0, 0, 0);
	advance(u, HOUR);
	setInput(u, HOUR, 230, 50, 0);
	advance(u, 24 * HOUR);
	t.is(u.source, code.sourceOff);
	t.false(u.holds(condition.sleeping));
});

test('mains that return in the very millisecond in which the battery is empty keep the load up', t => {
	const u = newUps();
	setInput(u, T, 0, 0, 0);
	const end = (() => {
		const twin = newUps();
		setInput(twin, T, 0, 0, 0);
		return changeOf(twin, condition.outputOff, HOUR);
	})();
	advance(u, end - u.qualifyMs);
	setInput(u, end - u.qualifyMs, 230, 50, 0);
	advance(u, end);
	t.is(u.source, code.sourceLine);
	t.is(u.loadWatts, 400);
});

test('bypass on command carries the load on raw utility, and the battery takes over when that fails', t => {
	const u = newUps(onlineModel);
	t.true(toBypass(u, T, code.bypassByCommand));
	t.true(u.holds(condition.bypassCommand));
	setInput(u, T + MINUTE, 0, 0, 0);
	t.is(u.source, code.sourceBattery);
	t.false(u.holds(condition.bypassCommand));
	setInput(u, T + 2 * MINUTE, 230, 50, 0);
	advance(u, T + 3 * MINUTE);
	fromBypass(u, T + 3 * MINUTE);
	t.is(u.source, code.sourceLine);
});

test('a UPS without a working inverter drops the load when the utility fails', t => {
	const u = newUps();
	setCondition(u, T, condition.inverterFault, true);
	setInput(u, T + MINUTE, 0, 0, 0);
	t.is(u.source, code.sourceOff);
	t.true(u.holds(condition.outputOff));
});

test('a dead charger leaves the battery where the outage left it', t => {
	const u = newUps();
	setInput(u, T, 0, 0, 0);
	advance(u, T + 10 * MINUTE);
	setCondition(u, T + 10 * MINUTE, condition.chargerFailure, true);
	setInput(u, T + 10 * MINUTE, 230, 50, 0);
	advance(u, T + 11 * MINUTE);
	const share = u.energy / u.capacity;
	advance(u, T + 10 * HOUR);
	t.true(u.energy / u.capacity <= share);
	setCondition(u, T + 10 * HOUR, condition.chargerFailure, false);
	advance(u, T + 20 * HOUR);
	t.is(u.charger, code.chargerFloat);
});

test('the emergency input takes the output down at once, and only a command after its release brings it up', t => {
	const u = newUps();
	setCondition(u, T, condition.emergencyPowerOff, true);
	t.is(u.source, code.sourceOff);
	t.is(u.changeCause, code.changeEmergencyPowerOff);
	giveGroupCommand(u, T + SECOND, 0, groupOn);
	t.is(u.source, code.sourceOff);
	setCondition(u, T + MINUTE, condition.emergencyPowerOff, false);
	advance(u, HOUR);
	t.is(u.source, code.sourceOff);
	giveGroupCommand(u, HOUR, 0, groupOn);
	t.is(u.source, code.sourceLine);
});

test('the maintenance switch is a bypass of its own', t => {
	const u = newUps(onlineModel);
	toBypass(u, T, code.bypassBySwitch);
	t.true(u.holds(condition.bypassSwitch));
	t.false(u.holds(condition.bypassCommand));
	fromBypass(u, T + MINUTE);
	t.false(u.holds(condition.bypassSwitch));
});
