import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {quirks} from '../../../src/protocols/snmp/quirks.ts';
import type {RecordedObject} from '../../../src/protocols/snmp/recording/recorded.ts';
import {parseSnmprec} from '../../../src/protocols/snmp/recording/snmprec.ts';
import {readerOf} from '../../helpers/mib-reader.ts';
import type {MibReader} from '../../helpers/mib-reader.ts';

const data = process.env['RIDETHROUGH_DATA'];
const recorded = data === undefined ? test.skip : test;
const why = data === undefined ? ' (skipped: RIDETHROUGH_DATA is not set)' : '';

/** What must be served or named: all that is APC's, and the whole of RFC 1628. */
const coveredPrefixes = ['1.3.6.1.4.1.318.', '1.3.6.1.2.1.33.'];

/** Cards that serve between them what any recorded card does. */
const servers: ReadonlyArray<readonly [model: string, flavour: 'nmc2' | 'nmc3']> = [
	['SMT1500', 'nmc2'],
	['SMX1500I', 'nmc3'],
	['SRT2200XLA', 'nmc3'],
	['SU1400', 'nmc2'],
];

/** Lines `- \`OID\`: reason` of the list; an OID that ends in a dot stands for all below it. */
function notServed(): string[] {
	const text = readFileSync('test/peers/not-served.md', 'utf8');
	return [...text.matchAll(/^- `([\d.]+)`: \S.*$/gm)].map(match => match[1] ?? '');
}

function typesOf(reader: MibReader, types: Map<string, number>): Map<string, number> {
	for (const {oid, type} of reader.all()) {
		types.set(oid, type);
	}
	return types;
}

function typesServed(): Map<string, number> {
	const types = new Map<string, number>();
	for (const [model, flavour] of servers) {
		typesOf(readerOf(model, flavour), types);
	}
	return types;
}

/** With what a card serves beside that when it takes its identity from the recording. */
function typesWith(objects: readonly RecordedObject[], always: ReadonlyMap<string, number>): Map<string, number> {
	const reader = readerOf('SMT1500', 'nmc2');
	const recordedValues = Object.fromEntries(objects.map(({oid, value}) => [oid, String(value)]));
	reader.identify(recordedValues);
	return typesOf(reader, new Map(always));
}

recorded(`every recorded object of an APC card is served with its type, or is listed as not served${why}`, t => {
	const bare = typesServed();
	const listed = notServed();
	const folder = join(data ?? '', 'snmp');
	let count = 0;
	for (const file of readdirSync(folder).filter(name => name.startsWith('apc_'))) {
		const {objects} = parseSnmprec(readFileSync(join(folder, file), 'utf8'));
		const types = typesWith(objects, bare);
		for (const {oid, type} of objects.filter(({oid}) => coveredPrefixes.some(prefix => oid.startsWith(prefix)))) {
			const isListed = listed.some(entry => (entry.endsWith('.') ? oid.startsWith(entry) : oid === entry));
			t.is(types.get(oid), isListed ? undefined : type, `${file}: type of ${oid}`);
			count += 1;
		}
	}
	t.true(count > 500, `only ${count} recorded objects were looked at`);
});

recorded(`below the UPS and RFC 1628 a card needs no recording for that${why}`, t => {
	const bare = typesServed();
	const own = ['1.3.6.1.4.1.318.1.1.1.', '1.3.6.1.2.1.33.'];
	const folder = join(data ?? '', 'snmp');
	const files = readdirSync(folder).filter(name => name.startsWith('apc_'));
	const all = files.flatMap(file => parseSnmprec(readFileSync(join(folder, file), 'utf8')).objects);
	const missing = all.filter(({oid}) => own.some(prefix => oid.startsWith(prefix)) && !bare.has(oid));
	t.deepEqual(missing, []);
});

/** The recording that is a whole walk of its groups, of an AP9630 with firmware 5.1.7 (snmp.md (a)). */
const wholeGroups = ['1.3.6.1.2.1.1.', '1.3.6.1.2.1.2.', '1.3.6.1.2.1.11.', '1.3.6.1.2.1.33.'];

recorded(`with the quirks of a real card these groups have its objects, none less and none more${why}`, t => {
	const reader = readerOf('SUA5000RMT5U', 'nmc2');
	quirks.forEach(({name}) => reader.place.quirks.add(name));
	const file = join(data ?? '', 'snmp', 'apc_sua5000rmi5u-nmc2_mib2.snmprec');
	const real = parseSnmprec(readFileSync(file, 'utf8')).objects;
	const namesIn = (objects: ReadonlyArray<{readonly oid: string; readonly type: number}>, group: string) =>
		objects.filter(({oid}) => oid.startsWith(group)).map(({oid, type}) => `${oid} ${type}`);
	for (const group of wholeGroups) {
		t.deepEqual(namesIn(reader.all(), group), namesIn(real, group));
	}
});
