// Objects that stand for settings of the card or its UPS, and for orders.

import type {CardView} from '../../../agent/card-view.ts';
import type {MibValue, SetPlan, SetRefusal, SnmpPlace} from '../mib.ts';
import type {Access} from './lines.ts';

const NEVER = -1;
/** In a table of codes: no setting stands behind this number of the enumeration. */
export const NONE = -2147483648;

export function changing(key: string, value: number | string): SetPlan {
	return {changes: [{key, value}]};
}

/** A number, `scale` on the wire for one of the setting; what an older UPS has no step for is rounded (nmc.md 4). */
export function rounding(key: string, scale: number): Access {
	return {
		read: card => card.number(key) * scale,
		write: (card, value) => {
			const rounded = card.rounded(key, Number(value) / scale);
			return Number.isNaN(rounded) ? 'wrongValue' : changing(key, rounded);
		},
	};
}

/** A number that is taken as it is or not at all. */
export function exact(key: string, scale: number): Access {
	return {
		read: card => card.number(key) * scale,
		write: (card, value) => exactly(card, key, Number(value) / scale),
	};
}

export function exactly(card: CardView, key: string, value: number): SetPlan | SetRefusal {
	return card.rounded(key, value) === value ? changing(key, value) : 'wrongValue';
}

/** An enumeration: `codes` has the setting's code by the number on the wire; `unknown` reads what has none. */
export function choices(key: string, codes: readonly number[], unknown: number): Access {
	return {
		read: card => {
			const at = codes.indexOf(card.number(key));
			return at >= 0 ? at : unknown;
		},
		write: (_card, value) => {
			const code = codes[Number(value)];
			return code === undefined || code === NONE ? 'wrongValue' : changing(key, code);
		},
	};
}

/** A text of printable ASCII without blanks at its ends. */
export function words(key: string, most: number): Access {
	return {
		read: card => card.text(key),
		write: (_card, value) => {
			const text = String(value);
			if (text.length > most) {
				return 'wrongLength';
			}
			return /^[ -~]*$/.test(text) && text === text.trim() ? changing(key, text) : 'wrongValue';
		},
	};
}

/** Whether a limit holds (2) or is off (1), of a setting that says both in one number. What it was is kept for the next time. */
export function enabling(key: string, fallback: number): Access {
	return {
		read: card => (card.number(key) < 0 ? 1 : 2),
		write: (card, value, place) => {
			const now = card.number(key);
			if (value === 1) {
				const at = card.card;
				return now < 0 ? {} : {changes: [{key, value: NEVER}], act: () => place.keep(at, key, now)};
			}
			if (value !== 2) {
				return 'wrongValue';
			}
			return now >= 0 ? {} : changing(key, Number(place.kept(card.card, key) ?? fallback));
		},
	};
}

/** The limit itself: as set, or as it was when it was turned off, or `fallback`. */
export function limit(key: string, fallback: number, scale: number): Access {
	return {
		read: (card, place) => {
			const now = card.number(key);
			return (now >= 0 ? now : Number(place.kept(card.card, key) ?? fallback)) * scale;
		},
		write: (card, value, place) => {
			const wanted = Number(value) / scale;
			if (wanted < 0 || card.rounded(key, wanted) !== wanted) {
				return 'wrongValue';
			}
			const at = card.card;
			return card.number(key) >= 0 ? changing(key, wanted) : {act: () => place.keep(at, key, wanted)};
		},
	};
}

/** What a number of a command object comes to. */
export type Deed = string | ((card: CardView, place: SnmpPlace) => SetPlan | SetRefusal);

/** A plan that gives an order to an outlet group, or to the output (0). */
export function ordering(command: string, target: number): SetPlan {
	return {order: {command, target, value: null}};
}

/** What `deed` comes to for `target`. */
export function planFor(
	deed: Deed | undefined,
	target: number,
	card: CardView,
	place: SnmpPlace,
): SetPlan | SetRefusal {
	if (deed === undefined) {
		return 'wrongValue';
	}
	return typeof deed === 'string' ? ordering(deed, target) : deed(card, place);
}

/** A command object: it reads as its value 1, "no…" (snmp.md (b), conventions); writing that does nothing. */
export function commandObject(deeds: Readonly<Record<number, Deed>>): Access {
	return {
		read: () => 1,
		write: (card, value: MibValue, place) => (value === 1 ? {} : planFor(deeds[Number(value)], 0, card, place)),
	};
}

/** A command of a group of synchronised UPSs: a card that is in none refuses it. */
export const noSyncGroup: Deed = () => 'inconsistentValue';
/** What a simulated UPS has nothing to show for, such as flashing its lamps. */
export const nothingToDo: Deed = () => ({});
