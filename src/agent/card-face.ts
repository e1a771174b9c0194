// The cards as faces see them: one view for any number, over the rows of the card, its settings and its orders.

import type {Millis} from '../core/clock.ts';
import {DAY, SECOND} from '../core/clock.ts';
import {NOT_AVAILABLE} from '../core/absent.ts';
import {inputVolts, READING_SIZE} from '../ups/reading.ts';
import type {BatteryLifeRows} from './battery-life.ts';
import {daysLeft} from './battery-life.ts';
import type {Card} from './card.ts';
import type {CardIdentity, CardView, FaceOrder, HeldEvent, OrderAnswer, Who} from './card-view.ts';
import type {Verdict} from './commands/desk.ts';
import type {Order} from './commands/order.ts';
import {findCommand} from './commands/table.ts';
import {findEvent, NONE} from './events.ts';
import * as rows from './face-rows.ts';
import type {FaceRows} from './face-rows.ts';
import {heldEvents, heldIds} from './held-events.ts';
import type {FirmwareView} from './firmware-view.ts';
import type {LogRecord} from './log-record.ts';
import type {EventNote} from './roles.ts';
import {originNames} from './roles.ts';
import {rounded} from './settings/allowed.ts';
import {findSetting, settings} from './settings/catalogue.ts';
import type {Checked, SettingChange, SettingsDesk, SettingState} from './settings/desk.ts';
import {forbidden, mayChange} from './settings/port.ts';
import type {SettingProblem} from './settings/problems.ts';
import {kindText} from './settings/setting-row.ts';
import type {SettingRow} from './settings/setting-row.ts';
import {DetailView, ReadingView} from './slot-views.ts';
import {statusWords} from './status-words.ts';

/** A reading is looked at again when it is this old. */
export const READING_AGE_MS = SECOND;
const EPOCH_2000_MS = 946684800000;
/** Where nobody follows the battery's temperature: that of the ratings (battery.md 7). */
const USUAL_CELSIUS = 25;

/** What stands behind the view. Calls are for the card that `moveTo` named last. */
export interface FacePorts {
	/** Moves `card`, `desk` and whatever measures to a card. */
	moveTo(card: number): void;
	readonly card: Card;
	readonly desk: SettingsDesk;
	/** Null where nobody follows the life of the batteries. */
	readonly life: BatteryLifeRows | null;
	identity(card: number): CardIdentity;
	/** Null where the card takes no firmware. */
	firmware(card: number): FirmwareView | null;
	now(): Millis;
	utc(): Millis;
	/** Fill a reading row, and a row of details. */
	measure(t: Millis, row: Int32Array, at: number): void;
	measureDetails(t: Millis, row: Int32Array): void;
	newest(): number;
	oldest(): number;
	/** Of a sequence that is kept. */
	entry(sequence: number): LogRecord;
	order(order: Order): Verdict;
	change(changes: readonly SettingChange[], note: EventNote): Checked;
	note(event: number, note: EventNote): void;
}

const rowByKey: Record<string, SettingRow> = {};

function indexSettings(): void {
	for (let i = 0; i < settings.length; i++) {
		rowByKey[settings[i].key] = settings[i];
	}
}

indexSettings();

function settingOf(key: string): SettingRow {
	const row = rowByKey[key] || findSetting(key);
	if (row === null) {
		throw new Error(`No setting has the key ${key}.`);
	}
	return row;
}

const installedId = settingOf('ups.battery.installed').id;
const warningId = settingOf('ups.battery.healthWarning').id;

function noteFor(who: Who, text: string): EventNote {
	return {actor: who.actor, role: who.role, origin: who.origin, commandId: '', text: text};
}

/** The view. `to(card)` moves it. */
export class CardFace implements CardView {
	ports: FacePorts;
	rows: FaceRows;
	card: number;
	now: Millis;
	utc: Millis;
	reading: ReadingView;
	details: DetailView;
	detailIsOld: boolean;
	/** Orders given so far, to number them. */
	given: number;

	constructor(ports: FacePorts, faceRows: FaceRows) {
		this.ports = ports;
		this.rows = faceRows;
		this.card = 0;
		this.now = 0;
		this.utc = 0;
		this.reading = new ReadingView(faceRows.readings);
		this.details = new DetailView();
		this.detailIsOld = true;
		this.given = 0;
	}

	to(card: number): CardFace {
		this.detailIsOld = this.detailIsOld || card !== this.card;
		this.card = card;
		this.reading.at = card * READING_SIZE;
		this.ports.moveTo(card);
		return this;
	}

	get identity(): CardIdentity {
		return this.ports.identity(this.card);
	}

	get firmware(): FirmwareView | null {
		return this.ports.firmware(this.card);
	}

	get lost(): boolean {
		return this.ports.card.isLost();
	}

	look(): void {
		const ports = this.ports;
		const now = ports.now();
		this.detailIsOld = this.detailIsOld || now !== this.now;
		this.now = now;
		this.utc = ports.utc();
		if (!(this.now - this.rows.readAt[this.card] < READING_AGE_MS) || this.now < this.rows.readAt[this.card]) {
			this.rows.readAt[this.card] = this.now;
			this.detailIsOld = true;
			ports.measure(this.now, this.rows.readings, this.reading.at);
			rows.trackExtremes(this.rows, this.card, this.now, this.rows.readings[this.reading.at + inputVolts]);
		}
	}

