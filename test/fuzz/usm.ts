// Mutated and random messages of SNMPv3, trap answers and scoped PDUs: nothing throws, no secret request is answered that was not
// made with the passphrase, and no answer to a stranger is longer than a report.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import {answeredByMessage} from '../../src/protocols/snmp/notify/pdu.ts';
import {answerV3} from '../../src/protocols/snmp/usm/answer.ts';
import type {V3Service} from '../../src/protocols/snmp/usm/answer.ts';
import {UsmEngine} from '../../src/protocols/snmp/usm/engine.ts';
import {LEVEL_BITS, parseMessage, versionOf} from '../../src/protocols/snmp/usm/message.ts';
import {UsmPeer} from '../../src/protocols/snmp/usm/peer.ts';
import {scopedFrom} from '../../src/protocols/snmp/usm/scoped.ts';
import {parseUsmUser} from '../../src/protocols/snmp/usm/users.ts';
import type {UsmUser} from '../../src/protocols/snmp/usm/users.ts';
import type {Fuzzer} from './fuzzer.ts';

const ENGINE_ID = Uint8Array.from([0x80, 0, 1, 0x3e, 3, 0, 0xc0, 0xb7, 0x12, 0x34, 0x56]);
const clock = {now: (): number => 100_000};
const MAX_BYTES = 1472;
/** A report beside the name and the engine ids that the request brought along. */
const LONGEST_REPORT = 160;
/** A GET of sysDescr, and a response of the same shape. */
const GET = Uint8Array.from(
	Buffer.from('a01902010102010002010030 0e300c06082b060102010101000500'.replace(' ', ''), 'hex'),
);
const RESPONSE = 0xa2;
const MOST_CHANGES = 4;
const telling = [0, 1, 2, 3, 4, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xa8, 0xff];

interface Target {
	readonly service: V3Service;
	readonly peer: UsmPeer;
	readonly request: Uint8Array;
	readonly level: number;
}

/** An engine, and a manager that has found it and knows its clock. */
function targetOf(user: UsmUser): Target {
	const engine = new UsmEngine({
		engineId: ENGINE_ID,
		users: [user],
		clock,
		boots: 1,
		maxBytes: MAX_BYTES,
		onRefused: () => {},
	});
	const service: V3Service = {
		engine,
		card: 0,
		find: () => -1,
		answer: ({pdu}) => Uint8Array.from([RESPONSE, ...pdu.subarray(1)]),
	};
	const peer = new UsmPeer({user, clock, maxBytes: MAX_BYTES});
	const exchange = (message: Uint8Array): void => {
		const answer = answerV3(service, message, '');
		if (answer !== null) {
			peer.incoming(answer);
		}
	};
	exchange(peer.discovery(1, scopedFrom(new Uint8Array(0), '', GET)));
	exchange(peer.seal(2, scopedFrom(ENGINE_ID, '', GET)));
	return {service, peer, request: peer.seal(3, scopedFrom(ENGINE_ID, '', GET)), level: user.level};
}

function mutated(random: RandomStream, from: Uint8Array): Uint8Array {
	const kind = random.whole(0, 3);
	const cut = kind === 0 ? from.slice(0, random.whole(0, from.length)) : Uint8Array.from(from);
	const bytes = kind === 1 ? Uint8Array.from([...cut, ...cut.slice(0, random.whole(0, cut.length))]) : cut;
	for (let i = random.whole(1, MOST_CHANGES); i > 0 && bytes.length > 0; i--) {
		const isTelling = random.whole(0, 1) === 0;
		bytes[random.whole(0, bytes.length - 1)] = isTelling
			? telling[random.whole(0, telling.length - 1)]
			: random.whole(0, 255);
	}
	return bytes;
}

function fail(rule: string, bytes: Uint8Array): never {
	throw new Error(`${rule}: ${Buffer.from(bytes).toString('hex')}`);
}

function tryTarget(target: Target, bytes: Uint8Array): void {
	const answer = answerV3(target.service, bytes, '192.0.2.1');
	const header = answer === null ? null : parseMessage(answer);
	if (answer !== null && header === null) {
		fail('an answer is a message', bytes);
	}
	const isSecret = target.level !== 0 && header !== null && (header.flags & LEVEL_BITS) === target.level;
	if (isSecret && Buffer.compare(bytes, target.request) !== 0 && header.isEnciphered) {
		fail('a request that was changed is not answered as what it was', bytes);
	}
	if (header !== null && (header.flags & LEVEL_BITS) === 0 && target.level !== 0 && answer !== null) {
		if (answer.length > LONGEST_REPORT + header.userName.length) {
			fail('a report is short', bytes);
		}
	}
	target.peer.incoming(bytes);
	versionOf(bytes);
	answeredByMessage(bytes, 'public');
}

export const fuzzer: Fuzzer = {
	name: 'usm',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'fuzz-usm'));
		const users = [
			'guest',
			'ops:MD5:first-phrase',
			'ops:SHA:first-phrase:AES:second-phrase',
			'ops:SHA-256:first-phrase:DES:second-phrase',
		];
		const targets = users.map(text => targetOf(parseUsmUser(text, 'write')));
		for (let i = 0; i < inputs; i++) {
			const target = targets[i % targets.length];
			tryTarget(target, mutated(random, target.request));
		}
	},
};
