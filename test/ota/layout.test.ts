import test from 'ava';
import fc from 'fast-check';
import {layoutOf, type SlotPlace, usualWishes} from '../../src/ota/layout.ts';

const usual = {sizeBytes: 4 * 1024 * 1024, sectorBytes: 4096, unitBytes: 16};

function extents(slot: SlotPlace, markBytes: number): [number, number][] {
	return [
		[slot.imageAt, slot.imageBytes],
		[slot.envelopeAt, slot.envelopeBytes + markBytes],
		[slot.tableAt, slot.tableBytes],
		[slot.bitmapAt, slot.bitmapBytes],
	];
}

test('two slots of 1 MiB fit into a part of 4 MiB', t => {
	const layout = layoutOf(usual, usualWishes);
	t.is(layout?.slots[0].imageBytes, 1024 * 1024);
	t.true((layout?.slots[1].envelopeBytes ?? 0) >= 8192);
	t.true((layout?.endAt ?? Infinity) <= usual.sizeBytes);
});

test('what does not fit, or has units that records do not fill, has no layout', t => {
	t.is(layoutOf({...usual, sizeBytes: 2 * 1024 * 1024}, usualWishes), null);
	t.is(layoutOf({...usual, unitBytes: 128}, usualWishes), null);
	t.is(layoutOf({...usual, sectorBytes: 96}, usualWishes), null);
});

test('everything begins at a sector, nothing overlaps, and both slots are equal', t => {
	const parts = fc.record({
		sectorBytes: fc.constantFrom(256, 1024, 4096, 65536),
		unitBytes: fc.constantFrom(1, 4, 8, 16, 32, 64),
		sizeBytes: fc.constant(64 * 1024 * 1024),
	});
	const wishes = fc.record({
		bootBytes: fc.integer({min: 1, max: 100_000}),
		imageBytes: fc.integer({min: 1, max: 1_000_000}),
		envelopeBytes: fc.integer({min: 100, max: 8192}),
		rootBytes: fc.integer({min: 100, max: 8192}),
	});
	fc.assert(
		fc.property(parts, wishes, (part, wished) => {
			const layout = layoutOf(part, wished);
			if (layout === null) {
				return false;
			}
			const [a, b] = layout.slots;
			const all: [number, number][] = [
				[0, layout.bootBytes],
				...layout.journals.map((at): [number, number] => [at, part.sectorBytes]),
				...extents(a, 64),
				...extents(b, 64),
				...layout.roots.map((at): [number, number] => [at, layout.rootBytes + 64]),
				...layout.events.map((at): [number, number] => [at, part.sectorBytes]),
			];
			t.true(all.every(([at, length]) => at % part.sectorBytes === 0 && length % part.sectorBytes === 0));
			t.true(all.every(([at], i) => i === 0 || at === all[i - 1][0] + all[i - 1][1]));
			t.is(b.imageAt - a.imageAt, a.bitmapAt + a.bitmapBytes - a.imageAt);
			return a.imageBytes >= wished.imageBytes && a.envelopeBytes >= wished.envelopeBytes;
		}),
	);
});
