import {readFileSync} from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import {events, findEvent} from '../../src/agent/events.ts';
import type {Birth, Event} from '../../src/agent/telemetry.ts';
import {encodeBirth, encodeDeath, encodeEvent, PROTOCOL_VERSION} from '../../src/agent/telemetry.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import type protobuf from 'protobufjs';
import type {EventNote} from '../../src/agent/roles.ts';
import {cardText, decodePeer, encodePeer, messageType, protoPath} from '../helpers/proto.ts';

const anyText = fc.string({unit: 'binary', maxLength: 20});
const word = fc.nat({max: 2 ** 32 - 1});
const millis = fc.oneof(fc.constant(0), fc.maxSafeNat());

const births: fc.Arbitrary<Birth> = fc.record({
	cardId: anyText,
	sessionId: word,
	bootId: word,
	vendor: anyText,
	model: anyText,
	serial: anyText,
	upsFirmware: anyText,
	cardFirmware: anyText,
	ratedWatts: fc.nat(),
	ratedVoltAmperes: fc.nat(),
	nominalVolts: fc.nat(),
	chemistry: fc.constantFrom('leadAcid', 'lithium'),
	switchedGroups: fc.nat({max: 3}),
	assumed: fc.boolean(),
	settingsDigest: fc.option(fc.uint8Array({maxLength: 32})),
	bootUtcMs: fc.option(millis),
	uptimeMs: millis,
	logId: word,
	lastSequence: millis,
	oldestSequence: millis,
	site: anyText,
	sampleIntervalMs: fc.nat(),
});

/** The birth as a card holds it: text as UTF-8 bytes. */
function asHeld(birth: Birth): Birth {
	const held = {...birth} as Record<string, unknown>;
	for (const [key, value] of Object.entries(held)) {
		held[key] = typeof value === 'string' && key !== 'chemistry' ? cardText(value) : value;
	}
	return held as unknown as Birth;
}

/** Drops what is null, and the site where it is empty: absent on the wire. */
function present(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).filter(([key, value]) => value !== null && !(key === 'site' && value === '')),
	);
}

function peerBirth(birth: Birth): Record<string, unknown> {
	const {chemistry, ...rest} = birth;
	const batteryChemistry = {leadAcid: 'BATTERY_CHEMISTRY_LEAD_ACID', lithium: 'BATTERY_CHEMISTRY_LITHIUM'}[chemistry];
	return present({...rest, protocolVersion: PROTOCOL_VERSION, batteryChemistry});
}

/** Fields without presence are the same absent and at their default; protobufjs reads them back as absent. */
function withoutDefaults(fields: Record<string, unknown>, keep: readonly string[]): Record<string, unknown> {
	const isDefault = (value: unknown): boolean =>
		value === 0 || value === '' || value === false || (value instanceof Uint8Array && value.length === 0);
	return Object.fromEntries(Object.entries(fields).filter(([key, value]) => keep.includes(key) || !isDefault(value)));
}

test('a birth is the bytes that protobufjs writes, and every field comes back', t => {
	const writer = new ProtobufWriter(4096);
	fc.assert(
		fc.property(births, birth => {
			writer.reset();
			encodeBirth(writer, asHeld(birth));
			const bytes = writer.view();
			t.deepEqual(Buffer.from(bytes), Buffer.from(encodePeer('Birth', peerBirth(birth))));
			const expected = withoutDefaults(peerBirth(birth), ['bootUtcMs']);
			const digest = expected['settingsDigest'];
			const plain = digest === undefined ? expected : {...expected, settingsDigest: [...(digest as Uint8Array)]};
			t.deepEqual(decodePeer('Birth', bytes), plain);
		}),
		{numRuns: 200},
	);
});

const logEntries: fc.Arbitrary<Event> = fc.record({
	logId: word,
	sequence: millis,
	event: fc.constantFrom(...events.map(event => event.id)),
	phase: fc.constantFrom(1, 2, 3),
	bootId: word,
	uptimeMs: millis,
	utcMs: fc.option(millis),
	detail: fc.option(fc.integer()),
	note: fc.option(
		fc.record({
			actor: anyText,
			role: fc.nat({max: 5}),
			origin: fc.nat({max: 10}),
			commandId: anyText,
			text: anyText,
		}),
	),
	again: fc.boolean(),
	missingFrom: millis,
});

