// Orders to the cards of a fleet: one desk for all of them, moved to the card that an order is for.

import {decodeCommand, encodeCommandResult, resultOf} from '../../src/agent/commands/command-wire.ts';
import {CommandDesk} from '../../src/agent/commands/desk.ts';
import type {Verdict} from '../../src/agent/commands/desk.ts';
import type {Order} from '../../src/agent/commands/order.ts';
import {DeskRows} from '../../src/agent/commands/pending.ts';
import type {StageTold} from '../../src/agent/commands/ports.ts';
import {originMqtt} from '../../src/agent/roles.ts';
import type {EventNote} from '../../src/agent/roles.ts';
import {SettingsDesk, SettingsRows} from '../../src/agent/settings/desk.ts';
import type {Checked, SettingChange} from '../../src/agent/settings/desk.ts';
import {InProcessSettings} from '../../src/agent/settings/in-process.ts';
import {DeskPort} from '../../src/agent/settings/port.ts';
import {InProcessControl} from '../../src/agent/ups-control.ts';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import type {Millis} from '../../src/core/clock.ts';
import {READING_SIZE} from '../../src/ups/reading.ts';
import type {Ups} from '../../src/ups/row.ts';
import {nextUpsImage} from './firmware.ts';
import type {Fleet} from './fleet.ts';

const RESULT_BYTES = 1024;
const REFUSED: Verdict = {accepted: false, code: 'E_INTERNAL', sentence: ''};
const NOTHING: Checked = {problems: [], diff: []};

/** Sends the bytes of a result of an order by MQTT, valid during the call. */
export type SendResult = (card: number, payload: Uint8Array) => void;

export class FleetOrders {
	readonly #fleet: Fleet;
	readonly #desk: CommandDesk;
	readonly #rows: DeskRows;
	readonly #ups: Ups;
	readonly #settings: SettingsDesk;
	readonly #send: SendResult;
	readonly #reader = new ProtobufReader(new Uint8Array(0));
	readonly #writer = new ProtobufWriter(RESULT_BYTES);
	readonly #row = new Int32Array(READING_SIZE);
	/** Results of the order that is being given, sent when its events are logged. */
	#told: StageTold[] = [];

	constructor(fleet: Fleet, send: SendResult) {
		this.#fleet = fleet;
		this.#send = send;
		const count = fleet.spec.cards.length;
		this.#ups = fleet.upsView(0);
		this.#rows = new DeskRows(count);
		const settings = new InProcessSettings(this.#ups, () => fleet.now(), fleet.spec.startUtc);
		this.#settings = new SettingsDesk(new SettingsRows(count), 0, this.#ups.rating, settings);
		const control = new InProcessControl(this.#ups, () => fleet.now());
		control.imageOf = nextUpsImage;
		this.#desk = new CommandDesk(this.#rows, {
			card: fleet.cardView(0),
			control,
			settings: new DeskPort(
				() => this.#settings,
				() => this.#desk.ports.card,
			),
			sink: {stage: told => this.#told.push(told)},
		});
	}

	/** Whether no order is under way. What is has its end set on the clock as it goes. */
	get isIdle(): boolean {
		return this.#rows.pending.every(list => list === null);
	}

	/** Told of each stage of every order, whoever gave it. */
	onStage: (told: StageTold) => void = () => {};

	/** The settings of the card that `moveTo` named last. */
	get settings(): SettingsDesk {
		return this.#settings;
	}

	/** Takes an order that came by another way than MQTT. */
	give(card: number, order: Order): Verdict {
		const given = {verdict: REFUSED};
		this.moveTo(card);
		this.#fleet.change(card, (_u, t) => {
			given.verdict = this.#desk.order(order, t);
		});
		this.#look(card, this.#fleet.now());
		return given.verdict;
	}

	/** Makes all of `changes` to the settings of a card, or none. */
	change(card: number, changes: readonly SettingChange[], note: EventNote): Checked {
		const made: {checked: Checked} = {checked: NOTHING};
		this.moveTo(card);
		this.#fleet.change(card, (_u, t) => {
			made.checked = this.#settings.apply(changes, t, this.#desk.ports.card, note);
		});
		return made.checked;
	}

	/** The session that orders to a card must name. */
	beginSession(card: number, sessionId: number): void {
		this.#rows.sessions[card] = sessionId;
	}

	/** Takes the bytes of an order; false where they are none. */
	take(card: number, payload: Uint8Array, retained: boolean): boolean {
		const message = decodeCommand(this.#reader.load(payload));
		if (message === null) {
			return false;
		}
		this.moveTo(card);
		this.#fleet.change(card, (_u, t) => this.#desk.order({...message, retained, origin: originMqtt}, t));
		this.#look(card, this.#fleet.now());
		return true;
	}

	/** Something happened to a card at `t`, which may lie ahead of the fleet's clock: what is under way may have come about. */
	changed(card: number, t: Millis): void {
		if (this.#rows.pending[card] !== null) {
			this.#look(card, t);
		}
	}

	#look(card: number, t: Millis): void {
		this.moveTo(card);
		this.#fleet.contact.measureStates(card, this.#row);
		this.#desk.observe(this.#row, 0, t);
		this.#tell(card);
		this.#watch(card);
	}

	/** Ends what takes too long, when its time has come. */
	#watch(card: number): void {
		const next = this.#desk.nextAt();
		if (next !== Infinity) {
			this.#fleet.clock.after(Math.max(0, next - this.#fleet.now()), () => {
				this.moveTo(card);
				this.#desk.due(this.#fleet.now());
				this.#tell(card);
			});
		}
	}

	#tell(card: number): void {
		const told = this.#told;
		this.#told = [];
		for (const stage of told) {
			if (stage.origin === originMqtt) {
				this.#writer.reset();
				encodeCommandResult(this.#writer, resultOf(stage, this.#fleet.cards.logIds[card]));
				this.#send(card, this.#writer.view());
			}
			this.onStage(stage);
		}
	}

	/** Moves the views of card, UPS and settings to a card. */
	moveTo(card: number): void {
		this.#ups.to(card);
		this.#fleet.cardView(card);
		this.#settings.to(card, this.#ups.rating);
	}
}
