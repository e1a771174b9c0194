// The map names events, commands and settings as text: each of them must be one.

import test from 'ava';
import type {CardView, FaceOrder} from '../../../src/agent/card-view.ts';
import {findCommand} from '../../../src/agent/commands/table.ts';
import {findEvent} from '../../../src/agent/events.ts';
import {findSetting} from '../../../src/agent/settings/catalogue.ts';
import {commanders} from '../../../src/protocols/modbus/command-map.ts';
import {servedRows} from '../../../src/protocols/modbus/map.ts';
import {whoAt} from '../../../src/protocols/modbus/options.ts';
import {numberSettings, textSettings} from '../../../src/protocols/modbus/setting-map.ts';
import {batteryFaults, generalErrors, otherFaults, powerFaults} from '../../../src/protocols/modbus/status-readers.ts';
import {houseOf} from '../../helpers/card-house.ts';

/** A card that takes no orders and writes down which it was given, with as many outlet groups as said. */
function listening(groups: number): {card: CardView; orders: FaceOrder[]; asked: Set<string>} {
	const real = houseOf({model: 'SMX1500I'}).house.view(0);
	const orders: FaceOrder[] = [];
	const asked = new Set<string>();
	const identity = {...real.identity, rating: {...real.identity.rating, groups}};
	real.look();
	const card = new Proxy(real, {
		get(target, name) {
			if (name === 'identity') {
				return identity;
			}
			if (name === 'order') {
				return (order: FaceOrder) => void orders.push(order);
			}
			if (name === 'holds') {
				return (event: string) => asked.add(event) === undefined;
			}
			const value = Reflect.get(target, name, target) as unknown;
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
	return {card, orders, asked};
}

test('every event that a bit follows is in the catalogue', t => {
	const {card, asked} = listening(4);
	const out = new Uint8Array(64);
	for (const {row, fill} of servedRows.filter(served => served.row.address < 512)) {
		t.notThrows(() => fill(card, out, 0), row.name);
	}
	const inTables = [generalErrors, powerFaults, batteryFaults, otherFaults].flatMap(table =>
		table.flatMap(([, events]) => events),
	);
	const names = new Set([...inTables, ...asked]);
	t.true(names.size > 30);
	for (const name of names) {
		t.truthy(findEvent(name), name);
	}
});

test('whatever a command register orders is a command, of a group where the command takes one', t => {
	const {card, orders} = listening(4);
	for (const commander of Object.values(commanders)) {
		for (let low = 0; low < 256; low++) {
			for (const target of [0, 1, 2, 3, 15]) {
				commander(card, low | (target << 8), whoAt('test'));
			}
		}
	}
	t.true(orders.length > 50);
	for (const {command, target, who} of orders) {
		const row = findCommand(command);
		t.truthy(row, command);
		t.is(row?.hasTarget, target > 0, command);
		t.deepEqual([who.role, who.origin], [3, 5]);
	}
	const given = new Set(orders.map(({command}) => command));
	t.snapshot([...given].sort());
});

test('every register that is a setting has a setting on a card with all outlet groups', t => {
	for (const groups of [1, 4]) {
		const {card} = listening(groups);
		for (const [name, setting] of [...Object.entries(numberSettings), ...Object.entries(textSettings)]) {
			const key = setting.key(card);
			t.true(key === null || findSetting(key) !== null, `${name}: ${key}`);
			const missing = name.startsWith('SOG[3]') || (groups === 1 && /^SOG|^MOG.Name/.test(name));
			t.is(key === null, missing, name);
		}
	}
});
