// Where a card on a board takes orders: requested, then refused with a code, or accepted and then completed, failed or timed out. The
// rules and the codes are those of src/agent/commands; its sentences stay on Node.

import {NO_DETAIL, phaseMomentary} from '../../agent/card.ts';
import type {Card} from '../../agent/card.ts';
import {SEEN_COLUMNS, SEEN_TESTS} from '../../agent/card-rows.ts';
import type {CommandMessage} from '../../agent/commands/command-wire.ts';
import {stageAccepted, stageCompleted, stageFailed, stageRefused, stageTimedOut} from '../../agent/commands/stages.ts';
import {findEvent} from '../../agent/events.ts';
import {deviceUser, originMqtt} from '../../agent/roles.ts';
import type {ErrorCode} from '../../core/error-codes.ts';
import type {Millis} from '../../core/clock.ts';
import * as condition from '../../ups/conditions.ts';
import * as slot from '../../ups/reading.ts';
import * as order from './board-orders.ts';
import type {Row} from './board-orders.ts';
import * as at from './ups-registers.ts';
import type {UpsPoller} from './ups-poller.ts';
import type {UpsReading} from './ups-reading.ts';

/** Told of each stage after it was logged. */
export type StageTold = (message: CommandMessage, stage: number, code: ErrorCode | '', t: Millis) => void;

/** A command under way. */
interface Pending {
	readonly message: CommandMessage;
	readonly row: Row;
	readonly untilMs: Millis;
	readonly testsBefore: number;
	/** What told of tests when it began; -1 once that is another. */
	before: number;
	/** When the UPS should have begun by; Infinity until it took the order. */
	beginsBy: Millis;
	sawOff: boolean;
}

const PENDING_MAX = 4;
/** Command ids that are remembered; older ones belong to older sessions. */
const IDS_MAX = 24;
const ID_CHARACTERS = 36;
const LARGEST_DETAIL = 2147483647;
/** A UPS that has not begun a test by then, after it took the order, will not. */
const BEGINS_MS = 5000;

function idOf(name: string): number {
	const event = findEvent(name);
	return event === null ? 0 : event.id;
}

/** By stage. */
const stageEvents: readonly number[] = [
	0,
	idOf('commandAccepted'),
	idOf('commandRefused'),
	idOf('commandCompleted'),
	idOf('commandFailed'),
	idOf('commandTimedOut'),
];

function isCommandId(id: string): boolean {
	for (let i = 0; i < id.length; i++) {
		const character = id.charCodeAt(i);
		if (character < 33 || character > 126) {
			return false;
		}
	}
	return id.length > 0 && id.length <= ID_CHARACTERS;
}

export class BoardDesk {
	card: Card;
	reading: UpsReading;
	poller: UpsPoller;
	hasBypass: boolean;
	told: StageTold;
	sessionId: number;
	ids: string[];
	pending: Pending[];

	constructor(card: Card, reading: UpsReading, poller: UpsPoller, hasBypass: boolean, told: StageTold) {
		this.card = card;
		this.reading = reading;
		this.poller = poller;
		this.hasBypass = hasBypass;
		this.told = told;
		this.sessionId = 0;
		this.ids = [];
		this.pending = [];
	}

	/** Takes an order; what is accepted gets exactly one of completed, failed and timed out. */
	order(message: CommandMessage, retained: boolean, t: Millis): void {
		const row = order.rowOf(message.command, this.reading, this.hasBypass, message.target);
		const code = this.refusalOf(message, retained, row);
		if (code !== '' || row === null) {
			this.tell(message, stageRefused, code, t);
			return;
		}
		const isTest = row.goal === order.goalSelfTest || row.goal === order.goalCalibration;
		const pending: Pending = {
			message: message,
			row: row,
			untilMs: t + row.limitMs,
			testsBefore: this.card.rows.seen[this.card.id * SEEN_COLUMNS + SEEN_TESTS],
			before: isTest ? this.testWord(row.goal) : -1,
			beginsBy: Infinity,
			sawOff: false,
		};
		this.tell(message, stageAccepted, '', t);
		this.pending
			.filter(each => row.replaces && this.disturbs(row, message.target, each))
			.forEach(each => this.end(each, stageFailed, t));
		if (row.goal === order.goalAtOnce) {
			this.tell(message, stageCompleted, '', t);
		} else {
			this.pending.push(pending);
		}
		if (row.goal === order.goalCalibration) {
			this.reading.calibrationBefore = pending.before;
		}
		this.poller.write(row.address, row.words, taken => {
			const now = this.poller.clock.now();
			pending.beginsBy = now + BEGINS_MS;
			if (!taken && this.pending.indexOf(pending) >= 0) {
				this.end(pending, stageFailed, now);
			}
		});
	}

