// What a card on a board reads of its own log when it starts, and what it writes of what became of an order.

import {NO_DETAIL, phaseClear, phaseSet} from '../../agent/card.ts';
import type {CardRows} from '../../agent/card-rows.ts';
import {encodeCommandResult} from '../../agent/commands/command-wire.ts';
import type {CommandMessage} from '../../agent/commands/command-wire.ts';
import {eventOfCondition, findEvent} from '../../agent/events.ts';
import type {LogRecord} from '../../agent/log-record.ts';
import type {ProtobufWriter} from '../../codec/protobuf.ts';
import type {Millis} from '../../core/clock.ts';
import type {EventLog} from './event-log.ts';
import {recordAt} from './event-record.ts';

/** Of CardRows.link: the card has told that it does not hear its UPS. */
const LINK_LOST = 2;

function idOf(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

const linkLost = idOf('linkLost');
const linkLostOnBattery = idOf('linkLostOnBattery');
const commandAccepted = idOf('commandAccepted');
const commandCompleted = idOf('commandCompleted');
const commandFailed = idOf('commandFailed');
const commandTimedOut = idOf('commandTimedOut');

/** The command that an entry of the log is about. */
function commandIn(record: LogRecord): CommandMessage {
	const note = record.note;
	return {
		commandId: note === null ? '' : note.commandId,
		sessionId: 0,
		command: record.detail === NO_DETAIL ? 0 : record.detail,
		target: 0,
		value: null,
		text: '',
		settings: [],
		actor: note === null ? '' : note.actor,
		role: note === null ? 0 : note.role,
	};
}

/**
 * What held when the card stopped, as its log has it: what ended meanwhile is then told as ended. Returns the commands that were under
 * way: what came of them the card cannot know.
 */
export function recall(rows: CardRows, log: EventLog): CommandMessage[] {
	let interrupted: CommandMessage[] = [];
	log.each((event, phase, bytes, at) => {
		// The conditions of a UPS are numbered as their events are, from 0 on.
		const which = event - 1;
		if (eventOfCondition(which) === event) {
			const bit = 1 << (which & 31);
			const word = rows.seen[which >> 5];
			rows.seen[which >> 5] = phase === phaseSet ? word | bit : word & ~bit;
		} else if (event === linkLost || event === linkLostOnBattery) {
			rows.link[0] = phase === phaseClear ? 0 : LINK_LOST;
			rows.lossEvent[0] = event;
		} else if (event === commandAccepted) {
			interrupted.push(commandIn(recordAt(bytes, at)));
		} else if (event === commandCompleted || event === commandFailed || event === commandTimedOut) {
			const ended = commandIn(recordAt(bytes, at)).commandId;
			interrupted = interrupted.filter(each => each.commandId !== ended);
		}
	});
	return interrupted;
}

/** Bytes of the result that a stage of an order is, valid until the writer is used again. */
export function resultBytes(
	writer: ProtobufWriter,
	message: CommandMessage,
	stage: number,
	code: string,
	log: EventLog,
	t: Millis,
): Uint8Array {
	writer.reset();
	encodeCommandResult(writer, {
		commandId: message.commandId,
		sessionId: message.sessionId,
		command: message.command,
		stage: stage,
		code: code,
		sentence: '',
		logId: log.logId,
		sequence: log.newest,
		uptimeMs: t,
	});
	return writer.view();
}
