// What the newest blocks were, where no table tells: a second copy that differs shows that somebody alters answers.

interface Entry {
	readonly block: number;
	readonly digest: Uint8Array;
}

export class Recent {
	entries: Entry[];
	most: number;

	constructor(most: number) {
		this.entries = [];
		this.most = most;
	}

	add(block: number, digest: Uint8Array): void {
		this.entries = this.entries.filter(entry => entry.block !== block).slice(1 - this.most);
		this.entries.push({block: block, digest: digest});
	}

	/** Digest of the block; null when it is not one of the newest. */
	digestOf(block: number): Uint8Array | null {
		for (let i = 0; i < this.entries.length; i++) {
			if (this.entries[i].block === block) {
				return this.entries[i].digest;
			}
		}
		return null;
	}
}
