import test from 'ava';
import fc from 'fast-check';
import {ALARMS, APC, OWN, smallRows, SYSTEM} from '../../helpers/snmp-mib.ts';
import {GET_BULK, GET_NEXT, messageBytes, names} from '../../helpers/snmp-messages.ts';
import type {Message} from '../../helpers/snmp-messages.ts';
import {snmpRig, walk} from '../../helpers/snmp-rig.ts';
import type {Rig} from '../../helpers/snmp-rig.ts';

const NO_SUCH_OBJECT = 0x80;
const NO_SUCH_INSTANCE = 0x81;
const END_OF_MIB_VIEW = 0x82;

function bulkWalk(rig: Rig, repetitions: number): string[] {
	const seen: string[] = [];
	for (let oid = '0.0'; ; oid = seen[seen.length - 1]) {
		const bindings = rig.ask({type: GET_BULK, third: repetitions, bindings: names(oid)})?.bindings ?? [];
		seen.push(...bindings.filter(({type}) => type !== END_OF_MIB_VIEW).map(found => found.oid));
		if (bindings.length === 0 || bindings.some(({type}) => type === END_OF_MIB_VIEW)) {
			return seen;
		}
	}
}

function arcsOf(oid: string): number[] {
	return oid.split('.').map(Number);
}

function compareArcs(a: string, b: string): number {
	const [left, right] = [arcsOf(a), arcsOf(b)];
	const at = left.findIndex((arc, i) => arc !== right[i]);
	return at < 0 ? left.length - right.length : left[at] - (right[at] ?? -1);
}

for (const version of [0, 1]) {
	test(`a GET of version ${version} has the values in its order, with its request id and community`, t => {
		const rig = snmpRig();
		const answer = rig.get(version, `${OWN}.3.0`, `${SYSTEM}.1.0`, `${SYSTEM}.2.0`, `${OWN}.1.0`);
		t.deepEqual(answer, {
			version,
			community: 'public',
			type: 0xa2,
			id: 77,
			second: 0,
			third: 0,
			bindings: [
				{oid: `${OWN}.3.0`, type: 2, value: -129},
				{oid: `${SYSTEM}.1.0`, type: 4, value: 'Card s0-c0 of SMT1500'},
				{oid: `${SYSTEM}.2.0`, type: 6, value: '1.3.6.1.4.1.318.1.3.27'},
				{oid: `${OWN}.1.0`, type: 4, value: 'x'.repeat(300)},
			],
		});
	});
}

const absent: readonly (readonly [what: string, oid: string, tag: number])[] = [
	['an object that nobody has', '1.3.6.1.2.1.2.1.0', NO_SUCH_OBJECT],
	['another instance of a scalar', `${SYSTEM}.1.1`, NO_SUCH_INSTANCE],
	['a scalar without its instance', `${SYSTEM}.1`, NO_SUCH_INSTANCE],
	['an instance that this card has not', `${APC}.2.2.2.0`, NO_SUCH_INSTANCE],
	['a row of a table that is not there', `${ALARMS}.2.99`, NO_SUCH_INSTANCE],
	['a column that a table has not', `${ALARMS}.7.99`, NO_SUCH_OBJECT],
];

for (const [what, oid, tag] of absent) {
	test(`${what} is told as such in version 2c, and as noSuchName in version 1`, t => {
		const rig = snmpRig();
		t.deepEqual(rig.get(1, oid).bindings, [{oid, type: tag, value: null}]);
		const old = rig.get(0, `${SYSTEM}.1.0`, oid);
		t.deepEqual([old.second, old.third, old.bindings], [2, 2, names(`${SYSTEM}.1.0`, oid)]);
	});
}

