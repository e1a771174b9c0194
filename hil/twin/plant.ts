// The simulated UPS of a bench: a fleet of one in real time, or faster, whose registers a card under test reads over a line that can
// be disturbed. The card that a fleet has of its own only serves the registers here, and hears its UPS always.

import type {Millis} from '../../src/core/clock.ts';
import {RandomStream, seedFor} from '../../src/core/random.ts';
import type {CardHouse} from '../../src/agent/card-view.ts';
import {statusWords} from '../../src/agent/status-words.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {NOT_AVAILABLE} from '../../src/core/absent.ts';
import {measure} from '../../src/ups/measure.ts';
import {READING_SIZE, readingFields} from '../../src/ups/reading.ts';
import {answers} from '../../src/ups/update-state.ts';
import {FaultDesk} from '../../sim/fleet/control/fault-desk.ts';
import {NO_MQTT, openFleet} from '../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../sim/fleet/open-fleet.ts';
import {DEFAULT_START_UTC, serialFor} from '../../sim/fleet/spec.ts';
import type {FleetSpec} from '../../sim/fleet/spec.ts';
import type {BenchCommand, SettableName} from '../../sim/scenario/bench.ts';
import type {Dial} from '../../sim/scenario/ups-target.ts';
import {notOfUps, plantTarget} from './plant-target.ts';
import type {PlantWishes} from './plant-wishes.ts';
import {Wire} from './wire.ts';
import type {StatusTold, Truth} from './words.ts';

const ID = 'ups';
const PLACE = 'bench';
/** Real time between two looks at what became of the UPS. */
const TURN_MS = 20;

function specOf({model, serial, loadPercent, ambientCelsius, ageYears, seed}: PlantWishes): FleetSpec {
	return {
		seed,
		startUtc: DEFAULT_START_UTC,
		sites: [{name: PLACE, disturbances: {}}],
		cards: [
			{
				id: ID,
				site: 0,
				model,
				serial: serial ?? serialFor(seed, ID),
				loadRatio: loadPercent / 100,
				profile: 'constant',
				ambientCelsius,
				ageYears,
			},
		],
	};
}

const now = (): number => performance.timeOrigin + performance.now();

/** One simulated UPS. */
export class Plant {
	readonly wire: Wire;
	readonly desk: FaultDesk;
	readonly house: CardHouse;
	readonly model: string;
	readonly serial: string;
	readonly #opened: OpenedFleet;
	readonly #stop: AbortController;
	readonly #row = new Int32Array(READING_SIZE);
	readonly #stepMs: Millis;
	/** Hands on the utility, beside those of faults. */
	readonly #volts: Dial;
	readonly #hertz: Dial;
	#told: (told: StatusTold) => void = () => {};
	#words = '';
	#running: Promise<void> | null = null;

	constructor(opened: OpenedFleet, {seed, speed}: PlantWishes, stop: AbortController) {
		const {bench, fleet} = opened;
		this.#opened = opened;
		this.#stop = stop;
		this.house = opened.house;
		({model: this.model, serial: this.serial} = fleet.spec.cards[0]);
		const u = fleet.upsView(0);
		this.#stepMs = Math.max(1, TURN_MS * speed);
		this.#volts = bench.target(0).dial('inputVolts');
		this.#hertz = bench.target(0).dial('inputHertz');
		this.wire = new Wire({
			clock: nodeClock,
			random: new RandomStream(seedFor(seed, `${ID}/wire`)),
			isSpeaking: () => answers(u),
		});
		this.desk = new FaultDesk({
			cards: bench.cards,
			surroundings: {clock: fleet.clock, disturbBroker: () => notOfUps('the broker')},
			now: () => bench.now(),
			target: card => plantTarget(bench.target(card), this.wire),
		});
	}

	/** Lets time go on until `close`. */
	start(): void {
		this.#running = this.#run();
	}

	/** Tells the status words, and whenever they are others. */
	watch(told: (status: StatusTold) => void): void {
		this.#told = told;
		this.#words = '';
		this.#look();
	}

	set(name: SettableName, value: number): void {
		this.#opened.bench.set(0, name, value);
	}

	/** The utility; 0 V is a blackout. What is left out stays. */
	feed(volts: number | undefined, hertz: number | undefined): void {
		const {nominalVolts, nominalHertz} = this.#opened.fleet.upsView(0).rating;
		if (volts !== undefined) {
			this.#volts.turn(volts / nominalVolts);
		}
		if (hertz !== undefined) {
			this.#hertz.turn(hertz - nominalHertz);
		}
	}

	/** Ends all faults, and puts the utility right. */
	reset(): void {
		this.desk.reset();
		const {nominalVolts, nominalHertz} = this.#opened.fleet.upsView(0).rating;
		this.feed(nominalVolts, nominalHertz);
	}

	/** Why it is refused, '' where it is not. */
	command(command: BenchCommand): string {
		return this.#opened.bench.command(0, command);
	}

	truth(): Truth {
		const {bench} = this.#opened;
		const row = this.#measure();
		const told = readingFields.map(({name, scale}, slot) => [name, row[slot], scale] as const);
		return {
			atMs: bench.now(),
			utcMs: now(),
			words: statusWords(row, 0),
			readings: Object.fromEntries(
				told.map(([name, value, scale]) => [name, value === NOT_AVAILABLE ? null : value / scale]),
			),
			isSilent: this.wire.isSilent(),
			wire: this.wire.counters,
			drift: bench.drift(),
		};
	}

	async close(): Promise<void> {
		this.#stop.abort();
		await this.#running;
		this.desk.reset();
		await this.#opened.close();
	}

	async #run(): Promise<void> {
		const {bench} = this.#opened;
		while (!this.#stop.signal.aborted) {
			await bench.runUntil(bench.now() + this.#stepMs);
			this.#look();
		}
	}

	#measure(): Int32Array {
		const {bench, fleet} = this.#opened;
		measure(fleet.upsView(0), bench.now(), this.#row, 0);
		return this.#row;
	}

	#look(): void {
		const words = statusWords(this.#measure(), 0);
		const text = words.join(' ');
		if (text !== this.#words) {
			this.#words = text;
			this.#told({told: 'status', atMs: this.#opened.bench.now(), utcMs: now(), words});
		}
	}
}

/** A UPS whose time stands still until it is started. Throws E_MODEL_UNKNOWN. */
export async function openPlant(wishes: PlantWishes, note: (text: string) => void): Promise<Plant> {
	const stop = new AbortController();
	const {speed} = wishes;
	const opened = await openFleet(specOf(wishes), {speed, mqttUrl: NO_MQTT, signal: stop.signal, note});
	return new Plant(opened, wishes, stop);
}
