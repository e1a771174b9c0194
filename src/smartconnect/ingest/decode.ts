// What cards publish, read by protobufjs from the .proto itself. Bytes that are no message give null.

import {fileURLToPath} from 'node:url';
import protobuf from 'protobufjs';

/** What the broker lets through at most is what is read at most. */
const PAYLOAD_BYTES_MAX = 65_536;

// Compiled, this file is dist/src/smartconnect/ingest/decode.js.
const protoFile = fileURLToPath(new URL('../../../../proto/ridethrough/v1/telemetry.proto', import.meta.url));
const root = new protobuf.Root().loadSync(protoFile);

/** A birth, as far as the service goes by it. */
export interface BirthFacts {
	readonly sessionId: number;
	readonly logId: number;
	readonly lastSequence: number;
	readonly cardId: string;
	readonly model: string;
	/** Of the UPS. */
	readonly serial: string;
	readonly cardFirmware: string;
	/** Absent where nobody said. */
	readonly site?: string;
}

/** The end of a session. */
export interface DeathFacts {
	/** Of the birth that it ends. */
	readonly sessionId: number;
}

/** An event as it came. Enums by name, absent fields null. */
export interface EventFacts {
	readonly logId: number;
	readonly sequence: number;
	readonly event: number;
	readonly phase: string;
	readonly severity: string;
	readonly bootId: number;
	readonly uptimeMs: number;
	readonly utcMs: number | null;
	readonly detail: number | null;
	readonly again: boolean;
	readonly actor: string;
	readonly role: string;
	readonly origin: string;
	readonly commandId: string;
	readonly text: string;
	/** First of the entries that are gone and should come before; null where none is. */
	readonly missingFrom: number | null;
}

/** A sample: its place, and the readings that it names. */
export interface SampleFacts {
	readonly sequence: number;
	readonly fullSequence: number;
	readonly readings: Readonly<Record<string, unknown>>;
}

/** What a consumer says to a card. */
export interface AckFacts {
	readonly logId: number;
	readonly through: number;
	readonly resend?: boolean;
	readonly fullSample?: boolean;
	readonly birth?: boolean;
}

const types = {
	birth: root.lookupType('ridethrough.v1.Birth'),
	event: root.lookupType('ridethrough.v1.Event'),
	sample: root.lookupType('ridethrough.v1.Sample'),
	ack: root.lookupType('ridethrough.v1.Ack'),
	death: root.lookupType('ridethrough.v1.Death'),
};

function objectOf(type: protobuf.Type, payload: Uint8Array, defaults: boolean): Record<string, unknown> | null {
	if (payload.length === 0 || payload.length > PAYLOAD_BYTES_MAX) {
		return null;
	}
	try {
		return type.toObject(type.decode(payload), {longs: Number, enums: String, defaults});
	} catch {
		return null;
	}
}

/** `PHASE_SET` is `set`, `ORIGIN_CONFIG_FILE` is `configFile`; what is not said is ''. */
function wordOf(name: unknown, prefix: string): string {
	const word = String(name).slice(prefix.length).toLowerCase();
	return word === 'unspecified' ? '' : word.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

export function decodeBirth(payload: Uint8Array): BirthFacts | null {
	const birth = objectOf(types.birth, payload, true);
	return birth === null || birth['cardId'] === '' ? null : (birth as unknown as BirthFacts);
}

export function decodeDeath(payload: Uint8Array): DeathFacts | null {
	return objectOf(types.death, payload, true) as DeathFacts | null;
}

export function decodeEvent(payload: Uint8Array): EventFacts | null {
	const event = objectOf(types.event, payload, true);
	if (event === null || event['sequence'] === 0) {
		return null;
	}
	return {
		...(event as unknown as EventFacts),
		phase: wordOf(event['phase'], 'PHASE_'),
		severity: wordOf(event['severity'], 'SEVERITY_'),
		role: wordOf(event['role'], 'ROLE_'),
		origin: wordOf(event['origin'], 'ORIGIN_'),
		utcMs: (event['utcMs'] as number | undefined) ?? null,
		detail: (event['detail'] as number | undefined) ?? null,
		missingFrom: (event['missingFrom'] as number | undefined) ?? null,
	};
}

export function decodeSample(payload: Uint8Array): SampleFacts | null {
	const sample = objectOf(types.sample, payload, false);
	if (sample === null) {
		return null;
	}
	const {sequence, fullSequence, ...readings} = sample;
	return {sequence: Number(sequence ?? 0), fullSequence: Number(fullSequence ?? 0), readings};
}

export function encodeAck(ack: AckFacts): Uint8Array {
	return types.ack.encode(types.ack.fromObject({...ack})).finish();
}
