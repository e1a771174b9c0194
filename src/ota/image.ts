// The head of an image of a simulated card: what it says of itself and how it behaves. The bytes after it only fill a slot.

const MAGIC: readonly number[] = [0x52, 0x54, 0x46, 0x57];

/** How an image behaves once it runs; a real one does what it does. Public: append only. */
export const behaviours = [
	/** Passes every check of its health. */
	'good',
	/** Says that it is unwell: a check of its health fails. */
	'unhealthy',
	/** Never feeds the watchdog. */
	'hangs',
	/** Resets soon after each start. */
	'crashes',
	/** Tells another version than the manifest does. */
	'misreports',
	/** Finds another UPS than the image before it. */
	'losesUps',
	/** Switches an outlet group when it starts. */
	'switchesOutlet',
	/** Never reaches its cloud; healthy otherwise, so it must stay. */
	'cloudless',
	/** Runs well until it was confirmed, and then resets for ever. */
	'crashesLater',
] as const;

export type Behaviour = (typeof behaviours)[number];

export interface ImageHead {
	/** major, minor, patch: what it reports as its version. */
	readonly version: readonly number[];
	readonly securityVersion: number;
	readonly behaviour: Behaviour;
}

/** Head of an image: `RTFW`, then one byte each of major, minor, patch, behaviour, then the security version in 4 bytes. */
export function writeImageHead(head: ImageHead): Uint8Array {
	const bytes = new Uint8Array(12);
	bytes.set(MAGIC);
	bytes.set(head.version, 4);
	bytes[7] = behaviours.indexOf(head.behaviour);
	new DataView(bytes.buffer).setUint32(8, head.securityVersion);
	return bytes;
}

/** The head at the beginning of `bytes`; null when it is none of ours. */
export function readImageHead(bytes: Uint8Array): ImageHead | null {
	if (bytes.length < 12 || bytes[7] >= behaviours.length) {
		return null;
	}
	for (let i = 0; i < MAGIC.length; i++) {
		if (bytes[i] !== MAGIC[i]) {
			return null;
		}
	}
	return {
		version: [bytes[4], bytes[5], bytes[6]],
		securityVersion: new DataView(bytes.buffer, bytes.byteOffset, 12).getUint32(8),
		behaviour: behaviours[bytes[7]],
	};
}
