// Ranges of one resource over HTTP, one request at a time (ota.md 5.2). Every address is judged before it is used, that of a
// redirect and those that a name stands for too, and the connection goes to the very address that was judged.

import {lookup} from 'node:dns';
import type {LookupAddress} from 'node:dns';
import {request as httpRequest} from 'node:http';
import type {ClientRequest, IncomingMessage} from 'node:http';
import {Agent as HttpsAgent, request as httpsRequest} from 'node:https';
import type {LookupFunction} from 'node:net';
import type {Millis} from '../../core/clock.ts';
import {etagOf, isStrong, worthOf} from './http-range-answer.ts';

export interface HttpPolicy {
	/** Why nothing may be fetched from there; '' when it may. */
	urlProblem(url: string): string;
	/** The same for an address that the host of a URL that passed stands for. */
	addressProblem(address: string, url: string): string;
}

export interface HttpResource {
	readonly url: string;
	readonly totalBytes: number;
	readonly policy: HttpPolicy;
	/** Certificates of private authorities, in PEM; null where the system's are meant. */
	readonly ca: string | null;
	/** A connection on which nothing comes for so long is given up. */
	readonly silenceMs: Millis;
}

export type RangeEnd =
	/** All bytes that were asked for came. */
	| {readonly is: 'served'}
	/** `changed`: another resource than before. `forbidden`: must not be used. `refused`: will not serve. `lost`: broke off. */
	| {readonly is: 'changed' | 'forbidden' | 'refused' | 'lost'; readonly why: string};

export interface RangeTaker {
	/** The body begins at the first byte of the whole; whether it is wanted. */
	whole(): boolean;
	bytes(offset: number, bytes: Uint8Array): void;
	/** More came than there is: it was cut off. */
	tooMuch(): void;
	/** Called once, last. */
	end(end: RangeEnd): void;
}

const REDIRECTS_MOST = 3;
const HEADER_BYTES_MOST = 8192;
const FORBIDDEN = 'E_FORBIDDEN_ADDRESS';

export class HttpRanges {
	readonly #resource: HttpResource;
	readonly #agent: HttpsAgent;
	#etag = '';
	#running: Run | null = null;

	constructor(resource: HttpResource) {
		this.#resource = resource;
		this.#agent = new HttpsAgent({keepAlive: true, maxSockets: 1, maxFreeSockets: 1});
	}

	/** Fetches the bytes from `from` up to, not including, `to`. A request that is under way is called off, without a word. */
	get(from: number, to: number, taker: RangeTaker): void {
		this.#running?.leave();
		this.#running = new Run(this.#resource, this.#agent, this.#etag, from, to, {
			whole: () => taker.whole(),
			bytes: (offset, bytes) => taker.bytes(offset, bytes),
			tooMuch: () => taker.tooMuch(),
			tagged: etag => {
				this.#etag = etag;
			},
			end: end => {
				if (end.is === 'changed') {
					this.#etag = '';
				}
				taker.end(end);
			},
		});
		this.#running.open(this.#resource.url, 0);
	}

	/** Calls off what is under way, and closes the connection. */
	stop(): void {
		this.#running?.cut();
		this.#running = null;
		this.#agent.destroy();
	}
}

interface RunTaker extends RangeTaker {
	tagged(etag: string): void;
}

/** One request with its redirects. */
class Run {
	readonly #resource: HttpResource;
	readonly #agent: HttpsAgent;
	readonly #etag: string;
	readonly #from: number;
	readonly #to: number;
	readonly #taker: RunTaker;
	#request: ClientRequest | undefined;
	/** Where the next byte belongs, and where the last one that is wanted ends. */
	#at: number;
	#end: number;
	#isOver = false;

	constructor(resource: HttpResource, agent: HttpsAgent, etag: string, from: number, to: number, taker: RunTaker) {
		this.#resource = resource;
		this.#agent = agent;
		this.#etag = etag;
		this.#from = from;
		this.#to = to;
		this.#at = from;
		this.#end = to;
		this.#taker = taker;
	}

	cut(): void {
		this.#isOver = true;
		this.#request?.destroy();
	}

	/** Another request takes its place: an answer that is complete may end in peace, so that its connection can be used again. */
	leave(): void {
		if (this.#at < this.#end) {
			this.cut();
		}
		this.#isOver = true;
	}

