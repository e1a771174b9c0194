// The part of the time that all rows show, and how it is moved.

export interface Span {
	readonly fromMs: number;
	readonly toMs: number;
}

/** Nothing happens in less than a millisecond. */
const NARROWEST_MS = 20;

/** `wanted`, pushed into the run, and not narrower than can be seen. */
export function clamped({fromMs, toMs}: Span, durationMs: number): Span {
	const whole = Math.max(durationMs, NARROWEST_MS);
	const width = Math.min(whole, Math.max(NARROWEST_MS, toMs - fromMs));
	const middle = (fromMs + toMs) / 2;
	const from = Math.min(Math.max(0, middle - width / 2), whole - width);
	return {fromMs: from, toMs: from + width};
}

/** Wider (`factor` above 1) or narrower; the time at `around` stays where it is. */
export function zoomed({fromMs, toMs}: Span, factor: number, around = (fromMs + toMs) / 2): Span {
	return {fromMs: around - (around - fromMs) * factor, toMs: around + (toMs - around) * factor};
}

export function panned({fromMs, toMs}: Span, share: number): Span {
	const by = (toMs - fromMs) * share;
	return {fromMs: fromMs + by, toMs: toMs + by};
}

/** A little more than `span`, so that its ends are seen. */
export function framed({fromMs, toMs}: Span, durationMs: number): Span {
	const margin = Math.max((toMs - fromMs) * 0.15, durationMs / 400, 1);
	return {fromMs: fromMs - margin, toMs: toMs + margin};
}

/** What a key does to a window; undefined where it does nothing. */
export function keyed(key: string, span: Span, durationMs: number): Span | undefined {
	const keys: Readonly<Record<string, () => Span>> = {
		'+': () => zoomed(span, 0.5),
		'=': () => zoomed(span, 0.5),
		'-': () => zoomed(span, 2),
		ArrowLeft: () => panned(span, -0.25),
		ArrowRight: () => panned(span, 0.25),
		Home: () => panned(span, -Infinity),
		End: () => panned(span, Infinity),
		'0': () => ({fromMs: 0, toMs: durationMs}),
	};
	const wanted = keys[key]?.();
	if (wanted === undefined) {
		return undefined;
	}
	const width = span.toMs - span.fromMs;
	if (key === 'Home') {
		return {fromMs: 0, toMs: width};
	}
	return key === 'End' ? {fromMs: durationMs - width, toMs: durationMs} : wanted;
}
