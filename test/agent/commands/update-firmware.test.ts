import test from 'ava';
import {updateNews} from '../../../src/agent/ups-update-news.ts';
import {eventName} from '../../../src/agent/events.ts';
import {commands} from '../../../src/agent/commands/table.ts';
import * as code from '../../../src/ups/codes.ts';
import type {UpsBehaviour} from '../../../src/ups/firmware-image.ts';
import {configure} from '../../../src/ups/ups.ts';
import {MINUTE, refModel, SECOND} from '../../helpers/ref-model.ts';
import {Rig} from './rig.ts';

const update = (mode: number) => ({command: 'updateUpsFirmware', value: mode});

/** A card on which an image for its UPS lies, which is sent in four minutes. */
function rigWith(behaviour: UpsBehaviour, mode: number): Rig {
	const rig = new Rig();
	configure(rig.ups, 0, 'updateMode', mode);
	rig.control.imageOf = () => ({version: [10, 0], model: refModel.family, bytesLength: 240_000, behaviour});
	rig.control.bytesPerSecond = 1000;
	return rig;
}

test('M4: an update with the output on is told step by step, and completes its command', t => {
	const rig = rigWith('good', code.updateOutputOn);
	t.true(rig.give(update(code.updateOutputOn)).accepted);
	rig.pass(10 * MINUTE);
	t.deepEqual(rig.stages(), ['accepted', 'completed']);
	t.deepEqual(rig.events, [
		'commandAccepted',
		'upsUpdateStarted',
		'bypassCommand',
		'upsUpdateFinished',
		'controllerUpdateComplete',
		'upsUpdateSucceeded',
		'bypassCommand',
		'commandCompleted',
	]);
});

test('M7: an update with the output off says groups off, then output off, then what it sends (nmc.md 10.3)', t => {
	const rig = rigWith('good', code.updateOutputOff);
	t.true(rig.give(update(code.updateOutputOff)).accepted);
	rig.pass(3 * MINUTE);
	t.deepEqual(rig.events, [
		'commandAccepted',
		'gracefulShutdown',
		'outletGroupOff',
		'outletGroupOff',
		'outputOff',
		'gracefulShutdown',
		'upsUpdateStarted',
	]);
	rig.pass(10 * MINUTE);
	t.deepEqual(rig.events.slice(7), [
		'upsUpdateFinished',
		'controllerUpdateComplete',
		'upsUpdateSucceeded',
		'outputOff',
		'outletGroupOn',
		'outletGroupOn',
		'commandCompleted',
		// As after every switching on (nmc.md 4).
		'selfTesting',
		'selfTesting',
		'selfTestPassed',
	]);
});

test('M10: an image that does not start fails its command with a critical event, and the next one may come', t => {
	const rig = rigWith('fails', code.updateOutputOn);
	rig.give(update(code.updateOutputOn));
	rig.pass(30 * MINUTE);
	t.deepEqual(rig.stages(), ['accepted', 'failed']);
	t.is(rig.events.filter(name => name === 'upsUpdateFailed').length, 1);
	t.true(rig.give(update(code.updateOutputOn)).accepted);
	rig.pass(SECOND);
	t.deepEqual(rig.stages(), ['accepted']);
});

test('M11: without an image on the card an update is refused, with what would be right', t => {
	const rig = new Rig();
	const verdict = rig.give(update(code.updateOutputOff));
	t.is(verdict.code, 'E_COMMAND_STATE');
	t.regex(verdict.sentence, /put a signed image there first/);
});

test('M3: who was told of the other mode is refused', t => {
	const rig = rigWith('good', code.updateOutputOff);
	const verdict = rig.give(update(code.updateOutputOn));
	t.is(verdict.code, 'E_COMMAND_STATE');
	t.regex(verdict.sentence, /2 turns it off/);
	t.is(rig.give({command: 'updateUpsFirmware'}).code, 'E_COMMAND_PARAMETER');
	t.is(rig.give(update(3)).code, 'E_COMMAND_PARAMETER');
});

test('while the firmware is replaced, every order to the UPS is refused', t => {
	for (const row of commands.filter(each => each.action !== 0)) {
		const rig = rigWith('good', code.updateOutputOn);
		rig.give(update(code.updateOutputOn));
		rig.pass(SECOND);
		const given = {command: row.id, target: row.hasTarget ? 1 : 0, value: row.range === null ? null : row.range.least};
		t.false(rig.give(given).accepted, row.name);
	}
});

test('how an update ended is forgotten on order, and not before it has ended', t => {
	const rig = rigWith('good', code.updateOutputOn);
	rig.give(update(code.updateOutputOn));
	t.false(rig.give({command: 'forgetUpsUpdate'}).accepted);
	rig.pass(10 * MINUTE);
	t.is(rig.ups.updatePhase, code.updateSucceeded);
	t.true(rig.give({command: 'forgetUpsUpdate'}).accepted);
	t.is(rig.ups.updatePhase, code.updateNone);
});

const {updateNone, updateTransfer, updateStarting, updateFailing, updateSucceeded, updateFailed} = code;
for (const [title, from, to, names] of [
	[
		'a transfer that breaks off',
		updateTransfer,
		updateFailing,
		['upsUpdateFinished', 'controllerUpdateFailed', 'upsUpdateFailed'],
	],
	['what was told when it broke off', updateFailing, updateFailed, []],
	[
		'a start that nobody saw',
		updateTransfer,
		updateSucceeded,
		['upsUpdateFinished', 'controllerUpdateComplete', 'upsUpdateSucceeded'],
	],
	['an image that does not start', updateStarting, updateFailed, ['upsUpdateFailed']],
	['an update after one that failed', updateFailed, updateTransfer, ['upsUpdateStarted']],
	['forgetting one', updateSucceeded, updateNone, []],
] as const) {
	test(`${title} is told as ${names.length === 0 ? 'nothing' : names.join(', ')}`, t => {
		t.deepEqual(
			updateNews(from, to).map(({event}) => eventName(event)),
			[...names],
		);
	});
}
