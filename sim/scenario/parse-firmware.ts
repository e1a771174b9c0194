// The part of a scenario about the firmware of its cards: what they leave the factory with, the releases there are, and on which
// cards a release is not as it should be.

import {behaviours} from '../fleet/updates/behaviour.ts';
import type {Behaviour} from '../fleet/updates/behaviour.ts';
import {readSelection} from './parse-selection.ts';
import type {ScenarioCards} from './parse-selection.ts';
import type {Field, Fields, Reader} from './reader.ts';
import type {BadFirmware, FirmwarePlan, ReleasePlan} from './scenario.ts';
import {nameOf, numberOf, required, textOf} from './values.ts';

const SLOT_KIB = 64;
const MOST_KIB = 4096;
const USUAL_IMAGE_KIB = 32;
const LONGEST_NAME = 64;
const MOST_PART = 255;

const releaseKeys = ['name', 'version', 'securityVersion', 'behaviour', 'size'];

/** Null where the file says nothing of firmware: its cards take none. */
export function readFirmware(reader: Reader, field: Field | undefined, cards: ScenarioCards): FirmwarePlan | null {
	if (field === undefined) {
		return null;
	}
	const fields = reader.map(field, ['slot', 'running', 'releases', 'bad']);
	const slotKib = kibOf(reader, fields.get('slot'), SLOT_KIB, MOST_KIB);
	const list = fields.get('releases');
	const releases = list === undefined ? [] : reader.list(list).map(item => readRelease(reader, item, slotKib));
	const bad = fields.get('bad');
	return {
		slotKib,
		running: versionOf(reader, fields.get('running'), '1.0.0'),
		releases,
		bad: bad === undefined ? [] : reader.listOrOne(bad).map(item => readBad(reader, item, releases, cards)),
	};
}

function readRelease(reader: Reader, field: Field, slotKib: number): ReleasePlan {
	const fields = reader.map(field, releaseKeys);
	const name = required(reader, field, fields, 'name', 'what steps call it, such as name: spring');
	const version = required(reader, field, fields, 'version', 'such as version: 2.0.0');
	return {
		name: textOf(reader, name, LONGEST_NAME, ''),
		version: versionOf(reader, version, '0.0.0'),
		securityVersion: numberOf(reader, fields.get('securityVersion'), {min: 1, max: 1e9, unit: '', whole: true}, 1),
		behaviour: behaviourOf(reader, fields, 'good'),
		imageKib: kibOf(reader, fields.get('size'), Math.min(USUAL_IMAGE_KIB, slotKib), slotKib),
	};
}

function readBad(reader: Reader, field: Field, releases: readonly ReleasePlan[], cards: ScenarioCards): BadFirmware {
	const fields = reader.map(field, ['release', 'behaviour', 'on']);
	required(reader, field, fields, 'behaviour', 'how it behaves on those cards, such as behaviour: unhealthy');
	required(reader, field, fields, 'on', 'the cards, such as on: {share: 3 %}');
	return {
		release: releaseOf(reader, field, fields.get('release'), releases),
		behaviour: behaviourOf(reader, fields, 'unhealthy'),
		on: readSelection(reader, fields.get('on'), cards),
	};
}

/** Name of a release; where none is named, the only one there is. */
export function releaseOf(
	reader: Reader,
	parent: Field,
	field: Field | undefined,
	releases: readonly ReleasePlan[],
): string {
	const names = releases.map(({name}) => name);
	if (field !== undefined) {
		return nameOf(reader, field, names, 'release of this scenario') ?? '';
	}
	if (names.length !== 1 && reader.isMap(parent)) {
		reader.refuse(parent, `release is missing: one of the releases of firmware (${names.join(', ') || 'none yet'})`);
	}
	return names[0] ?? '';
}

function behaviourOf(reader: Reader, fields: Fields, usual: Behaviour): Behaviour {
	const field = fields.get('behaviour');
	return field === undefined ? usual : (nameOf(reader, field, behaviours, 'behaviour of an image') ?? usual);
}

/** `major.minor.patch`, each 0 to 255. */
export function versionOf(reader: Reader, field: Field | undefined, usual: string): string {
	if (field === undefined) {
		return usual;
	}
	const value = reader.value(field);
	const parts = typeof value === 'string' && /^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(value) ? value.split('.') : [];
	if (parts.length === 0 || parts.some(part => Number(part) > MOST_PART)) {
		reader.refuse(
			field,
			`must be a version of three numbers up to ${MOST_PART}, such as 2.0.0, not ${reader.shown(field)}`,
		);
		return usual;
	}
	return parts.map(Number).join('.');
}

function kibOf(reader: Reader, field: Field | undefined, usual: number, most: number): number {
	if (field === undefined) {
		return usual;
	}
	const value = reader.value(field);
	const match = typeof value === 'string' ? /^(\d{1,5}) ?KiB$/.exec(value) : null;
	const kib = Number(match?.[1] ?? 0);
	if (kib < 4 || kib > most || kib % 4 !== 0) {
		reader.refuse(field, `must be 4 to ${most} KiB in steps of 4, such as ${usual} KiB, not ${reader.shown(field)}`);
		return usual;
	}
	return kib;
}
