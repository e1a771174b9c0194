// The image of a release, and the table of its chunk hashes, from the address in its manifest (ota.md 5.2).

import type {Millis} from '../../../core/clock.ts';
import {partTable} from '../../../ota/chunk-sink.ts';
import type {ByteSource, SourceAnswers} from '../../../ota/chunk-sink.ts';
import {refusal} from '../../../ota/codes.ts';
import {HttpRanges} from '../http-ranges.ts';
import type {HttpPolicy, RangeEnd} from '../http-ranges.ts';

export interface HttpSourceOptions {
	/** The manifest's URI: https://…/NAME.bin, whose table lies at https://…/NAME.table. */
	readonly url: string;
	readonly imageBytes: number;
	/** 0 where there is no table. */
	readonly tableBytes: number;
	readonly policy: HttpPolicy;
	readonly ca: string | null;
	readonly silenceMs: Millis;
}

/** Where the table of the image at `url` lies: the same name with another ending. */
export function tableUrl(url: string): string {
	const end = url.search(/[?#]/);
	const path = end < 0 ? url : url.slice(0, end);
	return `${path.replace(/\.bin$/, '')}.table${url.slice(path.length)}`;
}

export class HttpSource implements ByteSource {
	readonly #image: HttpRanges;
	readonly #table: HttpRanges;
	readonly #answers: SourceAnswers;

	constructor(options: HttpSourceOptions, answers: SourceAnswers) {
		const {url, imageBytes, tableBytes, policy, ca, silenceMs} = options;
		this.#image = new HttpRanges({url, totalBytes: imageBytes, policy, ca, silenceMs});
		this.#table = new HttpRanges({url: tableUrl(url), totalBytes: tableBytes, policy, ca, silenceMs});
		this.#answers = answers;
	}

	request(token: number, part: number, offset: number, length: number, answerBytes: number): void {
		const ranges = part === partTable ? this.#table : this.#image;
		ranges.get(offset, offset + length, {
			whole: () => this.#answers.servedWhole(token),
			bytes: (from, bytes) => this.#give(token, part, from, bytes, answerBytes),
			tooMuch: () => this.#answers.refused(refusal('E_OTA_SIZE', 'the source sends more than there is')),
			end: end => this.#end(token, end),
		});
	}

	cancel(): void {
		this.#image.stop();
		this.#table.stop();
	}

	/** What came at once may be longer than an answer may be. */
	#give(token: number, part: number, from: number, bytes: Uint8Array, answerBytes: number): void {
		for (let at = 0; at < bytes.length; at += answerBytes) {
			this.#answers.take(part, token, from + at, bytes.subarray(at, at + answerBytes));
		}
	}

	#end(token: number, end: RangeEnd): void {
		switch (end.is) {
			case 'served':
			case 'lost':
				// Of what was served something may be bad: then the request is still open, and nothing more comes for it.
				return this.#answers.lost(token);
			case 'changed':
				return this.#answers.sourceChanged(token);
			case 'refused':
				return this.#answers.notServed(token, end.why);
			case 'forbidden':
				return this.#answers.failed(refusal('E_OTA_URI', end.why));
		}
	}
}
