import test from 'ava';
import {scanCbor, scanCborHead} from '../../../src/codec/cbor/scan.ts';
import {documentCbor, envelopeCbor} from '../../../src/ota/cbor-rules.ts';
import {vectorBytes, vectorTest} from '../../helpers/ota-vectors.ts';

interface Hostile {
	readonly id: string;
	readonly hex: string;
	readonly expect: string;
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

vectorTest('cbor-hostile.json', 'every hostile input gets its code', (t, content) => {
	const {vectors} = content as {vectors: readonly Hostile[]};
	t.is(vectors.length, 47);
	for (const {id, hex, expect} of vectors) {
		t.is(scanCbor(vectorBytes(hex), envelopeCbor)?.code ?? 'OK', expect, id);
	}
});

vectorTest('cbor-hostile.json', 'no hostile input takes 50 ms or 16 MiB', (t, content) => {
	const {vectors} = content as {vectors: readonly Hostile[]};
	for (const {id, hex} of vectors) {
		const bytes = vectorBytes(hex);
		const heapBefore = process.memoryUsage().heapUsed;
		const before = performance.now();
		scanCbor(bytes, envelopeCbor);
		t.true(performance.now() - before < 50, `${id} takes too long`);
		t.true(process.memoryUsage().heapUsed - heapBefore < 16 * 1024 * 1024, `${id} takes too much memory`);
	}
});

const nested = (levels: number): string => `${'81'.repeat(levels - 1)}80`;
const zeros = (count: number): string => `99${count.toString(16).padStart(4, '0')}${'00'.repeat(count)}`;
const text = (length: number): string => `79${length.toString(16).padStart(4, '0')}${'61'.repeat(length)}`;

const cases: readonly (readonly [what: string, hex: string, code: string])[] = [
	['nothing', '', 'E_OTA_CBOR_MALFORMED'],
	['16 levels', nested(16), 'OK'],
	['17 levels', nested(17), 'E_OTA_CBOR_LIMIT'],
	['tags as levels', `${'d2'.repeat(16)}00`, 'OK'],
	['too many tags', `${'d2'.repeat(17)}00`, 'E_OTA_CBOR_LIMIT'],
	['2,048 items', zeros(2047), 'OK'],
	['2,049 items', zeros(2048), 'E_OTA_CBOR_LIMIT'],
	['2,049 items in two arrays', `82${zeros(1022)}${zeros(1024)}`, 'E_OTA_CBOR_LIMIT'],
	['text of 512 bytes', text(512), 'OK'],
	['text of 513 bytes', text(513), 'E_OTA_CBOR_LIMIT'],
	['a map with keys of three kinds in order', 'a300002001616103', 'OK'],
	['-1 before 0', 'a220000000', 'E_OTA_CBOR_NONCANON'],
	['a longer key before a shorter one', 'a262616200616100', 'E_OTA_CBOR_NONCANON'],
	['a rising order after a map within', 'a201a2010002000200', 'OK'],
	['a key given twice around a map within', 'a201a101000100', 'E_OTA_CBOR_NONCANON'],
	['a byte string as key', 'a1410000', 'E_OTA_CBOR_TYPE'],
	['a tag as key', 'a1d2410000', 'E_OTA_CBOR_TYPE'],
	['a map as key', 'a1a000', 'E_OTA_CBOR_TYPE'],
	['a key without its value', 'a10118', 'E_OTA_CBOR_MALFORMED'],
	['an open length of a number', '1f', 'E_OTA_CBOR_MALFORMED'],
	['false, true, null', '83f4f5f6', 'OK'],
	['a cut float', 'fb00', 'E_OTA_CBOR_MALFORMED'],
	['23 in two bytes', '1817', 'E_OTA_CBOR_NONCANON'],
	['24 in two bytes', '1818', 'OK'],
	['255 in three bytes', '1900ff', 'E_OTA_CBOR_NONCANON'],
	['65,535 in five bytes', '1a0000ffff', 'E_OTA_CBOR_NONCANON'],
	['2^32 - 1 in nine bytes', '1b00000000ffffffff', 'E_OTA_CBOR_NONCANON'],
	['2^32 in nine bytes', '1b0000000100000000', 'OK'],
	['a tag of a long form', 'd9001200', 'E_OTA_CBOR_NONCANON'],
	['a byte string of 2^64 - 1 bytes', '5bffffffffffffffff', 'E_OTA_CBOR_MALFORMED'],
	['a map of 2^63 pairs', 'bb8000000000000000', 'E_OTA_CBOR_MALFORMED'],
	['UTF-8 of one to four bytes', '6a24c2a2e282acf09f988a', 'OK'],
	['UTF-8 cut within a character', '62e282', 'E_OTA_CBOR_MALFORMED'],
	['UTF-8 in a long form', '62c1bf', 'E_OTA_CBOR_MALFORMED'],
	['UTF-8 of three bytes in a long form', '63e09fbf', 'E_OTA_CBOR_MALFORMED'],
	['UTF-8 above the last character', '64f4908080', 'E_OTA_CBOR_MALFORMED'],
	['a lone following byte of UTF-8', '6180', 'E_OTA_CBOR_MALFORMED'],
];

for (const [what, hex, expected] of cases) {
	test(`${what}: ${expected}`, t => {
		t.is(scanCbor(bytesOf(hex), envelopeCbor)?.code ?? 'OK', expected);
	});
}

test('byte strings are keys where the rules say so, and keep their order', t => {
	t.is(scanCbor(bytesOf('a2410000410100'), documentCbor), null);
	t.is(scanCbor(bytesOf('a2410100410000'), documentCbor)?.code, 'E_OTA_CBOR_NONCANON');
});

test('what is wrong is said with its place', t => {
	t.deepEqual(scanCbor(bytesOf('8200f93c00'), envelopeCbor), {
		code: 'E_OTA_CBOR_TYPE',
		detail: 'byte 2: a float or simple value: only false, true and null may stand',
		at: 2,
	});
});

test('the beginning of an item can be scanned without the byte string at its end', t => {
	const map = bytesOf('a20102632366775a00010000');
	const codeOf = (bytes: Uint8Array, total: number): string => scanCborHead(bytes, total, envelopeCbor)?.code ?? 'OK';
	t.is(codeOf(map, map.length + 65_536), 'OK');
	t.is(codeOf(map, map.length + 65_535), 'E_OTA_CBOR_MALFORMED');
	t.is(codeOf(map, map.length + 65_537), 'E_OTA_CBOR_MALFORMED');
	t.is(codeOf(bytesOf('7903e8'), 1003), 'E_OTA_CBOR_MALFORMED', 'a text that is not here');
	t.is(codeOf(bytesOf('825a00010000'), 7 + 65_536), 'E_OTA_CBOR_MALFORMED', 'an item that comes after');
});
