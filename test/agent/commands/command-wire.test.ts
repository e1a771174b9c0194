import test from 'ava';
import fc from 'fast-check';
import type {CommandMessage, CommandResultMessage} from '../../../src/agent/commands/command-wire.ts';
import {
	COMMAND_BYTES,
	decodeCommand,
	encodeCommand,
	encodeCommandResult,
	SETTINGS_MAX,
} from '../../../src/agent/commands/command-wire.ts';
import {ProtobufReader} from '../../../src/codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../../src/codec/protobuf.ts';
import {cardText, encodePeer} from '../../helpers/proto.ts';

const word = fc.nat({max: 2 ** 32 - 1});
const int32 = fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1});
const shortText = fc.string({unit: 'binary', maxLength: 9});

const settingChanges = fc.record({
	key: fc.string({unit: 'binary', minLength: 1, maxLength: 9}),
	value: fc.oneof(int32, shortText),
});

const messages: fc.Arbitrary<CommandMessage> = fc.record({
	commandId: shortText,
	sessionId: word,
	command: word,
	target: word,
	value: fc.option(int32),
	text: shortText,
	settings: fc.array(settingChanges, {maxLength: 4}),
	actor: shortText,
	role: fc.nat({max: 5}),
});

const results: fc.Arbitrary<CommandResultMessage> = fc.record({
	commandId: shortText,
	sessionId: word,
	command: word,
	stage: fc.nat({max: 5}),
	code: shortText,
	sentence: shortText,
	logId: word,
	sequence: fc.maxSafeNat(),
	uptimeMs: fc.maxSafeNat(),
});

/** Text as the card holds it. */
function held(message: CommandMessage): CommandMessage {
	return {
		...message,
		commandId: cardText(message.commandId),
		text: cardText(message.text),
		actor: cardText(message.actor),
		settings: message.settings.map(({key, value}) => ({
			key: cardText(key),
			value: typeof value === 'number' ? value : cardText(value),
		})),
	};
}

function present(fields: object): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== null && value !== '' && value !== 0),
	);
}

function peerCommand(message: CommandMessage): Uint8Array {
	const settings = message.settings.map(({key, value}) =>
		typeof value === 'number' ? {key, number: value} : {key, text: value},
	);
	const {value, ...rest} = message;
	return encodePeer('Command', {...present({...rest, settings}), ...(value === null ? {} : {value})});
}

function decode(bytes: Uint8Array): CommandMessage | null {
	return decodeCommand(new ProtobufReader(bytes));
}

test('a command that protobufjs writes is read as it was meant', t => {
	fc.assert(
		fc.property(messages, message => {
			t.deepEqual(decode(peerCommand(message)), held(message));
		}),
	);
});

test('a command is written byte for byte as protobufjs writes it', t => {
	fc.assert(
		fc.property(messages, message => {
			const writer = new ProtobufWriter(4096);
			encodeCommand(writer, held(message));
			t.deepEqual(Uint8Array.from(writer.view()), peerCommand(message));
		}),
	);
});

test('a result is written byte for byte as protobufjs writes it', t => {
	fc.assert(
		fc.property(results, result => {
			const writer = new ProtobufWriter(4096);
			encodeCommandResult(writer, {
				...result,
				commandId: cardText(result.commandId),
				code: cardText(result.code),
				sentence: cardText(result.sentence),
			});
			t.deepEqual(Uint8Array.from(writer.view()), encodePeer('CommandResult', present(result)));
		}),
	);
});

test('any bytes are a command or nothing, and never an error', t => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 80}), bytes => {
			const message = decode(bytes);
			t.true(message === null || message.commandId.length <= 36);
		}),
		{numRuns: 2000},
	);
});

test('a command that is cut short is nothing, or one with less in it', t => {
	const whole = encodePeer('Command', {commandId: 'abc', sessionId: 5, settings: [{key: 'k', number: 1}], actor: 'me'});
	for (let length = 0; length < whole.length; length++) {
		const message = decode(whole.slice(0, length));
		t.true(message === null || message.actor === '', `${length} bytes`);
	}
});

const good = {commandId: 'abc', sessionId: 5, command: 1, actor: 'me', role: 1};
const refused: ReadonlyArray<[string, Record<string, unknown>]> = [
	['a role that is not known', {...good, role: 6}],
	['a command id of 37 bytes', {...good, commandId: 'x'.repeat(37)}],
	['an actor of 65 bytes', {...good, actor: 'x'.repeat(65)}],
	['a text of 257 bytes', {...good, text: 'x'.repeat(257)}],
	['65 settings', {...good, settings: Array.from({length: SETTINGS_MAX + 1}, () => ({key: 'k', number: 1}))}],
	['a setting without a key', {...good, settings: [{number: 1}]}],
	['a setting without a value', {...good, settings: [{key: 'k'}]}],
];

for (const [what, fields] of refused) {
	test(`${what} is no command`, t => {
		t.truthy(decode(encodePeer('Command', good)));
		t.is(decode(encodePeer('Command', fields)), null);
	});
}

test('what is longer than any command is none, whatever is in it', t => {
	const padding = new Uint8Array(COMMAND_BYTES);
	padding.set([0x7a, 0xfd, 0x3f]);
	t.truthy(decode(padding));
	t.is(decode(new Uint8Array([...padding, 0x18, 0x01])), null);
});
