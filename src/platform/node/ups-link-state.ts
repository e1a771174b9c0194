// What a card keeps of a real UPS for starts at which that does not answer: its inventory and its settings, as registers.

import type {Store} from '../../core/ports.ts';

type Blocks = Readonly<Record<string, readonly number[]>>;

const FILE = 'ups-link.json';
const SCHEMA = 'ridethrough.ups-link/1';
const LARGEST_WORD = 0xffff;

function isWords(value: unknown): value is readonly number[] {
	return (
		Array.isArray(value)
		&& value.every(word => Number.isInteger(word) && (word as number) >= 0 && (word as number) <= LARGEST_WORD)
	);
}

/** Blocks of registers by name as they were last read; null where nothing usable is kept: the UPS says it again. */
export function loadUpsLink(store: Store): Blocks | null {
	const bytes = store.load(FILE);
	if (bytes === null) {
		return null;
	}
	try {
		const {schema, blocks} = JSON.parse(Buffer.from(bytes).toString()) as {schema: unknown; blocks: unknown};
		const usable = schema === SCHEMA && typeof blocks === 'object' && blocks !== null;
		return usable && Object.values(blocks).every(isWords) ? (blocks as Blocks) : null;
	} catch {
		return null;
	}
}

export function saveUpsLink(store: Store, blocks: Blocks): void {
	store.save(FILE, Buffer.from(`${JSON.stringify({schema: SCHEMA, blocks})}\n`));
}
