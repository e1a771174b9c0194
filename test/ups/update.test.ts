import test from 'ava';
import * as code from '../../src/ups/codes.ts';
import * as condition from '../../src/ups/conditions.ts';
import {updateModeOf} from '../../src/ups/families.ts';
import {firmwareText} from '../../src/ups/firmware-image.ts';
import * as groups from '../../src/ups/groups.ts';
import {measureStates} from '../../src/ups/measure.ts';
import {beginUpdate} from '../../src/ups/orders.ts';
import {outputStatus, READING_SIZE} from '../../src/ups/reading.ts';
import type {Ups} from '../../src/ups/row.ts';
import * as update from '../../src/ups/update.ts';
import {
	advance,
	beginCalibration,
	beginSelfTest,
	configure,
	giveGroupCommand,
	setCondition,
	setInput,
	toBypass,
} from '../../src/ups/ups.ts';
import {newUps, onlineModel, refModel, SECOND} from '../helpers/ref-model.ts';
import {begin, image, off, OFF_DELAY_MS, on, phases, SPEED, TRANSFER_MS, upsOf} from './update-rig.ts';

test('M3: a model has one of two modes, and a UPS may be configured to the other', t => {
	t.is(updateModeOf('Smart-UPS (SMT)'), on);
	t.is(updateModeOf('Smart-UPS On-Line (SRT)'), off);
	const u = newUps();
	t.is(u.rating.updateMode, off);
	t.is(beginUpdate(u, 0, on, image(), SPEED), update.refusedMode);
	configure(u, 0, 'updateMode', on);
	t.is(beginUpdate(u, 0, on, image(), SPEED), 0);
});

test('M4: with the output on, the load is fed past the UPS through the whole update, and on line after it', t => {
	const u = upsOf(on);
	t.is(begin(u, SECOND), 0);
	t.deepEqual(phases(u, 1000 * SECOND), [
		[1, code.updateTransfer],
		[301, code.updateStarting],
		[311, code.updateSucceeded],
	]);
	t.is(u.source, code.sourceLine);
	t.is(firmwareText(u.firmware), 'UPS 10.1 / ID 1001');
	t.false(u.holds(condition.outputOff));
});

test('M4: meanwhile nothing regulates, charges or tests, and the status says bypass', t => {
	const u = upsOf(on);
	begin(u, 0);
	t.is(u.source, code.sourceBypass);
	t.is(u.charger, code.chargerOff);
	const row = new Int32Array(READING_SIZE);
	measureStates(u, row, 0);
	t.is(row[outputStatus], 6);
	setInput(u, SECOND, 200, 50, 0);
	t.is(u.avr, code.avrNone);
	t.is(u.source, code.sourceBypass);
	t.false(beginSelfTest(u, 2 * SECOND));
	t.false(toBypass(u, 2 * SECOND, code.bypassByCommand));
	advance(u, 400 * SECOND);
	t.is(u.avr, code.avrBoost);
	t.not(u.charger, code.chargerOff);
});

for (const [what, volts] of [
	['an outage', 0],
	['a low input', 120],
	['a high input', 290],
] as const) {
	test(`M5: ${what} while the output is on drops the load as long as it lasts, and the update completes`, t => {
		const u = upsOf(on);
		begin(u, 0);
		setInput(u, 60 * SECOND, volts, 50, 0);
		t.is(u.source, code.sourceOff);
		t.is(u.loadWatts, 0);
		advance(u, 90 * SECOND);
		t.true(u.holds(condition.outputOff));
		setInput(u, 90 * SECOND, 230, 50, 0);
		advance(u, 90 * SECOND + u.qualifyMs);
		t.is(u.source, code.sourceBypass);
		t.is(u.loadWatts, 400);
		advance(u, TRANSFER_MS + 10 * SECOND);
		t.is(u.updatePhase, code.updateSucceeded);
		t.is(u.source, code.sourceLine);
		t.is(u.transferCount, 0);
	});
}

test('M5: the same outage without an update does not drop the load', t => {
	const u = upsOf(on);
	setInput(u, 60 * SECOND, 0, 0, 0);
	t.is(u.source, code.sourceBattery);
	t.is(u.loadWatts, 400);
});

test('M5: an outage that outlasts the update keeps the load down until the utility is back', t => {
	const u = upsOf(on);
	begin(u, 0);
	setInput(u, 290 * SECOND, 0, 0, 0);
	advance(u, 320 * SECOND);
	t.is(u.updatePhase, code.updateSucceeded);
	t.is(u.source, code.sourceOff);
	setInput(u, 330 * SECOND, 230, 50, 0);
	advance(u, 335 * SECOND);
	t.is(u.source, code.sourceLine);
	t.is(u.loadWatts, 400);
});

test('M5: frequency and shape of the input drop nothing, and are judged again when the update is over', t => {
	const u = upsOf(on);
	begin(u, 0);
	setInput(u, SECOND, 230, 60, 0.5);
	t.is(u.source, code.sourceBypass);
	advance(u, 320 * SECOND);
	t.is(u.updatePhase, code.updateSucceeded);
	t.is(u.source, code.sourceBattery);
});

