// Runs a fleet of simulated cards: composes it, its faces and its end.

import {SECOND} from '../core/clock.ts';
import {nodeClock, nodeWallClock} from '../platform/node/clock.ts';
import type {FaultCount, FaultDesk, FaultRequest} from '../../sim/fleet/control/fault-desk.ts';
import type {OpenedFleet} from '../../sim/fleet/open-fleet.ts';
import type {FirmwareWishes} from '../../sim/fleet/updates/setup.ts';
import type {SimOptions} from './commands/sim.ts';
import {accountsOf} from './faces/accounts.ts';
import {openFaces, writeReady} from './faces/open-faces.ts';
import type {OpenedFaces} from './faces/open-faces.ts';
import type {Io} from './io.ts';
import {MemoryStore} from './memory-store.ts';
import {ProgressLine} from './progress-line.ts';
import {applyRecording, deviceOf} from './recording/device.ts';
import type {RecordedDevice} from './recording/device.ts';
import {loadRecording, problemsText} from './recording/load.ts';
import type {MetricSource} from '../protocols/metrics/exposition.ts';
import {faultSource, MessageCounts, virtualTimeSource} from '../protocols/metrics/sources.ts';
import {CounterLine, counterSource, lackingText} from './sim-counters.ts';
import {durationOf, fleetOf, reportSim} from './sim-end.ts';
import type {SimEnd} from './sim-end.ts';
import {simFaults} from './sim-faults.ts';
import {simFirmware} from './sim-firmware.ts';
import {effectiveText, simMqtt} from './sim-mqtt.ts';
import type {SimMqtt} from './sim-mqtt.ts';
import {openSimUi} from './sim-ui.ts';
import type {OpenedSimUi} from './sim-ui.ts';

/** Runs until the time is over, or INT or TERM. Throws what keeps it from starting. */
export async function runSim(io: Io, options: SimOptions, version: string): Promise<void> {
	const until = await durationOf(options.duration);
	const faults = await simFaults(io, options.faults);
	const recorded = recordedDevice(io, options);
	const wishes = await simMqtt(options);
	const firmware = await simFirmware(options);
	io.note(`settings: ${effectiveText(options)}`);
	const opened = await openSim(io, options, recorded, {...wishes, firmware: firmware?.wishes}).catch(
		async (error: unknown) => {
			await firmware?.close();
			throw error;
		},
	);
	const {house} = opened;
	if (recorded !== null) {
		applyRecording(house, recorded, true);
	}
	const {faces, ui} = await openSimFaces(io, options, opened, {version, faults});
	const mqtt: Record<string, string> = opened.mqttUrl === '' ? {} : {mqtt: opened.mqttUrl};
	tellReady(io, options, opened, `${faces.text}${ui === null ? '' : `, ui ${ui.at}`}`);
	try {
		writeReady(options.readyFile, house.count, {
			...faces.at,
			...mqtt,
			...(ui === null ? {} : {ui: ui.at}),
		});
		await play(io, opened, until, options.speed);
	} finally {
		await ui?.close();
		await faces.close();
		await opened.close();
		await firmware?.close();
	}
	reportSim(io, options, endOf(opened));
}

function endOf(opened: OpenedFleet): SimEnd {
	const {bench, fleet, counters, encoded} = opened;
	return {
		nowMs: bench.now(),
		events: fleet.events,
		summary: opened.summary(),
		digest: opened.digest(),
		counters,
		latency: opened.latency(),
		encoded,
	};
}

function tellReady(io: Io, {seed, speed}: SimOptions, {bench, mqttUrl, serviceUrl}: OpenedFleet, faces: string): void {
	const pace = speed === Infinity ? 'max' : `${speed}x`;
	const broker = mqttUrl === '' ? '' : `, ${mqttUrl}, topics ridethrough/v1/#`;
	io.note(`ready: ${bench.cards.length} cards, seed ${seed}, speed ${pace}${broker}${faces}`);
	if (serviceUrl !== undefined) {
		io.note(`the service ("ridethrough collect") comes in at ${serviceUrl}`);
	}
}

/** The device of `--recording`; null without. */
function recordedDevice(io: Io, options: SimOptions): RecordedDevice | null {
	if (options.recording === undefined) {
		return null;
	}
	const file = loadRecording(options.recording);
	const problems = problemsText(file);
	if (problems !== '') {
		io.note(problems);
	}
	return deviceOf(file.values);
}

