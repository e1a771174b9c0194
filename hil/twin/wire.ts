// What befalls the line between the simulated UPS and whoever reads it: faults act on the answers as they leave, in real time, whatever
// the master at the far end is. A UPS that says nothing does not hear either.

import {isRtuFrame} from '../../src/codec/modbus-adu.ts';
import type {Clock, Millis} from '../../src/core/clock.ts';
import type {RandomStream} from '../../src/core/random.ts';
import {once} from '../../sim/faults/fault.ts';
import type {Undo} from '../../sim/scenario/bench.ts';
import type {LinkFault} from '../../sim/scenario/card-target.ts';

export type WireFault = LinkFault | {readonly kind: 'silent'};

/** What happened to answers since the start. */
export interface WireCounters {
	answers: number;
	garbled: number;
	late: number;
	stale: number;
	/** Questions and answers that the line swallowed. */
	swallowed: number;
}

/** What differs between the carriers. */
export interface Carrier {
	/** Leading bytes of a question and its answer that number the exchange, and say nothing of what was asked. */
	readonly numberBytes: number;
	/** An answer that no master takes for a good one. */
	spoil(answer: Buffer, random: RandomStream): Buffer;
}

const CRC_BYTES = 2;
const PROTOCOL_AT = 2;

/** A bit, the check sum, or the end of the frame: each is seen by the CRC or by the length, never by chance alone. */
const rtuDamage: ReadonlyArray<(answer: Buffer, random: RandomStream) => void> = [
	(answer, random) => void (answer[random.whole(0, answer.length - 1)] ^= 1 << random.whole(0, 7)),
	(answer, random) => void (answer[answer.length - random.whole(1, CRC_BYTES)] ^= random.whole(1, 255)),
];

function spoilRtu(answer: Buffer, random: RandomStream): Buffer {
	const spoilt = Buffer.from(answer);
	const kind = random.whole(0, rtuDamage.length);
	if (kind === rtuDamage.length) {
		const rest = spoilt.subarray(0, random.whole(1, spoilt.length - 1));
		// One in 65536 would be a frame after all.
		rest[rest.length - 1] ^= isRtuFrame(rest, 0, rest.length) ? 1 : 0;
		return rest;
	}
	rtuDamage[kind](spoilt, random);
	return spoilt;
}

export const rtuCarrier: Carrier = {numberBytes: 0, spoil: spoilRtu};

/** Frames of TCP have no check sum of their own: what is garbled is no Modbus at all. */
export const tcpCarrier: Carrier = {
	numberBytes: 2,
	spoil(answer, random) {
		const spoilt = Buffer.from(answer);
		spoilt[PROTOCOL_AT] = random.whole(1, 255);
		return spoilt;
	},
};

export interface WirePorts {
	readonly clock: Clock;
	readonly random: RandomStream;
	/** False while the UPS itself says nothing, as while it starts another firmware. */
	isSpeaking(): boolean;
}

export class Wire {
	readonly counters: WireCounters = {answers: 0, garbled: 0, late: 0, stale: 0, swallowed: 0};
	readonly ports: WirePorts;
	readonly #faults = new Set<WireFault>();

	constructor(ports: WirePorts) {
		this.ports = ports;
	}

	disturb(fault: WireFault): Undo {
		// The same words twice are two faults.
		const held = {...fault};
		this.#faults.add(held);
		return once(() => this.#faults.delete(held));
	}

	isSilent(): boolean {
		return !this.ports.isSpeaking() || this.#has('silent');
	}

	isStale(): boolean {
		return this.#has('stale');
	}

	/** Sources of noise are independent of each other. */
	garbledShare(): number {
		let clean = 1;
		for (const fault of this.#faults) {
			clean *= fault.kind === 'garbled' ? 1 - fault.share : 1;
		}
		return 1 - clean;
	}

	delayMs(): Millis {
		let sum = 0;
		for (const fault of this.#faults) {
			sum += fault.kind === 'slow' ? fault.delayMs : 0;
		}
		return sum;
	}

	#has(kind: WireFault['kind']): boolean {
		return [...this.#faults].some(fault => fault.kind === kind);
	}
}
