// What faults do to one card of a fleet itself, and to its lines.

import {NO_DETAIL, phaseMomentary} from '../../src/agent/card.ts';
import {findEvent} from '../../src/agent/events.ts';
import {keepNewest} from '../../src/agent/log-room.ts';
import type {Millis} from '../../src/core/clock.ts';
import {codedError} from '../../src/core/errors.ts';
import {seedFor} from '../../src/core/random.ts';
import {once} from '../faults/fault.ts';
import type {Undo} from '../scenario/bench.ts';
import type {CardTarget, ClockFault, LinkFault, MemoryFault} from '../scenario/card-target.ts';
import type {Fleet} from './fleet.ts';
import {noNetwork} from './outside.ts';
import type {Outside} from './outside.ts';

const clockSet = findEvent('clockSet')?.id ?? 0;
const UNSAID = {actor: '', role: 0, origin: 0, commandId: ''};

/** The card itself, and its lines. */
export function cardTarget(fleet: Fleet, card: number, net: Outside | undefined, bootsFirmware = false): CardTarget {
	return {
		disturbNetwork: fault => (net ?? noNetwork()).paths.disturb(card, fault),
		breakConnection: (how, afterBytes) => (net ?? noNetwork()).paths.break(card, how, afterBytes),
		disturbLink: fault => disturbLink(fleet, card, fault),
		disturbClock: fault => disturbClock(fleet, card, fault),
		shortenMemory: fault => shortenMemory(fleet, card, fault, net),
		takeDown: isSudden => (bootsFirmware ? bootsItself() : takeDown(fleet, card, net, isSudden)),
	};
}

/** Without a network no sample is published that could be dropped. */
function shortenMemory(fleet: Fleet, card: number, fault: MemoryFault, net: Outside | undefined): Undo {
	if (fault.kind === 'samples' && net === undefined) {
		return noNetwork();
	}
	const {memoryFaults} = fleet.disturbed.of(card);
	const entry = {...fault};
	const apply = (): void => keepNewest(fleet.cards, card, fleet.disturbed.logRoom(card));
	memoryFaults.add(entry);
	apply();
	return once(() => {
		memoryFaults.delete(entry);
		apply();
		fleet.disturbed.tidy(card);
	});
}

function disturbLink(fleet: Fleet, card: number, fault: LinkFault): Undo {
	const {linkFaults} = fleet.disturbed.of(card);
	const entry = {...fault};
	linkFaults.add(entry);
	fleet.applyLink(card);
	return once(() => {
		linkFaults.delete(entry);
		fleet.applyLink(card);
	});
}

/** A step is told as the card tells one by NTP. A clock that drifts, stands or lost its time knows nothing of it until it is set. */
function disturbClock(fleet: Fleet, card: number, fault: ClockFault): Undo {
	const now = (): Millis => fleet.now();
	const step = (change: () => void): void => {
		const before = fleet.wall.offsetAt(card, now());
		change();
		noteStep(fleet, card, fleet.wall.offsetAt(card, now()) - before);
	};
	let undo: Undo = () => {};
	const disturb = (): void => {
		undo = fleet.wall.disturb(card, fault, now);
	};
	if (fault.kind === 'jump') {
		step(disturb);
	} else {
		disturb();
	}
	return once(() => step(undo));
}

function noteStep(fleet: Fleet, card: number, byMs: Millis): void {
	if (byMs !== 0) {
		const note = {...UNSAID, text: `by ${byMs} ms`};
		fleet.cardView(card).logNoted(fleet.now(), clockSet, phaseMomentary, NO_DETAIL, note);
	}
}

function takeDown(fleet: Fleet, card: number, net: Outside | undefined, isSudden: boolean): Undo {
	const record = fleet.disturbed.of(card);
	record.downs += 1;
	net?.goOffline(card, isSudden);
	return once(() => {
		record.downs -= 1;
		if (record.downs === 0) {
			const {seed, cards} = fleet.spec;
			fleet.cards.bootIds[card] = seedFor(seed, `${cards[card].id}/boot at ${fleet.now()}`);
			net?.goOnline(card);
		}
	});
}

/** Its boot is then a matter of its firmware. */
function bootsItself(): never {
	const text = 'These cards boot firmware of their own: let it reset them (firmwareCrash).';
	throw codedError('E_FAULT_UNSUPPORTED', text, {});
}
