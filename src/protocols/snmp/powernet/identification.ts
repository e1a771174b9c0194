// PowerNet: who the UPS is, and whether the card hears it (snmp.md (b), identification, link).

import {INTEGER, OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {UNKNOWN, usDate} from '../objects/dates.ts';
import {fixed, under} from '../objects/lines.ts';
import {words} from '../objects/settings.ts';
import {UPS} from './prefix.ts';

const NAME_CHARACTERS = 16;

export const identification: readonly MibRow[] = under(UPS, [
	['1.1.1.0', 'upsBasicIdentModel', OCTET_STRING, ({identity}) => identity.modelName],
	['1.1.2.0', 'upsBasicIdentName', OCTET_STRING, words('ups.name', NAME_CHARACTERS)],
	['1.1.3.0', 'upsBasicIdentFamilyName', OCTET_STRING, ({identity}) => identity.family],
	['1.1.4.0', 'upsBasicIdentModelType', OCTET_STRING, fixed(UNKNOWN)],
	['1.2.1.0', 'upsAdvIdentFirmwareRevision', OCTET_STRING, ({identity}) => identity.upsFirmware],
	[
		'1.2.2.0',
		'upsAdvIdentDateOfManufacture',
		OCTET_STRING,
		({identity}, place) => usDate(identity.manufacturedDay, place.quirk('shortDates')),
	],
	['1.2.3.0', 'upsAdvIdentSerialNumber', OCTET_STRING, ({identity}) => identity.serial],
	['1.2.4.0', 'upsAdvIdentFirmwareRevision2', OCTET_STRING, fixed(UNKNOWN)],
	['1.2.5.0', 'upsAdvIdentSkuNumber', OCTET_STRING, ({identity}) => identity.sku],
	['1.2.6.0', 'upsAdvIdentHardwareRevision', OCTET_STRING, fixed(UNKNOWN)],
	['8.1.0', 'upsCommStatus', INTEGER, card => (card.lost ? 2 : 1)],
]);
