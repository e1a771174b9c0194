// PowerNet: what a card says of its contacts, which nothing is wired to (recorded), and the second serial port of old cards.

import {INTEGER, OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {UNKNOWN} from '../objects/dates.ts';
import {always, fixed, indexLine, keptOneOf, keptText, under} from '../objects/lines.ts';
import type {Line} from '../objects/lines.ts';
import {APC} from './prefix.ts';

const NAME_CHARACTERS = 20;
const NO_FAULT = 1;
const CONTACTS: readonly number[] = [1, 2];

function contactLines(contact: number): Line[] {
	const config = (column: number): string => `2.4.1.${column}.${contact}`;
	const status = (column: number): string => `3.4.1.${column}.${contact}`;
	return [
		indexLine(config(1), 'iemConfigContactNumber', contact),
		[config(2), 'iemConfigContactName', OCTET_STRING, keptText(UNKNOWN, NAME_CHARACTERS)],
		[config(3), 'iemConfigContactEnable', INTEGER, keptOneOf(1, 2)],
		[config(4), 'iemConfigContactSeverity', INTEGER, keptOneOf(1, 3)],
		[config(5), 'iemConfigContactNormalState', INTEGER, keptOneOf(1, 2)],
		[config(6), 'iemConfigContactLocation', OCTET_STRING, keptText(UNKNOWN, NAME_CHARACTERS)],
		indexLine(status(1), 'iemStatusContactNumber', contact),
		[
			status(2),
			'iemStatusContactName',
			OCTET_STRING,
			(card, place) => place.kept(card.card, `${APC}.1.1.10.2.${config(2)}`) ?? UNKNOWN,
		],
		[status(3), 'iemStatusContactStatus', INTEGER, fixed(NO_FAULT)],
	];
}

const PASSTHROUGH = 2;
export const environment: readonly MibRow[] = [
	...under(`${APC}.1.1.3`, [
		['1.2.1.1.0', 'serialPort2Mode', INTEGER, keptOneOf(PASSTHROUGH, 2)],
		['1.2.2.1.0', 'setPulseOnTXD', INTEGER, keptOneOf(1, 4)],
	]),
	...under(`${APC}.1.1.10.2`, CONTACTS.flatMap(contactLines)),
	...under(`${APC}.1.1.25.2`, [['1.0', 'uioInputContactStatusTableSize', INTEGER, always(0)]]),
];
