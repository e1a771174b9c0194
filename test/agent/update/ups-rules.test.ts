import test from 'ava';
import {judgeUps} from '../../../src/agent/update/ups-rules.ts';
import {updateSucceeded, updateTransfer} from '../../../src/ups/codes.ts';
import * as condition from '../../../src/ups/conditions.ts';
import {batteryCharge, conditions0, READING_SIZE} from '../../../src/ups/reading.ts';

const calm = {isHeard: true, updatePhase: 0, switching: false, announced: false};

function judged(
	holding: readonly number[],
	around = calm,
): {problem: string; onBattery: boolean; batteryPercent: number} {
	const row = new Int32Array(READING_SIZE);
	for (const which of holding) {
		row[conditions0 + (which >> 5)] |= 1 << (which & 31);
	}
	row[batteryCharge] = 875;
	const into = {problem: 'not filled', onBattery: false, batteryPercent: -1};
	judgeUps(row, 0, around, into);
	return into;
}

for (const [holding, problem] of [
	[[], ''],
	[[condition.boost], ''],
	[[condition.bypassCommand], ''],
	[[condition.onBattery], 'the UPS is on battery'],
	[[condition.onBattery, condition.lowBattery], 'the battery is low'],
	[[condition.bypassInternalFault], 'the UPS is in bypass by a fault'],
	[[condition.forcedBypass], 'the UPS is in bypass by a fault'],
	[[condition.selfTesting], 'a self-test runs'],
	[[condition.calibrating], 'a calibration runs'],
	[[condition.gracefulShutdown], 'a shutdown is under way'],
	[[condition.rebooting], 'the output is being cycled'],
] as const) {
	test(`conditions ${holding.join(' and ') || 'of a calm UPS'} are judged as: ${problem || 'ready'}`, t => {
		t.is(judged(holding).problem, problem);
	});
}

test('an outlet order under way, firmware for the UPS, hosts that shut down, and a silent UPS forbid it too', t => {
	t.is(judged([], {...calm, switching: true}).problem, 'an outlet command is under way');
	t.is(judged([], {...calm, announced: true}).problem, 'hosts were told to shut down');
	t.is(judged([], {...calm, updatePhase: updateTransfer}).problem, 'the firmware of the UPS is being updated');
	t.is(judged([], {...calm, updatePhase: updateSucceeded}).problem, '');
	t.is(judged([condition.onBattery], {...calm, isHeard: false}).problem, 'the UPS does not answer');
});

test('the charge is told in whole percent, rounded down', t => {
	t.is(judged([]).batteryPercent, 87);
	t.true(judged([condition.onBattery]).onBattery);
});
