import test from 'ava';
import fc from 'fast-check';
import type {FlashFault} from '../../../sim/flash/fault-plan.ts';
import {FlashPart, type PartGeometry} from '../../../sim/flash/flash-part.ts';
import {Operations} from '../../../sim/flash/operations.ts';
import {FlashMisuse, PowerCut} from '../../../sim/flash/power-cut.ts';

const geometry: PartGeometry = {
	sizeBytes: 1024,
	sectorBytes: 256,
	unitBytes: 16,
	protectedBytes: 256,
	enduranceErases: 5,
};

function part(...faults: readonly FlashFault[]): FlashPart {
	return new FlashPart(geometry, new Operations({seed: 7, faults}));
}

function read(flash: FlashPart, at: number, length: number): number[] | null {
	const into = new Uint8Array(length);
	return flash.read(at, into) ? [...into] : null;
}

/** How many different answers twenty reads give. */
function answers(flash: FlashPart): number {
	return new Set(Array.from({length: 20}, () => String(read(flash, 256, 256)))).size;
}

const blank = (length: number): number[] => Array.from({length}, () => 0xff);
const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

test('a fresh part reads as erased, and takes no memory', t => {
	const flash = part();
	t.deepEqual(read(flash, 250, 300), blank(300));
	t.is(flash.touched(), 0);
});

test('what was programmed is read, across sectors too', t => {
	const flash = part();
	const bytes = Uint8Array.from({length: 64}, (_, i) => i);
	t.true(flash.program(512 - 32, bytes));
	t.deepEqual(read(flash, 512 - 40, 80), [...blank(8), ...bytes, ...blank(8)]);
});

test('a unit is programmed once between erases, although only with ones', t => {
	const flash = part();
	flash.program(256, filled(16, 0xff));
	t.throws(() => flash.program(256, filled(16, 0)), {instanceOf: FlashMisuse, message: /programmed before/});
	t.true(flash.erase(1));
	t.true(flash.program(256, filled(16, 0)));
});

test('only whole units are written, and neither the bootloader nor what lies past the end', t => {
	const flash = part();
	for (const [at, length] of [
		[264, 16],
		[256, 8],
		[256, 0],
		[240, 16],
		[1008, 32],
	]) {
		t.throws(() => flash.program(at, filled(length, 0)), {instanceOf: FlashMisuse}, `${length} at ${at}`);
	}
	t.throws(() => flash.erase(0), {instanceOf: FlashMisuse, message: /write-protected/});
	t.throws(() => read(flash, 1000, 25), {instanceOf: FlashMisuse, message: /ends at 1024/});
});

test('a sector that reached its endurance fails to erase and to program, and no other does', t => {
	const flash = part();
	const erased = Array.from({length: 6}, () => flash.erase(2));
	t.deepEqual(erased, [true, true, true, true, true, false]);
	t.is(flash.erasesOf(2), 5);
	t.is(flash.wear(), 5);
	t.false(flash.program(512, filled(16, 0)));
	t.true(flash.program(256, filled(16, 0)));
});

test('a cut before does nothing, a cut after does all, and then nothing answers until the restart', t => {
	for (const kind of ['cutBefore', 'cutAfter'] as const) {
		const flash = part({at: 1, do: kind});
		t.throws(() => flash.program(256, filled(16, 0)), {instanceOf: PowerCut});
		t.throws(() => read(flash, 256, 16), {instanceOf: PowerCut});
		t.throws(() => flash.erase(2), {instanceOf: PowerCut});
		flash.operations.restart();
		t.deepEqual(read(flash, 256, 16), kind === 'cutBefore' ? blank(16) : [...filled(16, 0)]);
	}
});

test('a torn program leaves whole units before, one torn unit, and blank ones after', t => {
	const kinds = fc.constantFrom('cutTorn' as const, 'cutUnstable' as const);
	fc.assert(
		fc.property(fc.nat(1_000_000), kinds, (seed, kind) => {
			const flash = new FlashPart(geometry, new Operations({seed, faults: [{at: 1, do: kind}]}));
			t.throws(() => flash.program(256, filled(64, 0)), {instanceOf: PowerCut});
			flash.operations.restart();
			const units = [0, 1, 2, 3].map(unit => read(flash, 256 + unit * 16, 16) ?? []);
			const torn = units.findIndex(unit => unit.some(byte => byte !== 0));
			return units.every((unit, i) => i === torn || unit.every(byte => byte === (i < torn ? 0 : 0xff)));
		}),
	);
});

