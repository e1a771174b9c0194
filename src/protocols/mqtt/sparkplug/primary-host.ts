// What a primary host says of itself (STATE, mqtt.md a.1 "Primary host"): whether the edge node may be born, and when it must go.

const STATE_BYTES_MAX = 256;

interface HostState {
	readonly online: boolean;
	readonly timestamp: number;
}

/** JSON with exactly `online` and `timestamp`; null when it is anything else (host-topic-phid-birth-payload). */
export function parseHostState(payload: Uint8Array): HostState | null {
	if (payload.length > STATE_BYTES_MAX) {
		return null;
	}
	let state: Partial<HostState> | null;
	try {
		state = JSON.parse(Buffer.from(payload).toString()) as Partial<HostState> | null;
	} catch {
		return null;
	}
	if (state === null || typeof state !== 'object' || Object.keys(state).length !== 2) {
		return null;
	}
	const {online, timestamp} = state;
	return typeof online === 'boolean' && Number.isSafeInteger(timestamp)
		? {online, timestamp: timestamp as number}
		: null;
}

/** `came`, `left`, or null where nothing is new. */
export type HostChange = 'came' | 'left' | null;

export class PrimaryHost {
	online: boolean;
	/** Of the newest word that counted; the first one counts whatever it says. */
	timestamp: number;

	constructor() {
		this.online = false;
		this.timestamp = -Infinity;
	}

	/** A new session: the retained word comes again. */
	forget(): void {
		this.online = false;
		this.timestamp = -Infinity;
	}

	/** Takes a word of the host; one older than the newest changes nothing. Null for bytes that are none, too. */
	hear(payload: Uint8Array): HostChange {
		const state = parseHostState(payload);
		if (state === null || state.timestamp < this.timestamp) {
			return null;
		}
		this.timestamp = state.timestamp;
		const was = this.online;
		this.online = state.online;
		if (state.online === was) {
			return null;
		}
		return state.online ? 'came' : 'left';
	}
}
