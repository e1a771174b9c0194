// Debian's mosquitto on one port, to be killed and started again: nothing survives, as persistence is off.

import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {freePort} from './mosquitto.ts';
import {findProgram} from './needs.ts';

const HOST = '127.0.0.1';
const TRIES = 200;
const TRY_EVERY_MS = 20;

async function answers(port: number): Promise<boolean> {
	const socket = connect(port, HOST);
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

export interface RestartingMosquitto {
	readonly url: string;
	kill(): Promise<void>;
	start(): Promise<void>;
}

/** A mosquitto that runs, until the test ends. */
export async function startRestartingMosquitto(t: ExecutionContext): Promise<RestartingMosquitto> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	const port = await freePort();
	const file = join(folder, 'mosquitto.conf');
	writeFileSync(
		file,
		[
			`listener ${port} ${HOST}`,
			'user root',
			'persistence false',
			'allow_anonymous true',
			'max_packet_size 65600',
			'',
		].join('\n'),
	);
	let child: ChildProcess | undefined;
	const start = async (): Promise<void> => {
		child = spawn(findProgram('mosquitto') as string, ['-c', file], {stdio: 'ignore'});
		for (let tries = 0; tries < TRIES && !(await answers(port)); tries++) {
			await sleep(TRY_EVERY_MS);
		}
	};
	const kill = async (): Promise<void> => {
		const dying = child;
		child = undefined;
		if (dying !== undefined && dying.exitCode === null) {
			const gone = once(dying, 'exit');
			dying.kill('SIGKILL');
			await gone;
		}
	};
	t.teardown(async () => {
		await kill();
		rmSync(folder, {recursive: true});
	});
	await start();
	return {url: `mqtt://${HOST}:${port}`, kill, start};
}
