// What a card keeps over restarts, as a file: JSON, so that a person can look, with the UPS's rows in base64.

import {codedError} from '../../core/errors.ts';
import type {Store} from '../../core/ports.ts';
import type {Millis} from '../../core/clock.ts';

export interface AgentState {
	readonly cardId: string;
	readonly serial: string;
	/** SKU. */
	readonly model: string;
	readonly logId: number;
	readonly lastSequence: number;
	/** Through which event a consumer has acknowledged the log. */
	readonly acknowledged: number;
	/** Orders under way, as the desk has them. */
	readonly pending: readonly unknown[];
	/** Whether the UPS is a real one, of which nothing is kept here. */
	readonly linked: boolean;
	/** Time of the UPS's state, and what the wall clock said then. */
	readonly upsTime: Millis;
	readonly savedUtc: Millis;
	/** Of the twin; null where there is none. */
	readonly twin: Float64Array | null;
	readonly doubles: Float64Array;
	readonly integers: Int32Array;
}

const FILE = 'agent.json';
const SCHEMA = 'ridethrough.agent-state/1';

function bytesOf(rows: Float64Array | Int32Array): string {
	return Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength).toString('base64');
}

function aligned(text: string): ArrayBuffer {
	return new Uint8Array(Buffer.from(text, 'base64')).buffer;
}

export function saveAgentState(store: Store, state: AgentState): void {
	const twin = state.twin === null ? null : bytesOf(state.twin);
	const document = {schema: SCHEMA, ...state, twin, doubles: bytesOf(state.doubles), integers: bytesOf(state.integers)};
	store.save(FILE, Buffer.from(`${JSON.stringify(document, null, '\t')}\n`));
}

function stateIn(document: Record<string, unknown>): AgentState {
	return {
		cardId: String(document['cardId']),
		serial: String(document['serial']),
		model: String(document['model']),
		logId: Number(document['logId']),
		lastSequence: Number(document['lastSequence']),
		acknowledged: Number(document['acknowledged'] ?? 0),
		pending: Array.isArray(document['pending']) ? (document['pending'] as unknown[]) : [],
		linked: document['linked'] === true,
		upsTime: Number(document['upsTime']),
		savedUtc: Number(document['savedUtc']),
		twin: typeof document['twin'] === 'string' ? new Float64Array(aligned(document['twin'])) : null,
		doubles: new Float64Array(aligned(String(document['doubles']))),
		integers: new Int32Array(aligned(String(document['integers']))),
	};
}

/** The kept state; null when there is none. Throws E_STATE_UNUSABLE when the file is not one of ours or of other sizes. */
export function loadAgentState(store: Store, doubleCount: number, integerCount: number): AgentState | null {
	const bytes = store.load(FILE);
	if (bytes === null) {
		return null;
	}
	try {
		const document = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
		const state = stateIn(document);
		const whole =
			document['schema'] === SCHEMA
			&& state.doubles.length === (state.linked ? 0 : doubleCount)
			&& state.integers.length === (state.linked ? 0 : integerCount)
			&& Number.isSafeInteger(state.lastSequence)
			&& Number.isSafeInteger(state.acknowledged)
			&& Number.isFinite(state.upsTime)
			&& Number.isFinite(state.savedUtc);
		if (whole) {
			return state;
		}
	} catch {
		// Told below: whatever is wrong, the mend is the same.
	}
	throw codedError(
		'E_STATE_UNUSABLE',
		`${FILE} in the state directory is not of this version of the agent; move it away to start anew.`,
		{file: FILE},
	);
}
