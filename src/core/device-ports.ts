// Ports to the device under the card: hashing, bare signature checks, one flash part, one counter that only rises.

/** SHA-256 under way: 104 bytes of state on a card (ota.md 5.3). */
export interface Sha256 {
	update(bytes: Uint8Array): void;
	/** 32 bytes; ends the use of this object. */
	digest(): Uint8Array;
}

export interface DeviceCrypto {
	sha256(): Sha256;
	/** Ed25519 without any guard of its own: call it through src/ota/ed25519.ts only. Never throws; at most 8,192 bytes of message. */
	bareEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
	/** 32 bytes. */
	hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array;
}

/**
 * A flash part. Erased bytes read 0xff, programming clears bits and only once per write unit, erasing sets a whole sector. Every
 * call is complete or false; a power cut is no answer: it ends the program that asked.
 */
export interface Flash {
	readonly sizeBytes: number;
	/** What is erased at once, such as 4,096. */
	readonly sectorBytes: number;
	/** What is programmed at once, such as 16: `program` takes whole, aligned units. */
	readonly unitBytes: number;
	read(at: number, into: Uint8Array): boolean;
	program(at: number, bytes: Uint8Array): boolean;
	erase(sector: number): boolean;
}

/** The boot floor: a counter in one-time programmable cells (ota.md 3.3). */
export interface Otp {
	read(): number;
	/** False when it could not be raised; it never falls. */
	raise(to: number): boolean;
}
