// What the MQTT client of a board is told, what it tells, and what a card is called there.

export interface MqttOptions {
	readonly host: string;
	readonly port: number;
	readonly tls: boolean;
	/** '' is the card's own `{partition}/{card}`. */
	readonly user: string;
	/** '' sends neither a user nor a password. */
	readonly password: string;
	readonly card: string;
}

export interface MqttEvents {
	/** The death of the session that begins now: its will. */
	will(): Uint8Array;
	up(): void;
	down(): void;
	/** The payload is valid for the call; null where it had more bytes than there is room for. */
	message(kind: string, payload: Uint8Array | null, retained: boolean): void;
	/** The next event of the log, valid until the next call, whose sequence is `eventSequence`; null where there is none. */
	nextEvent(): Uint8Array | null;
	eventSequence(): number;
	took(sequence: number): void;
}

/** A message that waits for its turn or for the broker's word. */
export interface Waiting {
	readonly kind: string;
	readonly payload: Uint8Array;
	readonly retain: boolean;
	/** Whether it goes out in the next session when this one ends too early. */
	readonly keep: boolean;
	/** Of an event; 0 for the others. */
	readonly sequence: number;
}

/**
 * `{partition}/{card}`: FNV-1a over the id modulo 64 (src/protocols/mqtt/topics.ts). The low six bits of its products come of low six
 * bits alone, so no product of 32 bits is needed.
 */
export function userOf(cardId: string): string {
	let hash = 5;
	for (let i = 0; i < cardId.length; i++) {
		hash = ((hash ^ cardId.charCodeAt(i)) * 19) & 63;
	}
	return `${hash.toString(16).padStart(2, '0')}/${cardId}`;
}
