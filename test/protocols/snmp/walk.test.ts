import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Flavour} from '../../../src/protocols/snmp/flavours.ts';
import {COUNTER64} from '../../../src/protocols/snmp/mib.ts';
import {openSnmpServer} from '../../../src/protocols/snmp/server.ts';
import {readerOf} from '../../helpers/mib-reader.ts';
import type {MibReader} from '../../helpers/mib-reader.ts';
import {findProgram, needs} from '../../helpers/needs.ts';
import {COMMUNITIES} from '../../helpers/snmp-rig.ts';
import {runTool} from '../../helpers/snmp-tools.ts';

const RFC = '1.3.6.1.2.1.33.1';

interface Served extends MibReader {
	readonly at: string;
}

async function serve(t: ExecutionContext, model: string, flavour: Flavour): Promise<Served> {
	const reader = readerOf(model, flavour);
	const {house} = reader.test;
	const listen = {host: '127.0.0.1', port: 0};
	const server = await openSnmpServer({house, mib: reader.mib, communities: COMMUNITIES, listen});
	t.teardown(() => server.close());
	return Object.assign(reader, {at: `127.0.0.1:${server.port}`});
}

const withWalks = needs('snmpwalk', 'snmpbulkwalk', 'snmpset', 'snmpget');

for (const flavour of ['nmc2', 'nmc3', 'rfc1628'] as const) {
	withWalks(`net-snmp walks the whole of ${flavour} in order, with every version alike`, async t => {
		const served = await serve(t, 'SRT2200XLA', flavour);
		const all = served.all();
		for (const [program, version] of [
			['snmpwalk', '-v1'],
			['snmpwalk', '-v2c'],
			['snmpbulkwalk', '-v2c'],
		] as const) {
			const {lines, stderr} = await runTool(program, [version, '-c', 'public', served.at, '.1']);
			const oids = lines
				.filter(line => line.startsWith('.') && !line.includes('No more variables'))
				.map(line => line.split(' = ')[0]);
			// SNMPv1 has no Counter64: such objects are passed over (RFC 3584 section 4.2.2.1).
			const expected = all.filter(({type}) => version !== '-v1' || type !== COUNTER64).map(({oid}) => `.${oid}`);
			t.deepEqual(oids, expected, `${program} ${version} ${stderr}`);
		}
	});
}

withWalks('an alarm is walked while it is there', async t => {
	const served = await serve(t, 'SMT1500', 'rfc1628');
	served.test.utility(0, 0);
	served.test.advance(30000);
	const {lines} = await runTool('snmpwalk', ['-v2c', '-c', 'public', served.at, `.${RFC}.6.2`]);
	t.is(lines.length, 2);
	t.true(lines[0]?.endsWith(`OID: .${RFC}.6.3.2`), lines[1]);
});

withWalks('a test is started under its spin lock, and a stale lock refuses the whole SET at index 1', async t => {
	const served = await serve(t, 'SMT1500', 'rfc1628');
	const lockIs = ['-v2c', '-c', 'private', served.at, `.${RFC}.7.2.0`, 'i'];
	const start = [`.${RFC}.7.1.0`, 'o', `.${RFC}.7.7.4`];
	const set = async (lock: number) => runTool('snmpset', [...lockIs, String(lock), ...start]);
	const stale = await set(7);
	t.true(stale.failed);
	t.regex(stale.stderr, /inconsistentValue/);
	t.regex(stale.stderr, new RegExp(`Failed object: \\.${RFC.replaceAll('.', '\\.')}\\.7\\.2\\.0`));
	t.is(served.get(`${RFC}.7.2.0`), 1);
	t.false((await set(1)).failed);
	served.test.advance(2000);
	const {lines} = await runTool('snmpget', ['-v1', '-c', 'public', served.at, `.${RFC}.7.2.0`, `.${RFC}.7.3.0`]);
	t.deepEqual(lines, [`.${RFC}.7.2.0 = INTEGER: 2`, `.${RFC}.7.3.0 = INTEGER: 5`]);
});

withWalks('one wrong value of a SET leaves the settings of the others as they are', async t => {
	const served = await serve(t, 'SUA1500I', 'nmc2');
	const ups = '.1.3.6.1.4.1.318.1.1.1.5.2';
	const words = ['-v2c', '-c', 'private', served.at, `${ups}.2.0`, 'i', '258', `${ups}.7.0`, 'i', '9'];
	const refused = await runTool('snmpset', words);
	t.regex(refused.stderr, /wrongValue/);
	t.is(served.get('1.3.6.1.4.1.318.1.1.1.5.2.2.0'), 253);
	const done = await runTool('snmpset', [...words.slice(0, -1), '2']);
	t.false(done.failed, done.stderr);
	t.is(served.get('1.3.6.1.4.1.318.1.1.1.5.2.2.0'), 261);
});

withWalks('conserving the battery on line is a bad value to SNMPv1', async t => {
	const served = await serve(t, 'SMT1500', 'nmc3');
	const oid = '.1.3.6.1.4.1.318.1.1.1.6.1.1.0';
	const {failed, stderr} = await runTool('snmpset', ['-v1', '-c', 'private', served.at, oid, 'i', '2']);
	t.true(failed);
	t.regex(stderr, /badValue/);
});

const data = process.env['RIDETHROUGH_DATA'];
const snmpset = findProgram('snmpset');
const named = data === undefined || snmpset === null ? test.skip : test;

named(
	`snmpset knows the objects by the names of RFC 1628${data === undefined ? ' (skipped: RIDETHROUGH_DATA is not set)' : ''}`,
	async t => {
		const served = await serve(t, 'SMT1500', 'nmc3');
		// -Ir: its parser takes the range of RFC 1628's delays for an empty one (erratum 3276).
		const options = ['-Ir', '-v2c', '-c', 'private', '-M', join(data ?? '', 'mibs'), '-m', 'UPS-MIB', served.at];
		const set = async (...words: readonly string[]) =>
			(await promisify(execFile)(snmpset ?? '', [...options, ...words])).stdout;
		t.regex(await set('upsConfigAudibleStatus.0', '=', 'disabled'), /INTEGER: disabled\(1\)/);
		t.is(served.view().number('ups.alarm.mode'), 3);
		t.regex(await set('upsIdentName.0', '=', 'Rack 7'), /STRING: Rack 7/);
		t.regex(await set('upsAutoRestart.0', '=', 'off'), /INTEGER: off\(2\)/);
		t.regex(await set('upsShutdownAfterDelay.0', '=', '45'), /INTEGER: 45 seconds/);
		served.test.advance(46000);
		t.is(served.get(`${RFC}.4.1.0`), 2);
	},
);

withWalks('authentication traps are switched off for the engine too', async t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const {house} = reader.test;
	const listen = {host: '127.0.0.1', port: 0};
	const server = await openSnmpServer({house, mib: reader.mib, communities: COMMUNITIES, listen});
	t.teardown(() => server.close());
	const at = `127.0.0.1:${server.port}`;
	t.is(server.agent.counters.value(0, 'snmpEnableAuthenTraps'), 1);
	const oid = '.1.3.6.1.2.1.11.30.0';
	const {lines} = await runTool('snmpset', ['-v2c', '-c', 'private', at, oid, 'i', '2']);
	t.deepEqual(lines, [`${oid} = INTEGER: 2`]);
	t.is(server.agent.counters.value(0, 'snmpEnableAuthenTraps'), 2);
});
