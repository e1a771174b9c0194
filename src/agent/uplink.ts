// Where a card sends: kinds of messages, whatever carries them. Topic, QoS and retain follow from the kind.

/** What a card sends (design: topics). */
export type OutKind = 'birth' | 'sample' | 'event' | 'result' | 'ota-request' | 'death';
/** What a card receives. */
export type InKind = 'command' | 'ota' | 'ack';

export interface Uplink {
	/** Takes the bytes at once (the caller may reuse them); false when the message was dropped because a buffer is full. */
	send(kind: OutKind, payload: Uint8Array): boolean;
}
