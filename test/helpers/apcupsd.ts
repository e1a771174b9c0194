// Debian's apcupsd as a judge. It cannot be installed beside nut-client, so APCUPSD_ROOT names the folder where its package lies
// unpacked. Its scripts are replaced by one that does nothing, so that no shutdown is ever carried out.

import {execFile, spawn} from 'node:child_process';
import {accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {ExecutionContext} from 'ava';

const root = process.env['APCUPSD_ROOT'] ?? '/';
const run = promisify(execFile);
/** apccontrol's code for "done; take no action of your own". */
const NO_ACTION = '#!/bin/sh\nexit 99\n';

/** Why there is no such judge; '' where there is one. */
export const noApcupsd = ((): string => {
	try {
		accessSync(join(root, 'sbin/apcupsd'), constants.X_OK);
		return '';
	} catch {
		return 'apcupsd not unpacked in APCUPSD_ROOT';
	}
})();

export interface Apcupsd {
	/** The fields of `apcaccess status`; none while apcupsd has nothing to say. */
	status(): Promise<ReadonlyMap<string, string>>;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => {
		server.once('listening', resolve);
	});
	const {port} = server.address() as AddressInfo;
	await new Promise(resolve => {
		server.close(resolve);
	});
	return port;
}

/** `ups` holds the lines UPSCABLE, UPSTYPE, DEVICE. */
function configure(folder: string, ups: readonly string[], port: number): string {
	for (const name of ['lock', 'scripts', 'pwr', 'nologin']) {
		mkdirSync(join(folder, name));
	}
	writeFileSync(join(folder, 'scripts/apccontrol'), NO_ACTION, {mode: 0o755});
	const lines = [
		'## apcupsd.conf v1.1 ##',
		'UPSNAME card',
		...ups,
		'POLLTIME 1',
		`LOCKFILE ${folder}/lock`,
		`SCRIPTDIR ${folder}/scripts`,
		`PWRFAILDIR ${folder}/pwr`,
		`NOLOGINDIR ${folder}/nologin`,
		'ONBATTERYDELAY 6',
		'BATTERYLEVEL -1',
		'MINUTES -1',
		'TIMEOUT 0',
		'ANNOY 0',
		'NOLOGON disable',
		'KILLDELAY 0',
		'NETSERVER on',
		'NISIP 127.0.0.1',
		`NISPORT ${port}`,
		`EVENTSFILE ${folder}/events`,
		'UPSCLASS standalone',
		'UPSMODE disable',
		'STATTIME 0',
		`STATFILE ${folder}/status`,
	];
	const file = join(folder, 'apcupsd.conf');
	writeFileSync(file, `${lines.join('\n')}\n`);
	return file;
}

/** Starts apcupsd in the foreground; it ends with the test. */
export async function startApcupsd(t: ExecutionContext, ups: readonly string[]): Promise<Apcupsd> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-apcupsd-'));
	const port = await freePort();
	const file = configure(folder, ups, port);
	const child = spawn(join(root, 'sbin/apcupsd'), ['-b', '-f', file, '-P', join(folder, 'pid')], {stdio: 'ignore'});
	const ended = new Promise(resolve => {
		child.once('exit', resolve);
	});
	t.teardown(async () => {
		child.kill();
		await ended;
		rmSync(folder, {recursive: true, force: true});
	});
	return {
		async status() {
			const {stdout} = await run(join(root, 'sbin/apcaccess'), ['status', `127.0.0.1:${port}`]).catch(() => ({
				stdout: '',
			}));
			return new Map([...stdout.matchAll(/^(\w+) *: (.*?) *$/gm)].map(([, name, value]) => [name, value]));
		},
	};
}
