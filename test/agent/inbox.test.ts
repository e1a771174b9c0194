import test from 'ava';
import fc from 'fast-check';
import {decodeAck} from '../../src/agent/ack.ts';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {Inbox, takesNoFirmware} from '../../src/agent/inbox.ts';
import {encodePeer} from '../helpers/proto.ts';
import {MINUTE, SECOND} from '../helpers/ref-model.ts';

interface Rig {
	inbox: Inbox;
	told: string[];
}

function rig(believes = true, ota = takesNoFirmware): Rig {
	const told: string[] = [];
	const inbox = new Inbox(2, new ProtobufReader(new Uint8Array(0)), {
		acked: (card, ack) => told.push(`ack ${card} ${ack.logId} ${ack.through}`) > 0 && believes,
		sendBirth: card => told.push(`birth ${card}`),
		sendFullSample: card => told.push(`full ${card}`),
		ordered: (card, payload, retained) => told.push(`order ${card} ${payload.length} ${retained}`),
		ota: (card, payload, at) => {
			if (ota === '') {
				told.push(`ota ${card} ${payload.length} ${at}`);
			}
			return ota;
		},
		refused: (card, count, why) => told.push(`refused ${card} ${count} ${why}`),
	});
	return {inbox, told};
}

const ack = (fields: Record<string, unknown>): Uint8Array => encodePeer('Ack', fields);

test('an ack is read as protobufjs writes it, and what is unknown in it is passed over', t => {
	const fields = {logId: 0xffffffff, through: 2 ** 40, resend: true, fullSample: true, birth: true};
	t.deepEqual(decodeAck(new ProtobufReader(ack(fields))), fields);
	const unknown = Buffer.concat([ack({through: 3}), Buffer.from([0x7a, 2, 1, 2])]);
	t.is(decodeAck(new ProtobufReader(unknown))?.through, 3);
	t.deepEqual(decodeAck(new ProtobufReader(new Uint8Array(0))), {
		logId: 0,
		through: 0,
		resend: false,
		fullSample: false,
		birth: false,
	});
});

test('any bytes are an ack or none, and never an exception', t => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 80}), bytes => {
			const read = decodeAck(new ProtobufReader(bytes));
			t.true(read === null || Number.isSafeInteger(read.through));
		}),
		{numRuns: 2000},
	);
});

test('the word of a consumer reaches its card', t => {
	const {inbox, told} = rig();
	inbox.take(1, 'ack', ack({logId: 5, through: 9}), false, 0);
	t.deepEqual(told, ['ack 1 5 9']);
});

test('orders are passed on as they come, retained ones marked', t => {
	const {inbox, told} = rig();
	inbox.take(0, 'command', new Uint8Array(3), false, 0);
	inbox.take(0, 'command', new Uint8Array(4), true, 0);
	t.deepEqual(told, ['order 0 3 false', 'order 0 4 true']);
});

test('a message about firmware reaches its card', t => {
	const {inbox, told} = rig(true, '');
	inbox.take(1, 'ota', new Uint8Array(7), false, 5);
	t.deepEqual(told, ['ota 1 7 5']);
	t.is(inbox.refused, 0);
});

test('wishes are granted at most once a second and card', t => {
	const {inbox, told} = rig();
	const wish = ack({fullSample: true, birth: true});
	for (const [card, at] of [
		[0, 0],
		[0, SECOND - 1],
		[1, SECOND - 1],
		[0, SECOND],
	] as const) {
		inbox.take(card, 'ack', wish, false, at);
	}
	t.deepEqual(
		told.filter(line => !line.startsWith('ack')),
		['birth 0', 'full 0', 'birth 1', 'full 1', 'birth 0', 'full 0'],
	);
});

for (const [what, kind, payload, retained, why] of [
	['a retained ack', 'ack', ack({through: 1}), true, 'an ack must not be retained'],
	['bytes that are no ack', 'ack', new Uint8Array([0xff]), false, 'an ack is not the message Ack of ridethrough.v1'],
	['an ack of 65 bytes', 'ack', new Uint8Array(65), false, 'an ack is not the message Ack of ridethrough.v1'],
	['firmware for a card without updates', 'ota', new Uint8Array(1), false, takesNoFirmware],
	[
		'a retained message about firmware',
		'ota',
		new Uint8Array(1),
		true,
		'a message about firmware must not be retained',
	],
] as const) {
	test(`${what} is refused with the reason, and nothing is done`, t => {
		const {inbox, told} = rig();
		inbox.take(0, kind, payload, retained, 0);
		t.deepEqual(told, [`refused 0 1 ${why}`]);
		t.is(inbox.refused, 1);
	});
}

test('an ack that claims what was never logged is refused', t => {
	const {inbox, told} = rig(false);
	inbox.take(0, 'ack', ack({through: 1}), false, 0);
	t.deepEqual(told.at(-1), 'refused 0 1 an ack names events that were never logged');
});

test('a flood of refused messages is told of once a minute, with how many they were', t => {
	const {inbox, told} = rig();
	for (let at = 0; at <= MINUTE; at += SECOND) {
		inbox.take(0, 'ack', new Uint8Array([0xff]), false, at);
	}
	t.deepEqual(
		told.map(line => line.split(' ').slice(0, 3).join(' ')),
		['refused 0 1', 'refused 0 60'],
	);
	t.is(inbox.refused, 61);
});
