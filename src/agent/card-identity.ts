// What a card and its UPS are called, where nobody says otherwise: made from the model and the serial number, always the same.

import {seedFor} from '../core/random.ts';
import type {Rating} from '../ups/rating.ts';
import type {CardIdentity} from './card-view.ts';

/** What is known of a device. */
export interface IdentityGiven {
	readonly cardId: string;
	readonly site: string;
	readonly serial: string;
	readonly upsFirmware: string;
	readonly cardFirmware: string;
	readonly rating: Rating;
}

/** The maker's block of hardware addresses. */
const MAC_PREFIX = '00:c0:b7';
/** Made some days between 2021 and 2024: days since 2000-01-01. */
const FIRST_MADE_DAY = 7671;
const MADE_DAYS = 1200;
const HEX = '0123456789abcdef';

function hexByte(value: number): string {
	return HEX.charAt((value >> 4) & 15) + HEX.charAt(value & 15);
}

function digits(value: number, count: number): string {
	let text = '';
	let rest = value;
	for (let i = 0; i < count; i++) {
		text = HEX.charAt(rest % 10) + text;
		rest = Math.floor(rest / 10);
	}
	return text;
}

/** As the UPS calls itself: the family without what we tell it apart by, and the rating. */
function modelNameOf(rating: Rating): string {
	const family = rating.model.family;
	const bracket = family.indexOf(' (');
	return `${bracket < 0 ? family : family.slice(0, bracket)} ${rating.model.ratedVoltAmperes}`;
}

/** The identity of a device. */
export function identityFrom(given: IdentityGiven): CardIdentity {
	const seed = seedFor(0, given.serial);
	const model = given.rating.model;
	return {
		cardId: given.cardId,
		site: given.site,
		vendor: model.vendor,
		sku: model.sku,
		modelName: modelNameOf(given.rating),
		family: model.family,
		serial: given.serial,
		upsFirmware: given.upsFirmware,
		cardFirmware: given.cardFirmware,
		cardModel: 'AP9641',
		cardSerial: `ZA${digits(seed, 10)}`,
		macAddress: `${MAC_PREFIX}:${hexByte(seed >>> 16)}:${hexByte(seed >>> 8)}:${hexByte(seed)}`,
		manufacturedDay: FIRST_MADE_DAY + (seed % MADE_DAYS),
		rating: given.rating,
		recorded: {},
	};
}
