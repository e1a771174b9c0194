// Runs one card in real time: composes its UPS, log, state and faces, and takes them apart again.

import {join} from 'node:path';
import type {Command} from 'commander';
import {originConfigFile} from '../agent/roles.ts';
import type {WallClock} from '../core/clock.ts';
import type {Store} from '../core/ports.ts';
import {loadAgentState, saveAgentState} from '../platform/node/agent-state.ts';
import type {AgentState} from '../platform/node/agent-state.ts';
import {nodeClock} from '../platform/node/clock.ts';
import {Agent, random32} from '../platform/node/main.ts';
import {EventLog} from '../platform/node/event-log/event-log.ts';
import {DiskLog, MemoryLog} from '../platform/node/main/agent-log.ts';
import type {AgentLog} from '../platform/node/main/agent-log.ts';
import {noCalendar} from '../platform/node/main/agent-schedules.ts';
import type {SchedulesPlace} from '../platform/node/main/agent-schedules.ts';
import {loadSchedules, saveSchedules} from '../platform/node/schedules-state.ts';
import {DataLog} from '../platform/node/data-log.ts';
import {dataColumns} from '../platform/node/main/data-columns.ts';
import type {LogEntry} from '../agent/card-rows.ts';
import {nowhere} from '../platform/node/main/agent-settings.ts';
import type {SettingsPlace} from '../platform/node/main/agent-settings.ts';
import {loadSettings, saveSettings} from '../platform/node/settings-state.ts';
import type {AgentFirmware, FirmwareReset} from '../platform/node/main/agent-firmware.ts';
import type {Booted} from '../platform/node/main/firmware-board.ts';
import type {UpsWorld} from '../platform/node/main/ups-world.ts';
import {NativeFace} from '../platform/node/main/native-face.ts';
import {StateDirectory} from '../platform/node/state-dir.ts';
import {MessageCounts} from '../protocols/metrics/sources.ts';
import {fullWires} from '../protocols/mqtt/full-client.ts';
import {DOUBLES, INTEGERS} from '../ups/row.ts';
import type {TelemetryFace} from '../agent/telemetry-face.ts';
import type {CardFirmware} from './agent-firmware.ts';
import type {AgentOptions} from './commands/agent.ts';
import {textOfEvent} from './event-lines.ts';
import {agentClock} from './agent-clock.ts';
import {cardUps, identify, worldOf} from './agent-ups.ts';
import type {CardUps, CardUpsParts} from './agent-ups.ts';
import {refuseUpsFirmware, takeUpsFirmware} from './agent-ups-firmware.ts';
import {facesOf} from './agent-faces.ts';
import type {CardBroker} from './agent-faces.ts';
import {accountsOf} from './faces/accounts.ts';
import {openFaces, writeReady} from './faces/open-faces.ts';
import type {Io} from './io.ts';
import {MemoryStore} from './memory-store.ts';
import {brokerOptionsFrom} from './mqtt-options.ts';
import {readSettingsFile, refuseBadSettings} from './settings-files.ts';

/** Where in the state directory the event log is. */
export const EVENTS_FOLDER = 'events';
const DATA_FOLDER = 'data';
const MEBIBYTE = 1_048_576;
const dataSizes = {fileBytes: MEBIBYTE, files: 10};
const never = new Promise<undefined>(() => {});
const logSizes = {segmentBytes: MEBIBYTE, totalBytes: 16 * MEBIBYTE};

/** What outlives a reset of the card. */
interface Held {
	firmware: CardFirmware | null;
	broker: CardBroker | null;
	/** Where its faces listened. */
	at: Readonly<Record<string, string>>;
}

/** Faces of a card that comes back are where they were, though any free port was asked for. */
function reopened(given: AgentOptions, at: Held['at']): AgentOptions {
	const ports: Record<string, string> = {};
	for (const [name, place] of Object.entries(at)) {
		const asked: unknown = given[name as keyof AgentOptions];
		const port = /:([0-9]+)(\/|$)/.exec(place)?.[1];
		if (typeof asked === 'string' && asked.endsWith(':0') && port !== undefined) {
			ports[name] = `${asked.slice(0, -1)}${port}`;
		}
	}
	return {...given, ...ports};
}

