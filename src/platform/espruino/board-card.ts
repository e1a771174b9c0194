// A card on a board: polls its UPS over a serial line, keeps the log in flash, publishes births, samples and events, and takes acks and
// orders. What the board has comes in through the device; the rules are those of src/agent.

import type {Ack} from '../../agent/ack.ts';
import {decodeCommand} from '../../agent/commands/command-wire.ts';
import type {CommandMessage} from '../../agent/commands/command-wire.ts';
import {stageFailed} from '../../agent/commands/stages.ts';
import {Card} from '../../agent/card.ts';
import {CardRows} from '../../agent/card-rows.ts';
import {EventFeed} from '../../agent/event-feed.ts';
import type {EventsAck} from '../../agent/event-feed.ts';
import {Inbox, logRefusals, takesNoFirmware} from '../../agent/inbox.ts';
import type {InboxActions} from '../../agent/inbox.ts';
import {Reporter} from '../../agent/reporter.ts';
import type {Outlet} from '../../agent/reporter.ts';
import type {DeathReason} from '../../agent/telemetry.ts';
import type {InKind, OutKind} from '../../agent/uplink.ts';
import {ProtobufReader} from '../../codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../codec/protobuf.ts';
import type {Millis} from '../../core/clock.ts';
import {birthOf, factsOf} from './board-birth.ts';
import {recall, resultBytes} from './board-records.ts';
import {BoardDesk} from './board-desk.ts';
import type {Config} from './config.ts';
import type {Device} from './device.ts';
import {EventLog} from './event-log.ts';
import {ModbusMaster} from './modbus-master.ts';
import {MqttClient} from './mqtt-client.ts';
import type {MqttEvents} from './mqtt-ports.ts';
import {UpsPoller} from './ups-poller.ts';
import type {PollerNews} from './ups-poller.ts';
import {UpsReading} from './ups-reading.ts';
import {UpsRegisters} from './ups-registers.ts';

/** Entries that are in memory besides those in flash: of notes, which go through the card's own rows. */
const LOG_SIZE = 4;
/** The largest message is an event with the longest note. */
const MESSAGE_BYTES = 768;
const TICK_MS = 1000;
/** A board that does not come round for so long starts anew. */
const WATCHDOG_S = 30;
const NOTHING = new Uint8Array(0);

export class BoardCard implements MqttEvents, PollerNews, InboxActions, Outlet {
	device: Device;
	config: Config;
	rows: CardRows;
	card: Card;
	log: EventLog;
	reporter: Reporter;
	feed: EventFeed;
	inbox: Inbox;
	mqtt: MqttClient;
	reading: UpsReading;
	poller: UpsPoller;
	desk: BoardDesk;
	sessionId: number;
	/** Whether the UPS was ever heard since the start. */
	wasHeard: boolean;
	sampleAt: Millis;
	/** Something was logged that no sample has followed. */
	isNews: boolean;
	/** Commands that were under way when the card stopped. */
	interrupted: CommandMessage[];
	/** Takes a message about firmware where updates are loaded: why it is refused, '' when it is taken. */
	onFirmware: ((payload: Uint8Array, t: Millis) => string) | null;
	/** Called once a second. */
	onTick: ((t: Millis) => void) | null;

	constructor(device: Device, config: Config) {
		const rows = new CardRows(1, LOG_SIZE);
		const log = new EventLog(device.storage, this.random32(device));
		const registers = new UpsRegisters();
		const master = new ModbusMaster(device.openSerial(config.baud), device.clock, config.unit);
		this.device = device;
		this.config = config;
		this.rows = rows;
		this.log = log;
		rows.bootIds[0] = this.random32(device);
		rows.logIds[0] = log.logId;
		rows.lastSequence[0] = log.newest;
		this.card = new Card(rows, 0, {
			logged: (_card, sequence, t, event, phase, detail) => this.logged(sequence, t, event, phase, detail),
		});
		this.reporter = new Reporter(rows, this, new ProtobufWriter(MESSAGE_BYTES), -1);
		const logs = {newest: () => log.newest, oldest: () => log.oldest(), logId: () => log.logId};
		this.feed = new EventFeed(1, logs, config.eventsAck as EventsAck);
		this.feed.restore(0, log.acked);
		this.inbox = new Inbox(1, new ProtobufReader(NOTHING), this);
		this.mqtt = new MqttClient(device, config, this);
		this.reading = new UpsReading(registers, factsOf(registers, config));
		this.poller = new UpsPoller(registers, master, device.clock, this);
		this.desk = new BoardDesk(this.card, this.reading, this.poller, config.bypass, (message, stage, code, t) =>
			this.told(message, stage, code, t),
		);
		this.sessionId = 0;
		this.wasHeard = false;
		this.sampleAt = 0;
		this.isNews = false;
		this.onFirmware = null;
		this.onTick = null;
		this.interrupted = recall(rows, log);
	}

	random32(device: Device): number {
		return device.random16() * 65536 + device.random16();
	}

	start(): void {
		this.device.watchdog.enable(WATCHDOG_S);
		this.interrupted.forEach(each => this.desk.tell(each, stageFailed, '', this.now()));
		this.interrupted = [];
		this.card.loseContact(this.now());
		this.poller.next();
		this.mqtt.start();
		this.tick();
	}

