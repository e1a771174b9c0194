// The command registers (modbus.md, Bit fields): which order to the card each bit is. What is not valid, and what the card refuses, is
// no error of the protocol: whoever commands reads the status to see what came of it.

import type {CardView, Who} from '../../agent/card-view.ts';
import * as bit from '../../codec/modbus-bits.ts';
import {CARD_GROUPS, groupsOf, hasBit} from './readers.ts';

/** Does what the bits of a command register ask for. */
export type Commander = (card: CardView, bits: number, who: Who) => void;

function give(card: CardView, command: string, target: number, who: Who): void {
	card.order({command, target, value: null, text: '', who});
}

/** A register in which each bit is an order of its own; only one may be set. */
function oneOf(orders: Readonly<Record<number, (card: CardView, who: Who) => void>>): Commander {
	return (card, bits, who) => {
		const place = 31 - Math.clz32(bits);
		if (bits === (1 << place) >>> 0) {
			orders[place]?.(card, who);
		}
	};
}

function ordering(command: string): (card: CardView, who: Who) => void {
	return (card, who) => give(card, command, 0, who);
}

const UPS_PREFIXES = ['ups.', 'outlet.'];

/** Sets every setting of the UPS to what it was delivered with, but those that belong to this one device, such as its name. */
function restoreFactorySettings(card: CardView, who: Who): void {
	const changes = card
		.settings()
		.filter(({key, writable, own}) => writable && !own && UPS_PREFIXES.some(prefix => key.startsWith(prefix)))
		.filter(({text, standardText}) => standardText !== '?' && text !== standardText)
		.map(({key, standardText}) => ({key, value: standardText}));
	if (changes.length > 0) {
		card.change(changes, who);
	}
}

/** The output on, then each switched group that is there, with their delays. */
function turnOnInSequence(card: CardView, who: Who): void {
	const groups = groupsOf(card);
	if (groups === 1) {
		give(card, 'outputOnDelayed', 0, who);
	}
	for (let group = 1; group < groups; group++) {
		give(card, 'groupOnDelayed', group, who);
	}
}

const {coldBootAllowed, useOnDelay, useOffDelay} = bit.outletCommand;

interface OutletOrder {
	readonly bit: number;
	readonly modifiers: readonly number[];
	/** The modifier that delays it, or -1. */
	readonly delayedBy: number;
	/** Orders for the whole output and for a switched group: at once, and with the delay. */
	readonly output: readonly [atOnce: string, delayed: string];
	readonly group: readonly [atOnce: string, delayed: string];
}

const outletOrders: readonly OutletOrder[] = [
	{
		bit: bit.outletCommand.cancel,
		modifiers: [],
		delayedBy: -1,
		output: ['cancelOutput', ''],
		group: ['groupCancel', ''],
	},
	{
		bit: bit.outletCommand.on,
		modifiers: [useOnDelay, coldBootAllowed],
		delayedBy: useOnDelay,
		output: ['outputOn', 'outputOnDelayed'],
		group: ['groupOn', 'groupOnDelayed'],
	},
	{
		bit: bit.outletCommand.off,
		modifiers: [useOffDelay],
		delayedBy: useOffDelay,
		output: ['outputOff', 'outputOffDelayed'],
		group: ['groupOff', 'groupOffDelayed'],
	},
	{
		bit: bit.outletCommand.shutdown,
		modifiers: [useOnDelay, useOffDelay],
		delayedBy: useOffDelay,
		output: ['shutdown', 'shutdownDelayed'],
		group: ['groupShutdown', 'groupShutdownDelayed'],
	},
	{
		bit: bit.outletCommand.reboot,
		modifiers: [useOnDelay, useOffDelay, coldBootAllowed],
		delayedBy: useOffDelay,
		output: ['reboot', 'rebootDelayed'],
		group: ['groupReboot', 'groupRebootDelayed'],
	},
];

const allModifiers = [coldBootAllowed, useOnDelay, useOffDelay];
const commandMask = 31;
const {mainGroup, switched0, switched1, switched2} = bit.outletCommand;
/** Bit of each group by its number. */
const targetBits = [mainGroup, switched0, switched1, switched2] as const;

function targetsOf(card: CardView, bits: number): number[] {
	const groups = Math.min(CARD_GROUPS, groupsOf(card));
	return targetBits.flatMap((place, group) => (group < groups && hasBit(bits, place) ? [group] : []));
}

/**
 * The groups that need an order of their own. The main group takes the switched ones down with it, and a switched one that comes on
 * brings the main group first (nmc.md 8, rules 3 and 4): a second order for what is under way would be refused as busy.
 */
function neededTargets(order: OutletOrder, targets: readonly number[]): readonly number[] {
	const switched = targets.filter(group => group > 0);
	if (order.bit === bit.outletCommand.cancel || switched.length === 0 || switched.length === targets.length) {
		return targets;
	}
	return order.bit === bit.outletCommand.on ? switched : [0];
}

function commandOutlets(card: CardView, bits: number, who: Who): void {
	const order = outletOrders.find(each => (bits & commandMask) === 1 << each.bit);
	const given: readonly number[] = allModifiers.filter(modifier => hasBit(bits, modifier));
	if (order === undefined || !given.every(modifier => order.modifiers.includes(modifier))) {
		return;
	}
	const which = given.includes(order.delayedBy) ? 1 : 0;
	for (const group of neededTargets(order, targetsOf(card, bits))) {
		give(card, (group === 0 ? order.output : order.group)[which], group, who);
	}
}

/** By the names of codec/modbus-registers.ts. Bits without an order here, such as a test of the beeper, do nothing. */
export const commanders: Readonly<Record<string, Commander>> = {
	UPSCommand_BF: oneOf({
		[bit.upsCommand.restoreFactorySettings]: restoreFactorySettings,
		[bit.upsCommand.intoBypass]: ordering('toBypass'),
		[bit.upsCommand.outOfBypass]: ordering('fromBypass'),
	}),
	OutletCommand_BF: commandOutlets,
	SimpleSignalingCommand_BF: oneOf({
		[bit.simpleSignallingCommand.requestShutdown]: ordering('shutdownDelayed'),
		[bit.simpleSignallingCommand.remoteOff]: ordering('outputOff'),
		[bit.simpleSignallingCommand.remoteOn]: turnOnInSequence,
	}),
	ReplaceBatteryTestCommand_BF: oneOf({
		[bit.testCommand.start]: ordering('testBattery'),
		[bit.testCommand.abort]: ordering('stopTest'),
	}),
	RunTimeCalibrationCommand_BF: oneOf({
		[bit.testCommand.start]: ordering('calibrate'),
		[bit.testCommand.abort]: ordering('stopCalibration'),
	}),
	UserInterfaceCommand_BF: oneOf({
		[bit.userInterfaceCommand.muteAlarms]: ordering('muteAlarm'),
		[bit.userInterfaceCommand.acknowledgeBattery]: ordering('acknowledgeBattery'),
	}),
};
