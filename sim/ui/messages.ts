// What the server of the live view tells its page: the whole at first, then what changed, four times a second.

/** Everything that does not change while the fleet runs. */
export interface FleetFacts {
	readonly schema: 'ridethrough.live/1';
	/** Of this process: a page that finds another one begins anew. */
	readonly instance: string;
	readonly version: string;
	readonly run: string;
	/** Virtual seconds a second as asked for; null for as fast as it goes. */
	readonly speed: number | null;
	/** Wall-clock time of the cards at their time 0, ms since 1970. */
	readonly startUtcMs: number;
	readonly sites: readonly string[];
	readonly models: readonly string[];
	/** By card: its id, and its places among the sites and the models. */
	readonly ids: readonly string[];
	readonly siteOf: readonly number[];
	readonly modelOf: readonly number[];
	/** By id: name, severity of the set (1 ungraded, 2 informational, 3 warning, 4 critical), texts of set and clear. */
	readonly events: Readonly<Record<number, EventText>>;
	readonly faults: readonly FaultType[];
}

export type EventText = readonly [name: string, severity: number, set: string, clear: string];

export interface FaultType {
	readonly name: string;
	readonly area: string;
	readonly summary: string;
	/** `card`: happens to chosen cards; `surroundings`: to all of them. */
	readonly acts: string;
	readonly parameters: readonly FaultField[];
}

export interface FaultField {
	readonly name: string;
	readonly summary: string;
	readonly kind: string;
	readonly unit: string;
	/** As they are written: durations with a unit, choices as their word. */
	readonly min: string;
	readonly max: string;
	readonly default: string | null;
	readonly choices: readonly string[];
}

/** A fault in effect. */
export interface FaultLine {
	readonly name: string;
	readonly type: string;
	/** How many cards, null for all; and the first of them. */
	readonly cards: number | null;
	readonly first: readonly string[];
	readonly parameters: Readonly<Record<string, number | string>>;
	readonly sinceMs: number;
	readonly untilMs: number | null;
}

/** An entry of a card's log. */
export type LogLine = readonly [card: number, atMs: number, event: number, phase: number];

/** A number that something counts or measures; a counter only rises. */
export interface Meter {
	readonly name: string;
	/** Its labels, such as `out mqtt`; '' without. */
	readonly of: string;
	readonly isCounter: boolean;
	readonly value: number;
}

export interface Tick {
	readonly seq: number;
	/** Real time, and that of the cards, ms. */
	readonly realMs: number;
	readonly nowMs: number;
	/** Things that happened to UPSs since the start, and events that cards logged since somebody looks. */
	readonly happened: number;
	readonly logged: number;
	/** Bytes of all cards, base64; at the beginning, and where many have changed. */
	readonly full?: string;
	/** Changes as whole numbers of 32 bits, the low byte first, base64. */
	readonly changed?: string;
	/** All that are in effect, where that is news. */
	readonly faults?: readonly FaultLine[];
	/** It stands in place of all that came before: `full`, `faults` and `log` are the whole. */
	readonly begins?: boolean;
	/** Newest last. */
	readonly log?: readonly LogLine[];
	/** Entries that were too many to tell. */
	readonly untold?: number;
	readonly meters?: readonly Meter[];
}

/** What a face says about a quantity. */
export interface FaceCell {
	/** Where: an OID, a register, a variable, a field. */
	readonly at: string;
	/** What stands there, as it is written there; null where there is nothing. */
	readonly raw: string | null;
	/** In the unit of the row; null where there is nothing. */
	readonly value: number | null;
	/** Whether it is the quantity, as far as the steps of the face allow. */
	readonly agrees: boolean;
}

export interface FaceLine {
	readonly slot: string;
	readonly unit: string;
	/** What the UPS tells its card; null where it tells nothing. */
	readonly value: number | null;
	/** By face; null where a face has no place for it. */
	readonly powernet: FaceCell | null;
	readonly precise: FaceCell | null;
	readonly ietf: FaceCell | null;
	readonly modbus: FaceCell | null;
	readonly nut: FaceCell | null;
	readonly mqtt: FaceCell | null;
}

export interface Quantity {
	readonly value: number | null;
	readonly unit: string;
}

export interface HeldLine {
	readonly name: string;
	readonly severity: string;
	readonly text: string;
	readonly sinceMs: number;
}

export interface EntryLine {
	readonly sequence: number;
	readonly atMs: number;
	readonly event: string;
	readonly phase: string;
	readonly severity: string;
	readonly text: string;
}

/** A card in depth: the document of the control API without its settings, its status byte, and its faces. */
export interface CardDepth {
	readonly id: string;
	readonly byte: number;
	readonly nowMs: number;
	readonly utcMs: number;
	readonly lost: boolean;
	readonly identity: {
		readonly site: string;
		readonly vendor: string;
		readonly sku: string;
		readonly modelName: string;
		readonly serial: string;
		readonly upsFirmware: string;
		readonly cardFirmware: string;
		readonly rating: {readonly nominalVolts: number; readonly ratedWatts: number; readonly ratedVoltAmperes: number};
	};
	readonly status: readonly string[];
	readonly readings: Readonly<Record<string, Quantity>>;
	readonly alarms: readonly HeldLine[];
	readonly log: {readonly oldest: number; readonly newest: number; readonly entries: readonly EntryLine[]};
	readonly faces: readonly FaceLine[];
}
