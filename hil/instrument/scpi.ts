// SCPI over a line (IEEE 488.2, SCPI-99): one message at a time, each with its error asked for, each answer waited for and no longer
// than said. An answer that comes late would answer the next question, so whatever fails ends the connection.

import type {Millis} from '../../src/core/clock.ts';
import {codedError} from '../../src/core/errors.ts';
import type {ErrorCode} from '../../src/core/error-codes.ts';
import type {Line} from '../serial/line.ts';

/** No answer that we ask for is longer. */
const LONGEST_ANSWER_BYTES = 4096;

export interface ScpiOptions {
	/** The instrument, for messages. */
	readonly who: string;
	/** Part of what `*IDN?` must answer; '' lets anything pass. */
	readonly identity: string;
	readonly timeoutMs: Millis;
	open(): Promise<Line>;
}

interface Open {
	readonly line: Line;
	readonly answers: Answers;
}

/** Lines that an instrument says. */
class Answers {
	#text = '';
	#ended: string | null = null;
	#wake: (() => void) | null = null;

	constructor({stream}: Line) {
		stream.on('data', (bytes: Buffer) => {
			this.#text += bytes.toString('latin1');
			if (this.#text.length > LONGEST_ANSWER_BYTES) {
				this.#end(`it says more than ${LONGEST_ANSWER_BYTES} bytes`);
			}
			this.#wake?.();
		});
		stream.on('error', error => this.#end(error.message));
		stream.on('close', () => this.#end('the line closed'));
	}

	/** What was said unasked; nothing is left then. */
	stray(): string {
		const text = this.#text;
		this.#text = '';
		return text;
	}

	/** The next line. Rejects where none comes in time. */
	async next(timeoutMs: Millis): Promise<string> {
		return new Promise((resolve, reject) => {
			const settle = (act: () => void): void => {
				clearTimeout(timer);
				this.#wake = null;
				act();
			};
			const look = (): void => {
				const end = this.#text.indexOf('\n');
				if (end >= 0) {
					const line = this.#text.slice(0, end).trim();
					this.#text = this.#text.slice(end + 1);
					settle(() => resolve(line));
				} else if (this.#ended !== null) {
					const why = this.#ended;
					settle(() => reject(new Error(why)));
				}
			};
			const timer = setTimeout(() => settle(() => reject(new Error(`no answer within ${timeoutMs} ms`))), timeoutMs);
			this.#wake = look;
			look();
		});
	}

	#end(why: string): void {
		this.#ended ??= why;
		this.#wake?.();
	}
}

const noError = /^[+-]?0\s*,/;
const someError = /^[+-]?[0-9]{1,5}\s*,\s*"/;

export class ScpiSession {
	readonly #options: ScpiOptions;
	#open: Open | null = null;
	/** What `*IDN?` answered last. */
	identity = '';

	constructor(options: ScpiOptions) {
		this.#options = options;
	}

	/** Sends a command; resolves when it is carried out. Throws E_BOARD_SICK, and E_BOARD_NONSENSE where it is refused. */
	async send(command: string): Promise<void> {
		const open = await this.#opened();
		await this.#write(open, command);
		const done = await this.#exchange(open, '*OPC?');
		await this.#check(open, command);
		if (!/^\+?1$/.test(done)) {
			await this.#fail('E_BOARD_NONSENSE', `*OPC? is answered ${JSON.stringify(done)} instead of 1`, command);
		}
	}

	/** The answer to a question. Throws as `send`. */
	async ask(question: string): Promise<string> {
		const open = await this.#opened();
		return this.#asked(open, question);
	}

	async close(): Promise<void> {
		const open = this.#open;
		this.#open = null;
		await open?.line.close();
	}

	async #asked(open: Open, question: string): Promise<string> {
		const answer = await this.#exchange(open, question);
		await this.#check(open, question);
		return answer;
	}

	async #opened(): Promise<Open> {
		if (this.#open !== null) {
			return this.#open;
		}
		const line = await this.#options.open();
		const open = {line, answers: new Answers(line)};
		this.#open = open;
		// Errors of whoever was here before are not ours.
		await this.#write(open, '*CLS');
		this.identity = await this.#asked(open, '*IDN?');
		const {identity} = this.#options;
		if (!this.identity.includes(identity)) {
			await this.#fail('E_BOARD_NONSENSE', `it is ${JSON.stringify(this.identity)}, not ${identity}`, '*IDN?');
		}
		return open;
	}

	/** The instrument's own word on the last message. */
	async #check(open: Open, message: string): Promise<void> {
		const error = await this.#exchange(open, 'SYST:ERR?');
		if (!noError.test(error)) {
			await this.#fail('E_BOARD_NONSENSE', `it answers ${error}`, message);
		}
	}

	async #exchange(open: Open, question: string): Promise<string> {
		const stray = open.answers.stray();
		if (stray !== '') {
			await this.#fail('E_BOARD_NONSENSE', `it said ${JSON.stringify(stray)} unasked`, question);
		}
		await this.#write(open, question);
		try {
			return await open.answers.next(this.#options.timeoutMs);
		} catch (error) {
			const refusal = await this.#refusal(open, question);
			return this.#fail(
				refusal === '' ? 'E_BOARD_SICK' : 'E_BOARD_NONSENSE',
				refusal === '' ? (error as Error).message : `it answers ${refusal}`,
				question,
			);
		}
	}

	/** A question that is refused has no answer, only an error; '' where there is none either. */
	async #refusal(open: Open, question: string): Promise<string> {
		if (question === 'SYST:ERR?' || !open.line.stream.writable) {
			return '';
		}
		try {
			await this.#write(open, 'SYST:ERR?');
			const error = await open.answers.next(this.#options.timeoutMs);
			return someError.test(error) && !noError.test(error) ? error : '';
		} catch {
			return '';
		}
	}

	async #write({line}: Open, message: string): Promise<void> {
		if (!line.stream.writable) {
			await this.#fail('E_BOARD_SICK', 'the line closed', message);
		}
		line.stream.write(`${message}\n`, 'latin1');
	}

	async #fail(code: ErrorCode, reason: string, tried: string): Promise<never> {
		await this.close();
		const {who} = this.#options;
		throw codedError(code, `${who}: ${reason}; tried ${tried}`, {instrument: who, tried, reason});
	}
}
