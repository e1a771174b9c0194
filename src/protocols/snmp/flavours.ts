// The flavours of a card (`--card`): which objects it serves and what it says it is (snmp.md (b), sysObjectID and sysDescr).

import type {CardIdentity, CardView} from '../../agent/card-view.ts';
import {INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, TIME_TICKS} from './mib.ts';
import type {Mib, MibRow, MibValue} from './mib.ts';
import {interfaceRows} from './mib2/interfaces.ts';
import type {NetworkFacts} from './mib2/interfaces.ts';
import {ipStatistics} from './mib2/ip-statistics.ts';
import {internetRows} from './mib2/internet.ts';
import {snmpRows} from './mib2/snmp.ts';
import {systemRows} from './mib2/system.ts';
import type {SystemFacts} from './mib2/system.ts';
import {usDate} from './objects/dates.ts';
import {recordedOr} from './objects/lines.ts';
import {versionText} from './powernet/management.ts';
import {powernet} from './powernet/powernet.ts';
import {APC} from './powernet/prefix.ts';
import {compareOids} from './recording/recorded.ts';
import {alarmRows, alarmTable} from './ups-mib/alarms.ts';
import type {Catalogue} from './ups-mib/alarms.ts';
import {controlAndConfig} from './ups-mib/control.ts';
import {UPS_MIB} from './ups-mib/prefix.ts';
import {readings} from './ups-mib/readings.ts';
import {testRows} from './ups-mib/tests.ts';

export type Flavour = 'nmc2' | 'nmc3' | 'rfc1628';

/** All of them, for those who take one as text. */
export const flavours: readonly Flavour[] = ['nmc2', 'nmc3', 'rfc1628'];

/** What differs between the generations of APC's cards. */
interface Generation {
	/** Of the files of its firmware. */
	readonly hardware: string;
	readonly bootMonitor: string;
	readonly application: string;
	/** Models of this generation begin so; and one of them, for a card that is none. */
	readonly models: string;
	readonly model: string;
	readonly hardwareRevision: string;
	/** A version as file names have it. */
	readonly fileVersion: (version: string) => string;
	readonly network: NetworkFacts;
}

const VMAC = 'vmac0';
const FAST_ETHERNET = 100000000;

const nmc2: Generation = {
	hardware: 'hw05',
	bootMonitor: 'v4.1.0',
	application: 'sumx',
	models: 'AP963',
	model: 'AP9631',
	hardwareRevision: '08',
	fileVersion: version => version.replaceAll('.', ''),
	network: {name: VMAC, speed: FAST_ETHERNET},
};

const nmc3: Generation = {
	hardware: 'hw21',
	bootMonitor: 'v4.2.9',
	application: 'su',
	models: 'AP964',
	model: 'AP9641',
	hardwareRevision: '5',
	fileVersion: version => version,
	network: {name: VMAC, speed: 0},
};

/** Applications of the Symmetra are named for it, whatever the card. */
const SYMMETRA = 'Symmetra';
const SYMMETRA_APPLICATION = 'sy';
/** smartUPS2, which every newer Smart-UPS answers; smartUPS450, which cards of old answered for all (snmp.md (b)). */
const SMART_UPS_2 = `${APC}.1.3.27`;
const SMART_UPS_450 = `${APC}.1.3.2.7`;

/** One line, in the form that every client that looks at it expects (snmp.md (b)). */
function descriptionOf({identity}: CardView, generation: Generation): string {
	const version = versionText(identity.cardFirmware);
	const {hardware, bootMonitor, hardwareRevision, models} = generation;
	const application = identity.family.startsWith(SYMMETRA) ? SYMMETRA_APPLICATION : generation.application;
	const file = generation.fileVersion(version.slice(1));
	const parts = [
		`MB:${bootMonitor}`,
		`PF:${version}`,
		`PN:apc_${hardware}_aos_${file}.bin`,
		`AF1:${version}`,
		`AN1:apc_${hardware}_${application}_${file}.bin`,
		`MN:${identity.cardModel.startsWith(models) ? identity.cardModel : generation.model}`,
		`HR:${hardwareRevision}`,
		`SN: ${identity.cardSerial}`,
		`MD:${usDate(identity.manufacturedDay, false)}`,
	];
	return `APC Web/SNMP Management Card (${parts.join(' ')}) (Embedded PowerNet SNMP Agent SW v2.2 compatible)`;
}

