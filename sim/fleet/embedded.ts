// The embedded broker with the rules of the design, listening for those who watch.

import type {Log} from '../../src/core/ports.ts';
import {createEmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import type {EmbeddedBroker} from '../../src/platform/node/embedded-broker.ts';
import {FREE_LOOPBACK_PORT, parseListen} from '../../src/platform/node/listen-address.ts';
import {HandedOutPasswords} from '../../src/platform/node/broker-passwords.ts';
import {cardAccess, SERVICE} from '../../src/protocols/mqtt/access.ts';
import {createGuard} from '../../src/protocols/mqtt/guard.ts';

export const DEFAULT_LISTEN = FREE_LOOPBACK_PORT;

/** A broker of this process, and what the service needs to write to its cards. */
export interface OpenedBroker {
	readonly broker: EmbeddedBroker;
	/** `mqtt://service:PASSWORD@host:port`: for who collects and commands. */
	readonly serviceUrl: string;
	/** With which password a card of another thread comes in. */
	passwordOf(card: string): string;
}

/** A broker that runs and listens on HOST:PORT. Throws E_USAGE or E_PORT_TAKEN. */
export async function openEmbedded(listen: string, note: (text: string) => void): Promise<OpenedBroker> {
	const {host, port} = parseListen(listen);
	const log: Log = {write: (level, message) => (level === 'error' ? note(message) : undefined)};
	const passwords = new HandedOutPasswords();
	const broker = await createEmbeddedBroker({access: cardAccess, credentials: passwords, createGuard, log});
	try {
		await broker.listen(host, port);
	} catch (error) {
		await broker.stop();
		throw error;
	}
	const url = broker.url ?? '';
	return {
		broker,
		serviceUrl: url.replace('//', `//${SERVICE}:${passwords.passwordOf(SERVICE)}@`),
		passwordOf: card => passwords.passwordOf(cardAccess.userOf(card)),
	};
}
