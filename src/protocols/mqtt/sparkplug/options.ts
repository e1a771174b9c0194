// What a Sparkplug face of a card is made of.

import type {SparkplugReadings} from '../../../agent/sparkplug-metrics.ts';
import type {ProtobufWriter} from '../../../codec/protobuf.ts';
import type {Clock, WallClock} from '../../../core/clock.ts';
import type {Store} from '../../../core/ports.ts';
import type {RandomStream} from '../../../core/random.ts';
import type {Closed, OpenWire} from '../wire.ts';

/** Who the card is. Text is UTF-8 bytes, one a character, as in `Birth` of src/agent/telemetry.ts. */
export interface SparkplugIdentity {
	/** Edge node id and client id. */
	readonly cardId: string;
	readonly bootId: number;
	readonly vendor: string;
	readonly model: string;
	readonly serial: string;
	readonly cardFirmware: string;
	/** Newest entry of the log at the start. */
	readonly lastSequence: number;
}

export interface SparkplugOptions {
	/** Without `+`, `/` and `#`; `ridethrough` where nobody chose. */
	readonly group: string;
	/** Host id of the primary host to wait for; '' for none. */
	readonly primaryHost: string;
	readonly identity: SparkplugIdentity;
	/** `sparkplugReadings(ups)` of src/agent/sparkplug-metrics.ts. */
	readonly readings: SparkplugReadings;
	/** Of at least SPARKPLUG_BYTES; cards of one process may share it. */
	readonly writer: ProtobufWriter;
	readonly clock: Clock;
	readonly wallClock: WallClock;
	/** For the back-off: a stream of the card's own. */
	readonly random: RandomStream;
	readonly openWire: OpenWire;
	/** Null: the card's own `{partition}/{card}` when there is a password, else none. */
	readonly user: string | null;
	readonly password: string | null;
	/** Seconds; 0 is off. */
	readonly keepaliveSeconds: number;
	/** Keeps bdSeq, one byte under `sparkplug-bd-seq`. */
	readonly store: Store;
	/** Gives an order by its name; the answer is what became of it so far, for a person. */
	readonly order: (name: string, target: number) => string;
	/** A message was refused, and why: for a report at a limited rate. */
	readonly refused: (why: string) => void;
	readonly onUp: () => void;
	readonly onDown: (closed: Closed) => void;
}
