// Windows of a campaign in the time of the site (ota.md 7): when a card may reset.

import type {PlanWindow, Weekday} from './plan.ts';

export interface Span {
	/** Seconds since 1970. */
	readonly fromS: number;
	readonly untilS: number;
}

export const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const MINUTES_A_DAY = 1440;
const DAY_S = 86_400;
const DAYS_AHEAD = 8;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
	let format = formats.get(zone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formats.set(zone, format);
	}
	return format;
}

/** Whether this machine knows a time zone by that name. */
export function isZone(name: string): boolean {
	try {
		formatOf(name);
		return true;
	} catch {
		return false;
	}
}

/** What clocks of the zone show at a moment, as seconds since 1970 of a clock that shows the same in UTC. */
function localS(zone: string, atS: number): number {
	const part: Record<string, number> = {};
	for (const {type, value} of formatOf(zone).formatToParts(atS * 1000)) {
		part[type] = Number(value);
	}
	return Date.UTC(part['year'], part['month'] - 1, part['day'], part['hour'], part['minute'], part['second']) / 1000;
}

/** The moment at which clocks of the zone show `local`; where they skip it, the moment by the offset before. */
function momentOf(zone: string, local: number): number {
	const first = local - (localS(zone, local) - local);
	return local - (localS(zone, first) - first);
}

function opens(window: PlanWindow, midnight: number): boolean {
	const day = weekdays[(Math.floor(midnight / DAY_S) + 4) % weekdays.length];
	return window.days.length === 0 || window.days.includes(day);
}

/** The span that a window has on the local day that begins at `midnight`; it ends on the next one where it passes midnight. */
function spanOn(window: PlanWindow, zone: string, midnight: number): Span {
	const minutes = window.toMinute > window.fromMinute ? window.toMinute : window.toMinute + MINUTES_A_DAY;
	return {
		fromS: momentOf(zone, midnight + window.fromMinute * 60),
		untilS: momentOf(zone, midnight + minutes * 60),
	};
}

/** The span that is open or opens next and still lasts `leastS`; null where there are no windows: any time will do. */
export function nextSpan(windows: readonly PlanWindow[], zone: string, nowS: number, leastS: number): Span | null {
	const today = Math.floor(localS(zone, nowS) / DAY_S) * DAY_S;
	let best: Span | null = null;
	for (const window of windows) {
		for (let day = -1; day <= DAYS_AHEAD; day++) {
			const midnight = today + day * DAY_S;
			const span = opens(window, midnight) ? spanOn(window, zone, midnight) : null;
			if (span !== null && span.untilS >= nowS + leastS) {
				best = best === null || span.fromS < best.fromS ? span : best;
				break;
			}
		}
	}
	return best;
}
