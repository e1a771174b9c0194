// What an SNMP agent counts, a row of numbers for each card: the snmp group of RFC 3418, usmStats of RFC 3414, snmpMPDStats of
// RFC 3412, the contexts of RFC 3413, and the numbers of snmpEngine of RFC 3411.

/** By place in a row. snmpEnableAuthenTraps is no counter but a number that is kept here too: 1 enabled, 2 disabled. */
export const counterNames = [
	'snmpInPkts',
	'snmpOutPkts',
	'snmpInBadVersions',
	'snmpInBadCommunityNames',
	'snmpInBadCommunityUses',
	'snmpInASNParseErrs',
	'snmpInTooBigs',
	'snmpInNoSuchNames',
	'snmpInBadValues',
	'snmpInReadOnlys',
	'snmpInGenErrs',
	'snmpInTotalReqVars',
	'snmpInTotalSetVars',
	'snmpInGetRequests',
	'snmpInGetNexts',
	'snmpInSetRequests',
	'snmpInGetResponses',
	'snmpInTraps',
	'snmpOutTooBigs',
	'snmpOutNoSuchNames',
	'snmpOutBadValues',
	'snmpOutGenErrs',
	'snmpOutGetRequests',
	'snmpOutGetNexts',
	'snmpOutSetRequests',
	'snmpOutGetResponses',
	'snmpOutTraps',
	'snmpEnableAuthenTraps',
	'snmpSilentDrops',
	'snmpProxyDrops',
	'usmStatsUnsupportedSecLevels',
	'usmStatsNotInTimeWindows',
	'usmStatsUnknownUserNames',
	'usmStatsUnknownEngineIDs',
	'usmStatsWrongDigests',
	'usmStatsDecryptionErrors',
	'snmpUnknownSecurityModels',
	'snmpInvalidMsgs',
	'snmpUnknownPDUHandlers',
	'snmpUnavailableContexts',
	'snmpUnknownContexts',
	'snmpEngineBoots',
	'snmpEngineMaxMessageSize',
] as const;

export type CounterName = (typeof counterNames)[number];

const SIZE = counterNames.length;
const places: Readonly<Record<string, number>> = Object.fromEntries(counterNames.map((name, i) => [name, i]));
const ENABLED = 1;

/** Place of a counter in a row, for those that count each request. */
export function placeOf(name: CounterName): number {
	return places[name];
}

export class SnmpCounters {
	readonly #cells: Uint32Array;

	constructor(cards: number) {
		this.#cells = new Uint32Array(cards * SIZE);
		for (let card = 0; card < cards; card++) {
			this.set(card, 'snmpEnableAuthenTraps', ENABLED);
		}
	}

	/** Counts at a place of `placeOf`. Counters wrap at 2^32, as Counter32 does. */
	add(card: number, place: number, by: number): void {
		this.#cells[card * SIZE + place] += by;
	}

	count(card: number, name: CounterName): void {
		this.#cells[card * SIZE + places[name]] += 1;
	}

	set(card: number, name: CounterName, value: number): void {
		this.#cells[card * SIZE + places[name]] = value;
	}

	/** 0 for a name that nothing is counted under. */
	value(card: number, name: string): number {
		const place = places[name];
		return place === undefined ? 0 : this.#cells[card * SIZE + place];
	}
}
