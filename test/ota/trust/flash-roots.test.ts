import test from 'ava';
import {FlashPart} from '../../../sim/flash/flash-part.ts';
import {flashFaults} from '../../../sim/flash/fault-plan.ts';
import type {FlashFaultKind} from '../../../sim/flash/fault-plan.ts';
import {Operations} from '../../../sim/flash/operations.ts';
import {PowerCut} from '../../../sim/flash/power-cut.ts';
import {layoutOf} from '../../../src/ota/layout.ts';
import type {Layout} from '../../../src/ota/layout.ts';
import {FlashRoots} from '../../../src/ota/trust/flash-roots.ts';
import {nextRoot} from '../../../src/ota/trust/root-steps.ts';
import type {RootState} from '../../../src/ota/trust/root.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import {rootDocument, tools} from '../../helpers/ota-trust.ts';

const geometry = {sizeBytes: 256 * 48, sectorBytes: 256, unitBytes: 16, protectedBytes: 256, enduranceErases: Infinity};
const layout = layoutOf(geometry, {bootBytes: 256, imageBytes: 768, envelopeBytes: 128, rootBytes: 700}) as Layout;
const documents = [1, 2, 3, 4].map(version => rootDocument({version}));
const burnedIn = nextRoot(documents[0], null, tools) as RootState;
const cuts: readonly FlashFaultKind[] = ['cutBefore', 'cutTorn', 'cutUnstable', 'cutAfter'];
const slips = (Object.keys(flashFaults) as FlashFaultKind[]).filter(kind => !cuts.includes(kind));
const TORN_SEEDS = 5;

class Bench {
	readonly operations: Operations;
	readonly part: FlashPart;
	readonly roots: FlashRoots;

	constructor(seed: number, origin?: Bench) {
		this.operations = new Operations({seed, faults: []});
		this.part = origin === undefined ? new FlashPart(geometry, this.operations) : origin.part.copy(this.operations);
		this.roots = new FlashRoots({flash: this.part, layout, crypto: nodeCrypto}, burnedIn);
	}

	/** Whether it was saved; false as well where the supply failed, after which it is back. */
	save(version: number): boolean {
		try {
			return this.roots.save(documents[version - 1]);
		} catch (error) {
			if (error instanceof PowerCut) {
				this.operations.restart();
				return false;
			}
			throw error;
		}
	}
}

/** Parts whose copies hold: nothing, version 2 twice, version 2 beside 3 in either place. */
function origins(): readonly Bench[] {
	const blank = new Bench(1);
	const second = new Bench(1, blank);
	second.save(2);
	return [blank, second, ...[0, 1].map(copy => mixed(second, copy))];
}

function mixed(second: Bench, copy: number): Bench {
	const bench = new Bench(1, second);
	bench.roots.write(copy, documents[2]);
	return bench;
}

function operationsOf(origin: Bench, version: number): number {
	const bench = new Bench(1, origin);
	const before = bench.operations.count;
	bench.save(version);
	return bench.operations.count - before;
}

test('the burned-in root is in force until a newer one is saved, and what is saved is read at the next start', t => {
	const bench = new Bench(1);
	t.is(bench.roots.load().version, 1);
	t.true(bench.save(2));
	t.is(bench.roots.load().version, 2);
	t.deepEqual(new Bench(1, bench).roots.load().document, documents[1]);
	t.true(bench.save(3));
	t.deepEqual(
		[0, 1].map(copy => bench.roots.read(copy)),
		[documents[2], documents[2]],
	);
});

test('a document that is none, or that is longer than its place, is not saved', t => {
	const bench = new Bench(1);
	t.false(bench.roots.save(Uint8Array.of(1, 2, 3)));
	t.false(bench.roots.write(0, new Uint8Array(layout.rootBytes + 1)));
	t.is(bench.operations.count, 0);
	t.is(bench.roots.load().version, 1);
});

test('a copy of which one bit fell is no document', t => {
	const bench = new Bench(1);
	bench.save(2);
	const bytes = new Uint8Array(16);
	for (const copy of [0, 1]) {
		bench.part.read(layout.roots[copy] + 64, bytes);
		const sector = layout.roots[copy] / geometry.sectorBytes;
		const whole = new Uint8Array(geometry.sectorBytes);
		bench.part.read(layout.roots[copy], whole);
		whole[100] ^= 1;
		bench.part.erase(sector);
		bench.part.program(layout.roots[copy], whole);
		t.is(bench.roots.read(copy), null);
		t.is(bench.roots.load().version, copy === 0 ? 2 : 1);
	}
});

for (const kind of cuts) {
	test(`${kind} at any operation of a rotation leaves the version before or the new one, and the next try keeps it`, t => {
		for (const [index, origin] of origins().entries()) {
			const before = origin.roots.load().version;
			const operations = operationsOf(origin, before + 1);
			t.true(operations >= 8, 'two erases at least, and two programs of each copy');
			for (let at = 1; at <= operations; at++) {
				for (let seed = 1; seed <= TORN_SEEDS; seed++) {
					const bench = new Bench(seed * 1000 + at, origin);
					bench.operations.plan([{at, do: kind}]);
					t.false(bench.save(before + 1), `origin ${index}, operation ${at}`);
					const found = bench.roots.load().version;
					t.true(found === before || found === before + 1, `origin ${index}, operation ${at}: version ${found}`);
					t.true(bench.save(before + 1));
					t.is(bench.roots.load().version, before + 1);
				}
			}
		}
	});
}

test('a part that fails, loses a write or reads wrongly once keeps the version before or the new one', t => {
	for (const kind of slips) {
		for (const origin of origins()) {
			const before = origin.roots.load().version;
			for (let at = 1; at <= operationsOf(origin, before + 1); at++) {
				const bench = new Bench(at, origin);
				bench.operations.plan([{at, do: kind}]);
				const saved = bench.save(before + 1);
				const found = bench.roots.load().version;
				t.is(found, saved ? before + 1 : found);
				t.true(found === before || found === before + 1, `${kind} at ${at}: version ${found}, saved ${saved}`);
			}
		}
	}
});
