// Three nodes of Debian's NATS on loopback, with MQTT listeners and what they keep in three copies (mqtt.md d.3).

import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {connect} from 'mqtt';
import {freePort} from './mosquitto.ts';
import {findProgram} from './needs.ts';

const HOST = '127.0.0.1';
const NODES = 3;
/** Electing takes 1 to 12 s (mqtt.md d.3), longer on a busy machine. */
const TRIES = 60;
const TRY_EVERY_MS = 500;
const ANSWERS_WITHIN_MS = 5000;

interface Ports {
	readonly client: number;
	readonly cluster: number;
	readonly mqtt: number;
}

export interface NatsCluster {
	/** `mqtt://host:port` of each node. */
	readonly urls: readonly string[];
	/** Kills a node with SIGKILL. */
	kill(node: number): Promise<void>;
}

function configuration(folder: string, node: number, all: readonly Ports[]): string {
	const {client, cluster, mqtt} = all[node];
	const routes = all.map(ports => `nats://${HOST}:${ports.cluster}`).join(', ');
	return [
		`server_name: n${node}`,
		`host: ${HOST}`,
		`port: ${client}`,
		`jetstream { store_dir: "${folder}/n${node}", max_mem: 64MB, max_file: 256MB }`,
		`cluster { name: c1, host: ${HOST}, port: ${cluster}, routes: [ ${routes} ] }`,
		`mqtt { host: ${HOST}, port: ${mqtt}, ack_wait: "5s", max_ack_pending: 1000 }`,
		'',
	].join('\n');
}

/**
 * Whether a session comes about: the cluster has a leader then. A node without one may take the session and never answer the
 * subscription, or close it, on which the client calls nobody back: so both ends are bounded here.
 */
async function takesSessions(url: string): Promise<boolean> {
	const client = connect(url, {
		reconnectPeriod: 0,
		connectTimeout: ANSWERS_WITHIN_MS,
		clientId: 'probe',
		protocolVersion: 4,
	});
	const granted = new Promise<boolean>(resolve => {
		client.once('connect', () => client.subscribe('probe', {qos: 1}, error => resolve(error === null)));
		client.once('close', () => resolve(false));
		client.on('error', () => resolve(false));
		setTimeout(resolve, ANSWERS_WITHIN_MS, false).unref();
	});
	const grants = await granted;
	client.end(true);
	return grants;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const gone = once(child, 'exit');
		child.kill(signal);
		await gone;
	}
}

/** A cluster that takes sessions on every node; it ends with the test. */
export async function startNatsCluster(t: ExecutionContext): Promise<NatsCluster> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-nats-'));
	const ports: Ports[] = [];
	for (let node = 0; node < NODES; node++) {
		ports.push({client: await freePort(), cluster: await freePort(), mqtt: await freePort()});
	}
	const children = ports.map((_, node) => {
		const file = join(folder, `n${node}.conf`);
		writeFileSync(file, configuration(folder, node, ports));
		return spawn(findProgram('nats-server') as string, ['-c', file], {stdio: 'ignore'});
	});
	t.teardown(async () => {
		await Promise.all(children.map(async child => end(child, 'SIGKILL')));
		rmSync(folder, {recursive: true});
	});
	const urls = ports.map(({mqtt}) => `mqtt://${HOST}:${mqtt}`);
	for (const url of urls) {
		let tries = 0;
		while (!(await takesSessions(url))) {
			tries += 1;
			if (tries > TRIES) {
				throw new Error(`NATS at ${url} took no session`);
			}
			await sleep(TRY_EVERY_MS);
		}
	}
	return {urls, kill: async node => end(children[node], 'SIGKILL')};
}
