// Where a running card takes orders, and who is told what became of them.

import type {Millis} from '../../../core/clock.ts';
import type {Card} from '../../../agent/card.ts';
import {decodeCommand, encodeCommandResult, resultOf} from '../../../agent/commands/command-wire.ts';
import type {CommandMessage} from '../../../agent/commands/command-wire.ts';
import {CommandDesk} from '../../../agent/commands/desk.ts';
import type {Order} from '../../../agent/commands/order.ts';
import {DeskRows} from '../../../agent/commands/pending.ts';
import type {StageTold} from '../../../agent/commands/ports.ts';
import {originMqtt} from '../../../agent/roles.ts';
import {DeskPort} from '../../../agent/settings/port.ts';
import type {UpsControl} from '../../../agent/ups-control.ts';
import {ProtobufReader} from '../../../codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../../codec/protobuf.ts';
import type {AgentSettings} from './agent-settings.ts';

const RESULT_BYTES = 1024;

/** An order as MQTT brought it. */
export function mqttOrder(message: CommandMessage, retained: boolean): Order {
	return {...message, retained, origin: originMqtt};
}

export class AgentOrders {
	readonly desk: CommandDesk;
	readonly #reader = new ProtobufReader(new Uint8Array(0));
	readonly #writer = new ProtobufWriter(RESULT_BYTES);
	/** Stages that are logged and not yet safe. */
	#untold: StageTold[] = [];

	constructor(card: Card, control: UpsControl, settings: AgentSettings) {
		this.desk = new CommandDesk(new DeskRows(1), {
			card,
			control,
			settings: new DeskPort(
				() => settings.desk,
				() => card,
			),
			sink: {stage: told => this.#untold.push(told)},
		});
	}

	/** Takes the bytes of an order that came over MQTT; false where they are none. */
	take(payload: Uint8Array, retained: boolean, t: Millis): boolean {
		const message = decodeCommand(this.#reader.load(payload));
		if (message !== null) {
			this.desk.order(mqttOrder(message, retained), t);
		}
		return message !== null;
	}

	/** What became of orders since the last call, in order. */
	tellings(): readonly StageTold[] {
		const told = this.#untold;
		this.#untold = [];
		return told;
	}

	/** Bytes of a result, valid until the next call. */
	resultOf(told: StageTold, logId: number): Uint8Array {
		this.#writer.reset();
		encodeCommandResult(this.#writer, resultOf(told, logId));
		return this.#writer.view();
	}
}
