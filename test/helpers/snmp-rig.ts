// An SNMP agent over simulated cards in virtual time, asked by message, without sockets.

import {SnmpAgent} from '../../src/protocols/snmp/agent.ts';
import type {AgentOptions} from '../../src/protocols/snmp/agent.ts';
import type {CommunitySpec} from '../../src/protocols/snmp/communities.ts';
import {houseOf} from './card-house.ts';
import type {TestHouse} from './card-house.ts';
import {smallMib} from './snmp-mib.ts';
import {messageBytes, messageFrom, names} from './snmp-messages.ts';
import type {Binding, Message} from './snmp-messages.ts';

export const COMMUNITIES: readonly CommunitySpec[] = [
	{name: 'public', access: 'read'},
	{name: 'private', access: 'write+'},
	{name: 'polite', access: 'write'},
	{name: 'closed', access: 'disable'},
	{name: 'near', access: 'read', host: '10.1.2.255'},
	{
		name: 'system',
		access: 'write+',
		view: {included: ['1.3.6.1.2.1.1', '1.3.6.1.4.1.318'], excluded: ['1.3.6.1.2.1.1.4', '1.3.6.1.4.1.318.99']},
	},
];

export interface Rig extends TestHouse {
	readonly agent: SnmpAgent;
	/** The answer to a message from 127.0.0.1 or `from`; null where there is none. */
	ask(message: Partial<Message>, from?: string): Message | null;
	get(version: number, ...oids: readonly string[]): Message;
	set(version: number, ...bindings: readonly Binding[]): Message;
}

const END_OF_MIB_VIEW = 0x82;
const GET_NEXT = 0xa1;
const DEFAULTS: Message = {version: 1, community: 'public', type: 0xa0, id: 77, second: 0, third: 0, bindings: []};

export function snmpRig(options: Partial<AgentOptions> = {}, count = 2): Rig {
	const test = houseOf({count});
	const agent = new SnmpAgent({house: test.house, mib: smallMib, communities: COMMUNITIES, ...options});
	const memory = new Uint8Array(agent.maxMessageSize);
	const ask = (message: Partial<Message>, from = '127.0.0.1'): Message | null => {
		const answer = agent.answer(messageBytes({...DEFAULTS, ...message}), {address: from, port: 50_000}, 0, memory);
		return answer === null ? null : messageFrom(answer);
	};
	return {
		...test,
		agent,
		ask,
		get: (version, ...oids) => told(ask({version, bindings: names(...oids)})),
		set: (version, ...bindings) => told(ask({version, community: 'private', type: 0xa3, bindings})),
	};
}

function told(message: Message | null): Message {
	if (message === null) {
		throw new Error('There was no answer.');
	}
	return message;
}

/** The names that GETNEXT meets, one after another. */
export function walk(rig: Rig, version: number, community = 'private'): string[] {
	const seen: string[] = [];
	let oid = '0.0';
	for (;;) {
		const answer = rig.ask({version, community, type: GET_NEXT, bindings: names(oid)});
		const next = answer?.bindings[0];
		if (answer === null || next === undefined || answer.second !== 0 || next.type === END_OF_MIB_VIEW) {
			return seen;
		}
		oid = next.oid;
		seen.push(oid);
	}
}