	/** Ends the session: with the reason, and no will. */
	stop(reason: DeathReason): void {
		if (this.mqtt.up) {
			this.mqtt.write('death', this.reporter.death(0, this.sessionId, reason), true, 1);
		}
		this.mqtt.stop();
	}

	now(): Millis {
		return this.device.clock.now();
	}

	/** Whether the card does what it is there for. */
	isHealthy(): boolean {
		return this.mqtt.up && this.card.isHearing();
	}

	tick(): void {
		const t = this.now();
		const utcMs = this.device.utcMs();
		this.device.watchdog.kick();
		this.reporter.bootUtcMs = utcMs < 0 ? utcMs : utcMs - t;
		if (t >= this.rows.staleAt[0]) {
			this.card.declareLost(t);
		}
		this.desk.observe(t);
		if (t >= this.feed.retryAt[0] && this.feed.retry(0, t)) {
			this.mqtt.pump();
		}
		if (t >= this.sampleAt) {
			this.sampleAt = t + this.config.sampleSeconds * 1000;
			this.sample(t, false);
		} else if (this.isNews) {
			this.sample(t, true);
		}
		if (this.onTick !== null) {
			this.onTick(t);
		}
		this.device.clock.after(TICK_MS, () => this.tick());
	}

	sample(t: Millis, onlyIfChanged: boolean): void {
		this.isNews = false;
		if (this.mqtt.up) {
			this.reporter.sample(0, t, this.reading.row, 0, this.card.isLost(), onlyIfChanged);
		}
	}

	/** An outlet of samples. */
	send(_card: number, kind: OutKind, payload: Uint8Array): boolean {
		return this.mqtt.publishNow(kind, payload);
	}

	logged(sequence: number, t: Millis, event: number, phase: number, detail: number): void {
		this.log.append({
			sequence: sequence,
			atMs: t,
			event: event,
			phase: phase,
			detail: detail,
			note: this.card.noteOf(sequence),
			bootId: this.rows.bootIds[0],
			utcMs: this.device.utcMs(),
		});
		this.isNews = true;
		this.mqtt.pump();
	}

	told(message: CommandMessage, stage: number, code: string, t: Millis): void {
		const result = resultBytes(this.reporter.writer, message, stage, code, this.log, t);
		this.mqtt.publish('result', result, false, true);
	}

	heard(isNew: boolean): void {
		const t = this.now();
		if (isNew) {
			this.reading.facts = factsOf(this.reading.registers, this.config);
		}
		this.reading.look(t);
		if (!this.wasHeard) {
			this.wasHeard = true;
			this.card.start(this.reading.row, 0, t);
		}
		if (this.card.isHearing()) {
			this.card.observe(this.reading.row, 0, t);
		} else {
			this.card.regainContact(this.reading.row, 0, t);
			this.isNews = true;
		}
		this.desk.observe(t);
		if (isNew && this.mqtt.up) {
			this.sendBirth();
		}
		if (this.isNews) {
			this.sample(t, true);
		}
	}

	silent(): void {
		this.card.loseContact(this.now());
	}

	will(): Uint8Array {
		this.sessionId = this.random32(this.device);
		return this.reporter.death(0, this.sessionId, 'connectionLost');
	}

	up(): void {
		this.feed.begin(0, this.now());
		this.sendBirth();
		this.sample(this.now(), false);
	}

	down(): void {
		this.rows.forceFull[0] = 1;
	}

	message(kind: string, payload: Uint8Array | null, retained: boolean): void {
		if (payload === null) {
			this.inbox.refuse(0, 'too long', this.now());
		} else {
			this.inbox.take(0, kind as InKind, payload, retained, this.now());
		}
	}

	nextEvent(): Uint8Array | null {
		for (let fed = this.feed.next(0); fed !== null; fed = this.feed.next(0)) {
			const entry = this.log.entry(fed.sequence);
			if (entry !== null) {
				return this.reporter.eventOf(0, entry, fed, entry.bootId, entry.utcMs);
			}
		}
		return null;
	}

	eventSequence(): number {
		return this.feed.sent[0];
	}

	took(sequence: number): void {
		this.feed.took(0, sequence);
	}

	acked(card: number, ack: Ack, t: Millis): boolean {
		const before = this.feed.acked[card];
		const believed = this.feed.ack(card, ack, t);
		if (this.feed.acked[card] !== before) {
			this.log.acknowledge(this.feed.acked[card]);
		}
		this.mqtt.pump();
		return believed;
	}

	sendBirth(): void {
		this.desk.sessionId = this.sessionId;
		this.mqtt.publish('birth', this.reporter.birth(0, birthOf(this)), true, false);
		// A retained death of an earlier session would outlive it (mqtt.md (e) 3).
		this.mqtt.publish('death', NOTHING, true, false);
	}

	sendFullSample(card: number, t: Millis): void {
		this.rows.forceFull[card] = 1;
		this.sample(t, false);
	}

	ordered(card: number, payload: Uint8Array, retained: boolean, t: Millis): void {
		const message = decodeCommand(this.inbox.reader.load(payload));
		if (message === null) {
			this.inbox.refuse(card, 'no Command', t);
		} else {
			this.desk.order(message, retained, t);
		}
	}

	ota(_card: number, payload: Uint8Array, t: Millis): string {
		return this.onFirmware === null ? takesNoFirmware : this.onFirmware(payload, t);
	}

	refused(_card: number, count: number, why: string, t: Millis): void {
		logRefusals(this.card, t, count, why);
	}
}
