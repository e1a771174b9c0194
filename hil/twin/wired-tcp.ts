// Modbus/TCP of the simulated UPS, with the wire's faults in between: connections come in here and go on to the server itself.

import {connect, createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import {codedError} from '../../src/core/errors.ts';
import {openModbusTcp} from '../../src/protocols/modbus/tcp-server.ts';
import type {ModbusOptions} from '../../src/protocols/modbus/options.ts';
import {tcpCarrier} from './wire.ts';
import type {Wire} from './wire.ts';
import {WireLine} from './wire-line.ts';

const LOOPBACK = '127.0.0.1';

export interface Place {
	readonly host: string;
	readonly port: number;
}

export interface WiredTcp {
	readonly port: number;
	close(): Promise<void>;
}

/** Joins a master to the server; each end takes the other with it. */
function join(master: Socket, server: Socket, wire: Wire): void {
	const line = new WireLine(wire, tcpCarrier, bytes => {
		if (master.writable) {
			master.write(bytes);
		}
	});
	master.on('data', (bytes: Buffer) => {
		if (line.heard(bytes)) {
			server.write(bytes);
		}
	});
	server.on('data', (bytes: Buffer) => line.answered(bytes));
	for (const [from, other] of [
		[master, server],
		[server, master],
	] as const) {
		from.on('error', () => {});
		from.on('close', () => {
			line.close();
			other.destroy();
		});
	}
}

/** Throws E_PORT_TAKEN. */
export async function openWiredTcp(options: ModbusOptions, wire: Wire, {host, port}: Place): Promise<WiredTcp> {
	const inner = await openModbusTcp({...options, listen: {host: LOOPBACK, port: 0}});
	const masters = new Set<Socket>();
	const front = createServer({noDelay: true}, master => {
		masters.add(master);
		master.on('close', () => masters.delete(master));
		join(master, connect({port: inner.port, host: LOOPBACK, noDelay: true}), wire);
	});
	const close = async (): Promise<void> => {
		masters.forEach(master => master.destroy());
		await new Promise(resolve => {
			front.close(resolve);
		});
		await inner.close();
	};
	try {
		await new Promise<void>((resolve, reject) => {
			front.once('error', reject);
			front.listen(port, host, resolve);
		});
	} catch (error) {
		await inner.close();
		const text = `The UPS cannot listen on ${host}:${port} (${(error as Error).message}); name an address of this machine and a free port.`;
		throw codedError('E_PORT_TAKEN', text, {host, port});
	}
	front.on('error', () => {});
	return {port: (front.address() as AddressInfo).port, close};
}
