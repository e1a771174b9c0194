// Which objects of a recording the card would serve as the real one did, and which not, and why.

import type {CardHouse, CardView} from '../../agent/card-view.ts';
import {CardUps} from '../../protocols/nut/cards/card-ups.ts';
import {ForcedShutdowns} from '../../protocols/nut/cards/forced.ts';
import {createMib} from '../../protocols/snmp/flavours.ts';
import type {Flavour} from '../../protocols/snmp/flavours.ts';
import type {Mib, SnmpPlace} from '../../protocols/snmp/mib.ts';
import type {RecordedFile} from './load.ts';

export interface ServedObject {
	readonly address: string;
	readonly type: string;
}

export interface WrongType {
	readonly address: string;
	readonly recorded: string;
	readonly served: string;
}

export interface MissingObject {
	readonly address: string;
	readonly why: string;
}

export interface RecordingCheck {
	readonly served: readonly ServedObject[];
	readonly wrongType: readonly WrongType[];
	readonly missing: readonly MissingObject[];
}

const typeNames: Readonly<Record<number, string>> = {
	0x02: 'INTEGER',
	0x04: 'OCTET STRING',
	0x06: 'OBJECT IDENTIFIER',
	0x40: 'IpAddress',
	0x41: 'Counter32',
	0x42: 'Gauge32',
	0x43: 'TimeTicks',
	0x44: 'Opaque',
	0x46: 'Counter64',
};

/** Modules that no flavour serves, by the beginning of their objects. */
const modules: ReadonlyArray<readonly [prefix: string, why: string]> = [
	['1.3.6.1.2.1.31.', 'ifXTable: no recorded card of APC has it'],
	['1.3.6.1.2.1.25.', 'HOST-RESOURCES-MIB: the card serves hrSystemUptime alone'],
	['1.3.6.1.4.1.318.1.1.25.', 'a sensor at the universal port, of which the card has none'],
	['1.3.6.1.4.1.318.1.1.10.', 'a probe or contact, of which the card has none'],
	['1.3.6.1.4.1.318.', 'PowerNet beyond what the card knows of it'],
	['1.3.6.1.4.1.', "another maker's own objects"],
];
const OTHER_MODULE = 'no module that the card serves';

/** An agent that has just begun: what rows see beside the card. */
function placeWith(quirks: readonly string[]): SnmpPlace {
	return {
		upTimeTicks: 0,
		counter: () => 0,
		kept: () => null,
		keep() {},
		quirk: name => quirks.includes(name),
	};
}

/** Types by OID of every instance that the card has now. */
function instancesOf(mib: Mib, card: CardView, place: SnmpPlace): Map<string, number> {
	const types = new Map<string, number>();
	for (const {oid, type, read} of mib.rows) {
		if (read(card, place) !== null) {
			types.set(oid, type);
		}
	}
	for (const {oid, columns, rows} of mib.tables) {
		for (const {index} of rows(card, place)) {
			columns.forEach(({column, type}) => types.set(`${oid}.${column}.${index.join('.')}`, type));
		}
	}
	return types;
}

function whyMissing(oid: string, mib: Mib): string {
	if (mib.rows.some(row => row.oid === oid)) {
		return 'this UPS has nothing of the kind, or it is not so now';
	}
	const object = oid.replace(/\.\d+$/, '');
	if (mib.rows.some(row => row.oid.startsWith(`${object}.`)) || mib.tables.some(table => oid.startsWith(table.oid))) {
		return 'the card has this object, and not this row of it';
	}
	return modules.find(([prefix]) => oid.startsWith(prefix))?.[1] ?? OTHER_MODULE;
}

export interface CheckOptions {
	readonly flavour: Flavour;
	readonly quirks: readonly string[];
}

function checkSnmp(file: RecordedFile, house: CardHouse, options: CheckOptions): RecordingCheck {
	const card = house.view(0);
	card.look();
	const mib = createMib(options.flavour, house);
	const types = instancesOf(mib, card, placeWith(options.quirks));
	const found = file.recording.objects.map(({oid, type}) => ({oid, type, served: types.get(oid)}));
	const named = (type: number): string => typeNames[type] ?? `tag ${type}`;
	return {
		served: found.filter(({type, served}) => served === type).map(({oid, type}) => ({address: oid, type: named(type)})),
		wrongType: found.flatMap(({oid, type, served}) =>
			served === undefined || served === type ? [] : [{address: oid, recorded: named(type), served: named(served)}],
		),
		missing: found.flatMap(({oid, served}) =>
			served === undefined ? [{address: oid, why: whyMissing(oid, mib)}] : [],
		),
	};
}

function kindOf(value: string): string {
	return /^-?\d+(\.\d+)?$/.test(value) ? 'number' : 'text';
}

function checkNut({values}: RecordedFile, house: CardHouse): RecordingCheck {
	const place = {house, version: '', forced: new ForcedShutdowns(house, () => {}), accepted() {}};
	const mine = new Map(new CardUps(place, 0, 'ups').variables().map(({name, value}) => [name, value]));
	const found = [...values].map(([name, value]) => ({name, recorded: kindOf(value), mine: mine.get(name)}));
	const typed = found.flatMap(each => (each.mine === undefined ? [] : [{...each, served: kindOf(each.mine)}]));
	return {
		served: typed
			.filter(({recorded, served}) => recorded === served)
			.map(({name, served}) => ({address: name, type: served})),
		wrongType: typed
			.filter(({recorded, served}) => recorded !== served)
			.map(({name, recorded, served}) => ({address: name, recorded, served})),
		missing: found
			.filter(each => each.mine === undefined)
			.map(({name}) => ({
				address: name,
				why: name.startsWith('driver.')
					? "about NUT's driver, which a card is not"
					: 'the card tells no such variable, or not of this UPS',
			})),
	};
}

/** Compares what a recording holds with what the card `house.view(0)` serves. */
export function checkRecording(file: RecordedFile, house: CardHouse, options: CheckOptions): RecordingCheck {
	return file.kind === 'snmp' ? checkSnmp(file, house, options) : checkNut(file, house);
}