test('a walk meets every instance that there is once, in rising order, with what holds in a table', t => {
	const rig = snmpRig();
	rig.utility(0, 0);
	rig.advance(30_000);
	const held = rig.house.view(0).held();
	t.true(held.length > 0);
	const expected = [
		...smallRows.filter(({name}) => name !== 'upsAdvBatteryTemperature').map(({oid}) => oid),
		...held.flatMap(({number}) => [`${ALARMS}.2.${number}`, `${ALARMS}.3.${number}`]),
	].sort(compareArcs);
	t.deepEqual(walk(rig, 1), expected);
	t.deepEqual(
		walk(rig, 0),
		expected.filter(oid => oid !== `${OWN}.2.0`),
		'SNMPv1 has no Counter64',
	);
	for (const repetitions of [1, 2, 7, 100]) {
		t.deepEqual(bulkWalk(rig, repetitions), expected, `${repetitions} repetitions`);
	}
});

const oids = fc
	.tuple(fc.constantFrom(...smallRows.map(({oid}) => oid), ALARMS), fc.array(fc.nat(300), {maxLength: 3}), fc.nat(9))
	.map(([oid, more, cut]) => [...arcsOf(oid).slice(0, cut > 6 ? undefined : -cut || undefined), ...more].join('.'))
	.filter(oid => oid.startsWith('1.3.'));

test('GETNEXT finds the least name that is greater, whatever is asked for', t => {
	const rig = snmpRig();
	rig.utility(0, 0);
	rig.advance(30_000);
	const all = walk(rig, 1);
	fc.assert(
		fc.property(oids, oid => {
			const found = rig.ask({type: GET_NEXT, bindings: names(oid)})?.bindings[0];
			const expected = all.find(other => compareArcs(other, oid) > 0);
			t.deepEqual([found?.oid, found?.type === END_OF_MIB_VIEW], [expected ?? oid, expected === undefined]);
		}),
		{numRuns: 300},
	);
});

test('GETBULK is GETNEXT again and again, of each name, after those that do not repeat', t => {
	const rig = snmpRig();
	rig.utility(0, 0);
	rig.advance(30_000);
	fc.assert(
		fc.property(
			fc.array(oids, {maxLength: 4}),
			fc.integer({min: -1, max: 5}),
			fc.integer({min: -1, max: 8}),
			(asked, second, third) => {
				const expected: string[] = [];
				const step = (oid: string): string => {
					const [found] = rig.ask({type: GET_NEXT, bindings: names(oid)})?.bindings ?? [];
					expected.push(`${found.oid} ${found.type}`);
					return found.oid;
				};
				const single = Math.max(0, second);
				asked.slice(0, single).forEach(step);
				let repeating = asked.slice(single);
				for (let i = 0; i < third; i++) {
					repeating = repeating.map(step);
				}
				const found = (rig.ask({type: GET_BULK, second, third, bindings: names(...asked)})?.bindings ?? []).map(
					({oid, type}) => `${oid} ${type}`,
				);
				t.deepEqual(found, expected.slice(0, found.length));
				const missing = expected.slice(found.length);
				t.true(
					missing.every(text => text.endsWith(' 130')) || found.length > 2,
					'what is missing did not fit, or only says again that the MIB has ended',
				);
			},
		),
		{numRuns: 200},
	);
});

test('a GETBULK that asks for more than fits gets as much as fits', t => {
	const rig = snmpRig();
	const bindings = names(...Array.from({length: 20}, () => `${SYSTEM}.1.0`));
	const answer = rig.ask({type: GET_BULK, third: 2_000_000_000, bindings});
	t.is(answer?.second, 0);
	t.true((answer?.bindings.length ?? 0) > 20);
	t.true(messageBytes(answer as Message).length <= 1472);
	t.true(messageBytes(answer as Message).length > 1100);
});

test('a GET whose values do not fit is tooBig, without a list in version 2c and with that of the request in version 1', t => {
	const rig = snmpRig();
	const many = Array.from({length: 6}, () => `${OWN}.1.0`);
	const answer = rig.get(1, ...many);
	t.deepEqual([answer.second, answer.third, answer.bindings], [1, 0, []]);
	const old = rig.get(0, ...many);
	t.deepEqual([old.second, old.third, old.bindings], [1, 0, names(...many)]);
	t.is(rig.agent.counters.value(0, 'snmpOutTooBigs'), 2);
});
