// Orders and what became of them, as bytes of proto/ridethrough/v1/telemetry.proto. Whoever may publish can send anything here, so
// the reader is bounded and strict: what is no `Command`, or too long, is nothing.

import type {ProtobufReader} from '../../codec/protobuf-reader.ts';
import type {ProtobufWriter} from '../../codec/protobuf.ts';
import type {Millis} from '../../core/clock.ts';
import {plain, plainFixed, plainText} from '../plain-fields.ts';
import {networkOnly} from '../roles.ts';
import type {SettingChange, StageTold} from './ports.ts';

/** Bytes of text that a command may hold. */
export const COMMAND_ID_BYTES = 36;
export const ACTOR_BYTES = 64;
export const TEXT_BYTES = 256;
export const SETTINGS_MAX = 64;
/** No command is longer. */
export const COMMAND_BYTES = 8192;
const LARGEST_UINT32 = 4294967295;

/** A `Command`. Text is as the wire has it: UTF-8, one byte a character. */
export interface CommandMessage {
	commandId: string;
	sessionId: number;
	command: number;
	target: number;
	/** Null where it gives none. */
	value: number | null;
	text: string;
	settings: SettingChange[];
	actor: string;
	/** 0 where it gives none. */
	role: number;
}

/** A `CommandResult`; `uptimeMs` is since the card started. */
export interface CommandResultMessage {
	readonly commandId: string;
	readonly sessionId: number;
	readonly command: number;
	/** stages.ts. */
	readonly stage: number;
	/** '' unless it was refused. */
	readonly code: string;
	readonly sentence: string;
	readonly logId: number;
	readonly sequence: number;
	readonly uptimeMs: Millis;
}

function boundedText(reader: ProtobufReader, limit: number): string {
	const text = reader.text();
	if (text.length > limit) {
		reader.fail();
	}
	return text;
}

function boundedNumber(reader: ProtobufReader, limit: number): number {
	const value = reader.unsigned();
	return value > limit ? reader.fail() : value;
}

function readSetting(reader: ProtobufReader): SettingChange {
	const outer = reader.enter();
	let key = '';
	let value: number | string | null = null;
	while (reader.next()) {
		if (reader.field === 1) {
			key = boundedText(reader, TEXT_BYTES);
		} else if (reader.field === 2) {
			value = reader.signed();
		} else if (reader.field === 3) {
			value = boundedText(reader, TEXT_BYTES);
		} else {
			reader.skip();
		}
	}
	reader.leave(outer);
	if (key === '' || value === null) {
		reader.fail();
		return {key: key, value: 0};
	}
	return {key: key, value: value};
}

/** What each field does to the message, by field number. */
const fields: readonly (((message: CommandMessage, reader: ProtobufReader) => void) | null)[] = [
	null,
	(message, reader) => {
		message.commandId = boundedText(reader, COMMAND_ID_BYTES);
	},
	(message, reader) => {
		message.sessionId = reader.fixed32();
	},
	(message, reader) => {
		message.command = boundedNumber(reader, LARGEST_UINT32);
	},
	(message, reader) => {
		message.target = boundedNumber(reader, LARGEST_UINT32);
	},
	(message, reader) => {
		message.value = reader.signed();
	},
	(message, reader) => {
		message.text = boundedText(reader, TEXT_BYTES);
	},
	(message, reader) => {
		message.settings.push(readSetting(reader));
		if (message.settings.length > SETTINGS_MAX) {
			reader.fail();
		}
	},
	(message, reader) => {
		message.actor = boundedText(reader, ACTOR_BYTES);
	},
	(message, reader) => {
		message.role = boundedNumber(reader, networkOnly);
	},
];

/**
 * Reads a `Command`; null where the bytes are none, a text is too long, or a role is not known. Fields that are not known are
 * passed over.
 */
export function decodeCommand(reader: ProtobufReader): CommandMessage | null {
	const message: CommandMessage = {
		commandId: '',
		sessionId: 0,
		command: 0,
		target: 0,
		value: null,
		text: '',
		settings: [],
		actor: '',
		role: 0,
	};
	if (reader.end > COMMAND_BYTES) {
		return null;
	}
	while (reader.next()) {
		const field = reader.field < fields.length ? fields[reader.field] : null;
		if (field === null) {
			reader.skip();
		} else {
			field(message, reader);
		}
	}
	return reader.malformed ? null : message;
}

/** Writes a `Command`: what a console or a service sends. */
export function encodeCommand(writer: ProtobufWriter, message: CommandMessage): void {
	plainText(writer, 1, message.commandId);
	plainFixed(writer, 2, message.sessionId);
	plain(writer, 3, message.command);
	plain(writer, 4, message.target);
	if (message.value !== null) {
		writer.signed(5, message.value);
	}
	plainText(writer, 6, message.text);
	for (let i = 0; i < message.settings.length; i++) {
		writeSetting(writer, message.settings[i]);
	}
	plainText(writer, 8, message.actor);
	plain(writer, 9, message.role);
}

function writeSetting(writer: ProtobufWriter, change: SettingChange): void {
	const start = writer.open(7);
	plainText(writer, 1, change.key);
	if (typeof change.value === 'number') {
		writer.signed(2, change.value);
	} else if (change.value === '') {
		writer.empty(3);
	} else {
		writer.text(3, change.value);
	}
	writer.close(start);
}

/** The result that a stage is, of a card with this log. */
export function resultOf(told: StageTold, logId: number): CommandResultMessage {
	return {
		commandId: told.commandId,
		sessionId: told.sessionId,
		command: told.command,
		stage: told.stage,
		code: told.code,
		sentence: told.sentence,
		logId: logId,
		sequence: told.sequence,
		uptimeMs: told.t,
	};
}

/** Writes a `CommandResult`. */
export function encodeCommandResult(writer: ProtobufWriter, result: CommandResultMessage): void {
	plainText(writer, 1, result.commandId);
	plainFixed(writer, 2, result.sessionId);
	plain(writer, 3, result.command);
	plain(writer, 4, result.stage);
	plainText(writer, 5, result.code);
	plainText(writer, 6, result.sentence);
	plainFixed(writer, 7, result.logId);
	plain(writer, 8, result.sequence);
	plain(writer, 9, result.uptimeMs);
}
