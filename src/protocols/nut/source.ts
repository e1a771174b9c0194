// What the NUT server needs of the UPSs that it tells of: cards of this process, files played back, the scripted ones of tests.

/** What a variable takes and how long it may be (nut.md 2, GET TYPE). */
export interface NutType {
	/** Most characters; 0 where it is a number. */
	readonly length: number;
	/** The values that it takes, exactly; empty where there is no list. */
	readonly options: readonly string[];
	/** Bounds, both included; empty where there are none. */
	readonly ranges: readonly (readonly [low: number, high: number])[];
}

export interface NutVariable {
	readonly name: string;
	/** Printable ASCII. */
	readonly value: string;
	readonly writable: boolean;
	readonly type: () => NutType;
}

/** How a command or a change ended; the last word may come later than the first (nut.md 2, tracking). */
export type Outcome = 'success' | 'unknown' | 'invalidArgument' | 'failed';

/** Who does something: the user name as sent, and the role that its rights come with (agent/roles.ts). */
export interface NutWho {
	readonly actor: string;
	readonly role: number;
	readonly address: string;
}

/** fresh: it answers; stale: it did once and does not now; absent: it never did. */
export type Freshness = 'fresh' | 'stale' | 'absent';

export interface NutUps {
	/** In the server's own spelling; compared without regard to case. */
	readonly name: string;
	/** Null without one. */
	readonly description: string | null;
	freshness(): Freshness;
	/** Sorted by name; without FSD in ups.status, which the server puts there. */
	variables(): readonly NutVariable[];
	/** By name, case ignored; null when there is none. */
	variable(name: string): NutVariable | null;
	/** Sorted. */
	commands(): readonly string[];
	/** Sets a variable to a value that its type allows. `told` may be called at once, and again when what succeeded fails later. */
	set(name: string, value: string, who: NutWho, told: (outcome: Outcome) => void): void;
	/** Runs one of its commands, in small letters; null without a parameter. */
	run(command: string, parameter: string | null, who: NutWho, told: (outcome: Outcome) => void): void;
	/** Whether a forced shutdown is under way. */
	isForced(): boolean;
	force(who: NutWho): void;
	/** Somebody failed to log in. */
	refused(who: NutWho): void;
}

export interface NutSource {
	/** Every UPS, in order. */
	list(): Iterable<NutUps>;
	/** By name, case ignored; null when there is none. */
	find(name: string): NutUps | null;
}

/** Compares names as lists of NUT are sorted: by ASCII, case ignored. */
export function byName(a: string, b: string): number {
	const left = a.toLowerCase();
	const right = b.toLowerCase();
	return left < right ? -1 : left > right ? 1 : 0;
}

export const plainNumber: NutType = {length: 0, options: [], ranges: []};

/** The type of a text of up to `length` characters. */
export function textOf(length: number): NutType {
	return {length, options: [], ranges: []};
}
