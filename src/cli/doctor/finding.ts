// What `doctor` finds.

export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
	/** Public: never changes its meaning. */
	readonly id: string;
	readonly verdict: Verdict;
	/** What was seen. */
	readonly seen: string;
	/** What to change; '' where nothing need be. */
	readonly change: string;
}

export function ok(id: string, seen: string): Finding {
	return {id, verdict: 'ok', seen, change: ''};
}

export function warning(id: string, seen: string, change: string): Finding {
	return {id, verdict: 'warning', seen, change};
}

export function failed(id: string, seen: string, change: string): Finding {
	return {id, verdict: 'failed', seen, change};
}

export function skipped(id: string, seen: string): Finding {
	return {id, verdict: 'skipped', seen, change: ''};
}