async function openSim(
	io: Io,
	options: SimOptions,
	recorded: RecordedDevice | null,
	{mqtt, samples, firmware}: SimMqtt & {readonly firmware: FirmwareWishes | undefined},
): Promise<OpenedFleet> {
	const {openFleet} = await import('../../sim/fleet/open-fleet.ts');
	const {plainFleet, shardOf} = await import('../../sim/fleet/spec.ts');
	const models = recorded === null ? options.models : [recorded.model.sku];
	const whole = plainFleet(...fleetOf({...options, models}));
	return openFleet(shardOf(whole, options.shard.index, options.shard.count), {
		speed: options.speed,
		eventsAck: options.eventsAck,
		signal: io.stop,
		note: text => io.note(text),
		mqtt,
		samples,
		...(firmware === undefined ? {} : {firmware}),
		...(recorded === null ? {} : {modelOf: () => recorded.model}),
		...(options.mqtt === undefined ? {} : {mqttUrl: options.mqtt}),
		...(options.mqttListen === undefined ? {} : {mqttListen: options.mqttListen}),
	});
}

interface SimStart {
	readonly version: string;
	/** Made before time begins. */
	readonly faults: readonly FaultRequest[];
}

interface SimFaces {
	readonly faces: OpenedFaces;
	readonly ui: OpenedSimUi | null;
}

async function openSimFaces(io: Io, given: SimOptions, opened: OpenedFleet, start: SimStart): Promise<SimFaces> {
	const {version, faults} = start;
	const {house, bench} = opened;
	const store = new MemoryStore();
	const sources = [virtualTimeSource({run: `seed ${given.seed}`, now: () => bench.now(), speed: given.speed})];
	const {desk, counts: faultCounts} = deskOf(opened);
	const counts = new MessageCounts();
	sources.push(faultSource(faultCounts), ...(await counterSources(given, opened, counts)));
	let faces: OpenedFaces | null = null;
	try {
		faces = await openFaces({
			io,
			house,
			given,
			store,
			clock: nodeClock,
			wallClock: nodeWallClock,
			version,
			...accountsOf({io, house, store, clock: nodeClock}),
			faults: async () => bench,
			desk,
			counts,
			sources,
			lacking: () => lackingText(opened.counters?.up, house.count),
		});
		if (faults.length > 0) {
			(await desk()).populate(faults);
		}
		const seen = [...sources, counts.source];
		return {faces, ui: await openSimUi({options: given, opened, desk, sources: seen, version})};
	} catch (error) {
		await faces?.close();
		await opened.close();
		throw error;
	}
}

/** What metrics tell of the sessions; nothing where there are none. */
async function counterSources(given: SimOptions, opened: OpenedFleet, counts: MessageCounts): Promise<MetricSource[]> {
	const {counters, house} = opened;
	if (counters === undefined) {
		return [];
	}
	const {BOUNDS_S: bounds} = await import('../../sim/fleet/latency-histogram.ts');
	counts.add('mqtt', counters.traffic);
	return [counterSource({counters, latency: opened.latency(), bounds, sampleQos: given.qos, cards: house.count})];
}

interface SharedDesk {
	readonly desk: () => Promise<FaultDesk>;
	/** Its faults by type, for metrics; none until it is made. */
	readonly counts: () => readonly FaultCount[];
}

/** The desk that holds the faults of every face; made for the first that asks. */
function deskOf({bench}: OpenedFleet): SharedDesk {
	let making: Promise<FaultDesk> | undefined;
	let made: FaultDesk | undefined;
	const make = async (): Promise<FaultDesk> => {
		const {FaultDesk} = await import('../../sim/fleet/control/fault-desk.ts');
		return (made = new FaultDesk(bench));
	};
	return {desk: async () => (making ??= make()), counts: () => made?.counts() ?? []};
}

async function play(io: Io, opened: OpenedFleet, until: number, speed: number): Promise<void> {
	const {bench, fleet, counters} = opened;
	const now = (): number => Date.now();
	const progress = new ProgressLine(io, now);
	const line = counters === undefined ? null : new CounterLine(counters, opened.latency(), now);
	// Nobody waits longer than a second for the end, or for a line.
	try {
		while (!io.stop.aborted && !opened.isSpent() && bench.now() < until) {
			await bench.runUntil(Math.min(until, bench.now() + Math.min(opened.longestStep(), SECOND * speed)));
			progress.show(() => {
				const hours = (bench.now() / 3_600_000).toFixed(2);
				const told = line === null ? '' : `, ${line.text()}`;
				return `${bench.cards.length} cards, ${hours} h of virtual time, ${fleet.events} UPS events${told}`;
			});
		}
	} finally {
		progress.end();
	}
}
