import test from 'ava';
import fc from 'fast-check';
import {quoteWord, WordReader, WORD_MAX, WORDS_MAX, wordsOfLines} from '../../../src/protocols/nut/words.ts';

/** nut.md 1, the table of the word parser; null is a broken line. */
const lines: readonly (readonly [line: string, words: readonly string[] | null])[] = [
	['', []],
	['   \t\v\f\r', []],
	['# comment', []],
	['VER', ['VER']],
	['  GET\tVAR  su', ['GET', 'VAR', 'su']],
	['VER # comment', ['VER']],
	['VER#comment', ['VER']],
	['"VER"', ['VER']],
	['""', ['']],
	['a=b', ['a', '=', 'b']],
	['=', ['=']],
	['"a=b"', ['a=b']],
	[String.raw`a\ b`, ['a b']],
	[String.raw`\VER`, ['VER']],
	[String.raw`a\#b`, ['a#b']],
	['a"b', ['a"b']],
	['"a"b', ['a', 'b']],
	[String.raw`"a\"b"`, ['a"b']],
	[String.raw`"a\\b"`, [String.raw`a\b`]],
	[String.raw`"a\#b"`, ['a#b']],
	['"a#b"', null],
	['a\u00e4b', ['ab']],
	['"a\tb"', ['ab']],
];

for (const [line, words] of lines) {
	test(`${JSON.stringify(line)} is read as ${JSON.stringify(words)}`, t => {
		t.deepEqual(wordsOfLines(line)[0], words);
	});
}

function readAll(reader: WordReader, text: string): string[][] {
	const bytes = Buffer.from(text, 'latin1');
	const read: string[][] = [];
	for (let at = 0; at < bytes.length; at = reader.at) {
		if (reader.read(bytes, at) === 'line') {
			read.push([...reader.words]);
		}
	}
	return read;
}

test('an unclosed quote swallows the line feed and goes on in the next line', t => {
	const reader = new WordReader();
	t.deepEqual(readAll(reader, '"VER\n'), []);
	t.deepEqual(readAll(reader, 'VER"\n'), [['VERVER']]);
	t.deepEqual(readAll(reader, 'VER\n'), [['VER']]);
});

test('a backslash before the line feed joins the lines', t => {
	t.deepEqual(readAll(new WordReader(), 'a\\\nb c\n'), [['ab', 'c']]);
});

test('after a broken line the rest of that read is thrown away, and the next read starts afresh', t => {
	const reader = new WordReader();
	t.deepEqual(readAll(reader, 'SET "a#b"\nVER\n'), []);
	t.deepEqual(readAll(reader, 'VER\n'), [['VER']]);
});

test('a word is cut at its most, and words after the most are dropped', t => {
	const words = readAll(new WordReader(), `${'x'.repeat(600)} ${'a '.repeat(40)}\n`)[0];
	t.is(words[0].length, WORD_MAX);
	t.is(words.length, WORDS_MAX);
});

const ascii = fc.stringMatching(/^[ -~]{0,200}$/);

test('what is quoted is read as it was', t => {
	fc.assert(
		fc.property(fc.array(ascii, {maxLength: 20}), texts => {
			const read = readAll(new WordReader(), `${texts.map(quoteWord).join(' ')}\n`);
			t.deepEqual(read, [texts]);
		}),
	);
});

test('how the bytes are cut into reads changes nothing but where a broken line ends', t => {
	const bytes = fc.stringMatching(/^[a-c "\\=\n\t]{0,60}$/);
	fc.assert(
		fc.property(bytes, fc.nat(60), (text, cut) => {
			const reader = new WordReader();
			const parts = [...readAll(reader, text.slice(0, cut)), ...readAll(reader, text.slice(cut))];
			t.deepEqual(parts, readAll(new WordReader(), text));
		}),
	);
});