/** A family that is none of APC's has its maker's number, which a card of APC's never answers. */
function objectIdOf({identity}: CardView): string {
	const own = identity.rating.model.sysObjectId;
	return own.startsWith(`${APC}.`) ? own : SMART_UPS_2;
}

const DESCRIPTION = '1.3.6.1.2.1.1.1.0';
const OBJECT_ID = '1.3.6.1.2.1.1.2.0';

function isOfApc({identity}: CardView): boolean {
	return identity.vendor === 'APC';
}

/** What each identity is described as: managers ask for it more than for anything else, and it does not change. */
function described(generation: Generation): (card: CardView) => string {
	const known = new WeakMap<CardIdentity, string>();
	return card => {
		const {identity} = card;
		const text = known.get(identity) ?? descriptionOf(card, generation);
		known.set(identity, text);
		return text;
	};
}

function apcFacts(generation: Generation): SystemFacts {
	const describe = described(generation);
	return {
		description: card => recordedOr(card, DESCRIPTION, OCTET_STRING, describe(card)),
		objectId: (card, place): MibValue =>
			place.quirk('oldObjectId') ? SMART_UPS_450 : recordedOr(card, OBJECT_ID, OBJECT_IDENTIFIER, objectIdOf(card)),
	};
}

/**
 * An agent that knows nothing but the standard. With the number of an APC family NUT finds it by trying, as it does real cards of
 * that kind (snmp.md (d)); without, it is named for the module it serves, as a Generex CS141 is (recorded).
 */
const standardFacts: SystemFacts = {
	description: card => recordedOr(card, DESCRIPTION, OCTET_STRING, standardDescription(card)),
	objectId: card => recordedOr(card, OBJECT_ID, OBJECT_IDENTIFIER, isOfApc(card) ? objectIdOf(card) : UPS_MIB),
};

function standardDescription({identity}: CardView): string {
	const {vendor, modelName, cardFirmware, cardModel} = identity;
	return `${vendor} ${modelName} (UPS-MIB agent ${cardFirmware}, card ${cardModel})`;
}

const standardNetwork: NetworkFacts = {name: 'eth0', speed: FAST_ETHERNET};

interface Parts {
	readonly facts: SystemFacts;
	readonly network: NetworkFacts;
	readonly own: readonly MibRow[];
	/** Whether it keeps the letter of RFC 1628: indices that are not accessible, and a TimeInterval that is an INTEGER. */
	readonly isStrict: boolean;
}

const partsOf: Readonly<Record<Flavour, Parts>> = {
	nmc2: {facts: apcFacts(nmc2), network: nmc2.network, own: [...ipStatistics, ...powernet], isStrict: false},
	nmc3: {facts: apcFacts(nmc3), network: nmc3.network, own: [...ipStatistics, ...powernet], isStrict: false},
	rfc1628: {facts: standardFacts, network: standardNetwork, own: [], isStrict: true},
};

/** Cards of APC's answer these, which RFC 1628 makes not accessible (snmp.md (a)). */
const lineIndices = ['upsInputLineIndex', 'upsOutputLineIndex', 'upsBypassLineIndex'];

/** The objects that cards of a flavour serve, in rising order of their OIDs; `catalogue` is the house of the cards. */
export function createMib(flavour: Flavour, catalogue: Catalogue): Mib {
	const {facts, network, own, isStrict} = partsOf[flavour];
	const rows = [
		...systemRows(facts),
		...interfaceRows(network),
		...internetRows,
		...snmpRows,
		...readings.filter(({name}) => !isStrict || !lineIndices.includes(name)),
		...alarmRows(catalogue),
		...testRows(isStrict ? INTEGER : TIME_TICKS),
		...controlAndConfig,
		...own,
	];
	rows.sort((a, b) => compareOids(a.oid, b.oid));
	return {rows, tables: [alarmTable(catalogue, !isStrict)]};
}
