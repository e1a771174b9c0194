// Debian's ser2net: a server of RFC 2217 that is not ours.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {findProgram} from './needs.ts';

const LOOK_MS = 20;
const MOST_LOOKS = 250;

/** ser2net cannot be asked which port it took: one that was free a moment ago. */
async function freePort(): Promise<number> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

async function isThere(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

/** Serves the serial line at `path` by RFC 2217; the port. Gone with the test. */
export async function ser2net(t: ExecutionContext, path: string): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-ser2net-'));
	const port = await freePort();
	const file = join(folder, 'ser2net.yaml');
	const lines = [
		'%YAML 1.1',
		'---',
		'connection: &line',
		`  accepter: telnet(rfc2217),tcp,127.0.0.1,${port}`,
		`  connector: serialdev,${path},9600n81,local`,
		'  options:',
		'    kickolduser: true',
	];
	writeFileSync(file, `${lines.join('\n')}\n`);
	const server = spawn(findProgram('ser2net') as string, ['-n', '-c', file, '-P', join(folder, 'pid')], {
		stdio: 'ignore',
	});
	t.teardown(async () => {
		if (server.exitCode === null) {
			server.kill('SIGKILL');
			await once(server, 'exit');
		}
		rmSync(folder, {recursive: true, force: true});
	});
	for (let looks = 0; looks < MOST_LOOKS && !(await isThere(port)); looks++) {
		await new Promise(resolve => {
			setTimeout(resolve, LOOK_MS);
		});
	}
	return port;
}
