import test from 'ava';
import fc from 'fast-check';
import {noticeOf} from '../../../src/agent/settings/card-rows.ts';
import {findEvent} from '../../../src/agent/events.ts';
import {SettingsDesk, SettingsRows} from '../../../src/agent/settings/desk.ts';
import {noUps} from '../../../src/agent/settings/in-process.ts';
import {changesFor} from './changes.ts';
import {newRig, rating, someone, START_UTC} from './rigs.ts';

const SKU = 'SMX1500I';

test('a batch is applied as a whole and told of as one event, with the keys and without values', t => {
	const {desk, card, ups} = newRig(SKU);
	const changes = [
		{key: 'ups.off.delay', value: 120},
		{key: 'outlet.group1.shed.onOverload', value: 'true'},
		{key: 'card.location', value: 'Room 12'},
	];
	const {problems, diff} = desk.apply(changes, 5, card, someone);
	t.deepEqual(problems, []);
	t.deepEqual(
		diff.map(each => [each.key, each.beforeText, each.afterText]),
		[
			['ups.off.delay', '90', '120'],
			['outlet.group1.shed.onOverload', 'false', 'true'],
			['card.location', '', 'Room 12'],
		],
	);
	t.is(ups.offDelay0, 120);
	t.is(ups.shedRules1, 4);
	t.is(desk.get('card.location')?.text, 'Room 12');
	const entries = card.newest(9);
	t.is(entries.length, 1);
	t.is(entries[0]?.event, findEvent('settingsChanged')?.id ?? 0);
	t.is(entries[0]?.detail, 3);
	t.is(entries[0]?.note?.text, 'ups.off.delay outlet.group1.shed.onOverload card.location');
	t.is(entries[0]?.note?.actor, 'admin');
});

test('one wrong value keeps the whole batch out, and every wrong one is told', t => {
	const {desk, card, ups} = newRig('SUA1500');
	const {problems} = desk.apply(
		[
			{key: 'ups.transfer.high', value: 130},
			{key: 'ups.transfer.low', value: 105},
			{key: 'ups.transfer.hihg', value: 130},
			{key: 'outlet.group1.onDelay', value: 5},
			{key: 'ups.output.voltage', value: 115},
		],
		0,
		card,
		someone,
	);
	t.deepEqual(
		problems.map(each => [each.code, each.nearest]),
		[
			['E_SETTING_VALUE', '103'],
			['E_SETTING_UNKNOWN', 'ups.transfer.high'],
			['E_SETTING_READ_ONLY', ''],
			['E_SETTING_READ_ONLY', '120'],
		],
	);
	t.is(problems[0]?.message, 'ups.transfer.low cannot be 105: it takes 97, 100, 103 or 106 V; the nearest is 103.');
	t.is(ups.trimAbove, 127);
	t.is(card.newest(9).length, 0);
});

test('what is applied is kept before it is told of, and what is refused or the same is not', t => {
	const {desk, card} = newRig(SKU);
	const logged: number[] = [];
	desk.applied = () => logged.push(card.newest(9).length);
	desk.apply([{key: 'ups.off.delay', value: 120}], 0, card, someone);
	desk.apply([{key: 'ups.off.delay', value: 120}], 0, card, someone);
	desk.apply([{key: 'ups.off.delay', value: -7}], 0, card, someone);
	t.deepEqual(logged, [0]);
	t.is(card.newest(9).length, 1);
});

test('a dry run changes nothing, and what changes nothing is no event', t => {
	const {desk, card, ups} = newRig(SKU);
	t.is(desk.check([{key: 'ups.off.delay', value: 7}]).diff.length, 1);
	t.is(ups.offDelay0, 90);
	t.deepEqual(desk.apply([{key: 'ups.off.delay', value: 90}], 0, card, someone).diff, []);
	t.is(card.newest(9).length, 0);
});

test('a key given twice counts as given last', t => {
	const {desk, card} = newRig(SKU);
	const twice = [
		{key: 'ups.off.delay', value: 7},
		{key: 'ups.off.delay', value: 8},
	];
	t.deepEqual(
		desk.apply(twice, 0, card, someone).diff.map(each => each.after),
		[8],
	);
});

test('a card at its defaults keeps nothing, also after a change was taken back', t => {
	const {desk, card, rows} = newRig(SKU);
	t.is(rows.values[0], null);
	desk.apply([{key: 'session.idleLogout', value: 10}], 0, card, someone);
	t.deepEqual(rows.values[0], {'session.idleLogout': 10});
	desk.apply([{key: 'session.idleLogout', value: 3}], 0, card, someone);
	t.is(rows.values[0], null);
	t.deepEqual(desk.state(), {});
});

