import test from 'ava';
import {BerReader, OCTET_STRING, SEQUENCE} from '../../../../src/codec/ber.ts';
import type {Notification} from '../../../../src/protocols/snmp/notify/notification.ts';
import {Outbox} from '../../../../src/protocols/snmp/notify/outbox.ts';
import {communityMessage, VERSION_2C} from '../../../../src/protocols/snmp/notify/pdu.ts';
import {parseReceiver, receiverDefaults} from '../../../../src/protocols/snmp/notify/receivers.ts';
import {UsmEngine} from '../../../../src/protocols/snmp/usm/engine.ts';
import {ManualClock} from '../../../helpers/manual-clock.ts';
import {answerV3} from '../../../../src/protocols/snmp/usm/answer.ts';
import {ENGINE_ID, RESPONSE, rigOf, userOf} from '../usm/rig.ts';

const SECOND = 1000;
const notification: Notification = {
	vocabulary: 'powernet',
	severity: 3,
	enterprise: '1.3.6.1.4.1.318',
	generic: 6,
	specific: 5,
	oid: '1.3.6.1.4.1.318.0.5',
	objects: [],
};
const sender = {upTimeTicks: 5, address: ''};

interface Rig {
	readonly clock: ManualClock;
	readonly outbox: Outbox;
	readonly sent: Uint8Array[];
}

function outboxOf(form: string, most = 4): Rig {
	const clock = new ManualClock();
	const sent: Uint8Array[] = [];
	const rest = {...receiverDefaults, user: userOf('ops:SHA:first-phrase:AES:second-phrase')};
	const usm = new UsmEngine({engineId: ENGINE_ID, users: [], clock, boots: 1, maxBytes: 1472, onRefused: () => {}});
	const outbox = new Outbox({
		receiver: parseReceiver(`192.0.2.7:162:${form}`, rest),
		clock,
		usm,
		timeoutMs: 5 * SECOND,
		tries: 3,
		most,
		send: message => void sent.push(Uint8Array.from(message)),
	});
	return {clock, outbox, sent};
}

/** The response to an inform of SNMPv2c, from `community`. */
function answerTo(inform: Uint8Array, community = 'public'): Uint8Array {
	const reader = new BerReader().load(inform, 0, inform.length);
	reader.enter(SEQUENCE);
	reader.integer();
	reader.read(OCTET_STRING);
	reader.next();
	const pdu = Uint8Array.from(inform.subarray(reader.start, reader.to));
	pdu[0] = RESPONSE;
	return communityMessage(VERSION_2C, community, pdu);
}

test('a trap is sent once and not waited for', t => {
	const {clock, outbox, sent} = outboxOf('v2c');
	outbox.push(notification, sender, '');
	t.is(sent.length, 1);
	t.deepEqual(clock.pending, []);
	t.deepEqual(outbox.counts, {sent: 1, answered: 0, unanswered: 0, dropped: 0});
});

test('an inform that nobody answers is sent three times, five seconds apart, the same each time, and given up', t => {
	const {clock, outbox, sent} = outboxOf('inform');
	outbox.push(notification, sender, '');
	const counts: number[] = [];
	for (let i = 0; i < 4; i++) {
		counts.push(sent.length);
		clock.advance(5 * SECOND);
	}
	t.deepEqual(counts, [1, 2, 3, 3]);
	t.deepEqual(sent[2], sent[0]);
	t.like(outbox.counts, {sent: 1, answered: 0, unanswered: 1});
	t.deepEqual(clock.pending, []);
});

test('an answer ends an inform; one of another community, one that came before and noise do not', t => {
	const {clock, outbox, sent} = outboxOf('inform');
	outbox.push(notification, sender, '');
	outbox.incoming(answerTo(sent[0], 'other'));
	outbox.incoming(sent[0]);
	outbox.incoming(Buffer.from('30', 'hex'));
	t.is(outbox.counts.answered, 0);
	outbox.incoming(answerTo(sent[0]));
	outbox.incoming(answerTo(sent[0]));
	t.is(outbox.counts.answered, 1);
	t.deepEqual(clock.pending, []);
});

test('informs beyond those on their way wait; when there is no room the oldest that waits is dropped and counted', t => {
	const {clock, outbox, sent} = outboxOf('inform', 4);
	for (let i = 0; i < 22; i++) {
		outbox.push(notification, sender, '');
	}
	t.is(sent.length, 16);
	t.is(outbox.counts.dropped, 2);
	outbox.incoming(answerTo(sent[0]));
	t.is(sent.length, 17);
	clock.advance(60 * SECOND);
	t.deepEqual(outbox.counts, {sent: 20, answered: 1, unanswered: 19, dropped: 2});
});

test('an inform of SNMPv3 finds the engine, then its clock, then is answered; the next goes straight', t => {
	const {clock, outbox, sent} = outboxOf('v3-inform');
	const receiver = rigOf({users: ['ops:SHA:first-phrase:AES:second-phrase'], boots: 9});
	receiver.clock.advance(500 * SECOND);
	const answer = ({pdu}: {readonly pdu: Uint8Array}): Uint8Array => Uint8Array.from([RESPONSE, ...pdu.subarray(1)]);
	const pump = (): void => {
		for (const message of sent.splice(0)) {
			const back = answerV3({...receiver.service, answer}, message, '192.0.2.7');
			if (back !== null) {
				outbox.incoming(back);
			}
		}
	};
	outbox.push(notification, sender, '');
	outbox.push(notification, sender, '');
	t.is(sent.length, 1, 'one alone asks who the engine is');
	const rounds: number[] = [];
	for (let i = 0; i < 4; i++) {
		pump();
		rounds.push(outbox.counts.answered);
	}
	t.deepEqual(rounds, [0, 0, 1, 2]);
	outbox.push(notification, sender, '');
	pump();
	t.is(outbox.counts.answered, 3);
	t.deepEqual(clock.pending, []);
});

test('an inform that the receiver’s security refuses is given up at once', t => {
	const {outbox, sent} = outboxOf('v3-inform');
	const receiver = rigOf({users: ['ops:SHA:another-phrase:AES:second-phrase']});
	outbox.push(notification, sender, '');
	for (let i = 0; i < 3; i++) {
		for (const message of sent.splice(0)) {
			const answer = receiver.exchange(message);
			if (answer !== null) {
				outbox.incoming(answer);
			}
		}
	}
	t.deepEqual(outbox.counts, {sent: 1, answered: 0, unanswered: 1, dropped: 0});
});

test('closing leaves no timer', t => {
	const {clock, outbox} = outboxOf('inform');
	outbox.push(notification, sender, '');
	outbox.close();
	t.deepEqual(clock.pending, []);
});
