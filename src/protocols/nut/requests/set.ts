// SET and INSTCMD (nut.md 2): what changes a UPS, and the ids by which one asks what became of it.

import {err, withFresh, withRight} from '../client.ts';
import type {Answer, Client, NutError} from '../client.ts';
import type {NutType, NutUps, NutWho, Outcome} from '../source.ts';
import {mayRun} from '../users.ts';

/** upsd tests with C's atoi and lets 200junk pass, and tests no number without a range; ours must be one (nut.md 2, SET VAR). */
const decimal = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** Why the type does not take the value; null where it does. */
function refuseValue(type: NutType, value: string): NutError | null {
	if (type.length > 0 && value.length > type.length) {
		return 'TOO-LONG';
	}
	if (type.options.length > 0) {
		return type.options.includes(value) ? null : 'INVALID-VALUE';
	}
	const isNumber = decimal.test(value);
	if (type.length === 0 && !isNumber) {
		return 'INVALID-VALUE';
	}
	const inRange = type.ranges.some(([low, high]) => Number(value) >= low && Number(value) <= high);
	return type.ranges.length === 0 || (isNumber && inRange) ? null : 'INVALID-VALUE';
}

/** Begins something; answers OK, with an id where the client asked for ids. */
function begin(
	client: Client,
	start: (told: (outcome: Outcome) => void) => void,
): {answer: string; first: Outcome | null} {
	const tracked = client.tracking ? client.hub.tracking.begin() : null;
	let first: Outcome | null = null;
	start(outcome => {
		first ??= outcome;
		tracked?.told(outcome);
	});
	return {answer: tracked === null ? 'OK' : `OK TRACKING ${tracked.id}`, first};
}

function setVariable(client: Client, ups: NutUps, name: string, value: string, who: NutWho): string {
	const variable = ups.variable(name);
	if (variable === null) {
		return err('VAR-NOT-SUPPORTED');
	}
	if (!variable.writable) {
		return err('READONLY');
	}
	const refused = refuseValue(variable.type(), value);
	if (refused !== null) {
		return err(refused);
	}
	const {answer, first} = begin(client, told => ups.set(variable.name, value, who, told));
	// upsd cannot know and says OK; we know at once.
	return first === 'invalidArgument' ? err('INVALID-VALUE') : answer;
}

function answerTracking(client: Client, word: string): string {
	const on = word.toUpperCase() === 'ON';
	if (!on && word.toUpperCase() !== 'OFF') {
		return err('INVALID-ARGUMENT');
	}
	client.tracking = on;
	return 'OK';
}

/** Answers SET; the name and the password have been sent. */
export function answerSet(client: Client, words: readonly string[]): Answer {
	const kind = (words[0] ?? '').toUpperCase();
	if (kind === 'TRACKING') {
		return answerTracking(client, words[1] ?? '');
	}
	if (kind !== 'VAR' || words.length < 4) {
		return err('INVALID-ARGUMENT');
	}
	const [, name, variable, value] = words;
	return withFresh(client, name, ups =>
		withRight(
			client,
			ups,
			rights => rights.set,
			who => setVariable(client, ups, variable, value, who),
		),
	);
}

/** Answers INSTCMD. With two parameters or more none is passed on, as upsd does (nut.md 1). */
export function answerInstcmd(client: Client, words: readonly string[]): Answer {
	if (words.length < 2) {
		return err('INVALID-ARGUMENT');
	}
	const [name, command] = words;
	const parameter = words.length === 3 && words[2] !== '' ? words[2] : null;
	return withFresh(client, name, ups => {
		if (!ups.commands().includes(command.toLowerCase())) {
			return err('CMD-NOT-SUPPORTED');
		}
		return withRight(
			client,
			ups,
			rights => mayRun(rights, command),
			who => begin(client, told => ups.run(command.toLowerCase(), parameter, who, told)).answer,
		);
	});
}
