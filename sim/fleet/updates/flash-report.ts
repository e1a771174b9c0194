// The flash of a card and what runs from it, for people: as the control API tells it.

import {stateNames} from '../../../src/ota/states.ts';
import type {FlashReport, SlotReport} from '../../scenario/bench.ts';
import type {UpdatingCard} from './updating-card.ts';

const SLOTS = [0, 1];

export function flashReport(card: UpdatingCard): FlashReport {
	const {flash, operations} = card.device;
	return {
		version: card.update === null ? '' : card.version,
		state: stateNames[card.state],
		active: card.life?.record.active ?? 0,
		slots: SLOTS.map(slot => slotReport(card, slot)),
		operations: operations.count,
		planned: operations.left(),
		cuts: card.cuts,
		wear: flash.wear(),
		stuckSectors: flash.stuck(),
	};
}

/** As its last boot found it: a card that never came up has told nothing. */
function slotReport({life}: UpdatingCard, slot: number): SlotReport {
	if (life === null) {
		return {version: '', manifestDigest: '', securityVersion: 0, bootable: false};
	}
	const {manifestDigest, securityVersion, bootable, version} = life.slot(slot);
	return {
		version: manifestDigest === null ? '' : version.join('.'),
		manifestDigest: manifestDigest === null ? '' : Buffer.from(manifestDigest).toString('hex'),
		securityVersion,
		bootable,
	};
}
