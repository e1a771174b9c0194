// The communities of SNMPv1 and v2c (nmc.md 11, 12): who asks, and with NAME@CARD-ID which card of many.

import {codedError} from '../../core/errors.ts';
import {hostFilter} from './hosts.ts';
import type {HostFilter} from './hosts.ts';
import {administrator} from './origin.ts';
import {accessOf, View} from './principal.ts';
import type {Principal, ViewSpec} from './principal.ts';

const AT_SIGN = 64;
const LONGEST_COMMUNITY = 64;

export interface CommunitySpec {
	/** Printable ASCII without @. The same name may stand more than once, with other hosts. */
	readonly name: string;
	/** `disable`, `read`, `write` (only while nobody is logged on) or `write+`. */
	readonly access: string;
	/** An address in which 255 stands for any number; 0.0.0.0, which is also meant where nothing is said, for all. */
	readonly host?: string;
	/** Role of roles.ts for what it sets; an administrator where nothing is said. */
	readonly role?: number;
	readonly view?: ViewSpec;
}

interface Entry {
	readonly name: Uint8Array;
	readonly passes: HostFilter | null;
	readonly principal: Principal;
}

/** What a community string turned out to be. */
export interface Community {
	readonly principal: Principal;
	/** -1 where it names no card: that of the socket is meant. */
	readonly card: number;
}

/** Takes NAME[:ro|rw|disable|read|write|write+] apart, as options write it; `read` where nothing is said. Throws E_USAGE. */
export function parseCommunity(text: string): CommunitySpec {
	const colon = text.lastIndexOf(':');
	const name = colon < 0 ? text : text.slice(0, colon);
	const said = colon < 0 ? 'ro' : text.slice(colon + 1);
	const short: Readonly<Record<string, string>> = {ro: 'read', rw: 'write+'};
	const spec = {name, access: short[said] ?? said};
	checkName(name);
	accessOf(spec.access);
	return spec;
}

/** The name is a credential: it is in no message. */
function checkName(name: string): void {
	if (!/^[\x20-\x3f\x41-\x7e]{1,64}$/.test(name)) {
		throw codedError(
			'E_USAGE',
			`The name of an SNMP community is not as it must be: write 1 to ${LONGEST_COMMUNITY} printable characters without @.`,
			{option: 'snmp-community'},
		);
	}
}

function entryOf(spec: CommunitySpec, place: number): Entry {
	checkName(spec.name);
	return {
		name: Buffer.from(spec.name, 'latin1'),
		passes: hostFilter(spec.host ?? ''),
		principal: {
			name: `community ${place + 1}`,
			access: accessOf(spec.access),
			role: spec.role ?? administrator,
			view: spec.view === undefined ? null : new View(spec.view),
		},
	};
}

export class Communities {
	readonly #entries: readonly Entry[];
	readonly #findCard: (cardId: string) => number;

	/** Throws E_USAGE. */
	constructor(specs: readonly CommunitySpec[], findCard: (cardId: string) => number) {
		this.#entries = specs.map(entryOf).filter(({principal}) => principal.access !== 'disable');
		this.#findCard = findCard;
	}

	/** Who says the community of these bytes from this address; null for nobody that may ask, or for a card that is not there. */
	find(bytes: Uint8Array, from: number, to: number, address: string): Community | null {
		const whole = this.#entryOf(bytes, from, to, address);
		if (whole !== null) {
			return {principal: whole.principal, card: -1};
		}
		const at = bytes.lastIndexOf(AT_SIGN, to - 1);
		if (at < from || to - from > LONGEST_COMMUNITY * 2) {
			return null;
		}
		const named = this.#entryOf(bytes, from, at, address);
		const card = named === null ? -1 : this.#findCard(latin1(bytes, at + 1, to));
		return named === null || card < 0 ? null : {principal: named.principal, card};
	}

	#entryOf(bytes: Uint8Array, from: number, to: number, address: string): Entry | null {
		for (const entry of this.#entries) {
			if (isSame(entry.name, bytes, from, to) && (entry.passes === null || entry.passes(address))) {
				return entry;
			}
		}
		return null;
	}
}

function isSame(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
	if (to - from !== name.length) {
		return false;
	}
	let differing = 0;
	for (let i = 0; i < name.length; i++) {
		differing |= name[i] ^ bytes[from + i];
	}
	return differing === 0;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
	let text = '';
	for (let i = from; i < to; i++) {
		text += String.fromCharCode(bytes[i]);
	}
	return text;
}
