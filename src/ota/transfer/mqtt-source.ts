// Bytes over MQTT: the card asks, the service answers in messages of its own (ota.md 5.1). What is not answered, or could not be
// sent, is asked for again by the transfer.

import type {ByteSource} from '../chunk-sink.ts';
import {encodeFetch} from './wire.ts';

export class MqttSource implements ByteSource {
	digest: Uint8Array;
	send: (message: Uint8Array) => boolean;

	/** `send` publishes a message of kind `ota-request`; `digest` is that of the manifest. */
	constructor(digest: Uint8Array, send: (message: Uint8Array) => boolean) {
		this.digest = digest;
		this.send = send;
	}

	request(token: number, part: number, offset: number, length: number, answerBytes: number): void {
		this.send(encodeFetch(token, this.digest, part, offset, length, answerBytes));
	}

	/** The service sends no more than it was asked for: nothing is to be called off. */
	cancel(): void {
		return undefined;
	}
}
