import test from 'ava';
import fc from 'fast-check';
import {INTEGER, OCTET_STRING, TIME_TICKS} from '../../../src/protocols/snmp/mib.ts';
import {APC, OWN, SYSTEM} from '../../helpers/snmp-mib.ts';
import {snmpRig} from '../../helpers/snmp-rig.ts';

const HIGH = `${APC}.5.2.2.0`;
const OFF = `${APC}.6.2.1.0`;
const CONSERVE = `${APC}.6.1.1.0`;
const CONTACT = `${SYSTEM}.4.0`;

test('a SET of settings reaches the card, rounded as the UPS would, and comes back as it was written', t => {
	const rig = snmpRig();
	const written = [
		{oid: HIGH, type: INTEGER, value: 131},
		{oid: CONTACT, type: OCTET_STRING, value: 'Ada'},
	];
	const answer = rig.set(1, ...written);
	t.deepEqual([answer.second, answer.bindings], [0, written]);
	t.deepEqual(
		rig.get(1, HIGH, CONTACT).bindings.map(({value}) => value),
		[rig.house.view(0).number('ups.transfer.high'), 'Ada'],
	);
	t.is(rig.house.view(0).number('ups.transfer.high'), rig.house.view(0).rounded('ups.transfer.high', 131));
});

const refusals: ReadonlyArray<{
	readonly what: string;
	readonly oid: string;
	readonly type: number;
	readonly value: number | string;
	readonly status: number;
	readonly old: number;
}> = [
	{what: 'an object that is read-only', oid: `${SYSTEM}.1.0`, type: OCTET_STRING, value: 'x', status: 17, old: 2},
	{what: 'an object that nobody has', oid: '1.3.6.1.2.1.2.1.0', type: INTEGER, value: 1, status: 17, old: 2},
	{
		what: 'another instance of an object that may be written',
		oid: `${CONTACT.slice(0, -1)}1`,
		type: OCTET_STRING,
		value: 'x',
		status: 11,
		old: 2,
	},
	{what: 'another type', oid: HIGH, type: OCTET_STRING, value: '131', status: 7, old: 3},
	{what: 'a text that is too long', oid: CONTACT, type: OCTET_STRING, value: 'x'.repeat(17), status: 8, old: 3},
	{what: 'a value that no command has', oid: OFF, type: INTEGER, value: 9, status: 10, old: 3},
	{what: 'an order that the UPS refuses now', oid: CONSERVE, type: INTEGER, value: 2, status: 12, old: 3},
	{what: 'TimeTicks for an INTEGER', oid: OFF, type: TIME_TICKS, value: 2, status: 7, old: 3},
];

for (const {what, oid, type, value, status, old} of refusals) {
	test(`a SET of ${what} is refused with ${status} in version 2c and ${old} in version 1, and nothing of it is done`, t => {
		for (const [version, expected] of [
			[1, status],
			[0, old],
		]) {
			const rig = snmpRig();
			const before = rig.get(1, HIGH, CONTACT).bindings;
			const bindings = [
				{oid: CONTACT, type: OCTET_STRING, value: 'Ada'},
				{oid, type, value},
				{oid: HIGH, type: INTEGER, value: 127},
			].filter((one, i) => i === 1 || one.oid !== oid);
			const answer = rig.set(version, ...bindings);
			t.deepEqual([answer.second, answer.third], [expected, bindings.findIndex(one => one.value === value) + 1]);
			t.deepEqual(answer.bindings, bindings);
			t.deepEqual(rig.get(1, HIGH, CONTACT).bindings, before);
		}
	});
}

test('one object twice in a SET is done once where the values agree, and refused where they do not', t => {
	const rig = snmpRig();
	const ada = {oid: CONTACT, type: OCTET_STRING, value: 'Ada'};
	t.is(rig.set(1, ada, ada).second, 0);
	const answer = rig.set(1, ada, {...ada, value: 'Bob'});
	t.deepEqual([answer.second, answer.third], [12, 2]);
	t.is(rig.house.view(0).text('card.contact'), 'Ada');
});

test('what the agent itself keeps changes only when the whole SET is done', t => {
	const rig = snmpRig();
	const lock = {oid: `${OWN}.4.0`, type: INTEGER, value: 1};
	rig.set(1, lock, {oid: OFF, type: INTEGER, value: 9});
	t.is(rig.get(1, lock.oid).bindings[0].value, 1);
	t.is(rig.set(1, lock).second, 0);
	t.is(rig.get(1, lock.oid).bindings[0].value, 2);
	t.deepEqual([rig.set(1, lock).second, rig.set(0, lock).second], [12, 3]);
});

test('an order reaches the UPS', t => {
	const rig = snmpRig();
	t.is(rig.set(0, {oid: OFF, type: INTEGER, value: 2}).second, 0);
	rig.advance(60_000);
	const card = rig.house.view(0);
	card.look();
	t.true(card.statusWords().includes('OFF'));
});

const good = fc.constantFrom(
	{oid: CONTACT, type: OCTET_STRING, value: 'Ada'},
	{oid: `${SYSTEM}.5.0`, type: OCTET_STRING, value: 'rack 7'},
	{oid: HIGH, type: INTEGER, value: 127},
	{oid: HIGH, type: INTEGER, value: 133},
	{oid: `${OWN}.4.0`, type: INTEGER, value: 1},
);
const bad = fc.constantFrom(
	{oid: CONTACT, type: INTEGER, value: 1},
	{oid: `${OWN}.4.0`, type: INTEGER, value: 9},
	{oid: CONSERVE, type: INTEGER, value: 2},
	{oid: `${SYSTEM}.1.0`, type: OCTET_STRING, value: 'x'},
);

test('whatever is in a SET, all of it is done or nothing', t => {
	fc.assert(
		fc.property(
			fc.array(fc.oneof({weight: 5, arbitrary: good}, {weight: 1, arbitrary: bad}), {maxLength: 5}),
			bindings => {
				const rig = snmpRig();
				const read = (): Record<string, unknown> =>
					Object.fromEntries(
						rig.get(1, CONTACT, `${SYSTEM}.5.0`, HIGH, `${OWN}.4.0`).bindings.map(({oid, value}) => [oid, value]),
					);
				const before = read();
				const {second} = rig.set(1, ...bindings);
				const after = {...before};
				for (const {oid, value} of second === 0 ? bindings : []) {
					after[oid] =
						oid === `${OWN}.4.0` ? 2 : oid === HIGH ? rig.house.view(0).rounded('ups.transfer.high', value) : value;
				}
				t.deepEqual(read(), after);
			},
		),
		{numRuns: 100},
	);
});
