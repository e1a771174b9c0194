// PowerNet: upsAdvConfigAllowedSetTable, which says what nine settings can be set to (snmp.md (b), recorded in words).

import type {CardIdentity, CardView} from '../../../agent/card-view.ts';
import {INTEGER, OBJECT_IDENTIFIER, OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {fixed, under} from '../objects/lines.ts';
import type {Line} from '../objects/lines.ts';
import {UPS} from './prefix.ts';

const NOT_CONFIGURABLE = 'Not Configurable';
const SECONDS_A_MINUTE = 60;

interface Field {
	/** Column of upsAdvConfig. */
	readonly column: number;
	/** '' where the UPS has no such setting. */
	readonly key: string;
	/** As a card writes it. */
	readonly unit: string;
	/** Fewest digits of a number. */
	readonly digits: number;
}

/** In the order of the recording. */
const fields: readonly Field[] = [
	{column: 1, key: 'ups.output.voltage', unit: 'Vac', digits: 3},
	{column: 2, key: 'ups.transfer.high', unit: 'Vac', digits: 3},
	{column: 3, key: 'ups.transfer.low', unit: 'Vac', digits: 3},
	{column: 5, key: 'ups.alarm.delay', unit: 'seconds', digits: 1},
	{column: 6, key: 'ups.return.minCharge', unit: 'percent', digits: 2},
	{column: 8, key: 'ups.lowBattery.duration', unit: 'minutes', digits: 2},
	{column: 9, key: 'ups.return.delay', unit: 'seconds', digits: 3},
	{column: 10, key: 'ups.off.delay', unit: 'seconds', digits: 3},
	{column: 14, key: '', unit: 'seconds', digits: 3},
];

/** "127, 130, 133 or 136 V" as "127, 130, 133, 136 Vac"; a range stays one, in the unit of the setting. */
function rangeText(card: CardView, field: Field): string {
	const state = field.key === '' ? null : card.setting(field.key);
	if (state === null || !state.writable) {
		return NOT_CONFIGURABLE;
	}
	const numbers = state.allowed.match(/\d+/g) ?? [];
	if (state.allowed.includes(' to ')) {
		return `${numbers.slice(0, 2).join(' to ')} ${field.unit === 'minutes' ? 'seconds' : field.unit}`;
	}
	const divisor = field.unit === 'minutes' ? SECONDS_A_MINUTE : 1;
	const listed = numbers.map(number => String(Number(number) / divisor).padStart(field.digits, '0'));
	return `${listed.join(', ')} ${field.unit}`;
}

/** By the constants of a model, since nothing else decides what can be set. */
const rangesByRating = new WeakMap<CardIdentity['rating'], readonly string[]>();

function rangesOf(card: CardView): readonly string[] {
	const {rating} = card.identity;
	const known = rangesByRating.get(rating);
	if (known !== undefined) {
		return known;
	}
	const ranges = fields.map(field => rangeText(card, field));
	rangesByRating.set(rating, ranges);
	return ranges;
}

function fieldLines(field: Field, at: number): Line[] {
	const index = at + 1;
	return [
		[`1.1.${index}`, 'apcUpsConfigFieldIndex', INTEGER, fixed(index)],
		[`1.2.${index}`, 'apcUpsConfigFieldOID', OBJECT_IDENTIFIER, fixed(`${UPS}.5.2.${field.column}.0`)],
		[`1.3.${index}`, 'apcUpsConfigFieldValueRange', OCTET_STRING, card => rangesOf(card)[at] ?? NOT_CONFIGURABLE],
	];
}

export const allowedSet: readonly MibRow[] = under(`${UPS}.5.2.16`, fields.flatMap(fieldLines));
