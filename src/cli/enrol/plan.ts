// What is asked of an enrolment, checked before anything is written.

import {codedError} from '../../core/errors.ts';
import {userNameFor} from '../../protocols/mqtt/topics.ts';

export interface EnrolGiven {
	readonly out: string;
	readonly cards?: string;
	readonly count?: number;
	readonly prefix?: string;
	readonly brokerName?: string;
	readonly passwords?: boolean;
	readonly sparkplug?: string;
	readonly homeAssistant?: boolean;
	readonly days: number;
	readonly service: string;
	readonly json?: boolean;
}

export interface Plan {
	readonly directory: string;
	/** Ids of cards, each once. */
	readonly cards: readonly string[];
	readonly proof: 'certificates' | 'passwords';
	readonly service: string;
	/** null: not given, so as it was. */
	readonly brokerNames: readonly string[] | null;
	readonly sparkplugGroup: string | null;
	readonly homeAssistant: boolean;
	readonly days: number;
}

const COUNT_DIGITS = 6;
const hostPattern = /^(?!-)[A-Za-z0-9.:-]{1,253}$/;
// Below 33 characters, as cards: a name without `/` is never that of a card, and without `+` and `#` no pattern.
const servicePattern = /^[a-z0-9-]{1,32}$/;
const groupPattern = /^[A-Za-z0-9_.-]{1,64}$/;

function refuseUnless(holds: boolean, option: string, value: string, right: string): void {
	if (!holds) {
		throw codedError('E_ENROL_INVALID', `${option} ${JSON.stringify(value)}: write ${right}.`, {option, value});
	}
}

function wordsOf(list: string | undefined): string[] {
	return (list ?? '').split(',').filter(word => word !== '');
}

/** `card-000001` and so on, as the fleet of `sim` counts. */
function countedCards({count = 0, prefix}: EnrolGiven): string[] {
	return Array.from({length: count}, (_, i) => `${prefix}${String(i + 1).padStart(COUNT_DIGITS, '0')}`);
}

function cardsOf(given: EnrolGiven): string[] {
	if ((given.count === undefined) !== (given.prefix === undefined)) {
		throw codedError('E_USAGE', '--count and --prefix go together: write --count 10 --prefix card-.', {
			option: 'count',
		});
	}
	const cards = [...new Set([...wordsOf(given.cards), ...countedCards(given)])];
	if (cards.length === 0) {
		throw codedError('E_USAGE', 'No card is named: write --cards ID,ID or --count N --prefix P.', {option: 'cards'});
	}
	cards.forEach(userNameFor);
	return cards;
}

/** Throws E_USAGE, E_CARD_ID_INVALID, E_ENROL_INVALID. */
export function planOf(given: EnrolGiven): Plan {
	const cards = cardsOf(given);
	const brokerNames = given.brokerName === undefined ? null : wordsOf(given.brokerName);
	for (const name of brokerNames ?? []) {
		refuseUnless(hostPattern.test(name), '--broker-name', name, 'host names or IP addresses, with commas between them');
	}
	refuseUnless(servicePattern.test(given.service), '--service', given.service, '1 to 32 characters of a-z, 0-9 and -');
	const {sparkplug = null} = given;
	const group = 'a group id of 1 to 64 characters of A-Z, a-z, 0-9, _, . and -';
	refuseUnless(sparkplug === null || groupPattern.test(sparkplug), '--sparkplug', sparkplug ?? '', group);
	return {
		directory: given.out,
		cards,
		proof: given.passwords === true ? 'passwords' : 'certificates',
		service: given.service,
		brokerNames,
		sparkplugGroup: sparkplug,
		homeAssistant: given.homeAssistant === true,
		days: given.days,
	};
}
