import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {parseSnmprec} from '../../../src/protocols/snmp/recording/snmprec.ts';
import {readerOf} from '../../helpers/mib-reader.ts';
import type {MibReader} from '../../helpers/mib-reader.ts';

const data = process.env['RIDETHROUGH_DATA'];
const recorded = data === undefined ? test.skip : test;
const why = data === undefined ? ' (skipped: RIDETHROUGH_DATA is not set)' : '';

/** What must be served or named: the UPS of PowerNet and the whole of RFC 1628. */
const coveredPrefixes = ['1.3.6.1.4.1.318.1.1.1.', '1.3.6.1.2.1.33.'];

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

function typesServed(): Map<string, number> {
	const types = new Map<string, number>();
	for (const [model, flavour] of servers) {
		const reader: MibReader = readerOf(model, flavour);
		for (const {oid, type} of reader.all()) {
			types.set(oid, type);
		}
	}
	return types;
}

recorded(`every recorded object of an APC card is served with its type, or is listed as not served${why}`, t => {
	const types = typesServed();
	const listed = notServed();
	const folder = join(data ?? '', 'snmp');
	let objects = 0;
	for (const file of readdirSync(folder).filter(name => name.startsWith('apc_'))) {
		for (const {oid, type} of parseSnmprec(readFileSync(join(folder, file), 'utf8')).objects) {
			const isListed = listed.some(entry => (entry.endsWith('.') ? oid.startsWith(entry) : oid === entry));
			const isCovered = coveredPrefixes.some(prefix => oid.startsWith(prefix));
			const served = types.get(oid);
			if (served !== undefined) {
				t.is(served, type, `${file}: type of ${oid}`);
				t.false(isListed, `${oid} is served and yet listed as not served`);
			} else if (isCovered || oid.startsWith('1.3.6.1.4.1.318.')) {
				t.true(isListed, `${file}: ${oid} is neither served nor listed`);
			}
			objects += isCovered ? 1 : 0;
		}
	}
	t.true(objects > 250, `only ${objects} recorded objects were looked at`);
});

recorded(`the list of what is not served is short${why}`, t => {
	t.true(notServed().length <= 12);
});
