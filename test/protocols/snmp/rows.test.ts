import test from 'ava';
import type {ExecutionContext} from 'ava';
import {createMib, flavours} from '../../../src/protocols/snmp/flavours.ts';
import {
	COUNTER32,
	COUNTER64,
	GAUGE32,
	INTEGER,
	IP_ADDRESS,
	OBJECT_IDENTIFIER,
	OCTET_STRING,
	TIME_TICKS,
} from '../../../src/protocols/snmp/mib.ts';
import {quirks} from '../../../src/protocols/snmp/quirks.ts';
import {compareOids, isOid} from '../../../src/protocols/snmp/recording/recorded.ts';
import {models} from '../../../src/ups/catalogue.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {MibReader, readerOf} from '../../helpers/mib-reader.ts';
import type {Instance} from '../../helpers/mib-reader.ts';
import {houseIn, upsStates} from '../../helpers/ups-states.ts';
import {highest} from './enumerations.ts';

const MOST_INTEGER = 2147483647;
const MOST_UNSIGNED = 4294967295;

/** Ranges of RFC 1628 (snmp.md (a)) where they are narrower than NonNegativeInteger, which is every other INTEGER of it. */
const rfcRanges: Readonly<Record<string, readonly [low: number, high: number]>> = {
	upsEstimatedMinutesRemaining: [1, MOST_INTEGER],
	upsEstimatedChargeRemaining: [0, 100],
	upsBatteryCurrent: [-MOST_INTEGER, MOST_INTEGER],
	upsBatteryTemperature: [-100, 200],
	upsOutputPercentLoad: [0, 200],
	upsShutdownAfterDelay: [-1, MOST_INTEGER],
	upsStartupAfterDelay: [-1, MOST_INTEGER],
	upsRebootWithDuration: [-1, 300],
};

/** Enumerations whose unknown is the -1 of PowerNet's conventions. */
const mayBeUnknown = [
	'upsAdvConfigLCDLocalLanguage',
	'upsAdvTestDiagnosticDay',
	'upsOutletGroupConfigLoadShedControlInOverload',
];

function rangeOf({oid, name, type}: Instance): readonly [number, number] {
	if (type !== INTEGER) {
		return [0, MOST_UNSIGNED];
	}
	const most = highest[name];
	if (most !== undefined) {
		return [mayBeUnknown.includes(name) ? -1 : 1, most];
	}
	const rfc = oid.startsWith('1.3.6.1.2.1.33.') ? (rfcRanges[name] ?? [0, MOST_INTEGER]) : undefined;
	return rfc ?? [-MOST_INTEGER - 1, MOST_INTEGER];
}

function isOfType(instance: Instance): boolean {
	const {type, value} = instance;
	if (type === OCTET_STRING) {
		return typeof value === 'string' && value.length <= 255 && /^[\0-\xff]*$/.test(value);
	}
	if (type === OBJECT_IDENTIFIER) {
		return typeof value === 'string' && isOid(value);
	}
	if (type === IP_ADDRESS) {
		return typeof value === 'string' && /^[\0-\xff]{4}$/.test(value);
	}
	const [low, high] = rangeOf(instance);
	return Number.isInteger(value) && !Object.is(value, -0) && Number(value) >= low && Number(value) <= high;
}

function checkAll(t: ExecutionContext, reader: MibReader, what: string): void {
	const all = reader.all();
	t.true(all.length > 100, what);
	for (const instance of all) {
		t.true(isOfType(instance), `${what}: ${instance.name} (${instance.oid}) is ${JSON.stringify(instance.value)}`);
	}
}

for (const flavour of flavours) {
	test(`the objects of ${flavour} have legal, unique and rising addresses, names and types`, t => {
		const {rows, tables} = createMib(flavour, houseOf({}).house);
		const types = [INTEGER, OCTET_STRING, OBJECT_IDENTIFIER, IP_ADDRESS, COUNTER32, GAUGE32, TIME_TICKS, COUNTER64];
		for (const [at, {oid, name, type}] of rows.entries()) {
			t.true(isOid(oid), oid);
			t.regex(name, /^[a-z][A-Za-z0-9]*$/);
			t.true(types.includes(type), `${name} has type ${type}`);
			t.true(at === 0 || compareOids(rows[at - 1]?.oid ?? '', oid) < 0, `${oid} does not rise`);
			t.false(
				tables.some(table => oid.startsWith(`${table.oid}.`)),
				`${oid} lies in a table`,
			);
		}
	});
}

for (const state of upsStates) {
	test(`every value is of its type and in its range: ${state.name}`, t => {
		checkAll(t, new MibReader(houseIn(state), 'nmc3'), state.name);
		checkAll(t, new MibReader(houseIn(state), 'rfc1628'), state.name);
	});
}

test('every value is of its type and in its range: each model, on line and in an outage', t => {
	for (const {sku} of models()) {
		const reader = readerOf(sku, 'nmc2');
		checkAll(t, reader, `${sku} on line`);
		reader.test.utility(0, 0);
		reader.test.advance(30000);
		checkAll(t, reader, `${sku} in an outage`);
	}
});

test('every value is of its type and in its range while the UPS does not answer', t => {
	for (const flavour of flavours) {
		const reader = readerOf('SRT2200XLA', flavour);
		reader.test.bench.target(0).silenceLink();
		reader.test.advance(60000);
		t.true(reader.view().lost);
		checkAll(t, reader, flavour);
	}
});

test('every value is of its type and in its range: off, asleep, an outlet group off', t => {
	const orders: ReadonlyArray<readonly [string, number, number]> = [
		['1.3.6.1.4.1.318.1.1.1.12.3.2.1.3.2', 2, 0],
		['1.3.6.1.4.1.318.1.1.1.5.2.11.0', 36000, 0],
		['1.3.6.1.4.1.318.1.1.1.6.2.3.0', 2, 5000],
		['1.3.6.1.4.1.318.1.1.1.6.2.6.0', 2, 5000],
		['1.3.6.1.4.1.318.1.1.1.6.2.1.0', 2, 5000],
	];
	const reader = readerOf('SMT1500', 'nmc3');
	for (const [oid, value, wait] of orders) {
		t.is(reader.set(oid, value), '', oid);
		reader.test.advance(wait);
		checkAll(t, reader, `${oid} = ${value}`);
	}
});

test('every value is of its type and in its range with every quirk on', t => {
	const reader = readerOf('SUA5000RMT5U', 'nmc2');
	for (const {name} of quirks) {
		reader.place.quirks.add(name);
	}
	checkAll(t, reader, 'quirks');
});

test('a card never answers where transfer switches and power strips are told apart', t => {
	const oids = new Set(
		readerOf('SMT1500', 'nmc3')
			.all()
			.map(({oid}) => oid),
	);
	t.false(oids.has('1.3.6.1.4.1.318.1.1.8.1.5.0'));
	t.false(oids.has('1.3.6.1.4.1.318.1.1.4.1.4.0'));
	t.true(oids.has('1.3.6.1.4.1.318.1.1.1.1.1.1.0'));
});
