import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {INTEGER, TIME_TICKS} from '../../../src/protocols/snmp/mib.ts';
import {parseSnmprec} from '../../../src/protocols/snmp/recording/snmprec.ts';
import {readFileSync} from 'node:fs';
import {readerOf} from '../../helpers/mib-reader.ts';
import {findProgram} from '../../helpers/needs.ts';

const run = promisify(execFile);
const SYSTEM = '1.3.6.1.2.1.1';
const APC = '1.3.6.1.4.1.318';

test('each generation of cards describes itself in one line as real ones do', t => {
	const form = (hardware: string, application: string, models: string) =>
		new RegExp(
			`^APC Web/SNMP Management Card \\(MB:v[\\d.]+ PF:v\\S+ PN:apc_${hardware}_aos_\\S+\\.bin AF1:v\\S+ AN1:apc_${hardware}_${application}_\\S+\\.bin MN:${models} HR:\\d+ SN: \\S+ MD:\\d\\d/\\d\\d/\\d{4}\\) \\(Embedded PowerNet SNMP Agent SW v2\\.2 compatible\\)$`,
		);
	t.regex(String(readerOf('SMT1500', 'nmc2').get(`${SYSTEM}.1.0`)), form('hw05', 'sumx', 'AP963\\d'));
	t.regex(String(readerOf('SMT1500', 'nmc3').get(`${SYSTEM}.1.0`)), form('hw21', 'su', 'AP964\\d'));
	t.regex(String(readerOf('Symmetra LX 16000 RM', 'nmc2').get(`${SYSTEM}.1.0`)), form('hw05', 'sy', 'AP963\\d'));
	t.notRegex(String(readerOf('SMT1500', 'rfc1628').get(`${SYSTEM}.1.0`)), /^APC (Web|Embedded)/);
});

const objectIds: ReadonlyArray<readonly [model: string, flavour: 'nmc2' | 'nmc3' | 'rfc1628', id: string]> = [
	['SMT1500', 'nmc3', `${APC}.1.3.27`],
	['SUA1500RMI2U', 'nmc2', `${APC}.1.3.2.7`],
	['Symmetra LX 16000 RM', 'nmc2', `${APC}.1.3.5.4`],
	['SURT2000XLI', 'nmc2', `${APC}.1.3.27`],
	['9PX1000i-RT2U', 'nmc3', `${APC}.1.3.27`],
	['SMT1500', 'rfc1628', `${APC}.1.3.27`],
	['9PX1000i-RT2U', 'rfc1628', '1.3.6.1.2.1.33'],
];

for (const [model, flavour, id] of objectIds) {
	test(`sysObjectID of a ${model} on ${flavour} is ${id}`, t => {
		t.is(readerOf(model, flavour).get(`${SYSTEM}.2.0`), id);
	});
}

test('a card of old names the Smart-UPS 450 whatever the UPS is', t => {
	const reader = readerOf('SMT1500', 'nmc2');
	reader.place.quirks.add('oldObjectId');
	t.is(reader.get(`${SYSTEM}.2.0`), `${APC}.1.3.2.7`);
});

test('only the cards of APC serve PowerNet', t => {
	const has = (flavour: 'nmc2' | 'rfc1628') =>
		readerOf('SMT1500', flavour)
			.all()
			.some(({oid}) => oid.startsWith(APC));
	t.true(has('nmc2'));
	t.false(has('rfc1628'));
});

test('contact, name and location are settings of the card', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	t.is(reader.get(`${SYSTEM}.5.0`), 's0-c0');
	for (const [arc, key] of [
		['4.0', 'card.contact'],
		['5.0', 'card.name'],
		['6.0', 'card.location'],
	] as const) {
		t.is(reader.set(`${SYSTEM}.${arc}`, `of ${key}`), '');
		t.is(reader.get(`${SYSTEM}.${arc}`), `of ${key}`);
		t.is(reader.view().text(key), `of ${key}`);
		t.is(reader.set(`${SYSTEM}.${arc}`, 'x'.repeat(41)), 'wrongLength');
	}
});

test('the interface is named as each generation names it', t => {
	const network = (flavour: 'nmc2' | 'nmc3', quirk: string) => {
		const reader = readerOf('SMT1500', flavour);
		reader.place.quirks.add(quirk);
		return [reader.get('1.3.6.1.2.1.2.2.1.2.2'), reader.get('1.3.6.1.2.1.2.2.1.5.2')];
	};
	t.deepEqual(network('nmc2', ''), ['vmac0', 100000000]);
	t.deepEqual(network('nmc3', ''), ['vmac0', 0]);
	t.deepEqual(network('nmc2', 'lanceInterface'), ['lance', 10000000]);
	t.regex(String(readerOf('SMT1500', 'nmc3').get('1.3.6.1.2.1.2.2.1.6.2')), /^\0\xC0\xB7[\0-\xff]{3}$/);
});

