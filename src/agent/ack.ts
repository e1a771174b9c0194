// What a consumer tells a card about its events: what it has, and what it misses (message Ack of telemetry.proto).

import type {ProtobufReader} from '../codec/protobuf-reader.ts';

export interface Ack {
	readonly logId: number;
	/** Everything up to this sequence is stored at the consumer. */
	readonly through: number;
	/** Send what follows `through`, though it may have been sent before. */
	readonly resend: boolean;
	/** Make the next sample a full one, and send it now. */
	readonly fullSample: boolean;
	/** Send the birth again. */
	readonly birth: boolean;
}

/** Reads an `Ack`; null where the bytes are none. Fields that are not known are passed over. */
export function decodeAck(reader: ProtobufReader): Ack | null {
	const ack = {logId: 0, through: 0, resend: false, fullSample: false, birth: false};
	while (reader.next()) {
		if (reader.field === 1) {
			ack.logId = reader.fixed32();
		} else if (reader.field === 2) {
			ack.through = reader.unsigned();
		} else if (reader.field === 3) {
			ack.resend = reader.bool();
		} else if (reader.field === 4) {
			ack.fullSample = reader.bool();
		} else if (reader.field === 5) {
			ack.birth = reader.bool();
		} else {
			reader.skip();
		}
	}
	return reader.malformed ? null : ack;
}
