// Whether an address can be listened on, by listening there for a moment.

import {createServer} from 'node:net';
import {parseListen} from '../../platform/node/listen-address.ts';
import {failed, ok} from './finding.ts';
import type {Finding} from './finding.ts';

const changes: Readonly<Record<string, string>> = {
	EADDRINUSE: 'Stop what listens there, or take another port (0 takes a free one).',
	EACCES: 'Take a port from 1024, or let the program use lower ones (setcap cap_net_bind_service).',
	EADDRNOTAVAIL: 'Take an address of this machine; 0.0.0.0 is all of them.',
	ENOTFOUND: 'Take an address, or a name that this machine knows.',
};

/** `listen` is HOST:PORT. Throws E_USAGE. */
export async function portFinding(listen: string): Promise<Finding> {
	const {host, port} = parseListen(listen);
	const server = createServer();
	return new Promise(resolve => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			const change = changes[error.code ?? ''] ?? 'Take another address.';
			resolve(failed('port', `${listen}: ${error.message}`, change));
		});
		server.listen(port, host, () => {
			server.close(() => resolve(ok('port', `${listen} can be listened on`)));
		});
	});
}
