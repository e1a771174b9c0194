import test from 'ava';
import * as code from '../../../src/ups/codes.ts';
import * as condition from '../../../src/ups/conditions.ts';
import {isOn} from '../../../src/ups/groups.ts';
import {setDemand, setWear} from '../../../src/ups/ups.ts';
import {HOUR, MINUTE, onlineModel, SECOND} from '../../helpers/ref-model.ts';
import {Rig} from './rig.ts';

const done = ['accepted', 'completed'];
const ended = ['accepted', 'failed'];

test('a self-test is completed when the UPS has its result', t => {
	const rig = new Rig();
	t.true(rig.give({command: 'testBattery'}).accepted);
	t.deepEqual(rig.stages(), ['accepted']);
	rig.pass(MINUTE);
	t.deepEqual(rig.stages(), done);
	t.is(rig.told.at(-1)?.sentence, 'The battery passed its test.');
	t.deepEqual(rig.events, ['commandAccepted', 'selfTesting', 'selfTesting', 'selfTestPassed', 'commandCompleted']);
});

test('a self-test that the battery fails is completed, and says so', t => {
	const rig = new Rig();
	setWear(rig.ups, 0, 3, 0);
	rig.give({command: 'testBattery'});
	rig.pass(MINUTE);
	t.deepEqual(rig.stages(), done);
	t.regex(rig.told.at(-1)?.sentence ?? '', /failed its test: replace it/);
});

test('a self-test that is stopped has failed, and stopping it is completed', t => {
	const rig = new Rig();
	rig.give({command: 'testBattery'});
	rig.give({command: 'stopTest'});
	rig.pass(MINUTE);
	t.deepEqual(rig.stages('c1'), ended);
	t.deepEqual(rig.stages('c2'), done);
	t.is(rig.ups.source, code.sourceLine);
});

test('a self-test that an outage cuts short has failed', t => {
	const rig = new Rig();
	rig.give({command: 'testBattery'});
	rig.cutPower();
	t.deepEqual(rig.stages(), ended);
});

test('a calibration is completed when it has run to its end', t => {
	const rig = new Rig();
	rig.give({command: 'calibrate'});
	rig.pass(12 * HOUR);
	t.deepEqual(rig.stages(), done);
	t.is(rig.ups.calibrationResult, code.calibrationOk);
});

test('a calibration that a change of the load ends has failed', t => {
	const rig = new Rig();
	rig.give({command: 'calibrate'});
	setDemand(rig.ups, 0, 600);
	rig.look();
	t.deepEqual(rig.stages(), ended);
});

test('stopping a calibration ends it', t => {
	const rig = new Rig();
	rig.give({command: 'calibrate'});
	rig.give({command: 'stopCalibration'});
	t.deepEqual(rig.stages('c1'), ended);
	t.deepEqual(rig.stages('c2'), done);
});

test('output off and on are completed at the next look', t => {
	const rig = new Rig();
	rig.give({command: 'outputOff'});
	t.deepEqual(rig.stages(), done);
	t.is(rig.ups.source, code.sourceOff);
	rig.give({command: 'outputOn'});
	t.deepEqual(rig.stages(), done);
	t.is(rig.ups.source, code.sourceLine);
});

test('a reboot is completed when the output is on again', t => {
	const rig = new Rig();
	rig.give({command: 'rebootDelayed'});
	rig.pass(20 * SECOND);
	t.true(isOn(rig.ups, 0));
	rig.pass(75 * SECOND);
	t.false(isOn(rig.ups, 0));
	t.deepEqual(rig.stages(), ['accepted']);
	rig.pass(MINUTE);
	t.deepEqual(rig.stages(), done);
});

test('a shutdown is completed when the output is off, and the output returns with the utility', t => {
	const rig = new Rig();
	rig.cutPower();
	rig.give({command: 'shutdownDelayed'});
	rig.pass(2 * MINUTE);
	t.deepEqual(rig.stages(), done);
	t.false(isOn(rig.ups, 0));
	rig.restorePower();
	rig.pass(10 * MINUTE);
	t.true(isOn(rig.ups, 0));
});

