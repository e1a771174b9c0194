// The words of a line as NUT reads them (nut.md 1, "Words and quotes"): the same for the wire and for .dev files.

/** A word is cut here, and words after this many are dropped, as NUT's server does: what a client sends cannot grow. */
export const WORD_MAX = 512;
export const WORDS_MAX = 32;
/** Bytes that may be part of a word; others are dropped one by one. */
const LEAST = 0x20;
const MOST = 0x7f;

const LF = 0x0a;
const QUOTE = 0x22;
const HASH = 0x23;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d, 0x0b, 0x0c]);

type State = 'between' | 'plain' | 'plainEscape' | 'quoted' | 'quotedEscape' | 'comment';

/** What reading came to: a whole line, nothing yet, or a # inside of quotes, which ends the rest of that read. */
export type Reading = 'line' | 'more' | 'broken';

/** Reads one stream of bytes. */
export class WordReader {
	/** The words of the line that was read last. */
	words: string[] = [];
	/** Where reading stopped: behind the line feed, or at the end of the bytes. */
	at = 0;
	private state: State = 'between';
	private word = '';
	private pending: string[] = [];

	/** Reads `bytes` from `from` up to the end of a line. */
	read(bytes: Uint8Array, from: number): Reading {
		for (let at = from; at < bytes.length; at++) {
			const byte = bytes[at];
			if (this.state === 'quoted' && byte === HASH) {
				this.at = bytes.length;
				this.begin();
				return 'broken';
			}
			if (this.take(byte)) {
				this.at = at + 1;
				this.words = this.pending;
				this.begin();
				return 'line';
			}
		}
		this.at = bytes.length;
		return 'more';
	}

	private begin(): void {
		this.pending = [];
		this.word = '';
		this.state = 'between';
	}

	/** Whether the byte ended a line. */
	private take(byte: number): boolean {
		switch (this.state) {
			case 'between':
				return this.takeBetween(byte);
			case 'plain':
				return this.takePlain(byte);
			case 'quoted':
				this.takeQuoted(byte);
				return false;
			case 'plainEscape':
			case 'quotedEscape':
				this.add(byte);
				this.state = this.state === 'plainEscape' ? 'plain' : 'quoted';
				return false;
			default:
				return byte === LF;
		}
	}

	private takeBetween(byte: number): boolean {
		if (blanks.has(byte)) {
			return false;
		}
		switch (byte) {
			case LF:
				return true;
			case HASH:
				this.state = 'comment';
				return false;
			case QUOTE:
				this.state = 'quoted';
				return false;
			case BACKSLASH:
				this.state = 'plainEscape';
				return false;
			case EQUALS:
				this.word = '=';
				this.endWord();
				return false;
			default:
				this.state = 'plain';
				this.add(byte);
				return false;
		}
	}

	private takePlain(byte: number): boolean {
		const isEnd = byte === LF || byte === HASH || byte === EQUALS || blanks.has(byte);
		if (isEnd) {
			this.endWord();
			return this.takeBetween(byte);
		}
		if (byte === BACKSLASH) {
			this.state = 'plainEscape';
		} else {
			this.add(byte);
		}
		return false;
	}

	private takeQuoted(byte: number): void {
		if (byte === QUOTE) {
			this.endWord();
		} else if (byte === BACKSLASH) {
			this.state = 'quotedEscape';
		} else {
			this.add(byte);
		}
	}

	private add(byte: number): void {
		if (byte >= LEAST && byte <= MOST && this.word.length < WORD_MAX) {
			this.word += String.fromCharCode(byte);
		}
	}

	private endWord(): void {
		if (this.pending.length < WORDS_MAX) {
			this.pending.push(this.word);
		}
		this.word = '';
		this.state = 'between';
	}
}

/** The lines of a whole text, as words; a line that is broken by a # inside of quotes is null. */
export function wordsOfLines(text: string): readonly (readonly string[] | null)[] {
	return text.split('\n').map(line => {
		const reader = new WordReader();
		const reading = reader.read(Buffer.from(`${line}\n`, 'latin1'), 0);
		return reading === 'broken' ? null : reader.words;
	});
}

/** Puts a backslash before what ends a quoted word. */
export function escapeWord(text: string): string {
	return text.replaceAll(/["#\\]/g, String.raw`\$&`);
}

/** A word in quotes. */
export function quoteWord(text: string): string {
	return `"${escapeWord(text)}"`;
}