/** Runs until INT or TERM. Throws what keeps it from starting. */
export async function runAgent(io: Io, given: AgentOptions, version: string, command: Command): Promise<void> {
	refuseUpsFirmware(given);
	const state = given.state === undefined ? null : StateDirectory.open(given.state);
	const held: Held = {firmware: null, broker: null, at: {}};
	// A card that can reset keeps its state over that, on a disk or not.
	const store = state ?? (given.firmwareRoot === undefined ? null : new MemoryStore());
	let log: AgentLog | undefined;
	try {
		log = openLog(io, given.state);
		// A card whose UPS turns out to be another one starts anew, as a card does that is moved; so does one that resets.
		for (let again = true; again && !io.stop.aborted; ) {
			const saved = store === null ? null : loadAgentState(store, DOUBLES, INTEGERS);
			again = await runCard({io, given: reopened(given, held.at), command, version, store, saved, held}, log);
		}
	} finally {
		await held.broker?.close();
		held.firmware?.board.close();
		log?.close();
		state?.close();
	}
}

type CardParts = CardUpsParts & {readonly held: Held};

/** Runs a card until it is to stop; true where it is to start anew. */
async function runCard(parts: CardParts, log: AgentLog): Promise<boolean> {
	const {io, given, store, held} = parts;
	const clocked = await agentClock(io, given.ntp);
	let card: CardUps | undefined;
	try {
		card = await cardUps(parts);
		const booted = await bootOf(parts, card);
		const runs = booted === null ? '' : booted.version.join('.');
		const cardFirmware = runs === '' ? parts.version : runs;
		const named = {...card, identity: {...card.identity, cardFirmware}};
		const world = worldOf(named, clocked.wallClock);
		const agent = agentOf(parts, named, log, clocked.wallClock, world);
		clocked.attach(agent);
		const {replaced} = card;
		await serve({io, agent, world, given, store: store ?? new MemoryStore(), replaced, held, booted});
	} finally {
		clocked.close();
		// A serial line has one owner: the next card finds it free.
		await card?.linked?.stop();
	}
	return !io.stop.aborted;
}

/** Boots the card's firmware; null where it trusts no root. */
async function bootOf({given, store, version, held}: CardParts, card: CardUps): Promise<Booted | null> {
	if (given.firmwareRoot === undefined || store === null) {
		return null;
	}
	const {CardFirmware} = await import('./agent-firmware.ts');
	held.firmware ??= new CardFirmware(given, card.identity.serial, version, store);
	return held.firmware.boot();
}

function agentOf(parts: CardParts, card: CardUps, log: AgentLog, wallClock: WallClock, world: UpsWorld): Agent {
	const {io, given, store} = parts;
	const ports = {
		clock: nodeClock,
		wallClock,
		keep: (state: AgentState) => (store === null ? undefined : saveAgentState(store, state)),
		settings: settingsPlace(store),
		schedules: schedulesPlace(store),
		data: given.state === undefined ? null : dataLog(given.state),
		told: ({event, phase}: LogEntry, again: number) =>
			io.out(
				`${new Date(wallClock.nowUtc()).toISOString()} ${textOfEvent(event, phase)}${again === 0 ? '' : ` (again, ${again})`}`,
			),
	};
	const agent = new Agent(card.identity, ports, card.saved, log, world);
	identify(agent, card);
	return agent;
}

function dataLog(state: string): DataLog {
	return DataLog.open(join(state, DATA_FOLDER), {columns: dataColumns, ...dataSizes});
}

function settingsPlace(store: Store | null): SettingsPlace {
	return store === null ? nowhere : {kept: loadSettings(store), save: settings => saveSettings(store, settings)};
}

function schedulesPlace(store: Store | null): SchedulesPlace {
	return store === null ? noCalendar : {kept: loadSchedules(store), save: kept => saveSchedules(store, kept)};
}

/** The log of the state directory, or one that ends with the process. */
function openLog(io: Io, state: string | undefined): AgentLog {
	if (state === undefined) {
		return new MemoryLog(random32());
	}
	const log = EventLog.open(join(state, EVENTS_FOLDER), {...logSizes, newLogId: random32()});
	const {cutBytes, keptAs} = log.repair;
	if (cutBytes > 0) {
		const where = keptAs === '' ? 'dropped' : `kept as ${keptAs} in ${log.directory}`;
		io.note(`The event log ended in ${cutBytes} bytes that were no whole entry; they were ${where}.`);
	}
	return new DiskLog(log);
}