test('what was torn reads the same each time, or differs each time, until it is erased', t => {
	for (const kind of ['cutTorn', 'cutUnstable'] as const) {
		const flash = part({at: 1, do: kind});
		t.throws(() => flash.program(256, filled(16, 0)), {instanceOf: PowerCut});
		flash.operations.restart();
		t.is(answers(flash) > 1, kind === 'cutUnstable');
		t.true(flash.erase(1));
		t.deepEqual(read(flash, 256, 256), blank(256));
	}
});

test('a torn erase only sets bits', t => {
	const flash = part({at: 2, do: 'cutTorn'});
	const before = Uint8Array.from({length: 256}, (_, i) => (i * 37) % 256);
	flash.program(256, before);
	t.throws(() => flash.erase(1), {instanceOf: PowerCut});
	flash.operations.restart();
	const after = read(flash, 256, 256) ?? [];
	t.true(after.every((byte, i) => (byte & before[i]) === before[i]));
	t.true(after.some((byte, i) => byte !== before[i]));
});

test('a write that is lost says that all went well', t => {
	const flash = part({at: 1, do: 'loseWrite'}, {at: 3, do: 'loseWrite'});
	t.true(flash.program(256, filled(16, 0)));
	t.deepEqual(read(flash, 256, 16), blank(16));
	t.true(flash.program(256, filled(16, 0xf0)));
	t.true(flash.erase(1));
	t.deepEqual(read(flash, 256, 16), [...filled(16, 0xf0)]);
	t.true(flash.program(256, filled(16, 0x3c)), 'its caller cannot know');
	t.deepEqual(read(flash, 256, 16), [...filled(16, 0x30)]);
});

test('a failed operation says so; a stuck sector fails for ever, and reads', t => {
	const flash = part({at: 1, do: 'failOperation'}, {at: 3, do: 'stickSector'});
	t.false(flash.program(256, filled(64, 0)));
	t.true(flash.erase(1));
	t.false(flash.program(256, filled(16, 0)));
	t.false(flash.erase(1));
	t.false(flash.program(256, filled(16, 0)));
	t.deepEqual(read(flash, 256, 16), blank(16));
});

test('reads fail as often as the plan says, and as late', t => {
	const flash = part({at: 1, do: 'readError', times: 2, after: 1});
	flash.program(256, filled(16, 0));
	t.deepEqual(
		Array.from({length: 4}, () => read(flash, 256, 16) !== null),
		[true, false, false, true],
	);
});

test('a wrong read has one wrong bit, and the next has none', t => {
	const flash = part({at: 1, do: 'wrongRead', after: 1});
	flash.program(256, filled(16, 0));
	const ones = (bytes: readonly number[] | null): number =>
		(bytes ?? []).reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
	t.deepEqual(
		Array.from({length: 3}, () => ones(read(flash, 256, 16))),
		[0, 1, 0],
	);
});

test('bits that decay read differently each time until the sector is erased', t => {
	const flash = part({at: 1, do: 'decay'});
	flash.program(256, filled(16, 0));
	t.true(answers(flash) > 1);
	flash.erase(1);
	t.is(answers(flash), 1);
});

test('a copy has the contents and the wear, and a life of its own', t => {
	const flash = part();
	flash.program(256, filled(16, 0));
	flash.erase(2);
	const copy = flash.copy(new Operations({seed: 1, faults: []}));
	copy.erase(1);
	t.deepEqual(read(flash, 256, 16), [...filled(16, 0)]);
	t.deepEqual(read(copy, 256, 16), blank(16));
	t.is(copy.erasesOf(2), 1);
});

test('the same plan plays the same', t => {
	const play = (): string => {
		const flash = part({at: 2, do: 'cutUnstable'});
		flash.program(256, filled(256, 0));
		t.throws(() => flash.erase(1), {instanceOf: PowerCut});
		flash.operations.restart();
		return String(Array.from({length: 3}, () => read(flash, 256, 256)));
	};
	t.is(play(), play());
});
