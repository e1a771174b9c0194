// The text of an event about card firmware: words that a service reads, then a sentence for people. Public: the service knows a
// card's result by them, so that it needs no message of its own (ota.md 8).

import {otaCodes} from './codes.ts';
import type {OtaCode} from './codes.ts';

const PREFIX_BYTES = 8;
const NONE = '-';
const CAMPAIGN_BYTES = 64;
const WORDS = 4;

export interface EventWords {
	/** First 8 bytes of the manifest digest, 16 lower-case hex digits; '' when no release is meant. */
	readonly digest8: string;
	/** '' when it is of none. */
	readonly campaign: string;
	/** '' when nothing failed. */
	readonly code: OtaCode | '';
	/** Whether the card's time was trusted when it happened. */
	readonly trustedTime: boolean;
	/** For people. */
	readonly sentence: string;
}

/** The first bytes of a digest as hex digits; '' for none. */
export function digest8Of(digest: Uint8Array | null): string {
	let text = '';
	for (let i = 0; digest !== null && i < PREFIX_BYTES; i++) {
		text += (digest[i] < 16 ? '0' : '') + digest[i].toString(16);
	}
	return text;
}

/** Whether a campaign can be named in a word: 1 to 64 characters from ! to ~. */
export function isCampaign(text: string): boolean {
	for (let i = 0; i < text.length; i++) {
		if (text.charAt(i) < '!' || text.charAt(i) > '~') {
			return false;
		}
	}
	return text.length >= 1 && text.length <= CAMPAIGN_BYTES && text !== NONE;
}

function word(text: string): string {
	return text === '' ? NONE : text;
}

/** `digest8 campaign code trusted|untrusted sentence`, with - for what there is not. */
export function writeEventWords(words: EventWords): string {
	const time = words.trustedTime ? 'trusted' : 'untrusted';
	const head = `${word(words.digest8)} ${word(words.campaign)} ${word(words.code)} ${time}`;
	return words.sentence === '' ? head : `${head} ${words.sentence}`;
}

function meant(text: string): string {
	return text === NONE ? '' : text;
}

/** What the text of such an event says; null when it is none. */
export function readEventWords(text: string): EventWords | null {
	const parts = text.split(' ');
	if (parts.length < WORDS || (parts[3] !== 'trusted' && parts[3] !== 'untrusted')) {
		return null;
	}
	const code = meant(parts[2]);
	if (code !== '' && Object.keys(otaCodes).indexOf(code) < 0) {
		return null;
	}
	return {
		digest8: meant(parts[0]),
		campaign: meant(parts[1]),
		code: code as OtaCode | '',
		trustedTime: parts[3] === 'trusted',
		sentence: parts.slice(WORDS).join(' '),
	};
}