test('the engine ID is the enterprise and the hardware address, unless the agent keeps another', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const oid = '1.3.6.1.6.3.10.2.1.1.0';
	const id = Buffer.from(String(reader.get(oid)), 'latin1');
	t.regex(id.toString('hex'), /^8000013e0300c0b7[\da-f]{6}$/);
	reader.place.keep(0, 'snmpEngineID', 'other');
	t.is(reader.get(oid), 'other');
	t.is(reader.get('1.3.6.1.6.3.10.2.1.3.0'), 3600);
});

const data = process.env['RIDETHROUGH_DATA'];

(data === undefined ? test.skip : test)(
	`what a recording says stands in place of what nothing measures${data === undefined ? ' (skipped: RIDETHROUGH_DATA is not set)' : ''}`,
	t => {
		const file = join(data ?? '', 'snmp/apc_smart1500.snmprec');
		const {objects} = parseSnmprec(readFileSync(file, 'utf8'));
		const reader = readerOf('SMT1500', 'nmc2');
		const recorded = Object.fromEntries(objects.map(({oid, value}) => [oid, String(value)]));
		reader.identify(recorded);
		t.is(reader.get(`${APC}.1.1.10.2.2.4.1.2.1`), 'Unknown');
		t.is(reader.get(`${SYSTEM}.1.0`), recorded[`${SYSTEM}.1.0`] ?? '');
		t.is(reader.get(`${APC}.1.1.25.1.1.0`), 2);
		t.is(reader.get(`${APC}.1.1.25.1.2.1.6.2.1`), 21);
		t.is(reader.set(`${APC}.1.1.25.1.4.1.8.2.1`, 55), '');
		t.is(reader.get(`${APC}.1.1.25.1.4.1.8.2.1`), 55);
		t.is(reader.get(`${APC}.1.1.25.1.2.1.6.3.1`), null);
		t.is(readerOf('SMT1500', 'nmc2').get(`${APC}.1.1.25.1.1.0`), 0);
	},
);

test('an agent of RFC 1628 is called as the device of its recording', t => {
	const reader = readerOf('9PX1000i-RT2U', 'rfc1628');
	reader.identify({[`${SYSTEM}.1.0`]: 'Some UPS', [`${SYSTEM}.2.0`]: '1.3.6.1.4.1.705.1'});
	t.is(reader.get(`${SYSTEM}.1.0`), 'Some UPS');
	t.is(reader.get(`${SYSTEM}.2.0`), '1.3.6.1.4.1.705.1');
});

test('the time that a test takes has the type that each flavour is known to give it', t => {
	const type = (flavour: 'nmc2' | 'nmc3' | 'rfc1628') =>
		readerOf('SMT1500', flavour).row('1.3.6.1.2.1.33.1.7.6.0').type;
	t.deepEqual([type('nmc2'), type('nmc3'), type('rfc1628')], [TIME_TICKS, TIME_TICKS, INTEGER]);
});

const translate = findProgram('snmptranslate');
const canTranslate = translate !== null && data !== undefined;
const modules =
	'UPS-MIB:RFC1213-MIB:SNMPv2-MIB:IF-MIB:HOST-RESOURCES-MIB:SNMP-FRAMEWORK-MIB:SNMP-MPD-MIB:SNMP-USER-BASED-SM-MIB';

(canTranslate ? test : test.skip)(
	`every name of the standards is that of its address${canTranslate ? '' : ' (skipped: snmptranslate not installed, or no RIDETHROUGH_DATA)'}`,
	async t => {
		const rows = readerOf('SRT2200XLA', 'rfc1628').all();
		const oids = rows.map(({oid}) => oid);
		const options = ['-M', join(data ?? '', 'mibs'), '-m', modules, '-Ih', '-OS'];
		const {stdout} = await run(translate ?? '', [...options, ...oids], {maxBuffer: 1e7});
		const names = stdout.split('\n').filter(line => line !== '');
		t.is(names.length, rows.length);
		for (const [at, {name, oid}] of rows.entries()) {
			t.is(names[at]?.split('::')[1]?.split('.')[0], name, oid);
		}
	},
);
