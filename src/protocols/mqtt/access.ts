// Who may speak: pure rules on the table of topics. A card is known by its user name `{partition}/{card}`; a session
// without a user is an observer, who may watch everything and say nothing.

import {kinds, parseTopic, ROOT, userNameFor} from './topics.ts';

/** A session's user name; null is an observer. */
export type User = string | null;

function isOwnTopic(user: User, topic: string, direction: 'out' | 'in'): boolean {
	const parsed = parseTopic(topic);
	return parsed !== null && `${parsed.partition}/${parsed.card}` === user && kinds[parsed.kind].direction === direction;
}

/** Whether `filter` can be told to an observer: `ridethrough/…`, or a wildcard that covers it among others. */
function isWatchable(filter: string): boolean {
	const first = filter.split('/', 1)[0];
	return first === ROOT || first === '#' || first === '+';
}

/** What the embedded broker asks before it lets a session speak or listen. */
export const cardAccess = {
	/** The user name of an in-process card; throws E_CARD_ID_INVALID. */
	userOf(card: string): string {
		return userNameFor(card);
	},

	/** A card writes its own outgoing kinds, and nothing else. */
	mayPublish(user: User, topic: string): boolean {
		return isOwnTopic(user, topic, 'out');
	},

	/** A card hears its own incoming kinds, each by its full topic; `$share` filters are never granted (mqtt.md d). */
	maySubscribe(user: User, filter: string): boolean {
		return user === null ? isWatchable(filter) : isOwnTopic(user, filter, 'in');
	},

	/** A will is judged when the session begins: brokers judge it at its end, in silence (mqtt.md d.1). */
	willAllowed(user: User, topic: string): boolean {
		return isOwnTopic(user, topic, 'out');
	},
};