/** The note as protobufjs names its fields. */
function peerNote(note: EventNote | null): Record<string, unknown> {
	const type = messageType('Event');
	const nameOf = (field: string, number: number) =>
		(type.fields[field].resolve().resolvedType as protobuf.Enum).valuesById[number];
	return note === null ? {} : {...note, role: nameOf('role', note.role), origin: nameOf('origin', note.origin)};
}

function heldNote(note: EventNote | null): EventNote | null {
	return note === null
		? null
		: {...note, actor: cardText(note.actor), commandId: cardText(note.commandId), text: cardText(note.text)};
}

function expectedEvent(fields: Record<string, unknown>): Record<string, unknown> {
	const expected = withoutDefaults(fields, ['utcMs', 'detail']);
	return Object.fromEntries(Object.entries(expected).filter(([, value]) => !String(value).endsWith('_UNSPECIFIED')));
}

test('an event is the bytes that protobufjs writes, and every field comes back', t => {
	const writer = new ProtobufWriter(256);
	const phases = ['', 'PHASE_SET', 'PHASE_CLEAR', 'PHASE_MOMENTARY'];
	const severities = ['', 'SEVERITY_UNGRADED', 'SEVERITY_INFORMATIONAL', 'SEVERITY_WARNING', 'SEVERITY_CRITICAL'];
	fc.assert(
		fc.property(logEntries, event => {
			const severity = event.phase === 2 ? 2 : events.find(row => row.id === event.event)!.severity;
			const {note, missingFrom, ...plain} = event;
			const fields = present({
				...plain,
				...peerNote(note),
				phase: phases[event.phase],
				severity: severities[severity],
				missingFrom: missingFrom === 0 ? null : missingFrom,
			});
			writer.reset();
			encodeEvent(writer, {...event, note: heldNote(note)});
			t.deepEqual(Buffer.from(writer.view()), Buffer.from(encodePeer('Event', fields)));
			t.deepEqual(decodePeer('Event', writer.view()), expectedEvent(fields));
		}),
		{numRuns: 200},
	);
});

const entry: Event = {
	logId: 1,
	sequence: 1,
	event: 2,
	phase: 1,
	bootId: 1,
	uptimeMs: 1,
	utcMs: null,
	detail: null,
	note: null,
	again: false,
	missingFrom: 0,
};

for (const [phase, severity] of [
	[1, 'SEVERITY_CRITICAL'],
	[2, 'SEVERITY_INFORMATIONAL'],
] as const) {
	test(`a ${phase === 1 ? 'set' : 'clear'} of lowBattery carries ${severity}`, t => {
		const writer = new ProtobufWriter(64);
		encodeEvent(writer, {...entry, event: findEvent('lowBattery')!.id, phase});
		t.is(decodePeer('Event', writer.view())['severity'], severity);
	});
}

test('an event that the catalogue does not have carries no severity', t => {
	const writer = new ProtobufWriter(64);
	encodeEvent(writer, {...entry, event: 99});
	t.false('severity' in decodePeer('Event', writer.view()));
});

for (const [reason, name] of [
	['connectionLost', 'DEATH_REASON_CONNECTION_LOST'],
	['stopped', 'DEATH_REASON_STOPPED'],
	['restarting', 'DEATH_REASON_RESTARTING'],
] as const) {
	test(`a death says ${reason}, of which session and of which start`, t => {
		const writer = new ProtobufWriter(64);
		encodeDeath(writer, {sessionId: 0xfedcba98, bootId: 7, reason});
		const fields = {sessionId: 0xfedcba98, bootId: 7, reason: name};
		t.deepEqual(decodePeer('Death', writer.view()), fields);
		t.deepEqual(Buffer.from(writer.view()), Buffer.from(encodePeer('Death', fields)));
	});
}

/** A reading row that holds nothing, but for what is given. */
test('each message says which kind of topic carries it', t => {
	const text = readFileSync(protoPath('ridethrough/v1/telemetry.proto'), 'utf8');
	for (const name of ['Birth', 'Sample', 'Event', 'Death']) {
		t.regex(text, new RegExp(`^// Kind \`${name.toLowerCase()}\``, 'm'));
		t.truthy(messageType(name));
	}
});
