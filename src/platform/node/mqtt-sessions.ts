// What the embedded broker asks about each session, as aedes's hooks. The rules come in by a port; aedes's own defaults
// grant everything to everybody (mqtt.md d.1).

import type {Duplex} from 'node:stream';
import type {Credentials} from './broker-passwords.ts';
import type {AedesOptions, AuthenticateError, Client, ConnectPacket, PublishPacket} from 'aedes';

/** Who may speak and listen. `user` is null for a session without one: an observer. */
export interface BrokerAccess {
	/** The user name of an in-process card; throws when the card id is not legal. */
	userOf(card: string): string;
	mayUseClientId(user: string | null, clientId: string): boolean;
	mayPublish(user: string | null, topic: string): boolean;
	/** Also asked with the full topic of each message before it is delivered. */
	maySubscribe(user: string | null, filter: string): boolean;
	willAllowed(user: string | null, topic: string): boolean;
}

/** One connection: who it speaks for, and what its CONNECT said. */
export interface Session {
	user: string | null;
	/** The client id it must use; null leaves it to the rules. */
	readonly clientId: string | null;
	willTopic: string | null;
	askedClientId: string;
}

/** Called with each message that a session published, its will included. */
export type PublishListener = (topic: string, payload: Uint8Array, user: string | null) => void;

/** In MQTT 3.1.1's CONNACK. */
const returnCodes = {identifier: 2, credentials: 4, notAuthorized: 5} as const;

function refusal(returnCode: number, message: string): AuthenticateError {
	const error: Error = Object.assign(new Error(message), {returnCode});
	return error as AuthenticateError;
}

/** Whether the session is who it says it is; who says nothing watches, or is known by its stream. */
function isGenuine(
	session: Session,
	user: string | undefined,
	password: Uint8Array | undefined,
	credentials: Credentials | undefined,
): boolean {
	if (user === undefined || user === session.user) {
		return true;
	}
	return session.user === null && credentials !== undefined && credentials.check(user, password);
}

function wrongCredentials(): AuthenticateError {
	return refusal(returnCodes.credentials, 'the user name or the password is wrong: connect without both to watch');
}

/** Why the session may not begin; null when it may. */
function refusalOf(session: Session, access: BrokerAccess): AuthenticateError | null {
	if (session.clientId !== null && session.clientId !== session.askedClientId) {
		return refusal(returnCodes.identifier, `this session belongs to ${session.clientId}`);
	}
	if (!access.mayUseClientId(session.user, session.askedClientId)) {
		return refusal(returnCodes.identifier, `${session.user} must use the id of its card`);
	}
	if (session.willTopic !== null && !access.willAllowed(session.user, session.willTopic)) {
		return refusal(returnCodes.notAuthorized, `its will may not go to ${session.willTopic}`);
	}
	return null;
}

function payloadOf(packet: PublishPacket): Uint8Array {
	return typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
}

type Hooks = Required<
	Pick<
		AedesOptions,
		'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward' | 'published'
	>
>;

/** Notes what CONNECT asks for, to be judged by `authenticate`, and takes from it what nobody is given here. */
function noteConnect(session: Session, packet: ConnectPacket): void {
	session.askedClientId = packet.clientId;
	session.willTopic = packet.will?.topic ?? null;
	// A kept session's queue has no limit in aedes, and nobody here needs one.
	packet.clean = true;
	const isCard = session.user !== null || (packet.username?.includes('/') ?? false);
	if (!isCard && packet.clientId !== '') {
		// No card id holds a slash: who is no card never takes over a card's session.
		packet.clientId = `${packet.username ?? 'observer'}/${packet.clientId}`;
	}
}

/** What the hooks go by. */
export interface SessionRules {
	readonly sessions: WeakMap<Duplex, Session>;
	readonly access: BrokerAccess;
	readonly credentials: Credentials | undefined;
	/** Asked for each session of a card of this process: a code of CONNACK, 0 to let it in. */
	readonly refusing: () => number;
	readonly onPublish: PublishListener;
}

/** A refusal without a reason in the session itself. */
function turnedAway({clientId}: Session, refusing: () => number): AuthenticateError | null {
	const code = clientId === null ? 0 : refusing();
	return code === 0 ? null : refusal(code, 'the broker takes no session now');
}

/** The hooks for sessions known by their stream. */
export function sessionHooks({sessions, access, credentials, refusing, onPublish}: SessionRules): Hooks {
	const sessionOf = (client: Client | null) => (client === null ? undefined : sessions.get(client.conn));
	const mayHear = (client: Client, filter: string) => {
		const session = sessionOf(client);
		return session !== undefined && access.maySubscribe(session.user, filter);
	};
	const maySay = (client: Client | null, topic: string) => {
		const session = sessionOf(client);
		return session !== undefined && access.mayPublish(session.user, topic);
	};
	return {
		preConnect(client, packet, done) {
			noteConnect(sessionOf(client) as Session, packet);
			done(null, true);
		},
		authenticate(client, user, password, done) {
			const session = sessionOf(client) as Session;
			const genuine = isGenuine(session, user, password, credentials);
			session.user = genuine ? (user ?? session.user) : null;
			const refused = genuine ? (refusalOf(session, access) ?? turnedAway(session, refusing)) : wrongCredentials();
			done(refused, refused === null);
		},
		authorizePublish: (client, {topic}, done) =>
			done(maySay(client, topic) ? null : new Error(`may not publish to ${topic}`)),
		authorizeSubscribe: (client, filter, done) => done(null, mayHear(client, filter.topic) ? filter : null),
		authorizeForward: (client, packet) => (mayHear(client, packet.topic) ? packet : null),
		published(packet, client, done) {
			const session = sessionOf(client);
			if (session !== undefined) {
				onPublish(packet.topic, payloadOf(packet), session.user);
			}
			done(null);
		},
	};
}
