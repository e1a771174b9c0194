// What an edge node asks of a broker: its session, and what it listens to.

import {userNameFor} from '../topics.ts';
import type {ConnectOptions, Message} from '../wire.ts';
import type {SparkplugOptions} from './options.ts';
import type {SparkplugTopics} from './topics.ts';

/** CONNECT with this NDEATH as its will, which a DISCONNECT of MQTT 5 asks for as well. */
export function sessionWith(will: Message, options: SparkplugOptions): ConnectOptions {
	const {identity, user, password, keepaliveSeconds} = options;
	return {
		clientId: identity.cardId,
		user: user ?? (password === null ? null : userNameFor(identity.cardId)),
		password,
		keepaliveSeconds,
		will,
		willAtEnd: true,
	};
}

/** Topics of commands, and that of the primary host where there is one. */
export function filtersOf({ncmd, dcmd}: SparkplugTopics, stateTopic: string): readonly string[] {
	return stateTopic === '' ? [ncmd, dcmd] : [ncmd, dcmd, stateTopic];
}
