// The topics, public from day one: `ridethrough/v1/{partition}/{card}/{kind}`. One table says for each kind who writes
// it, at which QoS and whether it is retained.

import type {InKind, OutKind} from '../../agent/uplink.ts';
import {codedError} from '../../core/errors.ts';

export type Kind = OutKind | InKind;

export interface KindRow {
	/** `out`: the card writes it; `in`: the service writes it. */
	readonly direction: 'out' | 'in';
	readonly qos: 0 | 1;
	readonly retain: boolean;
	/**
	 * Whether it waits for the next session when this one ends before the broker has it. What tells of one session only
	 * (birth, death, a transfer's request) would be wrong in the next; a sample is followed by a newer one.
	 */
	readonly resend: boolean;
}

export const kinds: Readonly<Record<Kind, KindRow>> = {
	birth: {direction: 'out', qos: 1, retain: true, resend: false},
	sample: {direction: 'out', qos: 0, retain: false, resend: false},
	event: {direction: 'out', qos: 1, retain: false, resend: true},
	result: {direction: 'out', qos: 1, retain: false, resend: true},
	'ota-request': {direction: 'out', qos: 1, retain: false, resend: false},
	death: {direction: 'out', qos: 1, retain: true, resend: false},
	command: {direction: 'in', qos: 1, retain: false, resend: false},
	ota: {direction: 'in', qos: 1, retain: false, resend: false},
	ack: {direction: 'in', qos: 1, retain: false, resend: false},
};

/** First level of every topic of ours. */
export const ROOT = 'ridethrough';
const PREFIX = `${ROOT}/v1/`;
export const PARTITIONS = 64;
const cardPattern = /^[a-z0-9-]{1,32}$/;

export interface Topic {
	/** Two hex digits, `00` to `3f`. */
	readonly partition: string;
	readonly card: string;
	readonly kind: Kind;
}

/** FNV-1a over the characters of an ASCII text, as an unsigned 32-bit number. */
function fnv1a32(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) {
		hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	}
	return hash >>> 0;
}

/** The partition of a card: FNV-1a (32 bits) of its id modulo 64, so that consumers share the work on any broker. */
function partitionOf(card: string): string {
	return (fnv1a32(card) % PARTITIONS).toString(16).padStart(2, '0');
}

/** The user name of a card, and later its certificate's CN: `{partition}/{card}` (mqtt.md (e) 1). */
export function userNameFor(card: string): string {
	if (!cardPattern.test(card)) {
		const seen = JSON.stringify(card);
		throw codedError('E_CARD_ID_INVALID', `Card id ${seen}: 1 to 32 characters of a-z, 0-9 and - are allowed.`, {card});
	}
	return `${partitionOf(card)}/${card}`;
}

/** What every topic of a card begins with, its last slash included; the kind follows. */
export function topicPrefixFor(card: string): string {
	return `${PREFIX}${userNameFor(card)}/`;
}

/** The topic that carries `kind` of `card`. */
export function topicFor(card: string, kind: Kind): string {
	return topicPrefixFor(card) + kind;
}

/** The topic taken apart; null when it is none of ours, a card in a partition that is not its own included. */
export function parseTopic(topic: string): Topic | null {
	const [root, version, partition, card, kind, rest] = topic.split('/');
	if (`${root}/${version}/` !== PREFIX || card === undefined || kind === undefined || rest !== undefined) {
		return null;
	}
	if (!Object.hasOwn(kinds, kind) || !cardPattern.test(card) || partition !== partitionOf(card)) {
		return null;
	}
	return {partition, card, kind: kind as Kind};
}
