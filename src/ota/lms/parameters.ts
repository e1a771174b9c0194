// The parameter sets of RFC 8554 with SHA-256 and 32 bytes (5.1, 4.1): what a card of class board takes, and what the vectors of
// the RFC need. Any other type is refused.

/** Bytes of a hash, of a node and of a randomiser: n and m of RFC 8554. */
export const HASH_BYTES = 32;
/** Bytes of the identifier I of a tree. */
export const IDENTIFIER_BYTES = 16;

/** LMS_SHA256_M32_H5 and its higher sisters. */
export interface TreeType {
	readonly id: number;
	/** Levels of the tree: it signs 2^height times. */
	readonly height: number;
}

/** LMOTS_SHA256_N32_W1 to W8. */
export interface OneTimeType {
	readonly id: number;
	/** Bits of a digit: w. */
	readonly digitBits: number;
	/** Chains of a signature: p. */
	readonly chains: number;
	/** Shift of the checksum: ls. */
	readonly checksumShift: number;
}

export const treeTypes: readonly TreeType[] = [
	{id: 5, height: 5},
	{id: 6, height: 10},
	{id: 7, height: 15},
	{id: 8, height: 20},
	{id: 9, height: 25},
];

export const oneTimeTypes: readonly OneTimeType[] = [
	{id: 1, digitBits: 1, chains: 265, checksumShift: 7},
	{id: 2, digitBits: 2, chains: 133, checksumShift: 6},
	{id: 3, digitBits: 4, chains: 67, checksumShift: 4},
	{id: 4, digitBits: 8, chains: 34, checksumShift: 0},
];

/** The type of a number; null when there is none. */
export function treeType(id: number): TreeType | null {
	return byId(treeTypes, id);
}

/** The type of a number; null when there is none. */
export function oneTimeType(id: number): OneTimeType | null {
	return byId(oneTimeTypes, id);
}

function byId<Row extends {readonly id: number}>(rows: readonly Row[], id: number): Row | null {
	for (let i = 0; i < rows.length; i++) {
		if (rows[i].id === id) {
			return rows[i];
		}
	}
	return null;
}

/** Bytes of a one-time signature: its type, the randomiser, a value for each chain (RFC 8554, 4.5). */
export function oneTimeBytes(type: OneTimeType): number {
	return 4 + HASH_BYTES * (1 + type.chains);
}

/** Bytes of a tree's signature: the leaf, the one-time signature, the type, the path (5.4). */
export function treeSignatureBytes(tree: TreeType, oneTime: OneTimeType): number {
	return 4 + oneTimeBytes(oneTime) + 4 + HASH_BYTES * tree.height;
}

/** Bytes of a tree's public key: two types, I, the root (5.3). */
export const TREE_KEY_BYTES = 8 + IDENTIFIER_BYTES + HASH_BYTES;
/** Of a hierarchy: its levels before it (6.1). */
export const HSS_KEY_BYTES = 4 + TREE_KEY_BYTES;
