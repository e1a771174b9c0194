// What is plugged in where: a board is a card under test with all that lets a scenario act on it and see it.

import type {TcpAddress, SerialAddress} from '../../src/link/address.ts';
import type {LinePlace} from '../serial/place.ts';

/** Where a secret is kept: `@FILE`, with the path as the process sees it, or `env:NAME`. */
export type SecretPlace = `@${string}` | `env:${string}`;

export const cardKinds = ['agent', 'espruino', 'snmp-card', 'ups-modbus'] as const;
export type CardKind = (typeof cardKinds)[number];

export interface CardUnderTest {
	readonly kind: CardKind;
	/** A host, a serial path or an address as `--ups` takes it, by kind; '' where the runner starts the card itself. */
	readonly address: string;
}

/** Where the UPS link of the card goes: `pty` is one that the runner makes. */
export type UpsLink = {readonly kind: 'none'} | {readonly kind: 'pty'} | LinePlace;

export interface SnmpFace {
	readonly host: string;
	readonly port: number;
	readonly version: '1' | '2c' | '3';
	/** Of versions 1 and 2c. */
	readonly community: SecretPlace | null;
	/** Of version 3. */
	readonly user: SnmpUser | null;
}

export const snmpAuth = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
export const snmpPrivacy = ['des', 'aes', 'aes256b', 'aes256r'] as const;

export interface SnmpUser {
	readonly name: string;
	readonly auth: {readonly by: (typeof snmpAuth)[number]; readonly key: SecretPlace} | null;
	readonly privacy: {readonly by: (typeof snmpPrivacy)[number]; readonly key: SecretPlace} | null;
}

export interface NutFace {
	readonly host: string;
	readonly port: number;
	/** The name of the UPS at that server. */
	readonly ups: string;
	readonly user: string;
	readonly password: SecretPlace | null;
}

export interface MqttFace {
	/** mqtt:// or mqtts://, without a password. */
	readonly url: string;
	/** The id under which the card publishes. */
	readonly card: string;
	readonly user: string;
	readonly password: SecretPlace | null;
}

export interface Faces {
	readonly snmp: SnmpFace | null;
	readonly nut: NutFace | null;
	readonly mqtt: MqttFace | null;
	readonly modbus: TcpAddress | SerialAddress | null;
}

/** What a value may be set to. */
export interface Limits {
	readonly min: number;
	readonly max: number;
	/** What it is put to when the runner leaves. */
	readonly nominal: number;
}

interface AnyInstrument {
	/** As the board map calls it. */
	readonly name: string;
	readonly at: LinePlace;
	/** Part of what `*IDN?` must answer; '' lets any instrument pass. */
	readonly identity: string;
	/** How long one answer may take. */
	readonly timeoutMs: number;
}

export interface RelayPlace extends AnyInstrument {
	readonly kind: 'relay';
	readonly channel: number;
	readonly safe: 'open' | 'closed';
}

export interface SourcePlace extends AnyInstrument {
	readonly kind: 'ac-source';
	readonly volts: Limits;
	readonly hertz: Limits;
	readonly safe: 'nominal' | 'off';
}

export type InstrumentPlace = RelayPlace | SourcePlace;

export interface Board {
	readonly name: string;
	/** One line for lists. */
	readonly summary: string;
	/** Null where the simulation stands in for all. */
	readonly card: CardUnderTest | null;
	readonly link: UpsLink;
	readonly faces: Faces;
	readonly instruments: readonly InstrumentPlace[];
	/** What else is there, in words that a scenario can need. */
	readonly fixtures: readonly string[];
	/** Other lines, by name. */
	readonly serial: ReadonlyArray<{readonly name: string; readonly at: LinePlace}>;
}

export const noFaces: Faces = {snmp: null, nut: null, mqtt: null, modbus: null};

export const SIMULATED_BOARD = 'simulated';

/** The board that needs nothing. */
export const simulatedBoard: Board = {
	name: SIMULATED_BOARD,
	summary: 'the simulation, in this process',
	card: null,
	link: {kind: 'none'},
	faces: noFaces,
	instruments: [],
	fixtures: [],
	serial: [],
};