	open(url: string, redirects: number): void {
		const problem = redirects > REDIRECTS_MOST ? `more than ${REDIRECTS_MOST} redirects` : this.#judge(url);
		if (problem !== '') {
			return this.#finish({is: 'forbidden', why: problem});
		}
		const request = this.#requestOf(new URL(url));
		this.#request = request;
		request.on('response', response => this.#respond(response, url, redirects));
		request.on('timeout', () => request.destroy(new Error('nothing came in time')));
		request.on('error', error => {
			if (this.#request === request) {
				this.#fail(error);
			}
		});
		request.end();
	}

	#judge(url: string): string {
		return URL.canParse(url) ? this.#resource.policy.urlProblem(url) : 'no URL';
	}

	#requestOf(url: URL): ClientRequest {
		const options = {
			headers: {
				range: `bytes=${this.#from}-${this.#to - 1}`,
				'accept-encoding': 'identity',
				...(isStrong(this.#etag) ? {'if-range': this.#etag} : {}),
			},
			timeout: this.#resource.silenceMs,
			maxHeaderSize: HEADER_BYTES_MOST,
			lookup: this.#judgedLookup(url.href),
		};
		const {ca} = this.#resource;
		return url.protocol === 'https:'
			? httpsRequest(url, {...options, agent: this.#agent, ...(ca === null ? {} : {ca})})
			: httpRequest(url, {...options, agent: false});
	}

	/** Looks a name up, and gives only addresses that may be used: what is connected to is what was judged. */
	#judgedLookup(url: string): LookupFunction {
		return (hostname, options, answer) => {
			lookup(hostname, {...options, all: true}, (error, addresses) => {
				const problem = error === null ? this.#addressesProblem(addresses, url) : null;
				if (error !== null || problem !== null) {
					answer(error ?? Object.assign(new Error(problem ?? ''), {code: FORBIDDEN}), '', 0);
				} else if (options.all === true) {
					answer(null, addresses);
				} else {
					answer(null, addresses[0].address, addresses[0].family);
				}
			});
		};
	}

	#addressesProblem(addresses: readonly LookupAddress[], url: string): string | null {
		const problems = addresses.map(({address}) => this.#resource.policy.addressProblem(address, url));
		return problems.find(problem => problem !== '') ?? null;
	}

	#respond(response: IncomingMessage, url: string, redirects: number): void {
		const asked = {from: this.#from, to: this.#to, totalBytes: this.#resource.totalBytes, etag: this.#etag};
		const worth = worthOf(response.statusCode ?? 0, response.headers, asked);
		switch (worth.is) {
			case 'moved':
				response.destroy();
				return this.#follow(worth.location, url, redirects);
			case 'part':
				this.#taker.tagged(etagOf(response.headers));
				return this.#read(response);
			case 'whole':
				this.#taker.tagged(etagOf(response.headers));
				return this.#readWhole(response);
			case 'none':
				return this.#finish({is: 'lost', why: 'there is nothing at this place'});
			default:
				return this.#finish(worth);
		}
	}

	#follow(location: string, url: string, redirects: number): void {
		if (!this.#isOver) {
			this.open(URL.canParse(location, url) ? new URL(location, url).href : location, redirects + 1);
		}
	}

	#readWhole(response: IncomingMessage): void {
		this.#at = 0;
		this.#end = this.#resource.totalBytes;
		if (this.#taker.whole()) {
			this.#read(response);
		} else {
			this.cut();
		}
	}

	#read(response: IncomingMessage): void {
		response.on('data', (bytes: Buffer) => this.#take(bytes));
		response.on('error', error => this.#fail(error));
		response.on('end', () => this.#finish(this.#closing()));
	}

	#closing(): RangeEnd {
		return this.#at === this.#end ? {is: 'served'} : {is: 'lost', why: `${this.#end - this.#at} bytes did not come`};
	}

	#take(bytes: Buffer): void {
		const wanted = bytes.subarray(0, this.#end - this.#at);
		const offset = this.#at;
		this.#at += wanted.length;
		if (wanted.length > 0 && !this.#isOver) {
			this.#taker.bytes(offset, wanted);
		}
		if (wanted.length < bytes.length) {
			this.#taker.tooMuch();
			this.#request?.destroy();
			this.#finish(this.#closing());
		}
	}

	#fail(error: Error): void {
		const isForbidden = 'code' in error && error.code === FORBIDDEN;
		this.#finish({is: isForbidden ? 'forbidden' : 'lost', why: error.message});
	}

	/** Says how it ended, once. What is left of an answer is not read: it may have no end. */
	#finish(end: RangeEnd): void {
		if (this.#isOver) {
			return;
		}
		this.#isOver = true;
		if (end.is !== 'served') {
			this.#request?.destroy();
		}
		this.#taker.end(end);
	}
}
