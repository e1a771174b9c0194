import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {parseSnmprec} from '../../../../src/protocols/snmp/recording/snmprec.ts';
import {readerOf} from '../../../helpers/mib-reader.ts';

const MIB2 = '1.3.6.1.2.1';
/** Groups of RFC 1213 and 3418, and the statistics that managers poll: what real cards have of these is served alike. */
const alike = [
	'1.',
	'2.',
	'4.1.',
	'4.2.',
	'4.3.',
	'4.4.',
	'4.5.',
	'4.9.',
	'4.10.',
	'4.31.1.',
	'5.1.',
	'5.14.',
	'7.1.',
	'7.4.',
	'11.',
];
/** Firmware 6.2.0 gives counters of 32 bits the type of 64, and the other way round: columns that RFC 4293 has otherwise. */
const mixedTypes = 'apc_symmetralx.snmprec';
const data = process.env['RIDETHROUGH_DATA'];
const recorded = data === undefined ? test.skip : test;

recorded(
	`what real cards have of the groups of RFC 1213 is served with the recorded type${data === undefined ? ' (skipped: RIDETHROUGH_DATA is not set)' : ''}`,
	t => {
		const served = new Map(
			readerOf('SMT1500', 'nmc3')
				.all()
				.map(({oid, type}) => [oid, type]),
		);
		const folder = join(data ?? '', 'snmp');
		let count = 0;
		for (const file of readdirSync(folder).filter(name => name.startsWith('apc_'))) {
			for (const {oid, type} of parseSnmprec(readFileSync(join(folder, file), 'utf8')).objects) {
				const isMixed = file === mixedTypes && oid.startsWith(`${MIB2}.4.31.`);
				if (!isMixed && alike.some(group => oid.startsWith(`${MIB2}.${group}`))) {
					t.is(served.get(oid), type, `${file}: ${oid}`);
					count += 1;
				}
			}
		}
		t.true(count > 400, `only ${count} objects were looked at`);
	},
);

test('the table of capabilities has the five rows of a real card', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const rows = reader.all().filter(({oid}) => oid.startsWith(`${MIB2}.1.9.1.2.`));
	t.deepEqual(
		rows.map(({value}) => value),
		['1.3.6.1.6.3.1', '1.3.6.1.6.3.10.3.1.1', '1.3.6.1.6.3.11.3.1.1', '1.3.6.1.6.3.15.2.1.1', '1.3.6.1.6.3.16.2.1.1'],
	);
});

test('what the engine counts is read under its name', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const names: Readonly<Record<string, string>> = {
		[`${MIB2}.11.1.0`]: 'snmpInPkts',
		[`${MIB2}.11.32.0`]: 'snmpProxyDrops',
		[`${MIB2}.4.3.0`]: 'snmpInPkts',
		[`${MIB2}.7.4.0`]: 'snmpOutPkts',
		[`${MIB2}.2.2.1.17.2`]: 'snmpOutPkts',
		'1.3.6.1.6.3.10.2.1.2.0': 'snmpEngineBoots',
		'1.3.6.1.6.3.11.2.1.2.0': 'snmpInvalidMsgs',
		'1.3.6.1.6.3.15.1.1.5.0': 'usmStatsWrongDigests',
	};
	for (const [oid, name] of Object.entries(names)) {
		t.is(reader.get(oid), reader.place.counter(name), oid);
	}
});

test('up time, up time of the host and time of the engine are one', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	reader.place.upTimeTicks = 123_456;
	t.is(reader.get(`${MIB2}.1.3.0`), 123_456);
	t.is(reader.get(`${MIB2}.25.1.1.0`), 123_456);
	t.is(reader.get('1.3.6.1.6.3.10.2.1.3.0'), 1234);
});

test('authentication traps are enabled until they are disabled', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const oid = `${MIB2}.11.30.0`;
	t.is(reader.get(oid), 1);
	t.is(reader.set(oid, 3), 'wrongValue');
	t.is(reader.set(oid, 2), '');
	t.is(reader.get(oid), 2);
});

test('a UPS of RFC 1628 alone has the groups of RFC 1213 and nothing that only cards have', t => {
	const oids = readerOf('SMT1500', 'rfc1628')
		.all()
		.map(({oid}) => oid);
	for (const group of ['1', '2', '4', '5', '6', '7', '11', '33']) {
		t.true(
			oids.some(oid => oid.startsWith(`${MIB2}.${group}.`)),
			group,
		);
	}
	t.false(oids.some(oid => oid.startsWith(`${MIB2}.4.31.`)));
});
