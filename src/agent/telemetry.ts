// What a card publishes, as bytes of proto/ridethrough/v1/telemetry.proto: byte for byte what protobufjs would write. Fields are
// written in ascending order of number.

import type {ProtobufWriter} from '../codec/protobuf.ts';
import type {Millis} from '../core/clock.ts';
import type {Chemistry} from '../ups/model.ts';
import {eventRow, informational} from './events.ts';
import type {EventNote} from './roles.ts';
import {plain, plainFixed, plainText} from './plain-fields.ts';

export {encodeCalmSample, encodeSample, SAMPLE_BYTES} from './sample.ts';
export type {SampleHeader} from './sample.ts';

export const PROTOCOL_VERSION = 1;

/** Who the card is, at the start of a session. */
export interface Birth {
	readonly cardId: string;
	/** Random, 32 bits, as are `bootId` and `logId`. */
	readonly sessionId: number;
	readonly bootId: number;
	readonly vendor: string;
	/** SKU of the UPS. */
	readonly model: string;
	readonly serial: string;
	readonly upsFirmware: string;
	readonly cardFirmware: string;
	readonly ratedWatts: number;
	readonly ratedVoltAmperes: number;
	/** Tenths of a volt. */
	readonly nominalVolts: number;
	readonly chemistry: Chemistry;
	readonly switchedGroups: number;
	readonly assumed: boolean;
	/** Null where the card has no settings. */
	readonly settingsDigest: Uint8Array | null;
	/** Wall-clock time at uptime 0; null while the clock is not set. */
	readonly bootUtcMs: Millis | null;
	readonly uptimeMs: Millis;
	readonly logId: number;
	/** Of the newest event in the log; 0 when it is empty. */
	readonly lastSequence: number;
	/** Of the oldest event that the log still has; 0 when it is empty. */
	readonly oldestSequence: number;
	/** '' when nobody said where the card stands. */
	readonly site: string;
	readonly sampleIntervalMs: Millis;
}

/** An entry of the event log. */
export interface Event {
	readonly logId: number;
	readonly sequence: number;
	/** Catalogue id. */
	readonly event: number;
	/** 1 set, 2 clear, 3 momentary. */
	readonly phase: number;
	readonly bootId: number;
	readonly uptimeMs: Millis;
	/** Null while the clock is not set. */
	readonly utcMs: Millis | null;
	readonly detail: number | null;
	readonly note: EventNote | null;
	/** Whether it may have been sent before. */
	readonly again: boolean;
	/** First of the entries that should come before and are no longer in the log; 0 where none is. */
	readonly missingFrom: number;
}

export type DeathReason = 'connectionLost' | 'stopped' | 'restarting';

/** The end of a session. */
export interface Death {
	readonly sessionId: number;
	readonly bootId: number;
	readonly reason: DeathReason;
}

const PHASE_CLEAR = 2;
const chemistryNumbers: Readonly<Record<Chemistry, number>> = {leadAcid: 1, lithium: 2};
const deathReasonNumbers: Readonly<Record<DeathReason, number>> = {connectionLost: 1, stopped: 2, restarting: 3};

/** Writes a `Birth`; text that is not ASCII comes as its UTF-8 bytes, one a character. */
export function encodeBirth(writer: ProtobufWriter, birth: Birth): void {
	plain(writer, 1, PROTOCOL_VERSION);
	plainText(writer, 2, birth.cardId);
	plainFixed(writer, 3, birth.sessionId);
	plainFixed(writer, 4, birth.bootId);
	plainText(writer, 5, birth.vendor);
	plainText(writer, 6, birth.model);
	plainText(writer, 7, birth.serial);
	plainText(writer, 8, birth.upsFirmware);
	plainText(writer, 9, birth.cardFirmware);
	plain(writer, 10, birth.ratedWatts);
	plain(writer, 11, birth.ratedVoltAmperes);
	plain(writer, 12, birth.nominalVolts);
	plain(writer, 13, chemistryNumbers[birth.chemistry]);
	plain(writer, 14, birth.switchedGroups);
	plain(writer, 15, birth.assumed ? 1 : 0);
	if (birth.settingsDigest !== null && birth.settingsDigest.length > 0) {
		writer.blob(16, birth.settingsDigest);
	}
	if (birth.bootUtcMs !== null) {
		writer.unsigned(17, birth.bootUtcMs);
	}
	plain(writer, 18, birth.uptimeMs);
	plainFixed(writer, 19, birth.logId);
	plain(writer, 20, birth.lastSequence);
	plainText(writer, 21, birth.site);
	plain(writer, 22, birth.sampleIntervalMs);
	plain(writer, 23, birth.oldestSequence);
}

/** Writes an `Event`. Its severity is that of the catalogue; a clear is informational, whatever it clears (nmc.md 2). */
export function encodeEvent(writer: ProtobufWriter, event: Event): void {
	const row = eventRow(event.event);
	plainFixed(writer, 1, event.logId);
	plain(writer, 2, event.sequence);
	plain(writer, 3, event.event);
	plain(writer, 4, event.phase);
	if (row !== null) {
		plain(writer, 5, event.phase === PHASE_CLEAR ? informational : row.severity);
	}
	plainFixed(writer, 6, event.bootId);
	plain(writer, 7, event.uptimeMs);
	if (event.utcMs !== null) {
		writer.unsigned(8, event.utcMs);
	}
	if (event.detail !== null) {
		writer.signed(9, event.detail);
	}
	plain(writer, 10, event.again ? 1 : 0);
	if (event.note !== null) {
		encodeNote(writer, event.note);
	}
	plain(writer, 16, event.missingFrom);
}

function encodeNote(writer: ProtobufWriter, note: EventNote): void {
	plainText(writer, 11, note.actor);
	plain(writer, 12, note.role);
	plain(writer, 13, note.origin);
	plainText(writer, 14, note.commandId);
	plainText(writer, 15, note.text);
}

/** Writes a `Death`. */
export function encodeDeath(writer: ProtobufWriter, death: Death): void {
	plainFixed(writer, 1, death.sessionId);
	plainFixed(writer, 2, death.bootId);
	plain(writer, 3, deathReasonNumbers[death.reason]);
}
