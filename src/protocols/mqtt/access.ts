// Who may speak: pure rules on the table of topics. A card is known by its user name `{partition}/{card}`; the service writes
// what cards hear and hears what they write; a session without a user is an observer, who may watch everything and say nothing.

import {kinds, parseTopic, ROOT, userNameFor} from './topics.ts';

/** A session's user name; null is an observer. */
export type User = string | null;

/** The user name of the service: the only one that writes commands, firmware and acks. */
export const SERVICE = 'service';
/** Of a card's second session, which speaks to Home Assistant, the client id ends so: no card id holds a slash. */
const HOME_ASSISTANT = 'ha';
const SPARKPLUG = 'spBv1.0';
const sparkplugNode = {out: ['NBIRTH', 'NDATA', 'NDEATH'], in: ['NCMD']};
const sparkplugDevice = {out: ['DBIRTH', 'DDATA', 'DDEATH'], in: ['DCMD']};
const DEVICE = 'ups';

type Direction = 'out' | 'in';

function cardOf(user: User): string {
	return user === null ? '' : user.slice(user.indexOf('/') + 1);
}

function isNative(user: User, topic: string, direction: Direction): boolean {
	const parsed = parseTopic(topic);
	return parsed !== null && `${parsed.partition}/${parsed.card}` === user && kinds[parsed.kind].direction === direction;
}

/** Topics that Home Assistant reads and writes (mqtt.md (e) 6). */
function isHomeAssistant(user: User, topic: string, direction: Direction): boolean {
	const mine = `${ROOT}/v1/${user}`;
	const topics =
		direction === 'out'
			? [`${mine}/state`, `${mine}/availability`, `homeassistant/device/${user}/config`]
			: [`${mine}/set`, 'homeassistant/status'];
	return topics.includes(topic);
}

/** Topics of a Sparkplug edge node with its one device, in whatever group (mqtt.md (e) 7). */
function isSparkplug(user: User, topic: string, direction: Direction): boolean {
	const [root, group, verb, node, device, rest] = topic.split('/');
	if (root !== SPARKPLUG || group === undefined || verb === undefined || rest !== undefined) {
		return false;
	}
	if (group === 'STATE') {
		return direction === 'in' && node === undefined;
	}
	const verbs = device === undefined ? sparkplugNode : sparkplugDevice;
	return node === cardOf(user) && verbs[direction].includes(verb) && (device === undefined || device === DEVICE);
}

function isCards(user: User, topic: string, direction: Direction): boolean {
	return (
		user !== null
		&& user.includes('/')
		&& (isNative(user, topic, direction)
			|| isHomeAssistant(user, topic, direction)
			|| isSparkplug(user, topic, direction))
	);
}

const watchedRoots: readonly string[] = [ROOT, SPARKPLUG, 'homeassistant', '#', '+'];

/** Whether `filter` can be told to who may watch: ours, or a wildcard that covers it among others. */
function isWatchable(filter: string): boolean {
	return watchedRoots.includes(filter.split('/', 1)[0]);
}

function isServices(topic: string): boolean {
	const parsed = parseTopic(topic);
	return parsed !== null && kinds[parsed.kind].direction === 'in';
}

/** What the embedded broker asks before it lets a session speak or listen. */
export const cardAccess = {
	/** The user name of an in-process card; throws E_CARD_ID_INVALID. */
	userOf(card: string): string {
		return userNameFor(card);
	},

	/** A card's session has the id of the card, or that with `/ha`: nobody takes over the session of another. */
	mayUseClientId(user: User, clientId: string): boolean {
		const card = cardOf(user);
		return user === null || user === SERVICE || clientId === card || clientId === `${card}/${HOME_ASSISTANT}`;
	},

	/** A card writes its own outgoing topics, the service what cards hear, and nobody anything else. */
	mayPublish(user: User, topic: string): boolean {
		return user === SERVICE ? isServices(topic) : isCards(user, topic, 'out');
	},

	/** A card hears its own incoming topics, each by its full name; `$share` filters are never granted (mqtt.md d). */
	maySubscribe(user: User, filter: string): boolean {
		return user === null || user === SERVICE ? isWatchable(filter) : isCards(user, filter, 'in');
	},

	/** A will is judged when the session begins: brokers judge it at its end, in silence (mqtt.md d.1). */
	willAllowed(user: User, topic: string): boolean {
		return isCards(user, topic, 'out');
	},
};
