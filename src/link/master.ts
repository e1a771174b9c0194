// A Modbus master as the link needs it: one request at a time, each with an end.

/** Somebody at the other end of a line. One request is in flight; whoever calls waits for it. */
export interface ModbusMaster {
	/** Reads holding registers. Rejects with a Refusal, or with another error when the line is to be given up. */
	read(address: number, count: number): Promise<readonly number[]>;
	/** Writes registers by function 16. Rejects likewise. */
	write(address: number, words: readonly number[]): Promise<void>;
	close(): void;
}

/** Opens a line. Rejects where there is none, within a bounded time. */
export type OpenMaster = () => Promise<ModbusMaster>;

/** Illegal data address: the device has not what was asked for. */
export const ILLEGAL_ADDRESS = 2;
/** Busy, and a gateway whose device does not answer (modbus.md, Behaviour). */
export const BUSY = 6;
export const TARGET_SILENT = 0x0b;

/** The device answered that it does not do this: the line is sound. */
export class Refusal extends Error {
	/** The exception of the reply. */
	readonly exception: number;

	constructor(exception: number) {
		super(`the UPS answered with Modbus exception ${exception}`);
		this.exception = exception;
	}
}

/** How long things may take, and how often they are tried. */
export interface LineTimes {
	/** For one reply. */
	readonly timeoutMs: number;
	/** Times that a request is sent before the line is given up. */
	readonly tries: number;
	/** Silence between two frames (modbus.md: at least 35 ms on a serial line). */
	readonly frameGapMs: number;
}

export const lineTimes: LineTimes = {timeoutMs: 1000, tries: 3, frameGapMs: 35};
