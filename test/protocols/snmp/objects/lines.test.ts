import test from 'ava';
import fc from 'fast-check';
import {INTEGER, OCTET_STRING} from '../../../../src/protocols/snmp/mib.ts';
import {
	always,
	fixed,
	keptBetween,
	keptSecret,
	keptText,
	under,
	where,
} from '../../../../src/protocols/snmp/objects/lines.ts';
import {houseOf} from '../../../helpers/card-house.ts';
import {MibReader, TestPlace} from '../../../helpers/mib-reader.ts';

function reader(): MibReader {
	return new MibReader(houseOf({count: 2}), 'rfc1628');
}

test('lines become rows below their prefix, in the order in which they stand', t => {
	const rows = under('1.2.3', [
		['4.0', 'four', INTEGER, always(4)],
		['5.0', 'five', OCTET_STRING, fixed('V')],
	]);
	t.deepEqual(
		rows.map(({oid, name, type, write}) => [oid, name, type, write]),
		[
			['1.2.3.4.0', 'four', INTEGER, undefined],
			['1.2.3.5.0', 'five', OCTET_STRING, undefined],
		],
	);
});

test('what is fixed reads as recorded, and what the layout decides does not', t => {
	const cards = reader();
	cards.identify({'1.2.1.0': '7', '1.2.2.0': 'seven', '1.2.3.0': '7'});
	const rows = under('1.2', [
		['1.0', 'number', INTEGER, fixed(1)],
		['2.0', 'text', OCTET_STRING, fixed('one')],
		['3.0', 'count', INTEGER, always(1)],
	]);
	t.deepEqual(
		rows.map(row => row.read(cards.view(), cards.place)),
		[7, 'seven', 1],
	);
});

test('a number that is kept sticks to the card that it was set on, within its range', t => {
	const cards = reader();
	const [row] = under('1.2', [['1.0', 'number', INTEGER, keptBetween(5, 1, 9)]]);
	fc.assert(
		fc.property(fc.integer({min: -20, max: 20}), value => {
			const place = new TestPlace();
			const plan = row?.write?.(cards.view(), value, place);
			const taken = value >= 1 && value <= 9;
			t.is(typeof plan === 'string' ? plan : '', taken ? '' : 'wrongValue');
			if (typeof plan === 'object') {
				plan.act?.();
			}
			t.is(row?.read(cards.view(), place), taken ? value : 5);
			t.is(row?.read(cards.test.house.view(1), place), 5);
		}),
	);
});

test('a text that is kept is not longer than it may be, and a secret is never read', t => {
	const cards = reader();
	const [text, secret] = under('1.2', [
		['1.0', 'text', OCTET_STRING, keptText('', 3)],
		['2.0', 'secret', OCTET_STRING, keptSecret(3)],
	]);
	for (const row of [text, secret]) {
		t.is(row?.write?.(cards.view(), 'four', cards.place), 'wrongLength');
		t.deepEqual(typeof row?.write?.(cards.view(), 'one', cards.place), 'object');
	}
	t.is(secret?.read(cards.view(), cards.place), '');
});

test('rows that a card has not are passed over and cannot be set', t => {
	const cards = reader();
	const [row] = where(() => false, under('1.2', [['1.0', 'number', INTEGER, keptBetween(5, 1, 9)]]));
	t.is(row?.read(cards.view(), cards.place), null);
	t.is(row?.write?.(cards.view(), 5, cards.place), 'inconsistentValue');
});
