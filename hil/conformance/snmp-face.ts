// A card as an SNMP manager sees it. Judges know this port only, so that a test can put a defect between them and a card.

/** Tags of values on the wire (RFC 2578, RFC 3416). */
export const snmpTypes = {
	integer: 2,
	octetString: 4,
	objectIdentifier: 6,
	counter32: 65,
	gauge32: 66,
	timeTicks: 67,
	noSuchObject: 128,
	noSuchInstance: 129,
	endOfMibView: 130,
} as const;

const typeNames: Readonly<Record<number, string>> = {
	2: 'INTEGER',
	4: 'OCTET STRING',
	6: 'OBJECT IDENTIFIER',
	65: 'Counter32',
	66: 'Gauge32',
	67: 'TimeTicks',
	128: 'noSuchObject',
	129: 'noSuchInstance',
	130: 'endOfMibView',
};

export function typeName(type: number): string {
	return typeNames[type] ?? `tag ${type}`;
}

export interface Varbind {
	readonly oid: string;
	readonly type: number;
	/** A text is in Latin-1; an OID has no dot in front. */
	readonly value: number | string;
}

/** Of a SET: the name of the error status, `noError` where it was done. */
export type SetStatus = string;

export interface Trap {
	/** snmpTrapOID.0. */
	readonly trap: string;
	/** What follows it. */
	readonly varbinds: readonly Varbind[];
}

/** What may be done to a card so that it shows what it does else in need only. */
export interface Disturbance {
	/** Whether a battery self-test may be started. */
	readonly test: boolean;
	/** Takes the utility away, or gives it back; null where nobody can. */
	readonly utility: ((on: boolean) => Promise<void>) | null;
}

export interface SnmpFace {
	get(oid: string): Promise<Varbind>;
	next(oid: string): Promise<Varbind>;
	/** Null where no community that may write was given. */
	readonly set: ((varbinds: readonly Varbind[]) => Promise<SetStatus>) | null;
	/** Notifications heard since the face was opened, oldest first; null where nobody listens. */
	readonly traps: (() => readonly Trap[]) | null;
	readonly disturb: Disturbance;
	/** Lets time go by. */
	pause(ms: number): Promise<void>;
}

export function isThere({type}: Varbind): boolean {
	return type < snmpTypes.noSuchObject;
}

const MOST_ROWS = 5000;

/** Every instance below `root`, in order; ends where the card goes back, too. */
export async function walk(face: SnmpFace, root: string): Promise<Varbind[]> {
	const seen: Varbind[] = [];
	let oid = root;
	while (seen.length < MOST_ROWS) {
		const next = await face.next(oid);
		if (!isThere(next) || !next.oid.startsWith(`${root}.`) || compareOids(next.oid, oid) <= 0) {
			return seen;
		}
		seen.push(next);
		oid = next.oid;
	}
	return seen;
}

export function compareOids(left: string, right: string): number {
	const a = left.split('.').map(Number);
	const b = right.split('.').map(Number);
	const at = a.findIndex((arc, i) => arc !== b[i]);
	return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -1);
}

export function shown({type, value}: Varbind): string {
	return isThere({oid: '', type, value}) ? `${typeName(type)} ${JSON.stringify(value)}` : typeName(type);
}
