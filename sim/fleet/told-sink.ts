// Tells of each message that a sink took.

import type {OutKind} from '../../src/agent/uplink.ts';
import type {MessageSink} from './message-sink.ts';

/** `sink`, with `took` called for every message of a card that was not dropped. */
export function toldSink(sink: MessageSink, took: (card: number) => void): MessageSink {
	return {
		wake: sink.wake,
		ready: async () => sink.ready(),
		send(card: number, kind: OutKind, payload: Uint8Array): boolean {
			const isTaken = sink.send(card, kind, payload);
			if (isTaken) {
				took(card);
			}
			return isTaken;
		},
	};
}
