import test from 'ava';
import fc from 'fast-check';
import type {OtaCode} from '../../src/ota/codes.ts';
import {otaCodes} from '../../src/ota/codes.ts';
import {digest8Of, isCampaign, readEventWords, writeEventWords} from '../../src/ota/event-words.ts';

const campaigns = fc.oneof(
	fc.constant(''),
	fc.stringMatching(/^[!-~]{1,64}$/).filter(text => isCampaign(text)),
);
const codes = fc.constantFrom<OtaCode | ''>('', ...(Object.keys(otaCodes) as OtaCode[]));
const digests = fc.oneof(fc.constant(''), fc.stringMatching(/^[0-9a-f]{16}$/));

test('what is written into the text of an event is read from it again', t => {
	fc.assert(
		fc.property(
			digests,
			campaigns,
			codes,
			fc.boolean(),
			fc.string(),
			(digest8, campaign, code, trustedTime, sentence) => {
				const words = {digest8, campaign, code, trustedTime, sentence};
				t.deepEqual(readEventWords(writeEventWords(words)), words);
			},
		),
	);
});

test('the text of an event is in words: digest, campaign, code, whether the time is trusted, a sentence', t => {
	const digest8 = digest8Of(Uint8Array.from({length: 32}, (_, index) => index * 16));
	t.is(digest8, '0010203040506070');
	t.is(
		writeEventWords({digest8, campaign: 'spring', code: 'E_OTA_SIZE', trustedTime: true, sentence: 'Too long.'}),
		'0010203040506070 spring E_OTA_SIZE trusted Too long.',
	);
	t.is(writeEventWords({digest8: '', campaign: '', code: '', trustedTime: false, sentence: ''}), '- - - untrusted');
});

test('a text that is not in these words is none', t => {
	for (const text of ['', 'a b c', 'a b E_NO_SUCH trusted', '- - - maybe', '- - toString trusted']) {
		t.is(readEventWords(text), null, text);
	}
});

test('a campaign is one word of at most 64 characters', t => {
	for (const text of ['', '-', 'two words', 'ä', 'x'.repeat(65)]) {
		t.false(isCampaign(text), text);
	}
	t.true(isCampaign('2026-12/wave1'));
});
