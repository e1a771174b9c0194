// What a card on a board reads of its own log when it starts, and what it writes of what became of an order.

import {phaseClear, phaseSet} from '../../agent/card.ts';
import type {CardRows} from '../../agent/card-rows.ts';
import {encodeCommandResult} from '../../agent/commands/command-wire.ts';
import type {CommandMessage} from '../../agent/commands/command-wire.ts';
import {eventOfCondition, findEvent} from '../../agent/events.ts';
import type {ProtobufWriter} from '../../codec/protobuf.ts';
import type {Millis} from '../../core/clock.ts';
import type {EventLog} from './event-log.ts';

/** Of CardRows.link: the card has told that it does not hear its UPS. */
const LINK_LOST = 2;

function idOf(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

const linkLost = idOf('linkLost');
const linkLostOnBattery = idOf('linkLostOnBattery');

/** What held when the card stopped, as its log has it: what ended meanwhile is then told as ended. */
export function recall(rows: CardRows, log: EventLog): void {
	log.each((event, phase) => {
		// The conditions of a UPS are numbered as their events are, from 0 on.
		const which = event - 1;
		if (eventOfCondition(which) === event) {
			const bit = 1 << (which & 31);
			const word = rows.seen[which >> 5];
			rows.seen[which >> 5] = phase === phaseSet ? word | bit : word & ~bit;
		} else if (event === linkLost || event === linkLostOnBattery) {
			rows.link[0] = phase === phaseClear ? 0 : LINK_LOST;
			rows.lossEvent[0] = event;
		}
	});
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
