// The objects of a card as an SNMP engine serves them, without a wire: every instance, and SETs one at a time.

import type {CardView} from '../../src/agent/card-view.ts';
import {deviceUser, originSnmp, superUser} from '../../src/agent/roles.ts';
import type {FleetHouse} from '../../sim/fleet/fleet-house.ts';
import {createMib} from '../../src/protocols/snmp/flavours.ts';
import type {Flavour} from '../../src/protocols/snmp/flavours.ts';
import type {Mib, MibRow, MibTable, MibValue, SnmpPlace} from '../../src/protocols/snmp/mib.ts';
import {compareOids} from '../../src/protocols/snmp/recording/recorded.ts';
import {houseOf} from './card-house.ts';
import type {TestHouse} from './card-house.ts';

export interface Instance {
	readonly oid: string;
	readonly name: string;
	readonly type: number;
	readonly value: MibValue;
}

/** An agent's own values, in memory. */
export class TestPlace implements SnmpPlace {
	readonly quirks = new Set<string>();
	readonly values = new Map<string, MibValue>();
	upTimeTicks = 360000;

	counter(name: string): number {
		return name.length;
	}

	kept(card: number, name: string): MibValue | null {
		return this.values.get(`${card}/${name}`) ?? null;
	}

	keep(card: number, name: string, value: MibValue): void {
		this.values.set(`${card}/${name}`, value);
	}

	quirk(name: string): boolean {
		return this.quirks.has(name);
	}
}

function tableInstances({oid, columns, rows}: MibTable, card: CardView, place: SnmpPlace): Instance[] {
	return rows(card, place).flatMap(({index, values}) =>
		columns.flatMap(({column, name, type}, at) => {
			const value = values[at] ?? null;
			return value === null ? [] : [{oid: `${oid}.${column}.${index.join('.')}`, name, type, value}];
		}),
	);
}

/** Every instance of the moment, in order. */
export function instancesOf(mib: Mib, card: CardView, place: SnmpPlace): Instance[] {
	const scalars = mib.rows.flatMap(({oid, name, type, read}) => {
		const value = read(card, place);
		return value === null ? [] : [{oid, name, type, value}];
	});
	const tables = mib.tables.flatMap(table => tableInstances(table, card, place));
	return [...scalars, ...tables].sort((a, b) => compareOids(a.oid, b.oid));
}

const manager = {actor: 'manager', role: superUser, origin: originSnmp};

export class MibReader {
	readonly test: TestHouse;
	readonly mib: Mib;
	readonly place = new TestPlace();
	readonly rows: ReadonlyMap<string, MibRow>;

	constructor(test: TestHouse, flavour: Flavour) {
		this.test = test;
		this.mib = createMib(flavour, test.house);
		this.rows = new Map(this.mib.rows.map(row => [row.oid, row]));
	}

	view(): CardView {
		const view = this.test.house.view(0);
		view.look();
		return view;
	}

	/** What a recording says of the card, by OID. */
	identify(recorded: Readonly<Record<string, string>>): void {
		(this.test.house as FleetHouse).identify(0, {...this.view().identity, recorded});
	}

	all(): Instance[] {
		return instancesOf(this.mib, this.view(), this.place);
	}

	row(oid: string): MibRow {
		const row = this.rows.get(oid);
		if (row === undefined) {
			throw new Error(`no object ${oid}`);
		}
		return row;
	}

	get(oid: string): MibValue | null {
		return this.row(oid).read(this.view(), this.place);
	}

	/** '' where it was done; else the refusal of the row, of the settings or of the order. */
	set(oid: string, value: MibValue, role = deviceUser): string {
		const view = this.view();
		const plan = this.row(oid).write?.(view, value, this.place) ?? 'notWritable';
		if (typeof plan === 'string') {
			return plan;
		}
		const problem = view.change(plan.changes ?? [], manager).problems[0];
		if (problem !== undefined) {
			return problem.code;
		}
		if (plan.order !== undefined) {
			const answer = view.order({...plan.order, text: '', who: {...manager, role}});
			if (!answer.accepted) {
				return answer.code;
			}
		}
		plan.act?.();
		return '';
	}
}

/** A card of a model, on line for a while. */
export function readerOf(model: string, flavour: Flavour): MibReader {
	const test = houseOf({model});
	test.advance(60000);
	return new MibReader(test, flavour);
}
