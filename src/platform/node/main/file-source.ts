// An image from a file: one that lies beside its envelope, or the payload of an envelope that holds it (ota.md 2.1, "#fw"). The
// table of chunk hashes is made from it: what the manifest says of the table proves both.

import {createHash} from 'node:crypto';
import {closeSync, openSync, readSync} from 'node:fs';
import {partTable} from '../../../ota/chunk-sink.ts';
import type {ByteSource, SourceAnswers} from '../../../ota/chunk-sink.ts';
import {refusal} from '../../../ota/codes.ts';

/** Where the image lies in a file. */
export interface FileImage {
	readonly file: string;
	readonly at: number;
	readonly imageBytes: number;
	/** Of the manifest's table; 0 where it names none. */
	readonly chunkBytes: number;
}

const HASH_BYTES = 32;

export class FileSource implements ByteSource {
	readonly #image: FileImage;
	readonly #answers: SourceAnswers;
	/** The request that is open; null while none is. */
	#open: {readonly token: number} | null = null;

	constructor(image: FileImage, answers: SourceAnswers) {
		this.#image = image;
		this.#answers = answers;
	}

	/** Answers after the caller is done, so that a large image does not keep the loop from other work. */
	request(token: number, part: number, offset: number, length: number, answerBytes: number): void {
		const open = {token};
		this.#open = open;
		setImmediate(() => {
			for (let at = 0; at < length && this.#open === open; at += answerBytes) {
				this.#answer(token, part, offset + at, Math.min(answerBytes, length - at));
			}
		});
	}

	cancel(): void {
		this.#open = null;
	}

	#answer(token: number, part: number, offset: number, length: number): void {
		const bytes = part === partTable ? this.#hashes(offset, length) : this.#read(offset, length);
		if (typeof bytes === 'string') {
			this.#answers.failed(refusal('E_OTA_SIZE', bytes));
		} else {
			this.#answers.take(part, token, offset, bytes);
		}
	}

	/** Bytes of the table, whose entries are asked for whole. */
	#hashes(offset: number, length: number): Uint8Array | string {
		const {imageBytes, chunkBytes} = this.#image;
		const table = new Uint8Array(length);
		for (let at = 0; at < length; at += HASH_BYTES) {
			const from = ((offset + at) / HASH_BYTES) * chunkBytes;
			const chunk = this.#read(from, Math.min(chunkBytes, imageBytes - from));
			if (typeof chunk === 'string') {
				return chunk;
			}
			table.set(createHash('sha256').update(chunk).digest(), at);
		}
		return table;
	}

	/** Bytes of the image, or why they cannot be read. */
	#read(offset: number, length: number): Uint8Array | string {
		const {file, at} = this.#image;
		const bytes = new Uint8Array(length);
		try {
			const handle = openSync(file, 'r');
			try {
				const read = readSync(handle, bytes, 0, length, at + offset);
				return read === length ? bytes : `${file} ends at byte ${at + offset + read}: the image is longer`;
			} finally {
				closeSync(handle);
			}
		} catch (error) {
			return `${file} cannot be read: ${(error as Error).message}`;
		}
	}
}
