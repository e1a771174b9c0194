// What the SNMP benches measure, each in a process of its own: `agent CARDS`, our agent over a fleet in real time, or `echo`, a bare
// socket that sends back what it gets. It tells its port by message, and how much memory it has when asked.

import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {createMib} from '../../src/protocols/snmp/flavours.ts';
import {openSnmpServer} from '../../src/protocols/snmp/server.ts';
import {houseOf} from '../helpers/card-house.ts';

const STEP_MS = 100;
/** Entries of the log of each card: as the fleet of a simulator keeps them. */
const LOG_SIZE = 64;

async function startAgent(count: number): Promise<number> {
	const {house, advance} = houseOf({count, logSize: LOG_SIZE});
	const server = await openSnmpServer({
		house,
		mib: createMib('nmc2', house),
		communities: [{name: 'public', access: 'read'}],
		listen: {host: '127.0.0.1', port: 0},
	});
	setInterval(() => advance(STEP_MS), STEP_MS);
	return server.port;
}

async function startEcho(): Promise<number> {
	const socket = createSocket('udp4');
	socket.on('message', (message, from) => socket.send(message, from.port, from.address));
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	return socket.address().port;
}

function tell(what: object): void {
	process.send?.(what);
}

process.on('message', () => {
	globalThis.gc?.();
	tell({memory: process.memoryUsage().rss});
});
process.on('disconnect', () => process.exit());

const [, , what, count] = process.argv;
tell({port: await (what === 'agent' ? startAgent(Number(count)) : startEcho())});
