// Runs `collect`: a session with the broker, and a file or stdout to keep what came.

import {eventName} from '../agent/events.ts';
import {RandomStream, seedFor} from '../core/random.ts';
import {nodeClock} from '../platform/node/clock.ts';
import {JsonLinesFile} from '../platform/node/json-lines-file.ts';
import {fullWires} from '../protocols/mqtt/full-client.ts';
import {brokerError} from '../protocols/mqtt/wire.ts';
import type {Collected} from '../smartconnect/ingest/collector.ts';
import {CollectSession} from './collect-session.ts';
import type {CollectGiven} from './commands/collect.ts';
import type {Io} from './io.ts';
import {brokerOptionsFrom} from './mqtt-options.ts';

const KEEPALIVE_SECONDS = 60;

/** One line of output for what was collected. */
export function lineOf(collected: Collected): string {
	if ('lost' in collected) {
		return JSON.stringify({schema: 'ridethrough.lost/1', ...collected.lost});
	}
	const {card, event, missingFrom: _told, ...rest} = collected.event;
	const said = Object.entries(rest).filter(([, value]) => value !== '' && value !== null && value !== false);
	return JSON.stringify({
		schema: 'ridethrough.event/1',
		card,
		event: eventName(event) || null,
		id: event,
		...Object.fromEntries(said),
	});
}

interface Place {
	readonly card: string;
	readonly logId: number;
	readonly through: number;
}

/** Where a line of an earlier run leaves its card. */
function placeIn(line: Record<string, unknown>): Place {
	const through = line['schema'] === 'ridethrough.lost/1' ? line['through'] : line['sequence'];
	return {card: String(line['card']), logId: Number(line['logId']), through: Number(through)};
}

type Keep = (lines: readonly string[]) => Promise<void>;

/** Ends a run: without an error, or with what keeps it from storing. */
type End = (error?: unknown) => void;

function sessionOf(io: Io, given: CollectGiven, keep: Keep, end: End): CollectSession {
	const {address, nodes, user, password, tls} = brokerOptionsFrom(given.mqtt, given);
	const protocolVersion = given.mqttVersion === '5' ? 5 : 4;
	const session: CollectSession = new CollectSession({
		openWire: fullWires({broker: nodes, protocolVersion, needsFilters: true, ...(tls === null ? {} : {tls})}),
		clock: nodeClock,
		random: new RandomStream(seedFor(process.pid, given.clientId)),
		clientId: given.clientId,
		user,
		password,
		keepaliveSeconds: KEEPALIVE_SECONDS,
		samples: given.samples === true,
		acknowledges: given.ack,
		async store(collected) {
			await keep(collected.map(lineOf));
			if (session.collector.counters.events >= (given.limit ?? Infinity)) {
				end();
			}
		},
		sampled: (card, readings, whole) =>
			io.out(JSON.stringify({schema: 'ridethrough.sample/1', card, whole, ...readings})),
		onUp: () => io.note(`ready: collecting from ${address}${given.out === undefined ? '' : ` into ${given.out}`}`),
		onDown(closed) {
			if (!io.stop.aborted) {
				io.note(`${brokerError(closed, address).message} Trying again.`);
			}
		},
		onFault: end,
	});
	return session;
}

function remarksOn({counters}: CollectSession['collector']): string {
	const named = [
		[counters.events, 'events'],
		[counters.repeats, 'repeats'],
		[counters.unmarkedRepeats, 'unmarked repeats'],
		[counters.gaps, 'gaps'],
		[counters.lost, 'lost'],
		[counters.malformed, 'malformed'],
	] as const;
	return named.map(([count, name]) => `${count} ${name}`).join(', ');
}

/** Collects until INT, TERM or the limit. Throws what keeps it from storing. */
export async function runCollect(io: Io, given: CollectGiven): Promise<void> {
	const places = new Map<string, Place>();
	const note = (line: Record<string, unknown>): unknown => places.set(String(line['card']), placeIn(line));
	const file = given.out === undefined ? null : await JsonLinesFile.open(given.out, note);
	let end: End = () => {};
	const ended = new Promise<void>((resolve, reject) => {
		end = error => (error === undefined ? resolve() : reject(error));
		io.stop.addEventListener('abort', () => resolve(), {once: true});
	});
	const keep: Keep = async lines => (file === null ? lines.forEach(line => io.out(line)) : file.append(lines));
	const session = sessionOf(io, given, keep, end);
	for (const {card, logId, through} of places.values()) {
		session.collector.restore(card, logId, through);
	}
	session.start();
	try {
		await ended;
		await session.stop();
	} finally {
		session.client.cut();
		await file?.close();
	}
	io.note(remarksOn(session.collector));
}
