// The way to the server: requests with the token, and the stream of ticks, which is taken up again where it broke off.

import type {Tick} from '../../ui/messages.ts';

/** What was wrong, in the server's words. */
export class Refused extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

export const UNAUTHORISED = 401;
const TOKEN_KEY = 'ridethrough.ui.token';
const NO_CONTENT = 204;
const RETRY_MS = [500, 1000, 2000, 5000];
/** Ticks come four times a second: so long without one is a dead connection. */
const SILENCE_MS = 5000;

let token = sessionStorage.getItem(TOKEN_KEY) ?? '';

export function keepToken(given: string): void {
	token = given;
	sessionStorage.setItem(TOKEN_KEY, given);
}

function headersWith(more: Readonly<Record<string, string>>): Record<string, string> {
	return token === '' ? {...more} : {...more, authorization: `Bearer ${token}`};
}

/** Asks for JSON; throws Refused with what the server says is wrong. */
export async function ask<T>(method: string, path: string, body?: object): Promise<T> {
	const response = await fetch(`api/${path}`, {
		method,
		// Every request that changes something says that it is JSON, so that no other page can send one.
		headers: headersWith(method === 'GET' ? {} : {'content-type': 'application/json'}),
		...(body === undefined ? {} : {body: JSON.stringify(body)}),
	});
	if (!response.ok) {
		throw await refusedOf(response);
	}
	return (response.status === NO_CONTENT ? null : await response.json()) as T;
}

async function refusedOf(response: Response): Promise<Refused> {
	const told = (await response.json().catch(() => ({}))) as {readonly detail?: string};
	return new Refused(response.status, told.detail ?? `The server answered ${response.status}.`);
}

export interface StreamEars {
	/** With the name of the process that tells it. */
	onTick(tick: Tick, instance: string): void;
	/** It broke off, and is tried again in so many milliseconds. */
	onLost(retryMs: number): void;
	onRefused(refused: Refused): void;
}

/** Follows the ticks until it is told to stop; `retry` tries at once. */
export class Stream {
	readonly #ears: StreamEars;
	#lastId = '';
	#stop = new AbortController();
	#tries = 0;
	#timer: number | undefined;
	#heardAt = 0;

	constructor(ears: StreamEars) {
		this.#ears = ears;
	}

	start(): void {
		this.#stop = new AbortController();
		void this.#follow(this.#stop.signal);
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#stop.abort();
	}

	retry(): void {
		this.stop();
		this.start();
	}

	async #follow(signal: AbortSignal): Promise<void> {
		try {
			await this.#read(signal);
		} catch (error) {
			if (error instanceof Refused) {
				this.#ears.onRefused(error);
				return;
			}
		}
		if (!signal.aborted) {
			const wait = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)];
			this.#tries += 1;
			this.#ears.onLost(wait);
			this.#timer = setTimeout(() => this.start(), wait);
		}
	}

	async #read(signal: AbortSignal): Promise<void> {
		const broken = new AbortController();
		const give = (): void => broken.abort();
		signal.addEventListener('abort', give);
		const watch = setInterval(() => {
			if (performance.now() - this.#heardAt > SILENCE_MS) {
				broken.abort();
			}
		}, SILENCE_MS);
		this.#heardAt = performance.now();
		try {
			await this.#readUntil(broken.signal);
		} finally {
			clearInterval(watch);
			signal.removeEventListener('abort', give);
		}
	}

	async #readUntil(signal: AbortSignal): Promise<void> {
		const headers = headersWith(this.#lastId === '' ? {} : {'last-event-id': this.#lastId});
		const response = await fetch('api/stream', {headers, signal});
		if (response.status === UNAUTHORISED) {
			throw await refusedOf(response);
		}
		if (!response.ok || response.body === null) {
			throw new Error('no stream');
		}
		this.#tries = 0;
		const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
		let text = '';
		for (let part = await reader.read(); !part.done; part = await reader.read()) {
			this.#heardAt = performance.now();
			text = this.#takeMessages(text + part.value);
		}
	}

	/** Takes whole messages off the front; returns the rest. */
	#takeMessages(text: string): string {
		const messages = text.split('\n\n');
		const rest = messages.pop() ?? '';
		for (const message of messages) {
			const id = /^id: (.*)$/m.exec(message)?.[1];
			const data = /^data: (.*)$/m.exec(message)?.[1];
			if (id !== undefined && data !== undefined) {
				this.#lastId = id;
				this.#ears.onTick(JSON.parse(data) as Tick, id.split('.')[0]);
			}
		}
		return rest;
	}
}
