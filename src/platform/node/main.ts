// The card on Node: one UPS and one card in real time, an uplink, and a state that survives a restart.

import {randomBytes} from 'node:crypto';
import {Card} from '../../agent/card.ts';
import {CardRows} from '../../agent/card-rows.ts';
import {Reporter} from '../../agent/reporter.ts';
import type {OutKind, Uplink} from '../../agent/uplink.ts';
import {ProtobufWriter} from '../../codec/protobuf.ts';
import type {Clock, Millis, WallClock} from '../../core/clock.ts';
import {DAY, MINUTE} from '../../core/clock.ts';
import {seedFor} from '../../core/random.ts';
import {nextEventAt} from '../../ups/fire.ts';
import {measure, measureStates} from '../../ups/measure.ts';
import type {UpsModel} from '../../ups/model.ts';
import {ratingOf} from '../../ups/rating.ts';
import {READING_SIZE} from '../../ups/reading.ts';
import {Ups, UpsRows} from '../../ups/row.ts';
import {addType, advance, startUps} from '../../ups/ups.ts';
import type {AgentState} from './agent-state.ts';

export interface AgentIdentity {
	readonly cardId: string;
	readonly serial: string;
	readonly model: UpsModel;
	readonly site: string;
	readonly cardFirmware: string;
	/** Load as a share of the rating. */
	readonly loadRatio: number;
	readonly ambientCelsius: number;
}

export interface AgentPorts {
	readonly clock: Clock;
	readonly wallClock: WallClock;
	/** Keeps the state; called before anything that relies on it leaves the card. */
	readonly keep: (state: AgentState) => void;
	/** Told of every event in words. */
	readonly told: (t: Millis, event: number, phase: number) => void;
}

const LOG_SIZE = 1024;
const WRITER_BYTES = 2048;
export const SAMPLE_INTERVAL_MS = MINUTE;
/** A timer is set at most this far ahead, so that a clock that was put to sleep is caught up with. */
const LONGEST_NAP_MS = MINUTE;
const UPS_FIRMWARE = 'UPS 09.8 / ID 1001';

function random32(): number {
	return randomBytes(4).readUInt32LE();
}

/** One card in real time. `start` sets it going, `stop` ends it and keeps its state. */
export class Agent {
	readonly identity: AgentIdentity;
	readonly ports: AgentPorts;
	readonly rows = new UpsRows(1);
	readonly cards = new CardRows(1, LOG_SIZE);
	readonly ups: Ups;
	readonly card: Card;
	readonly reporter: Reporter;
	readonly #row = new Int32Array(READING_SIZE);
	readonly #logId: number;
	#sessionId = 0;
	/** UPS time at the card's own time 0. */
	#upsOffsetMs: Millis;
	#uplink: Uplink | undefined;
	#cancel: () => void = () => {};
	#sampleAt: Millis = 0;
	#stopped = false;

	/** A card that goes on where `saved` ended, or a new one. */
	constructor(identity: AgentIdentity, ports: AgentPorts, saved: AgentState | null) {
		this.identity = identity;
		this.ports = ports;
		addType(this.rows, ratingOf(identity.model));
		this.ups = new Ups(this.rows, 0);
		this.#logId = saved?.logId ?? random32();
		this.cards.bootIds[0] = random32();
		this.cards.logIds[0] = this.#logId;
		this.cards.lastSequence[0] = saved?.lastSequence ?? 0;
		const bootUtc = ports.wallClock.nowUtc() - ports.clock.now();
		const outlet = {
			send: (_card: number, kind: OutKind, payload: Uint8Array) => this.#uplink?.send(kind, payload) ?? false,
		};
		this.reporter = new Reporter(this.cards, outlet, new ProtobufWriter(WRITER_BYTES), bootUtc);
		this.card = new Card(this.cards, 0, {
			logged: (card, sequence, t, event, phase, detail) => {
				this.#keep();
				this.reporter.logged(card, sequence, t, event, phase, detail);
				ports.told(t, event, phase);
			},
		});
		this.#upsOffsetMs = saved === null ? this.#beginUps() : this.#resumeUps(saved);
	}

	/** The card's own time: milliseconds since it started. */
	now(): Millis {
		return this.ports.clock.now();
	}

