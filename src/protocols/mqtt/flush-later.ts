// The end of a turn: what the connections of a process sent in it is written then, by one task for all of them.

export interface Flushed {
	/** Writes what was sent; nothing where nothing was. */
	flush(): void;
}

let unwritten: Flushed[] = [];

/** Has `wire` flushed at the end of this turn. */
export function flushLater(wire: Flushed): void {
	if (unwritten.length === 0) {
		queueMicrotask(flushAll);
	}
	unwritten.push(wire);
}

function flushAll(): void {
	const wires = unwritten;
	unwritten = [];
	for (const wire of wires) {
		wire.flush();
	}
}
