// What an SNMPv3 engine counts, by the names of its objects, and the object that a report tells (RFC 3412 5, RFC 3413 3.2,
// RFC 3414 5).

const USM = '1.3.6.1.6.3.15.1.1';
const MPD = '1.3.6.1.6.3.11.2.1';
const TARGET = '1.3.6.1.6.3.12.1';

/** Objects by name. */
export const statisticObjects = {
	usmStatsUnsupportedSecLevels: `${USM}.1.0`,
	usmStatsNotInTimeWindows: `${USM}.2.0`,
	usmStatsUnknownUserNames: `${USM}.3.0`,
	usmStatsUnknownEngineIDs: `${USM}.4.0`,
	usmStatsWrongDigests: `${USM}.5.0`,
	usmStatsDecryptionErrors: `${USM}.6.0`,
	snmpUnknownSecurityModels: `${MPD}.1.0`,
	snmpInvalidMsgs: `${MPD}.2.0`,
	snmpUnknownPDUHandlers: `${MPD}.3.0`,
	snmpUnavailableContexts: `${TARGET}.4.0`,
	snmpUnknownContexts: `${TARGET}.5.0`,
	snmpInASNParseErrs: '1.3.6.1.2.1.11.6.0',
} as const;

export type StatisticName = keyof typeof statisticObjects;

const COUNTER_WRAP = 2 ** 32;

export interface Counting {
	/** Counts one more; returns the count. */
	add(name: StatisticName): number;
	/** 0 for a name that is not counted here. */
	value(name: string): number;
}

/** Counters of one engine, from 0. */
export class Statistics implements Counting {
	#counts = new Map<string, number>();

	add(name: StatisticName): number {
		const count = (this.value(name) + 1) % COUNTER_WRAP;
		this.#counts.set(name, count);
		return count;
	}

	value(name: string): number {
		return this.#counts.get(name) ?? 0;
	}
}
