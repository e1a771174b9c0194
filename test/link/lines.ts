// The other end of a line, as bad as it is wanted.

import {createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import type {ExecutionContext} from 'ava';

export interface Peer {
	readonly port: number;
	/** Connections so far. */
	readonly connections: () => number;
	/** Ends all that are open. */
	cut(): void;
}

/** A server that does `serve` with each connection; it closes with the test. */
export async function openPeer(t: ExecutionContext, serve: (socket: Socket) => void): Promise<Peer> {
	const open = new Set<Socket>();
	let connections = 0;
	const server = createServer(socket => {
		connections += 1;
		open.add(socket);
		socket.on('close', () => open.delete(socket));
		socket.on('error', () => {});
		serve(socket);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const cut = (): void => open.forEach(socket => socket.destroy());
	t.teardown(async () => {
		cut();
		await new Promise(resolve => {
			server.close(resolve);
		});
	});
	return {port: (server.address() as AddressInfo).port, connections: () => connections, cut};
}

/** The answer to a request to read, by its bytes: `word` in every register. */
export function answerTo(request: Buffer, word: number): Buffer {
	const count = request.readUInt16BE(10);
	const answer = Buffer.alloc(9 + 2 * count);
	request.copy(answer, 0, 0, 4);
	answer.writeUInt16BE(3 + 2 * count, 4);
	answer[6] = request[6];
	answer[7] = request[7];
	answer[8] = 2 * count;
	for (let at = 0; at < count; at++) {
		answer.writeUInt16BE(word, 9 + 2 * at);
	}
	return answer;
}
