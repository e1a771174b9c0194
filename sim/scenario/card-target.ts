// What faults do to a card itself and to its lines: to its UPS, to its broker, its clock and its memory. The faults say it as data;
// the bench makes it happen.

import type {Millis} from '../../src/core/clock.ts';
import type {Undo} from './bench.ts';

/** What befalls the answers of the UPS on their way to its card. */
export type LinkFault =
	/** A share of answers has a wrong check sum; the card asks again up to `retries` times. */
	| {readonly kind: 'garbled'; readonly share: number; readonly retries: number}
	/** An answer takes so long. */
	| {readonly kind: 'slow'; readonly delayMs: Millis}
	/** The last answer comes again and again as if it were new. */
	| {readonly kind: 'stale'};

/** What befalls the wall clock of a card, which stamps what leaves it. Its monotonic time is never touched. */
export type ClockFault =
	| {readonly kind: 'jump'; readonly byMs: Millis}
	/** Gains, or loses, so many millionths. */
	| {readonly kind: 'drift'; readonly ppm: number}
	| {readonly kind: 'stuck'}
	/** Begins anew at this time, ms since 1970. */
	| {readonly kind: 'reset'; readonly utcMs: Millis};

/** As the card sees it: to its broker, from it, or both. */
type Way = 'out' | 'in' | 'both';

/** What befalls the packets between a card and whom it talks to. */
export type NetworkFault =
	/** Gilbert–Elliott: sim/net/gilbert-elliott.ts. */
	| {readonly kind: 'loss'; readonly p: number; readonly r: number; readonly lossGood: number; readonly lossBad: number}
	| {readonly kind: 'delay'; readonly delayMs: Millis; readonly jitterMs: Millis; readonly way: Way}
	/** A share of packets comes so much later than it should. */
	| {readonly kind: 'reorder'; readonly share: number; readonly lateMs: Millis}
	| {readonly kind: 'duplicate'; readonly share: number}
	| {readonly kind: 'throttle'; readonly bytesPerSecond: number}
	| {readonly kind: 'partition'; readonly way: Way};

/** How a connection breaks: `reset` for both at once; else the one that is named goes on believing that it stands. */
export type Break = 'reset' | 'cardBelieves' | 'brokerBelieves';

/** What a card has too little memory for. */
export type MemoryFault =
	/** Its log keeps the newest entries only; the undo does not bring back what was dropped. */
	| {readonly kind: 'log'; readonly entries: number}
	/** This share of its samples finds no room and is dropped. */
	| {readonly kind: 'samples'; readonly share: number};

export interface CardTarget {
	disturbNetwork(fault: NetworkFault): Undo;
	/** Breaks the connection to the broker, once the card has sent so many bytes more. The undo forgets it where it is still to come. */
	breakConnection(how: Break, afterBytes: number): Undo;
	disturbLink(fault: LinkFault): Undo;
	shortenMemory(fault: MemoryFault): Undo;
	/** Undone, the clock is set right again, as by NTP. */
	disturbClock(fault: ClockFault): Undo;
	/** The card is down, after a good-bye where it is not sudden. Undone, it has started anew; throws where it boots firmware. */
	takeDown(isSudden: boolean): Undo;
}
