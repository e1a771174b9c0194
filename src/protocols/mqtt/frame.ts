// Cuts a byte stream into MQTT packets (mqtt.md c.1), judging the announced length before anything is buffered. The
// client reads with it, and so does the guard of the embedded broker.

/** Largest packet either way, in bytes: fixed header, topic and payload together. */
export const PACKET_LIMIT_BYTES = 65536;

const LENGTH_BYTES_MAX = 4;

const incomplete = 0;
const malformed = -1;
const tooLarge = -2;

const faultBySize: Readonly<Record<number, string>> = {
	[malformed]: 'the length of a packet has five bytes',
	[tooLarge]: `a packet is larger than ${PACKET_LIMIT_BYTES} bytes`,
};

/**
 * Called with each whole packet: in `bytes` from `start` (its fixed header) to `end`, its body from `body`. The answer is
 * null, or the fault that ends the connection. The bytes may be used again later: copy what is kept.
 */
export type PacketVisitor = (bytes: Buffer, start: number, body: number, end: number) => string | null;

/** Bytes of the fixed header that begins at `start`; 0 while it is incomplete, -1 when its length has no end. */
function headerSize(bytes: Buffer, start: number, end: number): number {
	for (let i = 1; i <= LENGTH_BYTES_MAX; i++) {
		if (start + i >= end) {
			return incomplete;
		}
		if (bytes[start + i] < 0x80) {
			return i + 1;
		}
	}
	return malformed;
}

/** Bytes of the whole packet that begins at `start`; 0 while its header is incomplete, below 0 when it may not be. */
function packetSize(bytes: Buffer, start: number, end: number): number {
	const header = headerSize(bytes, start, end);
	if (header <= 0) {
		return header;
	}
	let size = 0;
	for (let i = header - 1; i >= 1; i--) {
		size = size * 128 + (bytes[start + i] & 0x7f);
	}
	return header + size > PACKET_LIMIT_BYTES ? tooLarge : header + size;
}

/** Reads packets from chunks cut anywhere. Holds at most one unfinished packet, in room that grows with what arrived. */
export class PacketReader {
	readonly visit: PacketVisitor;
	/** The unfinished packet; null between packets, so that an idle connection holds nothing. */
	held: Buffer | null;
	heldBytes: number;
	/** Bytes that the held packet takes before it must be judged again. */
	wantedBytes: number;

	constructor(visit: PacketVisitor) {
		this.visit = visit;
		this.held = null;
		this.heldBytes = 0;
		this.wantedBytes = 0;
	}

	/** Takes a chunk; the fault that must end the connection, or null. After a fault nothing more may be taken. */
	take(chunk: Buffer): string | null {
		let at = 0;
		while (this.wantedBytes > 0 && at < chunk.length) {
			const end = Math.min(at + this.wantedBytes, chunk.length);
			const fault = this.hold(chunk, at, end);
			if (fault !== null) {
				return fault;
			}
			at = end;
		}
		return this.takeWhole(chunk, at);
	}

	/** Visits the packets that lie whole in `chunk` from `from` on, in place, and holds what remains. */
	takeWhole(chunk: Buffer, from: number): string | null {
		let at = from;
		while (at < chunk.length) {
			const size = packetSize(chunk, at, chunk.length);
			if (size < 0) {
				return faultBySize[size];
			}
			if (size === incomplete || at + size > chunk.length) {
				return this.hold(chunk, at, chunk.length);
			}
			const fault = this.visit(chunk, at, at + headerSize(chunk, at, chunk.length), at + size);
			if (fault !== null) {
				return fault;
			}
			at += size;
		}
		return null;
	}

	/** Adds bytes to the held packet, judges it, and visits it when it is whole. */
	hold(chunk: Buffer, start: number, end: number): string | null {
		const needed = this.heldBytes + end - start;
		const held = this.heldWithRoom(needed);
		chunk.copy(held, this.heldBytes, start, end);
		this.heldBytes = needed;
		const size = packetSize(held, 0, needed);
		if (size < 0) {
			return faultBySize[size];
		}
		this.wantedBytes = size === incomplete ? 1 : size - needed;
		return this.wantedBytes > 0 ? null : this.release(held, size);
	}

	/** Grows by doubling, so that a packet that comes byte by byte is not copied once a byte. */
	heldWithRoom(neededBytes: number): Buffer {
		if (this.held === null || this.held.length < neededBytes) {
			const grown = Buffer.allocUnsafe(Math.min(2 * neededBytes + 14, PACKET_LIMIT_BYTES));
			this.held?.copy(grown, 0, 0, this.heldBytes);
			this.held = grown;
		}
		return this.held;
	}

	release(held: Buffer, size: number): string | null {
		this.held = null;
		this.heldBytes = 0;
		return this.visit(held, 0, headerSize(held, 0, size), size);
	}
}