test('any allowed change can be kept as JSON and restored on another card, and gives the same digest text', t => {
	const of = rating(SKU);
	fc.assert(
		fc.property(changesFor(of), changes => {
			const first = newRig(SKU);
			t.deepEqual(first.desk.apply(changes, 0, first.card, someone).problems, []);
			const state = JSON.parse(JSON.stringify(first.desk.state())) as Record<string, string>;
			const second = newRig(SKU);
			t.deepEqual(second.desk.restore(state), []);
			t.is(second.desk.digestText(), first.desk.digestText());
			t.deepEqual(second.desk.state(), state);
			// A desk without a UPS, as the command line has it, takes the same state.
			const paper = new SettingsDesk(new SettingsRows(1), 0, of, noUps);
			t.deepEqual(paper.restore(state), []);
			t.deepEqual(paper.state(), state);
		}),
		{numRuns: 100},
	);
});

test('a state of another version is restored as far as it is one of this version, and the rest is told', t => {
	const {desk} = newRig(SKU);
	const problems = desk.restore({'ups.off.delay': '30', 'ups.colour': 'red', 'session.idleLogout': '99'});
	t.deepEqual(
		problems.map(each => each.key),
		['ups.colour', 'session.idleLogout'],
	);
	t.is(desk.get('ups.off.delay')?.value, 30);
});

test('settings of single events are listed once they differ', t => {
	const {desk, card} = newRig(SKU);
	const before = desk.list().length;
	desk.apply([{key: 'event.onBattery.severity', value: 'critical'}], 0, card, someone);
	t.is(desk.list().length, before + 1);
	t.is(desk.number(10_010), 4);
	t.deepEqual(desk.state(), {'event.onBattery.severity': 'critical'});
});

test('an event is told as its severity says, and otherwise where it has settings of its own', t => {
	const {desk, card} = newRig(SKU);
	const onBattery = findEvent('onBattery')?.id ?? 0;
	const read = (id: number): number => desk.number(id);
	t.deepEqual(noticeOf(onBattery, read), {
		severity: 3,
		delaySeconds: 0,
		repeatSeconds: -1,
		untilCleared: false,
		times: 1,
	});
	const changes = [
		{key: 'notification.warning.delay', value: 10},
		{key: 'notification.critical.delay', value: 5},
		{key: 'notification.critical.times', value: 4},
		{key: 'event.onBattery.severity', value: 'critical'},
		{key: 'event.onBattery.repeat', value: 30},
		{key: 'event.onBattery.untilCleared', value: 'true'},
	];
	t.deepEqual(desk.apply(changes, 0, card, someone).problems, []);
	t.deepEqual(noticeOf(onBattery, read), {
		severity: 4,
		delaySeconds: 5,
		repeatSeconds: 30,
		untilCleared: true,
		times: 4,
	});
	t.is(noticeOf(findEvent('boost')?.id ?? 0, read).delaySeconds, 10);
	t.is(noticeOf(findEvent('webLogin')?.id ?? 0, read).severity, 1);
});

test('day and time of the self-test are kept in the UPS and come back as they were set', t => {
	const {desk, card, ups} = newRig(SKU);
	desk.apply(
		[
			{key: 'ups.selfTest.day', value: 'friday'},
			{key: 'ups.selfTest.time', value: 210},
		],
		0,
		card,
		someone,
	);
	t.is(desk.get('ups.selfTest.day')?.text, 'friday');
	t.is(desk.get('ups.selfTest.time')?.text, '210');
	const due = new Date(START_UTC + ups.atTestDue);
	t.is(due.getUTCDay(), 5);
	t.is(due.getUTCHours() * 60 + due.getUTCMinutes(), 210);
	t.true(ups.atTestDue > 7 * 86_400_000 && ups.atTestDue <= 14 * 86_400_000);
	desk.apply([{key: 'ups.selfTest.time', value: 'any'}], 0, card, someone);
	t.is(desk.get('ups.selfTest.day')?.text, 'any');
});

test("the install date is the UPS's own: read from it, written to it, and not among what a card keeps", t => {
	const {desk, card, ups} = newRig(SKU);
	t.is(desk.get('ups.battery.installed')?.text, '2026-11-24');
	desk.apply([{key: 'ups.battery.installed', value: '2024-11-24'}], 0, card, someone);
	t.is(ups.installedAt, -730 * 86_400_000);
	t.is(desk.get('ups.battery.installed')?.text, '2024-11-24');
	t.deepEqual(desk.state(), {});
});

test('without a UPS to ask, the install date is not known until somebody says it', t => {
	const paper = new SettingsDesk(new SettingsRows(1), 0, rating(SKU), noUps);
	t.is(paper.get('ups.battery.installed')?.text, '?');
	const {diff} = paper.check([{key: 'ups.battery.installed', value: '2000-01-01'}]);
	t.deepEqual(
		diff.map(each => [each.beforeText, each.afterText]),
		[['?', '2000-01-01']],
	);
	paper.writeAll(diff);
	t.deepEqual(paper.state(), {'ups.battery.installed': '2000-01-01'});
});
