import test from 'ava';
import fc from 'fast-check';
import {oidBytes} from '../../../src/codec/ber-oid.ts';
import {INTEGER} from '../../../src/protocols/snmp/mib.ts';
import type {MibRow} from '../../../src/protocols/snmp/mib.ts';
import {MibIndex} from '../../../src/protocols/snmp/mib-index.ts';

function row(oid: string, name: string = oid): MibRow {
	return {oid, name, type: INTEGER, read: () => 1};
}

function bytesOf(oid: string): Uint8Array {
	return oidBytes(oid) ?? new Uint8Array();
}

const oids = fc.uniqueArray(
	fc
		.array(fc.oneof(fc.nat(5), fc.nat(300), fc.nat(70_000)), {minLength: 1, maxLength: 6})
		.map(arcs => `1.3.6.${arcs.join('.')}`),
	{maxLength: 60},
);

test('every row is found by its name, and no other name finds one', t => {
	fc.assert(
		fc.property(oids, oids, (some, others) => {
			const index = new MibIndex({rows: some.map(oid => row(oid)), tables: []});
			for (const oid of [...some, ...others]) {
				const bytes = bytesOf(oid);
				const found = index.find(bytes, 0, bytes.length);
				t.is(
					found < 0 ? undefined : index.rows[found].oid,
					some.find(one => one === oid),
				);
			}
		}),
	);
});

test('rows are in the order of their arcs, not of their text', t => {
	const index = new MibIndex({
		rows: ['1.3.10', '1.3.9', '1.3.128', '1.3.127', '1.3.9.1'].map(oid => row(oid)),
		tables: [],
	});
	t.deepEqual(
		index.rows.map(({oid}) => oid),
		['1.3.9', '1.3.9.1', '1.3.10', '1.3.127', '1.3.128'],
	);
});

test('an object of several rows is what their names have in common', t => {
	const index = new MibIndex({
		rows: [row('1.3.5.2.1.1', 'column'), row('1.3.5.2.2.7', 'column'), row('1.3.5.3.1.1', 'other')],
		tables: [],
	});
	const within = (oid: string): boolean => index.isWithinObject(bytesOf(oid), 0, bytesOf(oid).length);
	t.deepEqual(['1.3.5.2.9.9', '1.3.5.2', '1.3.5.3.1.2', '1.3.5.4.1', '1.3.5'].map(within), [
		true,
		true,
		true,
		false,
		false,
	]);
});

const broken: readonly (readonly [title: string, rows: readonly string[], tables: readonly string[], says: RegExp])[] =
	[
		['two rows of one name', ['1.3.1', '1.3.1'], [], /twice/],
		['a row within a table', ['1.3.5.1.2.1'], ['1.3.5.1'], /within the table/],
		['a name that is none', ['1.3.x'], [], /no OBJECT IDENTIFIER/],
	];

for (const [title, rows, tables, says] of broken) {
	test(`${title} is refused`, t => {
		const mib = {rows: rows.map(oid => row(oid)), tables: tables.map(oid => ({oid, columns: [], rows: () => []}))};
		t.throws(() => new MibIndex(mib), {message: says});
	});
}