	/** Filled when somebody asks. */
	get detail(): DetailView {
		if (this.detailIsOld) {
			this.detailIsOld = false;
			this.fillDetails();
		}
		return this.details;
	}

	holds(event: string): boolean {
		const row = findEvent(event);
		if (row === null) {
			return false;
		}
		if (row.condition !== NONE) {
			return this.ports.card.sawHold(row.condition);
		}
		return heldIds(this.ports.card, this.lifeState()).indexOf(row.id) >= 0;
	}

	statusWords(): readonly string[] {
		return this.lost ? [] : statusWords(this.rows.readings, this.reading.at);
	}

	held(): readonly HeldEvent[] {
		return heldEvents(this.ports.card, this.lifeState());
	}

	number(key: string): number {
		return this.ports.desk.number(settingOf(key).id);
	}

	text(key: string): string {
		const row = settingOf(key);
		return row.kind === kindText ? String(this.ports.desk.valueOf(row)) : this.ports.desk.stateOf(row).text;
	}

	setting(key: string): SettingState | null {
		return this.ports.desk.get(key);
	}

	settings(): readonly SettingState[] {
		return this.ports.desk.list();
	}

	rounded(key: string, value: number): number {
		const row = settingOf(key);
		return row.kind === kindText ? NaN : rounded(row.allowed(this.ports.desk.rating), value, row.rounding);
	}

	check(changes: readonly SettingChange[], who: Who): Checked {
		const problems: SettingProblem[] = [];
		for (let i = 0; i < changes.length; i++) {
			const row = findSetting(changes[i].key);
			if (row !== null && !mayChange(who.role, row.ofUps)) {
				const refused = forbidden(row.key, who.role, row.ofUps);
				problems.push({key: row.key, code: refused.code, message: refused.sentence, nearest: ''});
			}
		}
		return problems.length > 0 ? {problems: problems, diff: []} : this.ports.desk.check(changes);
	}

	change(changes: readonly SettingChange[], who: Who): Checked {
		const checked = this.check(changes, who);
		if (checked.problems.length > 0) {
			return checked;
		}
		const made = this.ports.change(changes, noteFor(who, ''));
		this.rows.forget(this.card);
		return made;
	}

	order(order: FaceOrder): OrderAnswer {
		const command = findCommand(order.command);
		const boot = this.ports.card.rows.bootIds[this.ports.card.id];
		this.given += 1;
		const commandId = `${originNames[order.who.origin]}-${boot.toString(16)}-${this.given}`;
		if (order.command === 'testBattery' || order.command === 'calibrate') {
			this.rows.orderedAt[this.card] = this.ports.now();
		}
		const verdict = this.ports.order({
			commandId: commandId,
			sessionId: 0,
			retained: false,
			command: command === null ? 0 : command.id,
			target: order.target,
			value: order.value,
			text: order.text,
			settings: [],
			actor: order.who.actor,
			role: order.who.role,
			origin: order.who.origin,
		});
		this.rows.forget(this.card);
		return {commandId: commandId, accepted: verdict.accepted, code: verdict.code, sentence: verdict.sentence};
	}

	get newest(): number {
		return this.ports.newest();
	}

	get oldest(): number {
		return this.ports.oldest();
	}

	entry(sequence: number): LogRecord | null {
		return sequence >= this.oldest && sequence <= this.newest ? this.ports.entry(sequence) : null;
	}

	note(event: string, who: Who, text: string): void {
		const row = findEvent(event);
		if (row !== null) {
			this.ports.note(row.id, noteFor(who, text));
		}
	}

	fillDetails(): void {
		const detail = this.details;
		const faceRows = this.rows;
		this.ports.measureDetails(this.now, detail.row);
		detail.inputVoltsLow = rows.lowestInput(faceRows, this.card);
		detail.inputVoltsHigh = rows.highestInput(faceRows, this.card);
		detail.selfTestMinute = faceRows.fact(this.card, rows.factSelfTest);
		detail.calibrationMinute = faceRows.fact(this.card, rows.factCalibration);
		detail.transferMinute = faceRows.fact(this.card, rows.factTransfer);
		detail.selfTestSource = faceRows.fact(this.card, rows.factSelfTestSource);
		detail.calibrationSource = faceRows.fact(this.card, rows.factCalibrationSource);
		detail.batteryLife = this.lifeState();
		this.fillBatteryDays();
	}

	fillBatteryDays(): void {
		const installed = this.ports.desk.number(installedId);
		const known = installed > 0;
		const today = (this.utc - EPOCH_2000_MS) / DAY;
		const life = {installedDay: installed, today: today, warningDays: this.ports.desk.number(warningId), snoozeDays: 0};
		const celsius = this.ports.life === null ? USUAL_CELSIUS : this.ports.life.meanCelsius[this.ports.card.id];
		const left = known ? daysLeft(this.ports.desk.rating, life, celsius) : NaN;
		this.details.batteryInstalledDay = known ? installed : NOT_AVAILABLE;
		this.details.batteryLifeEndDay = left === left ? Math.floor(today + left) : NOT_AVAILABLE;
	}

	lifeState(): number {
		return this.ports.life === null ? 0 : this.ports.life.state[this.ports.card.id];
	}
}
