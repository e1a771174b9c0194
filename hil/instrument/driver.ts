// Relays and AC sources by SCPI: each wish is checked, sent, and read back. Every wish may be sent twice, so a lost connection costs
// one more try.

import {codedError, isCoded} from '../../src/core/errors.ts';
import type {InstrumentPlace, RelayPlace, SourcePlace} from '../board/board.ts';
import {openLine} from '../serial/line.ts';
import {ScpiSession} from './scpi.ts';
import {checkWish, instrumentText, safeWishes} from './wishes.ts';
import type {Readback, Wish} from './wishes.ts';

/** Sources keep fewer digits than they are given. */
const SET_TOLERANCE = 0.01;

export class Driver {
	readonly #place: InstrumentPlace;
	readonly #session: ScpiSession;
	#last: Promise<unknown> = Promise.resolve();

	constructor(place: InstrumentPlace) {
		this.#place = place;
		this.#session = new ScpiSession({
			who: instrumentText(place),
			identity: place.identity,
			timeoutMs: place.timeoutMs,
			open: async () => openLine(place.at, place.timeoutMs),
		});
	}

	/** What `*IDN?` answered. */
	get identity(): string {
		return this.#session.identity;
	}

	/** Does it after all that was asked for before. Throws E_BOARD_SICK and E_BOARD_NONSENSE, and what checkWish throws. */
	async act(wish: Wish): Promise<Readback> {
		checkWish(this.#place, wish);
		const turn = this.#last.then(async () => this.#twice(wish));
		this.#last = turn.catch(() => {});
		return turn;
	}

	async makeSafe(): Promise<void> {
		for (const wish of safeWishes(this.#place)) {
			await this.act(wish);
		}
	}

	async close(): Promise<void> {
		await this.#session.close();
	}

	async #twice(wish: Wish): Promise<Readback> {
		try {
			return await this.#act(wish);
		} catch (error) {
			if (!isCoded(error) || error.code !== 'E_BOARD_SICK') {
				throw error;
			}
			return this.#act(wish);
		}
	}

	async #act(wish: Wish): Promise<Readback> {
		return this.#place.kind === 'relay' ? this.#relay(this.#place, wish) : this.#source(this.#place, wish);
	}

	async #relay({channel}: RelayPlace, wish: Wish): Promise<Readback> {
		if (wish.do === 'relay') {
			await this.#session.send(`${wish.state === 'closed' ? 'ROUT:CLOS' : 'ROUT:OPEN'} (@${channel})`);
		}
		const question = `ROUT:CLOS? (@${channel})`;
		const state = (await this.#truth(question)) ? 'closed' : 'open';
		if (wish.do === 'relay' && state !== wish.state) {
			this.#nonsense(`it says it is ${state} after it was ${wish.state}`, question);
		}
		return {kind: 'relay', state};
	}

	async #source(_place: SourcePlace, wish: Wish): Promise<Readback> {
		const command = sourceCommand(wish);
		if (command !== null) {
			await this.#session.send(command);
		}
		const readback = {
			kind: 'ac-source',
			isOn: await this.#truth('OUTP?'),
			volts: await this.#number('VOLT?'),
			hertz: await this.#number('FREQ?'),
			measuredVolts: await this.#number('MEAS:VOLT:AC?'),
			measuredHertz: await this.#number('MEAS:FREQ?'),
		} as const;
		if (!isAsWished(readback, wish)) {
			const {isOn, volts, hertz} = readback;
			this.#nonsense(`it says it is ${isOn ? 'on' : 'off'} at ${volts} V, ${hertz} Hz`, command ?? 'OUTP?');
		}
		return readback;
	}

	async #truth(question: string): Promise<boolean> {
		const answer = await this.#session.ask(question);
		if (!/^\+?[01]$/.test(answer)) {
			this.#nonsense(`it answers ${JSON.stringify(answer)} instead of 0 or 1`, question);
		}
		return answer.endsWith('1');
	}

	async #number(question: string): Promise<number> {
		const answer = await this.#session.ask(question);
		const value = /^[+-]?[0-9.]+(E[+-]?[0-9]{1,3})?$/i.test(answer) ? Number(answer) : Number.NaN;
		if (!Number.isFinite(value)) {
			this.#nonsense(`it answers ${JSON.stringify(answer)} instead of a number`, question);
		}
		return value;
	}

	#nonsense(reason: string, tried: string): never {
		const who = instrumentText(this.#place);
		throw codedError('E_BOARD_NONSENSE', `${who}: ${reason}; tried ${tried}`, {instrument: who, tried, reason});
	}
}

function sourceCommand(wish: Wish): string | null {
	switch (wish.do) {
		case 'volts':
			return `VOLT ${wish.volts}`;
		case 'hertz':
			return `FREQ ${wish.hertz}`;
		case 'output':
			return `OUTP ${wish.isOn ? 'ON' : 'OFF'}`;
		default:
			return null;
	}
}

function isAsWished(is: Extract<Readback, {kind: 'ac-source'}>, wish: Wish): boolean {
	const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(SET_TOLERANCE, SET_TOLERANCE * b);
	switch (wish.do) {
		case 'volts':
			return isNear(is.volts, wish.volts);
		case 'hertz':
			return isNear(is.hertz, wish.hertz);
		case 'output':
			return is.isOn === wish.isOn;
		default:
			return true;
	}
}