	/** Sets the card going; events and samples go to `uplink`, the birth when it asks for one. */
	start(uplink: Uplink): void {
		this.#uplink = uplink;
		this.#catchUp();
		measureStates(this.ups, this.#row, 0);
		this.card.start(this.#row, 0, this.now());
		this.#tick();
	}

	/** Begins a session: the death that its connection leaves as its will. */
	beginSession(): Uint8Array {
		this.#sessionId = random32();
		return this.reporter.death(0, this.#sessionId, 'connectionLost').slice();
	}

	death(): Uint8Array {
		return this.reporter.death(0, this.#sessionId, 'stopped').slice();
	}

	birth(): Uint8Array {
		const {model, cardId, serial, site, cardFirmware} = this.identity;
		return this.reporter.birth(0, {
			cardId,
			sessionId: this.#sessionId,
			bootId: this.cards.bootIds[0],
			vendor: model.vendor,
			model: model.sku,
			serial,
			upsFirmware: UPS_FIRMWARE,
			cardFirmware,
			ratedWatts: Math.round(model.ratedWatts),
			ratedVoltAmperes: model.ratedVoltAmperes,
			nominalVolts: model.nominalVolts * 10,
			chemistry: model.chemistry,
			switchedGroups: model.switchedGroups,
			assumed: model.assumed.length > 0,
			settingsDigest: null,
			bootUtcMs: this.reporter.bootUtcMs,
			uptimeMs: this.now(),
			logId: this.#logId,
			lastSequence: this.cards.lastSequence[0],
			site,
			sampleIntervalMs: SAMPLE_INTERVAL_MS,
		});
	}

	/** Ends the card's work and keeps its state. */
	stop(): void {
		this.#stopped = true;
		this.#cancel();
		this.#catchUp();
		this.#keep();
	}

	/** A new UPS, full and on line; a real one was switched on some time ago, so its calendar is somewhere in its course. */
	#beginUps(): Millis {
		const {model, cardId, loadRatio, ambientCelsius} = this.identity;
		const seed = seedFor(0, cardId);
		startUps(this.ups, 0, {
			seed,
			loadWatts: loadRatio * model.ratedWatts,
			ambientCelsius,
			agingOffsetMs: 1 + (seed % DAY),
			testOffsetMs: 1 + (seed % (14 * DAY)),
		});
		return -this.now();
	}

	/** The UPS lived on while the card was off. */
	#resumeUps(saved: AgentState): Millis {
		this.rows.f.set(saved.doubles);
		this.rows.j.set(saved.integers);
		const away = Math.max(0, this.ports.wallClock.nowUtc() - saved.savedUtc);
		return saved.upsTime + away - this.now();
	}

	#upsNow(): Millis {
		return this.#upsOffsetMs + this.now();
	}

	#catchUp(): void {
		advance(this.ups, this.#upsNow());
	}

	/** Carries out what is due, looks, publishes, and sets the next timer. */
	#tick(): void {
		if (this.#stopped) {
			return;
		}
		const t = this.now();
		this.#catchUp();
		measureStates(this.ups, this.#row, 0);
		const logged = this.card.observe(this.#row, 0, t);
		if (logged || t >= this.#sampleAt) {
			this.#sample(t, t < this.#sampleAt);
		}
		const due = Math.min(nextEventAt(this.ups) - this.#upsOffsetMs, this.#sampleAt, t + LONGEST_NAP_MS);
		this.#cancel = this.ports.clock.after(Math.max(1, due - t), () => this.#tick());
	}

	#sample(t: Millis, onlyIfChanged: boolean): void {
		measure(this.ups, this.#upsNow(), this.#row, 0);
		this.reporter.sample(0, t, this.#row, 0, false, onlyIfChanged);
		if (!onlyIfChanged) {
			this.#sampleAt = t + SAMPLE_INTERVAL_MS;
			this.#keep();
		}
	}

	#keep(): void {
		this.ports.keep({
			cardId: this.identity.cardId,
			serial: this.identity.serial,
			model: this.identity.model.sku,
			logId: this.#logId,
			lastSequence: this.cards.lastSequence[0],
			upsTime: this.ups.at,
			savedUtc: this.ports.wallClock.nowUtc(),
			doubles: this.rows.f,
			integers: this.rows.j,
		});
	}
}
