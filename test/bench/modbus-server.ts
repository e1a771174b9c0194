// The server's side of the Modbus bench, in a process of its own so that only its CPU is counted: a card, or a bare echo of the same
// sizes. Tells its port, then its CPU time, in microseconds, whenever it is asked.

import {createServer, type AddressInfo} from 'node:net';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openModbusTcp} from '../../src/protocols/modbus/tcp-server.ts';
import {houseOf} from '../helpers/card-house.ts';
import {CONNECTIONS, REPLY_BYTES, REQUEST_BYTES} from './modbus-load.ts';

const listen = {host: '127.0.0.1', port: 0};
const SECOND = 1000;

/** A card whose readings change as they do in life, once a second. */
async function serveCard(): Promise<number> {
	const {house, advance} = houseOf({model: 'SMT1500'});
	setInterval(() => advance(SECOND), SECOND);
	return (await openModbusTcp({house, clock: nodeClock, listen, mostConnections: CONNECTIONS})).port;
}

/** A reply for every request's worth of bytes, without a look at them. */
async function serveEcho(): Promise<number> {
	const reply = Buffer.alloc(REPLY_BYTES, 1);
	const server = createServer({noDelay: true}, socket => {
		let heard = 0;
		socket.on('data', chunk => {
			heard += chunk.length;
			for (; heard >= REQUEST_BYTES; heard -= REQUEST_BYTES) {
				socket.write(reply);
			}
		});
		socket.on('error', () => undefined);
	});
	await new Promise<void>(resolve => {
		server.listen(listen, resolve);
	});
	return (server.address() as AddressInfo).port;
}

process.on('message', () => {
	const {user, system} = process.cpuUsage();
	process.send?.({cpu: user + system});
});
process.on('disconnect', () => process.exit());
process.send?.({port: await (process.argv[2] === 'card' ? serveCard() : serveEcho())});
