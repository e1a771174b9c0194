// Packets of MQTT 3.1.1 in two fixed buffers: one that is put together and sent, one that is read as it comes.

const IN_BYTES = 1536;
const OUT_BYTES = 1024;
/** Bytes of the type and of a length of two bytes. */
const HEAD_BYTES = 3;
/** A length has four bytes at most. */
const LONGEST_HEAD_BYTES = 5;

/** Puts one packet together. The length comes before what it counts, so room is kept for the longest head. */
export class PacketWriter {
	out: Uint8Array;
	at: number;

	constructor() {
		this.out = new Uint8Array(OUT_BYTES);
		this.at = 0;
	}

	begin(type: number): void {
		this.out[0] = type;
		this.at = HEAD_BYTES;
	}

	/** What has no room is counted all the same, so that the end can tell. */
	byte(value: number): void {
		if (this.at < OUT_BYTES) {
			this.out[this.at] = value;
		}
		this.at += 1;
	}

	word(value: number): void {
		this.byte(value >> 8);
		this.byte(value & 255);
	}

	text(value: string): void {
		this.word(value.length);
		for (let i = 0; i < value.length; i++) {
			this.byte(value.charCodeAt(i));
		}
	}

	blob(bytes: Uint8Array): void {
		if (this.at + bytes.length <= OUT_BYTES) {
			this.out.set(bytes, this.at);
		}
		this.at += bytes.length;
	}

	/** The packet, valid until the next one begins; null where it was too long. */
	packet(): Uint8Array | null {
		const out = this.out;
		const length = this.at - HEAD_BYTES;
		if (this.at > OUT_BYTES) {
			return null;
		}
		const from = length < 128 ? 1 : 0;
		out[from] = out[0];
		out[from + 1] = from === 1 ? length : (length & 127) | 128;
		if (from === 0) {
			out[2] = length >> 7;
		}
		return out.subarray(from, this.at);
	}
}

/** Reads packets as they come, however they were cut. What is longer than the buffer is passed over but for its beginning. */
export class PacketReader {
	bytes: Uint8Array;
	/** Bytes of the packet that came, of those that it has; 0 while its length is not known. */
	at: number;
	end: number;
	bodyAt: number;

	constructor() {
		this.bytes = new Uint8Array(IN_BYTES);
		this.at = 0;
		this.end = 0;
		this.bodyAt = 0;
	}

	/** Takes up the next bytes; `act` is told of each packet that is whole, and says whether to go on. False where it is no MQTT. */
	take(bytes: Uint8Array, act: () => boolean): boolean {
		let from = 0;
		while (from < bytes.length) {
			if (this.end === 0) {
				this.head(bytes[from]);
				from += 1;
			} else {
				from += this.body(bytes, from);
			}
			if (this.at > LONGEST_HEAD_BYTES && this.end === 0) {
				return false;
			}
			if (this.end > 0 && this.at === this.end) {
				const goesOn = act();
				this.at = 0;
				this.end = 0;
				if (!goesOn) {
					return true;
				}
			}
		}
		return true;
	}

	/** Whether the whole packet is in the buffer. */
	fits(): boolean {
		return this.end <= IN_BYTES;
	}

	word(at: number): number {
		return (this.bytes[at] << 8) | this.bytes[at + 1];
	}

	head(byte: number): void {
		this.bytes[this.at] = byte;
		this.at += 1;
		if (this.at === 1 || byte > 127) {
			return;
		}
		let length = 0;
		for (let i = this.at - 1; i > 0; i--) {
			length = length * 128 + (this.bytes[i] & 127);
		}
		this.bodyAt = this.at;
		this.end = this.at + length;
	}

	/** How many bytes from `from` on belong to the packet; keeps those for which there is room. */
	body(bytes: Uint8Array, from: number): number {
		const size = Math.min(this.end - this.at, bytes.length - from);
		const room = Math.min(size, IN_BYTES - this.at);
		if (room > 0) {
			this.bytes.set(bytes.subarray(from, from + room), this.at);
		}
		this.at += size;
		return size;
	}
}
