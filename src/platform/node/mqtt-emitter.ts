// The queue of messages inside the embedded broker. Once 100 messages are on their way, aedes's emitter queues the others and goes
// from each that is delivered at once into the next by a call: thousands of cards that say goodbye while one reader is slow are
// thousands of calls deep, and the process ends with a stack overflow. Here one loop takes them, in the same order.

/** What of aedes's emitter this goes by (mqemitter 7). */
export interface MessageEmitter {
	/** Messages on their way; from `concurrency` on the next are queued. */
	current: number;
	_doing: boolean;
	_do(message: unknown, done: unknown): unknown;
}

/** Lets `emitter` deliver a queue of any length on a stack of the same depth. */
export function flattenQueue(emitter: MessageEmitter): void {
	const deliver = emitter._do.bind(emitter);
	const waiting: Array<readonly [unknown, unknown]> = [];
	let isDelivering = false;

	function deliverAll(): void {
		isDelivering = true;
		try {
			for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
				// `deliver` counts it itself.
				emitter.current -= 1;
				deliver(...next);
			}
		} finally {
			isDelivering = false;
		}
	}

	emitter._do = (message, done) => {
		// On its way from now on, so that nothing published meanwhile overtakes those in the queue.
		emitter.current += 1;
		emitter._doing = true;
		waiting.push([message, done]);
		if (!isDelivering) {
			deliverAll();
		}
		return emitter;
	};
}
