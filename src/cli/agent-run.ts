// Runs one card in real time: composes its UPS, log, state and faces, and takes them apart again.

import {hostname} from 'node:os';
import {join} from 'node:path';
import type {Command} from 'commander';
import {originConfigFile} from '../agent/roles.ts';
import {codedError} from '../core/errors.ts';
import type {Store} from '../core/ports.ts';
import {seedFor} from '../core/random.ts';
import {loadAgentState, saveAgentState} from '../platform/node/agent-state.ts';
import type {AgentState} from '../platform/node/agent-state.ts';
import {nodeClock, nodeWallClock} from '../platform/node/clock.ts';
import {Agent, random32} from '../platform/node/main.ts';
import type {AgentIdentity} from '../platform/node/main.ts';
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
import {StateDirectory} from '../platform/node/state-dir.ts';
import {fullWires} from '../protocols/mqtt/full-client.ts';
import {findModel, nearestSku} from '../ups/catalogue.ts';
import type {UpsModel} from '../ups/model.ts';
import {DOUBLES, INTEGERS} from '../ups/row.ts';
import type {AgentOptions} from './commands/agent.ts';
import {textOfEvent} from './event-lines.ts';
import {facesOf} from './agent-faces.ts';
import type {CardBroker} from './agent-faces.ts';
import {accountsOf} from './faces/accounts.ts';
import {openFaces, writeReady} from './faces/open-faces.ts';
import type {Io} from './io.ts';
import {MemoryStore} from './memory-store.ts';
import {brokerOptionsFrom} from './mqtt-options.ts';
import {applyRecording, deviceOf} from './recording/device.ts';
import type {RecordedDevice} from './recording/device.ts';
import {loadRecording, problemsText} from './recording/load.ts';
import {readSettingsFile, refuseBadSettings} from './settings-files.ts';

/** Where in the state directory the event log is. */
export const EVENTS_FOLDER = 'events';
const DATA_FOLDER = 'data';
const MEBIBYTE = 1_048_576;
const dataSizes = {fileBytes: MEBIBYTE, files: 10};
const logSizes = {segmentBytes: MEBIBYTE, totalBytes: 16 * MEBIBYTE};

function modelFor(sku: string): UpsModel {
	const model = findModel(sku);
	if (model === null) {
		throw codedError(
			'E_MODEL_UNKNOWN',
			`No model has the SKU ${JSON.stringify(sku)}; did you mean ${nearestSku(sku)}?`,
			{sku},
		);
	}
	return model;
}

/** A serial number that stays the same on this machine. */
function hostSerial(sku: string): string {
	return `RT${seedFor(0, `${hostname()}/${sku}`).toString().padStart(10, '0')}`;
}

function cardIdFrom(serial: string): string {
	return serial
		.toLowerCase()
		.replaceAll(/[^a-z0-9-]/g, '-')
		.slice(0, 32);
}

/** Runs until INT or TERM. Throws what keeps it from starting. */
export async function runAgent(io: Io, given: AgentOptions, version: string, command: Command): Promise<void> {
	const store = given.state === undefined ? null : StateDirectory.open(given.state);
	let log: AgentLog | undefined;
	try {
		const saved = store === null ? null : loadAgentState(store, DOUBLES, INTEGERS);
		const recorded = recordedDevice(io, given, command);
		const named = saved === null || command.getOptionValueSource('model') !== 'default';
		const model = recorded?.model ?? modelFor(named ? given.model : saved.model);
		const identity = identityOf(recordedSerial(given, recorded), saved, model, version);
		const ports = {
			clock: nodeClock,
			wallClock: nodeWallClock,
			keep: (state: AgentState) => (store === null ? undefined : saveAgentState(store, state)),
			settings: settingsPlace(store),
			schedules: schedulesPlace(store),
			data: store === null ? null : dataLog(given.state ?? ''),
			told: ({event, phase}: LogEntry, again: number) =>
				io.out(`${new Date().toISOString()} ${textOfEvent(event, phase)}${again === 0 ? '' : ` (again, ${again})`}`),
		};
		// A battery that was in another UPS says nothing about this one.
		const mine = saved?.model === identity.model.sku ? saved : null;
		log = openLog(io, given.state);
		const agent = new Agent(identity, ports, mine, log);
		if (recorded !== null) {
			applyRecording(agent.house, recorded, mine === null);
		}
		await serve(io, agent, given, store ?? new MemoryStore());
	} finally {
		log?.close();
		store?.close();
	}
}

function dataLog(state: string): DataLog {
	return DataLog.open(join(state, DATA_FOLDER), {columns: dataColumns, ...dataSizes});
}

function settingsPlace(store: StateDirectory | null): SettingsPlace {
	return store === null ? nowhere : {kept: loadSettings(store), save: settings => saveSettings(store, settings)};
}

function schedulesPlace(store: StateDirectory | null): SchedulesPlace {
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

/** The device of `--recording`; null without. A model that is named goes before the recording's. */
function recordedDevice(io: Io, given: AgentOptions, command: Command): RecordedDevice | null {
	if (given.recording === undefined) {
		return null;
	}
	const file = loadRecording(given.recording);
	const problems = problemsText(file);
	if (problems !== '') {
		io.note(problems);
	}
	const device = deviceOf(file.values);
	return command.getOptionValueSource('model') === 'default' ? device : {...device, model: modelFor(given.model)};
}

function recordedSerial(given: AgentOptions, recorded: RecordedDevice | null): AgentOptions {
	const serial = given.serial ?? recorded?.facts.serial;
	return serial === undefined ? given : {...given, serial};
}

function identityOf(given: AgentOptions, saved: AgentState | null, model: UpsModel, version: string): AgentIdentity {
	const serial = given.serial ?? saved?.serial ?? hostSerial(model.sku);
	return {
		cardId: given.cardId ?? saved?.cardId ?? cardIdFrom(serial),
		serial,
		model,
		site: given.site,
		cardFirmware: version,
		loadRatio: given.load / 100,
		ambientCelsius: given.ambient,
	};
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
		const {address, user, password, tls} = brokerOptionsFrom(given.mqtt, given);
		const protocolVersion = given.mqttVersion === '5' ? 5 : 4;
		const openWire = fullWires({broker: address, protocolVersion, ...(tls === null ? {} : {tls})});
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

async function serve(io: Io, agent: Agent, given: AgentOptions, store: Store): Promise<void> {
	await takeSettings(io, agent, given.settings);
	const {house} = agent;
	const opened = await openFaces({
		io,
		house,
		given,
		store,
		clock: nodeClock,
		wallClock: nodeWallClock,
		version: agent.identity.cardFirmware,
		accounts: accountsOf({io, house, store, clock: nodeClock}),
		faults: async () => (await import('../../sim/fleet/control/agent-bench.ts')).agentBench(agent, nodeClock),
	});
	const broker = await openBroker(io, given, agent.identity.cardId);
	const faces = facesOf({io, agent, given, broker, store, opened: opened.text});
	agent.start(faces);
	writeReady(given.readyFile, 1, {...opened.at, mqtt: broker.address});
	await stopped(io.stop);
	agent.stop();
	await opened.close();
	await Promise.all(faces.map(async face => face.stop()));
	await broker.close();
}

async function stopped(stop: AbortSignal): Promise<void> {
	if (!stop.aborted) {
		await new Promise<void>(resolve => {
			stop.addEventListener('abort', () => resolve(), {once: true});
		});
	}
}
