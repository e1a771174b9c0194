import test from 'ava';
import {codeTexts} from '../../src/ota/code-texts.ts';
import {otaCodes} from '../../src/ota/codes.ts';

test('every refusal has one sentence that says what would be right, and no two are the same', t => {
	t.deepEqual(Object.keys(codeTexts), Object.keys(otaCodes));
	const sentences = Object.values(codeTexts);
	t.is(new Set(sentences).size, sentences.length);
	for (const sentence of sentences) {
		t.regex(sentence, /^[A-Z][^\n]+\.$/);
	}
});