/** Takes a file of settings before the card starts, all of it or nothing. */
async function takeSettings(io: Io, agent: Agent, file: string | undefined): Promise<void> {
	for (const message of agent.settings.dropped) {
		io.note(`A setting that was kept is left out: ${message}`);
	}
	if (file !== undefined) {
		const checked = await readSettingsFile(file, agent.settings.desk, agent.identity.serial);
		refuseBadSettings(file, checked, text => io.note(text));
		const note = {actor: '', role: 0, origin: originConfigFile, commandId: '', text: ''};
		agent.act((card, t) => agent.settings.apply(checked.changes, t, card, note));
	}
}

async function openBroker(io: Io, given: AgentOptions, cardId: string): Promise<CardBroker> {
	if (given.mqtt !== undefined) {
		const {address, nodes, user, password, tls} = brokerOptionsFrom(given.mqtt, given);
		const protocolVersion = given.mqttVersion === '5' ? 5 : 4;
		const openWire = fullWires({broker: nodes, protocolVersion, needsFilters: nodes.length > 1, tls});
		return {openWire: () => openWire, address, user, password, close: async () => {}};
	}
	const {openEmbedded} = await import('../../sim/fleet/embedded.ts');
	const {broker, serviceUrl} = await openEmbedded(given.mqttListen, text => io.note(text));
	io.note(`the service ("ridethrough collect") comes in at ${serviceUrl}`);
	return {
		openWire: clientId => fullWires({broker: () => broker.attach(cardId, clientId), protocolVersion: 4}),
		address: broker.url ?? '',
		user: null,
		password: null,
		close: async () => broker.stop(),
	};
}

interface Serving {
	readonly io: Io;
	readonly agent: Agent;
	readonly world: UpsWorld;
	readonly given: AgentOptions;
	readonly store: Store;
	readonly replaced: Promise<void>;
	readonly held: Held;
	readonly booted: Booted | null;
}

async function serve(serving: Serving): Promise<void> {
	const {io, agent, given, store, replaced, held, booted} = serving;
	await takeSettings(io, agent, given.settings);
	const {house} = agent;
	let isServing = false;
	const firmware = booted === null ? null : (held.firmware?.attach(agent, booted, () => isServing) ?? null);
	house.firmware = firmware?.view ?? null;
	const opened = await openFaces({
		io,
		house,
		given,
		store,
		clock: nodeClock,
		wallClock: agent.ports.wallClock,
		version: agent.identity.cardFirmware,
		...accountsOf({io, house, store, clock: nodeClock}),
		faults: async () => (await import('../../sim/fleet/control/agent-bench.ts')).agentBench(agent, nodeClock),
		counts: new MessageCounts(),
		sources: [],
	});
	isServing = opened.at['http'] !== undefined;
	held.broker ??= await openBroker(io, given, agent.identity.cardId);
	const faces = facesOf({io, agent, given, broker: held.broker, store, firmware, opened: opened.text});
	agent.start(faces);
	firmware?.start();
	writeReady(given.readyFile, 1, {...opened.at, mqtt: held.broker.address});
	await installFile(serving, firmware);
	const reset = await Promise.race([stopped(io.stop), replaced, firmware?.whenReset ?? never]);
	// Faults end before the state is kept.
	await opened.close();
	firmware?.stop();
	agent.stop();
	await endFaces(faces, reset !== undefined);
	await afterRun(serving, opened.at, reset ?? null);
}

async function installFile(serving: Serving, firmware: AgentFirmware | null): Promise<void> {
	const {io, given, held} = serving;
	if (firmware !== null && held.firmware !== null) {
		await takeUpsFirmware({...serving, firmware, board: held.firmware.board});
		await held.firmware.installFile(io, given, firmware);
	}
}

async function endFaces(faces: readonly TelemetryFace[], restarts: boolean): Promise<void> {
	for (const face of faces) {
		if (restarts && face instanceof NativeFace) {
			face.endsAs = 'restarting';
		}
	}
	await Promise.all(faces.map(async face => face.stop()));
}

/** What is outside of the card stays as it is over a reset: its broker, and the ports of its faces. */
async function afterRun({io, held}: Serving, at: Held['at'], reset: FirmwareReset | null): Promise<void> {
	if (reset === null) {
		await held.broker?.close();
		held.broker = null;
		return;
	}
	io.note(`the card restarts: ${reset.why}`);
	held.at = at;
	if (held.firmware !== null) {
		held.firmware.before = reset;
	}
}

async function stopped(stop: AbortSignal): Promise<void> {
	if (!stop.aborted) {
		await new Promise<void>(resolve => {
			stop.addEventListener('abort', () => resolve(), {once: true});
		});
	}
}
