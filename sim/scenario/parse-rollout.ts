// Steps about firmware: a campaign that the update service rolls out, and a plan of what befalls the flash of cards.

import {isCoded} from '../../src/core/errors.ts';
import {readFaultPlan} from '../flash/fault-plan.ts';
import type {FaultPlan} from '../flash/fault-plan.ts';
import {releaseOf} from './parse-firmware.ts';
import type {Field, Reader} from './reader.ts';
import type {FirmwarePlan} from './scenario.ts';
import type {Vocabulary} from './vocabulary.ts';

export interface RolloutWish {
	readonly release: string;
	/** As firmware serve takes it, without release. */
	readonly plan: Readonly<Record<string, unknown>>;
}

/** Null where it is none: the file is not played then. */
export function readRollout(
	reader: Reader,
	field: Field,
	firmware: FirmwarePlan | null,
	vocabulary: Vocabulary,
): RolloutWish | null {
	if (firmware === null) {
		reader.refuse(
			field,
			'the cards of this scenario take no firmware: add firmware: {releases: [{name: …, version: …}]}',
		);
		return null;
	}
	const fields = reader.map(field, null);
	if (!reader.isMap(field)) {
		return null;
	}
	const release = releaseOf(reader, field, fields.get('release'), firmware.releases);
	const entries = [...fields].filter(([key]) => key !== 'release');
	const plan = Object.fromEntries(entries.map(([key, value]) => [key, reader.value(value)]));
	for (const {path, message} of vocabulary.rolloutProblems(plan)) {
		reader.refuse(placeOf(reader, field, path), path === '' ? message : `${path} ${message}`);
	}
	return {release, plan};
}

/** The field at a path such as `waves[1].percent`, or the one above it where there is none. */
function placeOf(reader: Reader, root: Field, path: string): Field {
	let at = root;
	for (const part of path.match(/[^.[\]]+/g) ?? []) {
		const child = reader.isMap(at)
			? reader.map(at, null).get(part)
			: reader.isList(at)
				? reader.list(at)[Number(part)]
				: undefined;
		if (child === undefined) {
			return at;
		}
		at = child;
	}
	return at;
}

export function readFlashPlan(reader: Reader, field: Field, firmware: FirmwarePlan | null): FaultPlan | null {
	if (firmware === null) {
		reader.refuse(field, 'the cards of this scenario take no firmware: add firmware: {}');
		return null;
	}
	try {
		return readFaultPlan(reader.value(field));
	} catch (error) {
		if (!isCoded(error)) {
			throw error;
		}
		reader.refuse(field, error.message);
		return null;
	}
}