test('a switched group is rebooted alone', t => {
	const rig = new Rig();
	rig.give({command: 'groupReboot', target: 2});
	t.deepEqual([isOn(rig.ups, 0), isOn(rig.ups, 1), isOn(rig.ups, 2)], [true, true, false]);
	rig.pass(MINUTE);
	t.deepEqual(rig.stages(), done);
	t.true(isOn(rig.ups, 2));
});

test('a cancel ends what it cancels', t => {
	const rig = new Rig();
	rig.give({command: 'groupOffDelayed', target: 1});
	rig.give({command: 'groupCancel', target: 1});
	rig.pass(5 * MINUTE);
	t.deepEqual(rig.stages('c1'), ended);
	t.deepEqual(rig.stages('c2'), done);
	t.true(isOn(rig.ups, 1));
	t.regex(
		rig.told.find(each => each.commandId === 'c1' && each.sentence !== 'groupOffDelayed')?.sentence ?? '',
		/groupCancel \(c2\)/,
	);
});

test('a sleep turns the output off for its seconds', t => {
	const rig = new Rig();
	rig.give({command: 'sleep', value: 600});
	t.deepEqual(rig.stages(), done);
	rig.pass(599 * SECOND);
	t.false(isOn(rig.ups, 0));
	rig.pass(30 * SECOND);
	t.true(isOn(rig.ups, 0));
});

test('a UPS with a bypass goes to it and comes back', t => {
	const rig = new Rig(onlineModel);
	rig.give({command: 'toBypass'});
	t.deepEqual(rig.stages(), done);
	t.is(rig.ups.source, code.sourceBypass);
	rig.give({command: 'fromBypass'});
	t.deepEqual(rig.stages(), done);
	t.is(rig.ups.source, code.sourceLine);
});

test('a simulated power failure puts the load on battery until the input has qualified again', t => {
	const rig = new Rig();
	rig.give({command: 'simulatePowerFailure'});
	t.deepEqual(rig.stages(), done);
	t.is(rig.ups.source, code.sourceBattery);
	t.true(rig.ups.holds(condition.onBattery));
	rig.pass(5 * SECOND);
	t.is(rig.ups.source, code.sourceLine);
	t.false(rig.ups.holds(condition.onBattery));
});

test('conserving the battery turns the output off until the utility is back', t => {
	const rig = new Rig();
	rig.cutPower();
	rig.give({command: 'conserveBattery'});
	t.deepEqual(rig.stages(), done);
	t.is(rig.ups.source, code.sourceOff);
	rig.restorePower();
	rig.pass(MINUTE);
	t.is(rig.ups.source, code.sourceLine);
});

test('a muted alarm sounds again with the next one', t => {
	const rig = new Rig();
	rig.cutPower();
	rig.give({command: 'muteAlarm'});
	t.deepEqual(rig.stages(), done);
	t.is(rig.ups.muted, 1);
	rig.restorePower();
	rig.pass(10 * SECOND);
	t.is(rig.ups.muted, 0);
});

test('settings are changed as a whole, and the change is an event of its own', t => {
	const rig = new Rig();
	rig.give({command: 'setSettings', settings: [{key: 'ups.battery.installed', value: '2024-02-29'}]});
	t.deepEqual(rig.stages(), done);
	t.is(rig.settings.get('ups.battery.installed')?.text, '2024-02-29');
	t.deepEqual(rig.events, ['commandAccepted', 'settingsChanged', 'commandCompleted']);
});

test('an install date is a setting, and tells of a new battery', t => {
	const rig = new Rig();
	rig.give({command: 'setBatteryInstallDate', text: '2024-02-29'});
	t.is(rig.settings.get('ups.battery.installed')?.text, '2024-02-29');
	t.deepEqual(rig.events, ['commandAccepted', 'settingsChanged', 'batteryReplaced', 'commandCompleted']);
});
