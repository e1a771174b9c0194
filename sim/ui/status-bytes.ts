// What each card is doing, a byte a card: the worst of what holds. Looked at anew only where a card logged something.

import type {CardHouse, CardView} from '../../src/agent/card-view.ts';
import {NOT_AVAILABLE} from '../../src/core/absent.ts';
import {events, findEvent, isAlarm, NONE} from '../../src/agent/events.ts';
import {CONDITION_WORDS} from '../../src/ups/conditions.ts';
import {BYTE_SPAN, FAULT_BIT, statusLooks} from '../web/shared/statuses.ts';

type Masks = Int32Array;

/** Events that make a status, the worst status first. What else is an alarm needs attention. */
const rows: ReadonlyArray<readonly [status: string, events: readonly string[]]> = [
	['off', ['outputOff', 'sleeping', 'rebooting']],
	['low', ['lowBattery', 'discharged']],
	['overload', ['overload', 'staticSwitchOverload', 'installationOverload']],
	['battery', ['onBattery', 'onBatteryByFault']],
	['bypass', ['bypassCommand', 'bypassSwitch', 'bypassInternalFault', 'bypassTemporary', 'forcedBypass']],
	['avr', ['boost', 'trim']],
	['attention', events.filter(isAlarm).map(({name}) => name)],
	['test', ['selfTesting', 'calibrating']],
];

const numberOf = (status: string): number => statusLooks.findIndex(({name}) => name === status);
const online = numberOf('online');
const lost = numberOf('lost');
const table = rows.map(([status, names]) => ({status: numberOf(status), masks: masksOf(names)}));

function masksOf(names: readonly string[]): Masks {
	const masks = new Int32Array(CONDITION_WORDS);
	for (const name of names) {
		const condition = findEvent(name)?.condition ?? NONE;
		if (condition !== NONE) {
			masks[condition >> 5] |= 1 << (condition & 31);
		}
	}
	return masks;
}

/** The number of what a card is doing. The view must stand at the card. */
export function statusOf(view: CardView): number {
	view.look();
	const {conditions0, conditions1, conditions2, outputStatus} = view.reading;
	if (view.lost || outputStatus === NOT_AVAILABLE) {
		return lost;
	}
	const row = table.find(({masks}) => (masks[0] & conditions0) | (masks[1] & conditions1) | (masks[2] & conditions2));
	return row?.status ?? online;
}

/** Bytes of all cards, and which of them changed since they were last told. */
export class StatusBytes {
	readonly bytes: Uint8Array;
	readonly #house: CardHouse;
	readonly #isFaulty: (card: number) => boolean;
	readonly #isMarked: Uint8Array;
	#marked: number[] = [];

	constructor(house: CardHouse, isFaulty: (card: number) => boolean) {
		this.#house = house;
		this.#isFaulty = isFaulty;
		this.bytes = new Uint8Array(house.count);
		this.#isMarked = new Uint8Array(house.count);
	}

	/** Something happened to a card. */
	mark(card: number): void {
		if (this.#isMarked[card] === 0) {
			this.#isMarked[card] = 1;
			this.#marked.push(card);
		}
	}

	markAll(): void {
		for (let card = 0; card < this.bytes.length; card++) {
			this.mark(card);
		}
	}

	/** Looks at the marked cards; each that changed, with its byte. */
	take(): number[] {
		const changes: number[] = [];
		for (const card of this.#marked) {
			this.#isMarked[card] = 0;
			const byte = this.byteOf(card);
			if (byte !== this.bytes[card]) {
				this.bytes[card] = byte;
				changes.push(card * BYTE_SPAN + byte);
			}
		}
		this.#marked = [];
		return changes;
	}

	byteOf(card: number): number {
		return statusOf(this.#house.view(card)) | (this.#isFaulty(card) ? FAULT_BIT : 0);
	}
}
