// Faults of flash as data (ota.md 11): at operation N do X. A plan is JSON, and with its seed it plays the same each time.

import {codedError} from '../../src/core/errors.ts';

/** What can befall an operation, with what it means for people. Public: append only. */
export const flashFaults = {
	cutBefore: 'the supply fails before the operation',
	cutTorn: 'the supply fails within it: some of its bits are done, and stay so',
	cutUnstable: 'the supply fails within it: some of its bits read differently each time',
	cutAfter: 'the supply fails after it, before its caller knows',
	loseWrite: 'nothing is written, and the part says that all went well',
	failOperation: 'it is done in part, and the part says that it failed',
	stickSector: 'it fails, as does every later operation on the sector',
	readError: 'it is done, and the next reads of what it touched fail',
	wrongRead: 'it is done, and the next reads of what it touched have a wrong bit',
	decay: 'it is done, and some bits of what it touched read differently each time from then on',
} as const;

export type FlashFaultKind = keyof typeof flashFaults;

export interface FlashFault {
	/** Operation, counted from 1 over flash and OTP: erase, program, raise. Reads are not counted. */
	readonly at: number;
	readonly do: FlashFaultKind;
	/** For readError and wrongRead: how many reads; 1 when absent. */
	readonly times?: number;
	/** For readError and wrongRead: reads of the same place that go well before; 0 when absent. */
	readonly after?: number;
}

export interface FaultPlan {
	readonly seed: number;
	readonly faults: readonly FlashFault[];
}

const OPERATION_MAX = 4_294_967_295;
const READS_MAX = 1_000_000;
const KEYS: readonly string[] = ['at', 'do', 'times', 'after'];

/** The plan in parsed JSON; throws E_FAULT_PARAMETER, with what would be right, when it is none. */
export function readFaultPlan(raw: unknown): FaultPlan {
	const {seed, faults} = (raw ?? {}) as {seed?: unknown; faults?: unknown};
	if (!isWhole(seed, 0, OPERATION_MAX) || !Array.isArray(faults)) {
		throw wrong('a plan is {"seed": 0 to 4294967295, "faults": [{"at": 1, "do": "cutTorn"}]}');
	}
	return {seed, faults: faults.map(readFault)};
}

function readFault(raw: unknown): FlashFault {
	const given = (raw ?? {}) as Readonly<Record<string, unknown>>;
	const {at, do: kind, times = 1, after = 0} = given;
	const unknown = Object.keys(given).find(key => !KEYS.includes(key));
	if (unknown !== undefined) {
		throw wrong(`a fault has ${KEYS.join(', ')}, and no ${unknown}`);
	}
	if (!isWhole(at, 1, OPERATION_MAX)) {
		throw wrong('at must be an operation from 1 on');
	}
	if (typeof kind !== 'string' || !Object.hasOwn(flashFaults, kind)) {
		throw wrong(`do must be one of ${Object.keys(flashFaults).join(', ')}`);
	}
	if (!isWhole(times, 1, READS_MAX) || !isWhole(after, 0, READS_MAX)) {
		throw wrong(`times must be 1 to ${READS_MAX}, after 0 to ${READS_MAX}`);
	}
	return {at, do: kind as FlashFaultKind, times, after};
}

function isWhole(value: unknown, min: number, max: number): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
}

function wrong(message: string): Error {
	return codedError('E_FAULT_PARAMETER', `flash plan: ${message}`, {fault: 'flash'});
}

/** The shortest plan of some of the faults that still fails, found by leaving out one after the other until each is needed. */
export function shrinkPlan(plan: FaultPlan, fails: (plan: FaultPlan) => boolean): FaultPlan {
	const without = plan.faults
		.map((_, i) => ({seed: plan.seed, faults: plan.faults.filter((_fault, j) => j !== i)}))
		.find(fails);
	return without === undefined ? plan : shrinkPlan(without, fails);
}
