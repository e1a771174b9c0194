// The bytes of telnet (RFC 854, 855): data in which 255 stands twice, negotiations of options, and what options say to each other.

export const IAC = 255;
const SE = 240;
const SB = 250;
const WILL = 251;
const DONT = 254;

/** In the order of their codes, from 251. */
export const verbs = ['will', 'wont', 'do', 'dont'] as const;
export type Verb = (typeof verbs)[number];

export type TelnetEvent =
	| {readonly kind: 'data'; readonly bytes: Buffer}
	| {readonly kind: 'verb'; readonly verb: Verb; readonly option: number}
	| {readonly kind: 'sub'; readonly option: number; readonly bytes: Buffer}
	/** The peer does not speak telnet, or means harm. */
	| {readonly kind: 'broken'; readonly why: string};

/** COM-PORT-OPTION says at most a signature: a line of text. */
export const LONGEST_SUB_BYTES = 256;

type State = 'data' | 'iac' | 'verb' | 'sub' | 'subIac' | 'broken';

/** Takes a stream of telnet apart. What is not ended yet is kept, and bounded. */
export class TelnetParser {
	#state: State = 'data';
	#verb: Verb = 'will';
	#sub: number[] = [];
	#data: number[] = [];
	#events: TelnetEvent[] = [];

	/** What `bytes` bring; after something broken nothing follows. */
	feed(bytes: Uint8Array): TelnetEvent[] {
		for (const byte of bytes) {
			this.#take(byte);
		}
		this.#endData();
		const events = this.#events;
		this.#events = [];
		return events;
	}

	#take(byte: number): void {
		switch (this.#state) {
			case 'data':
				if (byte === IAC) {
					this.#state = 'iac';
				} else {
					this.#data.push(byte);
				}
				break;
			case 'iac':
				this.#afterIac(byte);
				break;
			case 'verb':
				this.#tell({kind: 'verb', verb: this.#verb, option: byte});
				this.#state = 'data';
				break;
			case 'sub':
				if (byte === IAC) {
					this.#state = 'subIac';
				} else {
					this.#addToSub(byte);
				}
				break;
			case 'subIac':
				this.#afterSubIac(byte);
				break;
			case 'broken':
				break;
		}
	}

	#afterIac(byte: number): void {
		this.#state = 'data';
		if (byte === IAC) {
			this.#data.push(IAC);
		} else if (byte === SB) {
			this.#sub = [];
			this.#state = 'sub';
		} else if (byte >= WILL && byte <= DONT) {
			this.#verb = verbs[byte - WILL];
			this.#state = 'verb';
		} else if (byte < SE) {
			this.#break(`255 ${byte} is no command`);
		}
		// NOP, data mark, break and the like say nothing that a serial line would do.
	}

	#afterSubIac(byte: number): void {
		if (byte === IAC) {
			this.#state = 'sub';
			this.#addToSub(IAC);
		} else if (byte === SE && this.#sub.length > 0) {
			this.#tell({kind: 'sub', option: this.#sub[0], bytes: Buffer.from(this.#sub.slice(1))});
			this.#state = 'data';
		} else {
			this.#break('a subnegotiation does not end with 255 240');
		}
	}

	#addToSub(byte: number): void {
		this.#sub.push(byte);
		if (this.#sub.length > LONGEST_SUB_BYTES) {
			this.#break(`a subnegotiation is longer than ${LONGEST_SUB_BYTES} bytes`);
		}
	}

	#break(why: string): void {
		this.#tell({kind: 'broken', why});
		this.#state = 'broken';
		this.#sub = [];
	}

	#tell(event: TelnetEvent): void {
		this.#endData();
		this.#events.push(event);
	}

	#endData(): void {
		if (this.#data.length > 0) {
			this.#events.push({kind: 'data', bytes: Buffer.from(this.#data)});
			this.#data = [];
		}
	}
}

/** Data as it goes over telnet. */
export function escaped(bytes: Uint8Array): Buffer {
	if (!bytes.includes(IAC)) {
		return Buffer.from(bytes);
	}
	const out: number[] = [];
	for (const byte of bytes) {
		out.push(byte);
		if (byte === IAC) {
			out.push(IAC);
		}
	}
	return Buffer.from(out);
}

export function verbBytes(verb: Verb, option: number): Buffer {
	return Buffer.from([IAC, WILL + verbs.indexOf(verb), option]);
}

export function subBytes(option: number, bytes: Uint8Array): Buffer {
	return Buffer.concat([Buffer.from([IAC, SB, option]), escaped(bytes), Buffer.from([IAC, SE])]);
}
