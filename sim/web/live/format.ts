// Numbers and times as the page writes them, always with their unit.

const SECOND = 1000;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const NBSP = '\u00a0';
export const NOTHING = '–';

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const unitNames: Readonly<Record<string, string>> = {Cel: '°C'};
/** Digits behind the point, by unit. */
const digits: Readonly<Record<string, number>> = {V: 1, A: 2, Hz: 2, '%': 1, Cel: 1, d: 1};

export function count(value: number): string {
	return whole.format(value);
}

export function plural(value: number, word: string): string {
	return `${count(value)} ${word}${value === 1 ? '' : 's'}`;
}

export function unitName(unit: string): string {
	return unitNames[unit] ?? unit;
}

/** A quantity with its unit; seconds as a duration. */
export function quantity(value: number | null | undefined, unit: string): string {
	if (value === null || value === undefined) {
		return NOTHING;
	}
	if (unit === 's') {
		return duration(value);
	}
	return `${number(value, unit)}${unit === '' ? '' : `${NBSP}${unitName(unit)}`}`;
}

export function number(value: number, unit: string): string {
	return value.toFixed(digits[unit] ?? 0);
}

/** Seconds as 42 s, 3 min 05 s, 2 h 10 min, 4 d 3 h. */
export function duration(seconds: number): string {
	const s = Math.round(seconds);
	if (s < MINUTE) {
		return `${s}${NBSP}s`;
	}
	if (s < HOUR) {
		return `${Math.floor(s / MINUTE)}${NBSP}min${NBSP}${pad(s % MINUTE)}${NBSP}s`;
	}
	if (s < DAY) {
		return `${Math.floor(s / HOUR)}${NBSP}h${NBSP}${pad(Math.floor((s % HOUR) / MINUTE))}${NBSP}min`;
	}
	return `${count(Math.floor(s / DAY))}${NBSP}d${NBSP}${Math.floor((s % DAY) / HOUR)}${NBSP}h`;
}

function pad(value: number): string {
	return String(value).padStart(2, '0');
}

/** A rate with three figures. */
export function rate(perSecond: number): string {
	return perSecond >= 100 ? count(perSecond) : perSecond.toFixed(perSecond >= 10 ? 1 : 2);
}

export function bytes(value: number): string {
	const units = ['B', 'kB', 'MB', 'GB'];
	let scaled = value;
	let unit = 0;
	while (scaled >= 1000 && unit < units.length - 1) {
		scaled /= 1000;
		unit += 1;
	}
	return `${unit === 0 ? count(scaled) : scaled.toFixed(1)}${NBSP}${units[unit]}`;
}

/** Wall-clock time of the cards, UTC: Mon 5 Jan 2026, and 17:03:12. */
export function day(utcMs: number): string {
	return new Date(utcMs).toLocaleDateString('en-GB', {
		weekday: 'short',
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		timeZone: 'UTC',
	});
}

export function time(utcMs: number): string {
	return new Date(utcMs).toISOString().slice(11, 19);
}

/** Time since the start of the run. */
export function elapsed(ms: number): string {
	return duration(ms / SECOND);
}

/** batteryRuntime as Battery runtime. */
export function words(name: string): string {
	const text = name.replaceAll(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`).replaceAll('_', ' ');
	return text.charAt(0).toUpperCase() + text.slice(1);
}
