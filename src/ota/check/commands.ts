// Runs the command sequences of a manifest (ota.md 2.2) as far as a check needs: nothing is fetched or written, but it is known
// afterwards what they would have done. Which command may stand where is a table: command-rows.ts. Branches that are not taken are gone
// over as well, so that what may stand in a manifest does not depend on who reads it.

import {CborReader} from '../../codec/cbor/reader.ts';
import {scanCbor} from '../../codec/cbor/scan.ts';
import {envelopeCbor} from '../cbor-rules.ts';
import type {OtaRefusal} from '../codes.ts';
import {refusal} from '../codes.ts';
import {commandRows} from './command-rows.ts';
import {copyOf, noParameters} from './parameters.ts';
import type {Parameters} from './parameters.ts';

/** Sequences within each other below that of a section. */
export const MOST_DEPTH = 4;

/** What a condition came to so far. */
export const untested = 0;
export const held = 1;
export const failed = 2;

/** What the conditions are held against. */
export interface CommandSubject {
	readonly vendorId: Uint8Array;
	readonly classId: Uint8Array;
	readonly deviceId: Uint8Array;
	readonly candidateSlot: number;
	/** Null at boot, where no precursor is asked for. */
	readonly runningVersion: readonly number[] | null;
}

export class CommandRun {
	subject: CommandSubject;
	parameters: Parameters;
	/** By number of the condition: untested, held or failed; once failed, it stays so. */
	conditions: number[];
	fetched: boolean;
	/** The image was held against its digest after it was fetched. */
	matched: boolean;
	/** The same in the validate sequence. */
	validated: boolean;
	/** Section that runs (sections.ts). */
	section: number;
	depth: number;
	/** Within a branch of try-each a condition that fails ends the branch, not the check. */
	branches: number;
	/** The branch that runs has failed: what is left of it is gone over only. */
	lost: boolean;
	problem: OtaRefusal | null;

	constructor(subject: CommandSubject) {
		this.subject = subject;
		this.parameters = noParameters();
		this.conditions = [];
		this.fetched = false;
		this.matched = false;
		this.validated = false;
		this.section = 0;
		this.depth = 0;
		this.branches = 0;
		this.lost = false;
		this.problem = null;
	}

	/** Runs the sequence of a section; what is wrong with it, or null. */
	run(sequence: Uint8Array, section: number): OtaRefusal | null {
		this.section = section;
		this.sequence(sequence);
		return this.problem;
	}

	outcome(condition: number): number {
		return this.conditions[condition] || untested;
	}

	sequence(bytes: Uint8Array): void {
		const cbor = scanCbor(bytes, envelopeCbor);
		if (cbor !== null) {
			this.refuse(refusal(cbor.code, `command sequence, ${cbor.detail}`));
			return;
		}
		const reader = new CborReader(bytes);
		const count = reader.array();
		if (reader.bad || count % 2 !== 0) {
			this.refuse(
				refusal('E_OTA_ENV_SCHEMA', 'a command sequence must be an array of commands, each with its argument'),
			);
			return;
		}
		for (let i = 0; i < count && this.problem === null; i += 2) {
			this.command(reader);
		}
	}

	command(reader: CborReader): void {
		const id = reader.int();
		const row = reader.bad ? undefined : commandRows[String(id)];
		if (row === undefined || (row.sections & this.section) === 0) {
			this.refuse(
				row === undefined
					? refusal('E_OTA_COMMAND', `command ${reader.bad ? 'without a number' : id} is none of the profile nmc-1`)
					: refusal('E_OTA_COMMAND', `command ${id} (${row.name}) may not stand in this sequence`),
			);
			return;
		}
		row.run(this, reader, id);
		if (reader.bad) {
			this.refuse(refusal('E_OTA_ENV_SCHEMA', `command ${id} (${row.name}) must have an argument of its type`));
		}
	}

	/** Runs a sequence within another. */
	inner(bytes: Uint8Array): void {
		if (this.depth >= MOST_DEPTH) {
			this.refuse(refusal('E_OTA_COMMAND', `sequences within sequences may be ${MOST_DEPTH} deep`));
			return;
		}
		this.depth += 1;
		this.sequence(bytes);
		this.depth -= 1;
	}

	/** Runs a branch; whether its conditions held. What it did is undone when not, or when it is gone over only. */
	branch(bytes: Uint8Array, isTaken: boolean): boolean {
		const parameters = copyOf(this.parameters);
		const conditions = this.conditions.slice();
		const fetched = this.fetched;
		const matched = this.matched;
		const validated = this.validated;
		const lost = this.lost;
		this.lost = false;
		this.branches += 1;
		this.inner(bytes);
		this.branches -= 1;
		const isHeld = !this.lost;
		this.lost = lost;
		if (!isHeld || !isTaken) {
			this.parameters = parameters;
			this.conditions = conditions;
			this.fetched = fetched;
			this.matched = matched;
			this.validated = validated;
		}
		return isHeld;
	}

	/** Notes what a condition came to. */
	note(condition: number, isHeld: boolean): void {
		if (!isHeld && this.branches > 0) {
			this.lost = true;
		} else if (!isHeld || this.outcome(condition) === untested) {
			this.conditions[condition] = isHeld ? held : failed;
		}
	}

	refuse(problem: OtaRefusal): void {
		if (this.problem === null) {
			this.problem = problem;
		}
	}
}
