import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {parse} from 'yaml';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {createMib} from '../../src/protocols/snmp/flavours.ts';
import {openSnmp} from '../../src/protocols/snmp/open.ts';
import {usmUserFrom} from '../../src/protocols/snmp/usm/users.ts';
import {houseOf} from '../helpers/card-house.ts';
import {findProgram, needs} from '../helpers/needs.ts';

const PROGRAM = 'prometheus-snmp-exporter';
/** What is shipped. Compiled, this file is dist/test/peers/snmp-exporter.test.js. */
const MODULE = fileURLToPath(new URL('../../../sim/deploy/prometheus/snmp.yml', import.meta.url));
const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 15_000;
const USER = {
	name: 'watcher',
	auth: 'SHA',
	authPassphrase: 'a long passphrase',
	priv: 'AES',
	privPassphrase: 'another long one',
};

const walkedRoots = (parse(readFileSync(MODULE, 'utf8')) as {apcups: {walk: string[]}}).apcups.walk;

/** The shipped module, and the same for the other versions under names of their own. */
function modulesFor(folder: string): string {
	const shipped = readFileSync(MODULE, 'utf8');
	const body = shipped.slice(shipped.indexOf('apcups:'));
	const v1 = body
		.replace('apcups:', 'apcups_v1:')
		.replace('version: 2', 'version: 1')
		.replaceAll(/([&*])(groups|named|packs)/g, '$1$2_1');
	const auth = `auth: {username: ${USER.name}, security_level: authPriv, auth_protocol: SHA, password: ${USER.authPassphrase}, priv_protocol: AES, priv_password: ${USER.privPassphrase}}`;
	const v3 = body
		.replace('apcups:', 'apcups_v3:')
		.replace('version: 2', 'version: 3')
		.replace('auth: {community: public}', auth)
		.replaceAll(/([&*])(groups|named|packs)/g, '$1$2_3');
	const file = join(folder, 'snmp.yml');
	writeFileSync(file, [shipped, v1, v3].join('\n'));
	return file;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const {port} = server.address() as AddressInfo;
	await new Promise(resolve => server.close(resolve));
	return port;
}

async function startExporter(t: ExecutionContext): Promise<(module: string, target: string) => Promise<string>> {
	const folder = mkdtempSync(join(tmpdir(), 'exporter-'));
	const port = await freePort();
	const words = [`--config.file=${modulesFor(folder)}`, `--web.listen-address=127.0.0.1:${port}`];
	const child = spawn(findProgram(PROGRAM) as string, words, {stdio: 'ignore'});
	t.teardown(() => {
		child.kill();
		rmSync(folder, {recursive: true});
	});
	const until = Date.now() + PATIENCE_MS;
	while (
		!(await fetch(`http://127.0.0.1:${port}/`).then(
			() => true,
			() => false,
		))
		&& Date.now() < until
	) {
		await new Promise(resolve => {
			setTimeout(resolve, LOOK_EVERY_MS);
		});
	}
	return async (module, target) => {
		const answer = await fetch(`http://127.0.0.1:${port}/snmp?module=${module}&target=${target}`);
		t.is(answer.status, 200);
		return answer.text();
	};
}

function metrics(text: string): Map<string, number> {
	const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
	return new Map(
		lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
	);
}

needs(PROGRAM)(
	'the exporter reads a card with the shipped module in every version, each value as the state has it',
	async t => {
		const {house, advance, utility} = houseOf({model: 'SMT1500'});
		utility(0, 0);
		advance(45_000);
		const mib = createMib('nmc3', house);
		const values = new Map<string, Uint8Array>();
		const snmp = await openSnmp({
			house,
			mib,
			clock: nodeClock,
			store: {load: name => values.get(name) ?? null, save: (name, bytes) => void values.set(name, bytes)},
			listen: {host: '127.0.0.1', port: 0},
			communities: [{name: 'public', access: 'read'}],
			users: [usmUserFrom(USER, 'read')],
			receivers: [],
		});
		t.teardown(async () => snmp.close());
		const target = `127.0.0.1:${snmp.server?.port}`;
		const scrape = await startExporter(t);
		const card = house.view(0);
		card.look();
		const {reading} = card;
		for (const module of ['apcups', 'apcups_v1', 'apcups_v3']) {
			const text = await scrape(module, target);
			const told = metrics(text);
			t.is(told.get('upsBasicOutputStatus'), reading.outputStatus, text);
			t.is(told.get('upsHighPrecBatteryCapacity'), reading.batteryCharge);
			t.is(told.get('upsAdvBatteryRunTimeRemaining'), reading.batteryRuntime * 100);
			t.is(told.get('upsHighPrecInputLineVoltage'), reading.inputVolts);
			t.is(told.get('upsHighPrecOutputLoad'), reading.loadRatio);
			t.is(told.get('upsHighPrecOutputVoltage'), reading.outputVolts);
			t.is(told.get('upsAdvInputLineFailCause'), reading.transferCause);
			t.is(told.get('upsCommStatus'), 1);
			t.is(told.get('upsOutletGroupStatusGroupState{upsOutletGroupStatusName="UPS Outlets"}'), 1, text);
			const rows = mib.rows.filter(({oid}) => walkedRoots.some(root => oid.startsWith(`${root}.`)));
			for (const {name, read} of rows.filter(({oid}) => oid.endsWith('.0'))) {
				const served = read(card, snmp.agent.engine.place) !== null;
				const shown = [...told.keys()].filter(key => key === name || key.startsWith(`${name}{`)).length;
				t.is(shown > 0, served, `${module}: ${name}`);
			}
		}
	},
);
