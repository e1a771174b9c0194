// One entry of the event log as bytes: fields with numbers, so that a later version can add some and an older one passes over
// them. Numbers are append only.

import type {ProtobufReader} from '../codec/protobuf-reader.ts';
import type {ProtobufWriter} from '../codec/protobuf.ts';
import type {Millis} from '../core/clock.ts';
import {NO_DETAIL} from './card.ts';
import type {LogEntry} from './card-rows.ts';
import {plain, plainFixed, plainText} from './plain-fields.ts';
import type {EventNote} from './roles.ts';

/** An entry that says by itself when it was, and in which start of the card. */
export interface LogRecord extends LogEntry {
	readonly bootId: number;
	/** Milliseconds since 1970; -1 while the card's clock was not set. */
	readonly utcMs: Millis;
}

/** No record is longer, whatever its note says. */
export const RECORD_BYTES_MAX = 2048;
const TEXT_MAX = 256;

function shortened(text: string): string {
	return text.length > TEXT_MAX ? text.slice(0, TEXT_MAX) : text;
}

/** Appends the bytes of `record` to what the writer holds. Texts of a note are cut at 256 characters. */
export function encodeRecord(writer: ProtobufWriter, record: LogRecord): void {
	plain(writer, 1, record.sequence);
	plain(writer, 2, record.atMs);
	if (record.utcMs >= 0) {
		writer.unsigned(3, record.utcMs);
	}
	plainFixed(writer, 4, record.bootId);
	plain(writer, 5, record.event);
	plain(writer, 6, record.phase);
	if (record.detail !== NO_DETAIL) {
		writer.signed(7, record.detail);
	}
	if (record.note !== null) {
		encodeNote(writer, record.note);
	}
}

function encodeNote(writer: ProtobufWriter, note: EventNote): void {
	writer.unsigned(8, note.role);
	plain(writer, 9, note.origin);
	plainText(writer, 10, shortened(note.actor));
	plainText(writer, 11, shortened(note.commandId));
	plainText(writer, 12, shortened(note.text));
}

interface Draft {
	sequence: number;
	atMs: Millis;
	utcMs: Millis;
	bootId: number;
	event: number;
	phase: number;
	detail: number;
	note: EventNote | null;
	role: number;
	origin: number;
	actor: string;
	commandId: string;
	text: string;
	hasNote: boolean;
}

type Take = (draft: Draft, reader: ProtobufReader) => void;

function skip(_draft: Draft, reader: ProtobufReader): void {
	reader.skip();
}

/** By field number. */
const takes: readonly Take[] = [
	skip,
	(draft, reader) => {
		draft.sequence = reader.unsigned();
	},
	(draft, reader) => {
		draft.atMs = reader.unsigned();
	},
	(draft, reader) => {
		draft.utcMs = reader.unsigned();
	},
	(draft, reader) => {
		draft.bootId = reader.fixed32();
	},
	(draft, reader) => {
		draft.event = reader.unsigned();
	},
	(draft, reader) => {
		draft.phase = reader.unsigned();
	},
	(draft, reader) => {
		draft.detail = reader.signed();
	},
	(draft, reader) => {
		draft.role = reader.unsigned();
		draft.hasNote = true;
	},
	(draft, reader) => {
		draft.origin = reader.unsigned();
	},
	(draft, reader) => {
		draft.actor = reader.text();
	},
	(draft, reader) => {
		draft.commandId = reader.text();
	},
	(draft, reader) => {
		draft.text = reader.text();
	},
];

function emptyDraft(): Draft {
	return {
		sequence: 0,
		atMs: 0,
		utcMs: -1,
		bootId: 0,
		event: 0,
		phase: 0,
		detail: NO_DETAIL,
		note: null,
		role: 0,
		origin: 0,
		actor: '',
		commandId: '',
		text: '',
		hasNote: false,
	};
}

/** Reads a record; null where the bytes are none. */
export function decodeRecord(reader: ProtobufReader): LogRecord | null {
	const draft = emptyDraft();
	while (reader.next()) {
		(reader.field < takes.length ? takes[reader.field] : skip)(draft, reader);
	}
	if (reader.malformed || draft.sequence === 0) {
		return null;
	}
	const note = {
		actor: draft.actor,
		role: draft.role,
		origin: draft.origin,
		commandId: draft.commandId,
		text: draft.text,
	};
	return {
		sequence: draft.sequence,
		atMs: draft.atMs,
		event: draft.event,
		phase: draft.phase,
		detail: draft.detail,
		note: draft.hasNote ? note : null,
		bootId: draft.bootId,
		utcMs: draft.utcMs,
	};
}
