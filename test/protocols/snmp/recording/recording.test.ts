import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {
	COUNTER64,
	GAUGE32,
	INTEGER,
	IP_ADDRESS,
	OBJECT_IDENTIFIER,
	OCTET_STRING,
	TIME_TICKS,
} from '../../../../src/protocols/snmp/mib.ts';
import {compareOids} from '../../../../src/protocols/snmp/recording/recorded.ts';
import {mibOf} from '../../../../src/protocols/snmp/recording/recorded-mib.ts';
import {parseSnmprec} from '../../../../src/protocols/snmp/recording/snmprec.ts';
import {parseWalk} from '../../../../src/protocols/snmp/recording/walk.ts';

const lines: ReadonlyArray<readonly [line: string, type: number, value: string | number]> = [
	['1.3.6.1.2.1.1.3.0|67|4200', TIME_TICKS, 4200],
	['1.3.6.1.2.1.1.1.0|4|a|b', OCTET_STRING, 'a|b'],
	['1.3.6.1.2.1.1.1.0|4|', OCTET_STRING, ''],
	['1.3.6.1.2.1.2.2.1.6.2|4x|28298606A489', OCTET_STRING, '\x28\x29\x86\x06\xA4\x89'],
	['1.3.6.1.2.1.1.1.0|4e|a\\x0ab', OCTET_STRING, 'a\nb'],
	['1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.318.1.3.27', OBJECT_IDENTIFIER, '1.3.6.1.4.1.318.1.3.27'],
	['1.3.6.1.2.1.4.20.1.1|64|10.0.0.1', IP_ADDRESS, '\x0A\x00\x00\x01'],
	['1.3.6.1.2.1.4.20.1.1|64x|0A000001', IP_ADDRESS, '\x0A\x00\x00\x01'],
	['1.3.6.1.2.1.1.7.0|2|-1', INTEGER, -1],
	['1.3.6.1.2.1.31.1.1.1.6.1|70|5', COUNTER64, 5],
];

for (const [line, type, value] of lines) {
	test(`${line} is read`, t => {
		const {objects, problems} = parseSnmprec(line);
		t.deepEqual(problems, []);
		t.deepEqual(objects, [{oid: line.split('|')[0], type, value}]);
	});
}

const walked: ReadonlyArray<readonly [text: string, type: number, value: string | number]> = [
	['.1.3.6.1.2.1.1.3.0 = Timeticks: (4200) 0:00:42.00', TIME_TICKS, 4200],
	['.1.3.6.1.2.1.33.1.4.1.0 = INTEGER: normal(3)', INTEGER, 3],
	['.1.3.6.1.2.1.33.1.2.3.0 = INTEGER: 12 minutes', INTEGER, 12],
	['.1.3.6.1.2.1.1.1.0 = STRING: "two\nlines"', OCTET_STRING, 'two\nlines'],
	['.1.3.6.1.2.1.1.1.0 = STRING: plain text', OCTET_STRING, 'plain text'],
	['.1.3.6.1.2.1.1.1.0 = ""', OCTET_STRING, ''],
	['.1.3.6.1.2.1.2.2.1.6.2 = Hex-STRING: 28 29 86 06 A4 89 ', OCTET_STRING, '\x28\x29\x86\x06\xA4\x89'],
	['.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.318.1.3.27', OBJECT_IDENTIFIER, '1.3.6.1.4.1.318.1.3.27'],
	['.1.3.6.1.2.1.4.20.1.1 = IpAddress: 10.0.0.1', IP_ADDRESS, '\x0A\x00\x00\x01'],
	['.1.3.6.1.4.1.318.1.1.1.2.2.1.0 = Gauge32: 100', GAUGE32, 100],
];

for (const [text, type, value] of walked) {
	test(`${JSON.stringify(text)} of a walk is read`, t => {
		const {objects, problems} = parseWalk(text);
		t.deepEqual(problems, []);
		t.deepEqual(
			objects.map(object => [object.type, object.value]),
			[[type, value]],
		);
	});
}

test('what is no object is named with its line, and the rest is read', t => {
	const recording = parseSnmprec('1.3.6.1.2.1.1.7.0|2|72\nnonsense\n1.3.6.1.2.1.1.3.0|67|soon\n');
	t.is(recording.objects.length, 1);
	t.deepEqual(
		recording.problems.map(({line}) => line),
		[2, 3],
	);
	t.deepEqual(
		parseWalk('Timeout: No Response from 10.0.0.1').problems.map(({line}) => line),
		[1],
	);
});

test('objects come in the order of their identifiers, the last of a repeated one', t => {
	const {objects} = parseSnmprec('1.3.10.0|2|1\n1.3.9.0|2|2\n1.3.10.0|2|3\n');
	t.deepEqual(
		objects.map(({oid, value}) => [oid, value]),
		[
			['1.3.9.0', 2],
			['1.3.10.0', 3],
		],
	);
	t.true(compareOids('1.3.9', '1.3.9.0') < 0);
});

test('no text makes a parser throw', t => {
	fc.assert(
		fc.property(fc.string(), text => {
			parseSnmprec(text);
			parseWalk(text);
		}),
	);
	t.pass();
});

const folder = process.env['RIDETHROUGH_DATA'];
const recorded = folder === undefined ? test.skip : test;
recorded(`every recording is read whole${folder === undefined ? ' (skipped: RIDETHROUGH_DATA not set)' : ''}`, t => {
	const snmp = join(folder ?? '', 'snmp');
	for (const file of readdirSync(snmp).filter(name => name.endsWith('.snmprec'))) {
		const text = readFileSync(join(snmp, file), 'utf8');
		const {objects, problems} = parseSnmprec(text);
		t.deepEqual(problems, [], file);
		const kept = text.split('\n').filter(line => line !== '' && !/\|5\|/.test(line));
		t.is(objects.length, new Set(kept.map(line => line.split('|')[0])).size, file);
		t.is(mibOf({objects, problems}).rows.length, objects.length);
	}
});
