// What the embedded broker asks about each session, as aedes's hooks. The rules come in by a port; aedes's own defaults
// grant everything to everybody (mqtt.md d.1).

import type {Duplex} from 'node:stream';
import type {AedesOptions, AuthenticateError, Client, PublishPacket} from 'aedes';

/** Who may speak and listen. `user` is null for a session without one: an observer. */
export interface BrokerAccess {
	/** The user name of an in-process card; throws when the card id is not legal. */
	userOf(card: string): string;
	mayPublish(user: string | null, topic: string): boolean;
	/** Also asked with the full topic of each message before it is delivered. */
	maySubscribe(user: string | null, filter: string): boolean;
	willAllowed(user: string | null, topic: string): boolean;
}

/** One connection: who it speaks for, and what its CONNECT said. */
export interface Session {
	readonly user: string | null;
	/** The client id it must use; null leaves it free. */
	readonly clientId: string | null;
	willTopic: string | null;
	askedClientId: string;
}

/** Called with each message that a session published, its will included. */
export type PublishListener = (topic: string, payload: Uint8Array, user: string | null) => void;

/** In MQTT 3.1.1's CONNACK. */
const returnCodes = {identifier: 2, credentials: 4, notAuthorized: 5} as const;

function refusal(returnCode: number, message: string): AuthenticateError {
	return Object.assign(new Error(message), {returnCode});
}

/** Why the session may not begin; null when it may. */
function refusalOf(session: Session, user: string | undefined, access: BrokerAccess): AuthenticateError | null {
	if (user !== undefined && user !== session.user) {
		return refusal(returnCodes.credentials, 'nobody was given this user name: connect without one to watch');
	}
	if (session.clientId !== null && session.clientId !== session.askedClientId) {
		return refusal(returnCodes.identifier, `this session belongs to ${session.clientId}`);
	}
	if (session.willTopic !== null && !access.willAllowed(session.user, session.willTopic)) {
		return refusal(returnCodes.notAuthorized, `its will may not go to ${session.willTopic}`);
	}
	return null;
}

function payloadOf(packet: PublishPacket): Uint8Array {
	return typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
}

type Hooks = Required<Pick<
	AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward' | 'published'
>>;

/** The hooks for sessions known by their stream. */
export function sessionHooks(
	sessions: WeakMap<Duplex, Session>, access: BrokerAccess, onPublish: PublishListener,
): Hooks {
	const sessionOf = (client: Client | null) => (client === null ? undefined : sessions.get(client.conn));
	return {
		preConnect(client, packet, done) {
			const session = sessionOf(client);
			if (session === undefined) {
				// `done(null, false)` would leave the connection open for ever (mqtt.md d.1).
				done(new Error('a connection without a session'), false);
				return;
			}
			session.askedClientId = packet.clientId;
			session.willTopic = packet.will?.topic ?? null;
			// A kept session's queue has no limit in aedes, and nobody here needs one.
			packet.clean = true;
			if (session.clientId === null && packet.clientId !== '') {
				// No card id holds a slash: an observer never takes over a card's session.
				packet.clientId = `observer/${packet.clientId}`;
			}
			done(null, true);
		},
		authenticate(client, user, _password, done) {
			const session = sessionOf(client);
			const refused = session === undefined ? refusal(returnCodes.notAuthorized, 'no session') : refusalOf(session, user, access);
			done(refused, refused === null);
		},
		authorizePublish(client, packet, done) {
			const session = sessionOf(client);
			const allowed = session !== undefined && access.mayPublish(session.user, packet.topic);
			done(allowed ? null : new Error(`may not publish to ${packet.topic}`));
		},
		authorizeSubscribe(client, subscription, done) {
			const session = sessionOf(client);
			done(null, session !== undefined && access.maySubscribe(session.user, subscription.topic) ? subscription : null);
		},
		authorizeForward(client, packet) {
			const session = sessionOf(client);
			return session !== undefined && access.maySubscribe(session.user, packet.topic) ? packet : null;
		},
		published(packet, client, done) {
			const session = sessionOf(client);
			if (session !== undefined) {
				onPublish(packet.topic, payloadOf(packet), session.user);
			}
			done(null);
		},
	};
}
