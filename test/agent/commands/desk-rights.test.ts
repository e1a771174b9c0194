import test from 'ava';
import fc from 'fast-check';
import {stageAccepted, stageRefused} from '../../../src/agent/commands/stages.ts';
import {commandRow, commands} from '../../../src/agent/commands/table.ts';
import {roleNames} from '../../../src/agent/roles.ts';
import {DAY, MINUTE, onlineModel} from '../../helpers/ref-model.ts';
import type {Given} from './rig.ts';
import {orderFrom, Rig} from './rig.ts';

const able = new Set(['superUser', 'administrator', 'deviceUser']);
for (let role = 0; role <= roleNames.length; role++) {
	const name = roleNames[role] || 'nobody';
	test(`role ${role}, ${name}, may ${able.has(name) ? '' : 'not '}order, and firmware of the UPS only an administrator`, t => {
		for (const row of commands) {
			const rig = new Rig();
			const verdict = rig.give({command: row.id, role});
			const isForDeviceUsers = !row.name.endsWith('UpsFirmware') && row.name !== 'forgetUpsUpdate';
			const may = able.has(name) && (isForDeviceUsers || name !== 'deviceUser');
			t.is(verdict.code === 'E_COMMAND_FORBIDDEN', !may, row.name);
		}
	});
}

test('a device user changes settings of the UPS and not of the card', t => {
	const rig = new Rig();
	const settings = rig.settings.list().filter(each => each.writable);
	const forbidden = settings.filter(
		each => rig.desk.ports.settings.check(0, [{key: each.key, value: each.value}], 3)?.code === 'E_COMMAND_FORBIDDEN',
	);
	t.true(forbidden.length > 0 && forbidden.length < settings.length);
	t.deepEqual(
		forbidden.filter(each => each.key.startsWith('ups.')),
		[],
	);
});

const anyOrder = fc.record({
	command: fc.constantFrom(...commands.map(row => row.id)),
	target: fc.nat({max: 2}),
	role: fc.nat({max: 6}),
	passMs: fc.oneof(fc.nat({max: 20_000}), fc.nat({max: 5_000_000})),
	power: fc.boolean(),
});

/** What the row of the command asks for, so that orders get past the checks of form. */
function wellFormed(command: number, target: number, role: number): Given {
	const row = commandRow(command);
	return {
		command,
		role,
		target: row?.hasTarget === true ? target : 0,
		value: row?.range === null ? null : 60,
		text: row?.hasDate === true ? '2024-05-06' : '',
		settings: row?.hasSettings === true ? [{key: 'ups.battery.installed', value: '2024-05-06'}] : [],
	};
}

test('every accepted command ends exactly once, and every refused one never begins', t => {
	fc.assert(
		fc.property(fc.array(anyOrder, {maxLength: 12}), orders => {
			const rig = new Rig(onlineModel);
			for (const {command, target, role, passMs, power} of orders) {
				rig.give(wellFormed(command, target, role));
				if (power) {
					rig.restorePower();
				} else {
					rig.cutPower();
				}
				rig.pass(passMs);
			}
			rig.pass(4 * DAY);
			for (let id = 1; id <= rig.ids; id++) {
				const stages = rig.told.filter(each => each.commandId === `c${id}`).map(each => each.stage);
				t.true(
					stages.length === 1
						? stages[0] === stageRefused
						: stages.length === 2 && stages[0] === stageAccepted && stages[1] > stageRefused,
					`c${id}: ${stages.join()}`,
				);
			}
			t.is(rig.desk.pending().length, 0);
		}),
		{numRuns: 60},
	);
});

test('no order without the right to it changes the UPS', t => {
	fc.assert(
		fc.property(
			fc.constantFrom(...commands),
			fc.constantFrom(0, 4, 5, 6, -1, NaN),
			fc.boolean(),
			(row, role, power) => {
				const rig = new Rig(onlineModel);
				if (!power) {
					rig.cutPower();
				}
				const before = [...rig.ups.j, ...rig.ups.f];
				const verdict = rig.desk.order(orderFrom('x', wellFormed(row.id, 1, role)), 0);
				t.is(verdict.code, 'E_COMMAND_FORBIDDEN');
				t.deepEqual([...rig.ups.j, ...rig.ups.f], before);
			},
		),
	);
});

test('a fleet of cards has nothing for those without orders', t => {
	const rig = new Rig();
	t.is(rig.desk.rows.pending[0], null);
	rig.give({command: 'testBattery'});
	rig.pass(MINUTE);
	t.is(rig.desk.rows.pending[0], null);
});
