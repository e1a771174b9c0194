// The commands that may stand in a manifest of the profile nmc-1 (ota.md 2.2): where, and what they do. What is not in this table is
// refused. Use-before (4), minimum battery (26) and the version that runs (28) may not be tested where a boot runs: an image
// that was good once must start for ever.

import type {CborReader} from '../../codec/cbor/reader.ts';
import {BYTES} from '../../codec/cbor/head.ts';
import {sameBytes} from '../bytes.ts';
import type {OtaCode} from '../codes.ts';
import {refusal} from '../codes.ts';
import type {CommandRun} from './commands.ts';
import {setParameters} from './parameters.ts';
import type {VersionRule} from './parameters.ts';
import {inInstall, inInvoke, inShared, inValidate} from './sections.ts';

export const conditionVendor = 1;
export const conditionClass = 2;
export const conditionImage = 3;
export const conditionUseBefore = 4;
export const conditionSlot = 5;
export const conditionDevice = 24;
export const conditionBattery = 26;
export const conditionVersion = 28;

const MOST_BRANCHES = 4;

interface CommandRow {
	readonly name: string;
	readonly sections: number;
	readonly run: (run: CommandRun, reader: CborReader, id: number) => void;
}

/** Whether a condition holds; null when the parameter that it tests was not set. */
type Test = (run: CommandRun) => boolean | null;

function testBytes(value: Uint8Array | null, wanted: Uint8Array): boolean | null {
	return value === null ? null : sameBytes(value, wanted);
}

function condition(name: string, sections: number, test: Test): CommandRow {
	return {
		name,
		sections,
		run: (run, reader, id) => {
			reader.uint();
			const isHeld = test(run);
			if (isHeld === null) {
				run.refuse(refusal('E_OTA_COMMAND', `condition ${id} (${name}) needs its parameter, set before it`));
			} else {
				run.note(id, isHeld);
			}
		},
	};
}

function directive(name: string, sections: number, run: (run: CommandRun, reader: CborReader) => void): CommandRow {
	return {name, sections, run};
}

function refuse(run: CommandRun, code: OtaCode, detail: string): void {
	run.refuse(refusal(code, detail));
}

/** Below 0, 0 or above 0, as the first is older, the same or newer; parts that are missing are 0. */
function compareVersions(a: readonly number[], b: readonly number[]): number {
	for (let i = 0; i < a.length || i < b.length; i++) {
		const difference = (a[i] || 0) - (b[i] || 0);
		if (difference !== 0) {
			return difference;
		}
	}
	return 0;
}

/** By number of the comparison, from 1. */
const comparisons: readonly ((difference: number) => boolean)[] = [
	difference => difference > 0,
	difference => difference >= 0,
	difference => difference === 0,
	difference => difference <= 0,
	difference => difference < 0,
];

/** Whether the version that runs is as the rule wants it; at boot, where none is given, it always is. */
export function isAsRuled(running: readonly number[] | null, rule: VersionRule): boolean {
	return running === null || comparisons[rule.comparison - 1](compareVersions(running, rule.version));
}

function testImage(run: CommandRun): boolean | null {
	run.matched = run.fetched;
	run.validated = run.validated || run.section === inValidate;
	return run.parameters.digest === null ? null : true;
}

function setComponent(run: CommandRun, reader: CborReader): void {
	const index = reader.uint();
	if (index !== 0) {
		refuse(run, 'E_OTA_COMPONENT', `component index ${index}: a card has one component, of index 0`);
	}
}

/** At most four branches, the last of which may be null: nothing more to try. */
function tryEach(run: CommandRun, reader: CborReader): void {
	const count = reader.array();
	if (count < 1 || count > MOST_BRANCHES) {
		refuse(run, 'E_OTA_COMMAND', `try-each has ${count} branches: must have 1 to ${MOST_BRANCHES}`);
		return;
	}
	let isTaken = false;
	for (let i = 0; i < count && run.problem === null && !reader.bad; i++) {
		if (i > 0 && i === count - 1 && reader.isNull()) {
			reader.nil();
			isTaken = true;
		} else if (reader.major() === BYTES) {
			isTaken = run.branch(reader.blob(), !isTaken) || isTaken;
		} else {
			reader.fail();
		}
	}
	if (!isTaken && run.branches > 0) {
		run.lost = true;
	} else if (!isTaken && !reader.bad) {
		refuse(run, 'E_OTA_COMPONENT', `no branch of try-each is for slot ${run.subject.candidateSlot} of this card`);
	}
}

function fetch(run: CommandRun, reader: CborReader): void {
	reader.uint();
	if (run.fetched) {
		refuse(run, 'E_OTA_COMMAND', 'an image may be fetched once');
	}
	run.fetched = true;
	run.matched = false;
}

function runSequence(run: CommandRun, reader: CborReader): void {
	if (reader.major() === BYTES) {
		run.inner(reader.blob());
	} else {
		reader.fail();
	}
}

function override(run: CommandRun, reader: CborReader): void {
	const problem = setParameters(reader, run.section, run.parameters);
	if (problem !== null) {
		run.refuse(problem);
	}
}

const beforeRun = inShared + inInstall;
const all = inShared + inInstall + inValidate;

/** By number. */
export const commandRows: Readonly<Record<string, CommandRow | undefined>> = {
	'1': condition('vendor', all, run => testBytes(run.parameters.vendorId, run.subject.vendorId)),
	'2': condition('class', all, run => testBytes(run.parameters.classId, run.subject.classId)),
	'3': condition('image match', inInstall + inValidate, testImage),
	// Held against the clock after everything that does not change with time (ota.md 4.1, 14), as its absence is told there.
	'4': condition('use before', inInstall, () => true),
	'5': condition('component slot', all, run =>
		run.parameters.slot < 0 ? null : run.parameters.slot === run.subject.candidateSlot,
	),
	'12': directive('set component index', all, setComponent),
	'15': directive('try each', all, tryEach),
	'20': directive('override parameters', all, override),
	'21': directive('fetch', inInstall, fetch),
	'23': directive('invoke', inInvoke, (_run, reader) => {
		reader.uint();
	}),
	'24': condition('device', all, run => testBytes(run.parameters.deviceId, run.subject.deviceId)),
	'26': condition('minimum battery', beforeRun, run => (run.parameters.minimumBattery < 0 ? null : true)),
	'28': condition('version', beforeRun, run =>
		run.parameters.version === null ? null : isAsRuled(run.subject.runningVersion, run.parameters.version),
	),
	'32': directive('run sequence', all, runSequence),
};