test('M7: with the output off, groups go first, then the output after its delay, 23 s later the transfer begins', t => {
	const u = upsOf(off);
	t.is(begin(u, 0), 0);
	t.is(u.groupsOn, 0b001);
	t.true(u.holds(condition.gracefulShutdown));
	t.deepEqual(phases(u, OFF_DELAY_MS + 23 * SECOND + TRANSFER_MS + 10 * SECOND), [
		[0, code.updateGraceful],
		[90, code.updateSettling],
		[113, code.updateTransfer],
		[413, code.updateStarting],
		[423, code.updateSucceeded],
	]);
});

test('M7: the output stays off meanwhile, as neither asleep nor rebooting, and comes on again with its groups', t => {
	const u = upsOf(off);
	begin(u, 0);
	for (let second = 91; second < 423; second += 7) {
		advance(u, second * SECOND);
		t.true(u.holds(condition.outputOff));
		t.false(u.holds(condition.sleeping) || u.holds(condition.rebooting));
		t.is(u.groupsOn, 0);
	}
	advance(u, 424 * SECOND);
	t.is(u.groupsOn, 0b111);
	t.is(u.loadWatts, 400);
	t.false(u.holds(condition.outputOff));
});

test('M7: what somebody had turned off stays off', t => {
	const u = upsOf(off);
	giveGroupCommand(u, 0, 2, groups.groupOff);
	begin(u, 0);
	advance(u, 500 * SECOND);
	t.is(u.groupsOn, 0b011);
	const dark = upsOf(off);
	giveGroupCommand(dark, 0, groups.MAIN, groups.groupOff);
	t.is(begin(dark, 0), 0);
	advance(dark, 500 * SECOND);
	t.is(dark.updatePhase, code.updateSucceeded);
	t.is(dark.groupsOn, 0);
});

test('M7: a utility that fails before the transfer ends it there, and the output comes back with the utility', t => {
	const u = upsOf(off);
	begin(u, 0);
	setInput(u, 30 * SECOND, 0, 0, 0);
	advance(u, 200 * SECOND);
	t.is(u.updatePhase, code.updateFailed);
	t.is(u.source, code.sourceOff);
	setInput(u, 200 * SECOND, 230, 50, 0);
	advance(u, 300 * SECOND);
	t.is(u.groupsOn, 0b111);
	t.is(u.firmware, 0);
});

test('M7: the utility coming and going in mid-transfer brings no output back before the end', t => {
	const u = upsOf(off);
	begin(u, 0);
	advance(u, 200 * SECOND);
	setInput(u, 200 * SECOND, 0, 0, 0);
	advance(u, 220 * SECOND);
	setInput(u, 220 * SECOND, 230, 50, 0);
	advance(u, 420 * SECOND);
	t.is(u.source, code.sourceOff);
	advance(u, 430 * SECOND);
	t.is(u.source, code.sourceLine);
});

type Spoiler = readonly [what: string, spoil: (u: Ups) => void, refusal: number, model?: typeof refModel];
const spoilers: readonly Spoiler[] = [
	['on battery', u => setInput(u, 0, 0, 0, 0), update.refusedOnBattery],
	['with a low battery', u => setCondition(u, 0, condition.lowBattery, true), update.refusedLowBattery],
	['during a self-test', u => beginSelfTest(u, 0), update.refusedTesting],
	[
		'during a calibration',
		u => {
			configure(u, 0, 'lowBatteryMs', 0);
			beginCalibration(u, 0);
		},
		update.refusedTesting,
	],
	[
		'with an outlet command pending',
		u => giveGroupCommand(u, 0, 1, groups.groupOffDelayed),
		update.refusedOutletPending,
	],
	['while the input is boosted', u => setInput(u, 0, 200, 50, 0), update.refusedUtility],
	['on bypass', u => toBypass(u, 0, code.bypassByCommand), update.refusedOutput, onlineModel],
];
for (const [what, spoil, refusal, model = refModel] of spoilers) {
	test(`M9: an update is refused ${what}`, t => {
		const u = upsOf(on, model);
		spoil(u);
		t.is(begin(u, 0, image('good', model.sku)), refusal);
		t.is(u.updatePhase, code.updateNone);
	});
}

test('M9: an update is refused while another is under way, and where the off delay never ends', t => {
	const u = upsOf(on);
	begin(u, 0);
	t.is(begin(u, SECOND), update.refusedUnderWay);
	const never = upsOf(off);
	never.offDelay0 = -1;
	t.is(begin(never, 0), update.refusedOffDelay);
});

test('M11: an image for another type of UPS is refused, one for the family is not', t => {
	const u = upsOf(on);
	t.is(begin(u, 0, image('good', 'SMT1500')), update.refusedImage);
	t.is(begin(u, 0, image('good', refModel.family)), 0);
});
