import fc from 'fast-check';
import test from 'ava';
import {questionOf, readAnswer, writeTime} from '../../../src/protocols/ntp/packet.ts';

const cookie = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
const NOW = Date.UTC(2026, 10, 24, 22, 0, 0);

interface Fields {
	readonly first?: number;
	readonly stratum?: number;
	readonly reference?: string;
	readonly origin?: Uint8Array;
	readonly received?: number;
	readonly sent?: number;
	readonly dispersion?: number;
	readonly length?: number;
}

/** An answer that is right but for what `fields` says. */
function answer(fields: Fields = {}): Buffer {
	const packet = Buffer.alloc(48);
	packet[0] = fields.first ?? 0x24;
	packet[1] = fields.stratum ?? 2;
	packet.writeUInt32BE(65_536 / 2, 4);
	packet.writeUInt32BE(fields.dispersion ?? 65_536 / 4, 8);
	packet.write(fields.reference ?? 'GPS\0', 12, 'latin1');
	packet.set(fields.origin ?? cookie, 24);
	writeTime(packet, 32, fields.received ?? NOW + 100.25);
	writeTime(packet, 40, fields.sent ?? NOW + 100.5);
	return packet.subarray(0, fields.length ?? 48);
}

test('a question is 48 bytes of a client of version 4, and holds nothing but the cookie', t => {
	const question = questionOf(cookie);
	t.is(question.toString('hex'), `23${'00'.repeat(39)}0102030405060708`);
});

test('a right answer is read to the microsecond', t => {
	const read = readAnswer(answer(), cookie, NOW);
	t.true(read.ok);
	if (read.ok) {
		t.is(read.answer.stratum, 2);
		t.is(read.answer.rootDelayMs, 500);
		t.is(read.answer.rootDispersionMs, 250);
		t.true(Math.abs(read.answer.receivedUtc - (NOW + 100.25)) < 0.001);
		t.true(Math.abs(read.answer.sentUtc - (NOW + 100.5)) < 0.001);
	}
});

const wrong: ReadonlyArray<readonly [what: string, fields: Fields, says: RegExp]> = [
	['a short packet', {length: 47}, /47 bytes/],
	['a question', {first: 0x23}, /not one of a server/],
	['a broadcast', {first: 0x25}, /not one of a server/],
	['an old version', {first: 0x14}, /NTP 3 or 4/],
	['another cookie', {origin: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 9])}, /another question/],
	['a server without time', {first: 0xe4}, /no time itself/],
	['stratum 16', {stratum: 16}, /no time itself/],
	['times that run backwards', {received: NOW + 100, sent: NOW + 99}, /backwards/],
	['times that are not set', {sent: -2_208_988_800_000}, /no times/],
	['a server that may be far out', {dispersion: 65_536 * 17}, /seconds wrong/],
];

for (const [what, fields, says] of wrong) {
	test(`${what} is no answer`, t => {
		const read = readAnswer(answer(fields), cookie, NOW);
		t.false(read.ok);
		t.regex(read.ok ? '' : read.reason, says);
		t.is(read.ok ? '' : read.kiss, '');
	});
}

test("a kiss-o'-death is known by its code, and one without a code is still one", t => {
	for (const [reference, kiss] of [
		['RATE', 'RATE'],
		['DENY', 'DENY'],
		['\0\0\0\0', 'UNKN'],
	]) {
		const read = readAnswer(answer({stratum: 0, reference}), cookie, NOW);
		t.is(read.ok ? '' : read.kiss, kiss);
	}
	t.is(
		(readAnswer(answer({stratum: 0, reference: 'DENY', origin: new Uint8Array(8)}), cookie, NOW) as {kiss: string})
			.kiss,
		'',
	);
});

test('times are read in any era, as long as we are near', t => {
	const property = fc.property(
		fc.integer({min: Date.UTC(1970, 0), max: Date.UTC(2200, 0)}),
		fc.integer({min: -1e12, max: 1e12}),
		(utc, away) => {
			const read = readAnswer(answer({received: utc, sent: utc + 1}), cookie, utc + away);
			return read.ok && Math.abs(read.answer.receivedUtc - utc) < 0.001;
		},
	);
	t.notThrows(() => fc.assert(property));
});

test('no bytes whatever make the reader throw', t => {
	const property = fc.property(fc.uint8Array({maxLength: 100}), bytes => {
		readAnswer(bytes, cookie, NOW);
	});
	t.notThrows(() => fc.assert(property));
});