	/** Why not; '' where nothing is against it. In the order of src/agent/commands: delivery, who and what, the UPS. */
	refusalOf(message: CommandMessage, retained: boolean, row: Row | null): ErrorCode | '' {
		if (retained) {
			return 'E_COMMAND_RETAINED';
		}
		if (message.sessionId !== this.sessionId) {
			return 'E_COMMAND_STALE';
		}
		if (!isCommandId(message.commandId)) {
			return 'E_COMMAND_PARAMETER';
		}
		if (this.ids.indexOf(message.commandId) >= 0) {
			return 'E_COMMAND_REPEATED';
		}
		this.ids.push(message.commandId);
		if (this.ids.length > IDS_MAX) {
			this.ids.shift();
		}
		if (!order.isCommand(message.command)) {
			return 'E_COMMAND_UNKNOWN';
		}
		if (message.role < 1 || message.role > deviceUser) {
			return 'E_COMMAND_FORBIDDEN';
		}
		return row === null ? 'E_COMMAND_UNSUPPORTED' : this.refusalNow(message, row);
	}

	refusalNow(message: CommandMessage, row: Row): ErrorCode | '' {
		const mostTarget = row.hasTarget ? this.reading.facts.switchedGroups : 0;
		if (message.target > mostTarget || message.value !== null || message.text !== '' || message.settings.length > 0) {
			return 'E_COMMAND_PARAMETER';
		}
		if (!this.card.isHearing()) {
			return 'E_COMMAND_STATE';
		}
		const isBusy = !row.replaces && this.pending.some(each => this.disturbs(row, message.target, each));
		if (isBusy || this.pending.length >= PENDING_MAX || this.poller.isFull()) {
			return 'E_COMMAND_BUSY';
		}
		return row.fits ? '' : 'E_COMMAND_STATE';
	}

	/** Whether a command would disturb what is under way: the same kind of thing, and for outlets the same group or all. */
	disturbs(row: Row, target: number, pending: Pending): boolean {
		const other = pending.message.target;
		return row.actsOn === pending.row.actsOn && (target === other || target === 0 || other === 0);
	}

	testWord(goal: number): number {
		return this.reading.registers.word(goal === order.goalSelfTest ? at.testStatus : at.calibrationStatus);
	}

	/** Looks whether the reading, as the card has just taken it up, ends what is under way; and ends what took too long. */
	observe(t: Millis): void {
		this.pending.slice(0).forEach(pending => {
			const stage = this.stageOf(pending, t);
			if (stage !== 0) {
				this.end(pending, stage, t);
			}
		});
	}

	stageOf(pending: Pending, t: Millis): number {
		const goal = pending.row.goal;
		if (pending.before >= 0 && this.testWord(goal) !== pending.before) {
			pending.before = -1;
		}
		if (pending.before >= 0 && t >= pending.beginsBy) {
			return stageFailed;
		}
		if (goal === order.goalSelfTest || goal === order.goalCalibration) {
			return this.testStageOf(pending, goal === order.goalSelfTest) || this.late(pending, t);
		}
		return this.isReached(pending, goal) ? stageCompleted : this.late(pending, t);
	}

	late(pending: Pending, t: Millis): number {
		return t >= pending.untilMs ? stageTimedOut : 0;
	}

	/** Results 1 and 2 are those of a test that said something; of a calibration only 1 is, and 3 and 6 say that it goes on. */
	testStageOf(pending: Pending, isSelfTest: boolean): number {
		const row = this.reading.row;
		const result = row[isSelfTest ? slot.selfTestResult : slot.calibrationResult];
		if (isSelfTest) {
			const counted = row[slot.selfTestCount] !== pending.testsBefore && result !== 4;
			return counted ? (result === 1 || result === 2 ? stageCompleted : stageFailed) : 0;
		}
		return pending.before >= 0 || result === 3 || result === 6 ? 0 : result === 1 ? stageCompleted : stageFailed;
	}

	isReached(pending: Pending, goal: number): boolean {
		const isOn = ((this.reading.row[slot.groupsOn] >> pending.message.target) & 1) === 1;
		pending.sawOff = pending.sawOff || !isOn;
		if (goal >= order.goalOn) {
			return goal === order.goalOff ? !isOn : isOn && (goal === order.goalOn || pending.sawOff);
		}
		if (goal === order.goalNoSelfTest) {
			return !this.reading.tests();
		}
		if (goal === order.goalNoCalibration) {
			return !this.reading.calibrates();
		}
		return this.reading.holds(condition.bypassCommand) === (goal === order.goalBypass);
	}

	end(pending: Pending, stage: number, t: Millis): void {
		this.pending = this.pending.filter(each => each !== pending);
		if (pending.row.goal === order.goalCalibration) {
			this.reading.calibrationBefore = -1;
		}
		this.tell(pending.message, stage, '', t);
	}

	/** Logs a stage and tells who listens. */
	tell(message: CommandMessage, stage: number, code: ErrorCode | '', t: Millis): void {
		const detail = message.command <= LARGEST_DETAIL ? message.command : NO_DETAIL;
		this.card.logNoted(t, stageEvents[stage], phaseMomentary, detail, {
			actor: message.actor,
			role: message.role,
			origin: originMqtt,
			commandId: message.commandId,
			text: code,
		});
		this.told(message, stage, code, t);
	}
}
