// Times on the page: stamps since the start, and where an axis has its ticks.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances of ticks that people count in. */
const distances: readonly number[] = [
	1,
	2,
	5,
	10,
	20,
	50,
	100,
	200,
	500,
	...[1, 2, 5, 10, 15, 30].map(n => n * SECOND),
	...[1, 2, 5, 10, 15, 30].map(n => n * MINUTE),
	...[1, 2, 3, 6, 12].map(n => n * HOUR),
	...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map(n => n * DAY),
];

const pad = (value: number, width = 2): string => String(Math.floor(value)).padStart(width, '0');

/** Since the start: `3d 04:05:06.700`, as short as `resolutionMs` needs it. */
export function stamp(atMs: number, resolutionMs = 1): string {
	const days = Math.floor(atMs / DAY);
	const day = days === 0 ? '' : `${days}d `;
	if (resolutionMs >= DAY) {
		return `${days}d`;
	}
	const minutes = `${day}${pad((atMs / HOUR) % 24)}:${pad((atMs / MINUTE) % 60)}`;
	if (resolutionMs >= MINUTE) {
		return minutes;
	}
	const seconds = `${minutes}:${pad((atMs / SECOND) % 60)}`;
	return resolutionMs >= SECOND ? seconds : `${seconds}.${pad(atMs % SECOND, 3)}`;
}

const units: ReadonlyArray<readonly [name: string, size: number]> = [
	['d', DAY],
	['h', HOUR],
	['m', MINUTE],
	['s', SECOND],
];

/** The two largest units of a span: `1h 30m`, `12.3 s`, `300 ms`. */
export function span(ms: number): string {
	if (ms < SECOND) {
		return `${Math.floor(ms + 0.5)} ms`;
	}
	if (ms < MINUTE) {
		return `${Number((ms / SECOND).toFixed(1))} s`;
	}
	const first = units.findIndex(([, size]) => ms >= size);
	const [name, size] = units[first];
	const [nextName, nextSize] = units[first + 1];
	const rest = Math.floor((ms % size) / nextSize);
	return `${Math.floor(ms / size)}${name}${rest === 0 ? '' : ` ${rest}${nextName}`}`;
}

export interface Ticks {
	readonly distanceMs: number;
	readonly at: readonly number[];
}

/** About `count` ticks of a window. */
export function ticksOf(fromMs: number, toMs: number, count: number): Ticks {
	const wanted = (toMs - fromMs) / Math.max(1, count);
	const distanceMs = distances.find(each => each >= wanted) ?? distances[distances.length - 1];
	const at: number[] = [];
	for (let tick = Math.ceil(fromMs / distanceMs) * distanceMs; tick <= toMs; tick += distanceMs) {
		at.push(tick);
	}
	return {distanceMs, at};
}
