// The whole SNMP face of the cards of a process: agent in all versions, traps and informs.

import type {Clock, Millis} from '../../core/clock.ts';
import type {MessageCounter, Store} from '../../core/ports.ts';
import {SnmpAgent} from './agent.ts';
import type {AgentOptions} from './agent.ts';
import {objectsOf, openNotifier} from './notify/notifier.ts';
import type {Notifier} from './notify/notifier.ts';
import type {Receiver} from './notify/receivers.ts';
import {openSnmpServer} from './server.ts';
import type {SnmpServer} from './server.ts';
import {countBoot} from './usm/boots.ts';
import type {UsmUser} from './usm/users.ts';
import {V3} from './v3.ts';

export interface SnmpFaceOptions extends Omit<AgentOptions, 'v3' | 'onAuthenticationFailure'> {
	/** Of the cards. */
	readonly clock: Clock;
	/** Keeps how often the engine has started. */
	readonly store: Store;
	/** Null: nothing is answered, and traps go out all the same. Port 0 takes a free one. */
	readonly listen: {readonly host: string; readonly port: number} | null;
	/** As in SnmpServerOptions. */
	readonly perCard?: ((card: number) => {readonly host: string; readonly port: number}) | undefined;
	readonly counter?: MessageCounter;
	/** Users of SNMPv3; none: messages of version 3 are dropped. */
	readonly users: readonly UsmUser[];
	readonly receivers: readonly Receiver[];
	/** As in NotifierOptions. */
	readonly started?: 'coldStart' | 'warmStart';
	readonly addressOf?: (card: number) => string;
	readonly informTimeoutMs?: Millis;
	readonly informTries?: number;
	readonly onError?: (error: Error) => void;
}

export interface SnmpFace {
	readonly agent: SnmpAgent;
	/** Null where nothing is answered. */
	readonly server: SnmpServer | null;
	/** Null where there is no receiver. */
	readonly notifier: Notifier | null;
	close(): Promise<void>;
}

/** Opens all of it. Throws E_PORT_TAKEN, and E_USAGE where a community, a user or a receiver is not as it must be. */
export async function openSnmp(options: SnmpFaceOptions): Promise<SnmpFace> {
	const {house, users, clock, store, listen} = options;
	const v3 = new V3({house, users, clock, boots: countBoot(store)});
	const agentOptions: AgentOptions = {
		...options,
		...(users.length > 0 ? {v3: (message, from, card) => v3.answer(message, from, card)} : {}),
	};
	const server = listen === null ? null : await openSnmpServer({...options, ...agentOptions, listen});
	const agent = server === null ? new SnmpAgent(agentOptions) : server.agent;
	v3.attach(agent);
	try {
		const notifier = options.receivers.length === 0 ? null : await notifierOf(options, agent, v3);
		let closed: Promise<unknown> | null = null;
		const close = async (): Promise<void> => {
			closed ??= Promise.all([notifier?.close(), server?.close()]);
			await closed;
		};
		return {
			agent,
			server,
			notifier,
			close,
		};
	} catch (error) {
		await server?.close();
		throw error;
	}
}

async function notifierOf(options: SnmpFaceOptions, agent: SnmpAgent, v3: V3): Promise<Notifier> {
	const {house, mib} = options;
	const {place} = agent.engine;
	const read = objectsOf(house, mib, view => {
		place.card = view;
		return place;
	});
	return openNotifier({
		...options,
		read,
		usm: v3.engineOf(0),
		onSent: card => agent.counters.count(card, 'snmpOutTraps'),
	});
}
