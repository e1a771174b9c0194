// The embedded broker with the rules of the design, listening for those who watch.

import {codedError} from '../../src/core/errors.ts';
import type {Log} from '../../src/core/ports.ts';
import {createEmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import type {EmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {cardAccess} from '../../src/protocols/mqtt/access.ts';
import {createGuard} from '../../src/protocols/mqtt/guard.ts';

export const DEFAULT_LISTEN = '127.0.0.1:0';

/** Takes HOST:PORT apart. Throws E_USAGE. */
export function parseListen(text: string): {host: string; port: number} {
	const match = /^(.+):(\d{1,5})$/.exec(text);
	const port = Number(match?.[2]);
	if (match === null || port > 65_535) {
		throw codedError(
			'E_USAGE',
			`${text} is no address to listen on: write HOST:PORT, such as ${DEFAULT_LISTEN} (port 0 takes a free one).`,
			{text},
		);
	}
	return {host: match[1].replace(/^\[|\]$/g, ''), port};
}

/** A broker that runs and listens on HOST:PORT. Throws E_USAGE or E_PORT_TAKEN. */
export async function openEmbedded(listen: string, note: (text: string) => void): Promise<EmbeddedBroker> {
	const {host, port} = parseListen(listen);
	const log: Log = {write: (level, message) => (level === 'error' ? note(message) : undefined)};
	const broker = await createEmbeddedBroker({access: cardAccess, createGuard, log});
	try {
		await broker.listen(host, port);
	} catch (error) {
		await broker.stop();
		throw error;
	}
	return broker;
}
