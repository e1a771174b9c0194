// Ports to the world that the pure folders need: who composes a card chooses what stands behind them.

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where a card's own messages go. Nothing secret is ever passed in. */
export interface Log {
	write(level: LogLevel, message: string): void;
}

/** Small named values that survive a restart. `save` returns when the value is safe. */
export interface Store {
	load(name: string): Uint8Array | null;
	save(name: string, bytes: Uint8Array): void;
}

/** Counts the messages of one protocol, for metrics: as whole packets or frames, with their bytes. */
export interface MessageCounter {
	count(direction: 'in' | 'out', bytes: number): void;
}
