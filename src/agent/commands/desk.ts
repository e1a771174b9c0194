// Where a card takes orders: requested, then refused with a reason, or accepted and then completed, failed or timed out (design:
// commands have ids). Each stage is an event of the card, and told to a sink.

import type {ErrorCode} from '../../core/error-codes.ts';
import type {Millis} from '../../core/clock.ts';
import {NO_DETAIL, phaseMomentary} from '../card.ts';
import type {Card} from '../card.ts';
import {SEEN_COLUMNS, SEEN_TESTS} from '../card-rows.ts';
import {findEvent} from '../events.ts';
import {refusedNever} from '../ups-control.ts';
import type {UpsControl} from '../ups-control.ts';
import {goalAtOnce, look} from './goals.ts';
import {refusal, refuseDelivery, refuseOrder} from './order.ts';
import type {Order, OrderPlace} from './order.ts';
import {disturbs, endSilently, noteOf, PENDING_MAX, pendingFrom, pendingOf, rememberId} from './pending.ts';
import type {DeskRows, Pending, Subject} from './pending.ts';
import type {Refusal, SettingChange, SettingsPort, StageSink} from './ports.ts';
import {refusalSentence} from './refusals.ts';
import {stageAccepted, stageCompleted, stageFailed, stageRefused, stageTimedOut} from './stages.ts';
import {commandRow} from './table.ts';
import type {CommandRow} from './table.ts';

export interface DeskPorts {
	/** Moved by whoever gives the desk a card to work for. */
	readonly card: Card;
	readonly control: UpsControl;
	readonly settings: SettingsPort;
	readonly sink: StageSink;
}

/** What became of an order at once. */
export interface Verdict {
	readonly accepted: boolean;
	/** '' where it is accepted. */
	readonly code: ErrorCode | '';
	readonly sentence: string;
}

const ACCEPTED: Verdict = {accepted: true, code: '', sentence: ''};
/** The detail of an event is a signed number of 32 bits. */
const LARGEST_DETAIL = 2147483647;
/** Key of the setting that the install date is. */
const INSTALL_DATE = 'ups.battery.installed';

function idOf(name: string): number {
	return (findEvent(name) as {id: number}).id;
}

/** The event of each stage. */
const stageEvents: readonly number[] = [
	0,
	idOf('commandAccepted'),
	idOf('commandRefused'),
	idOf('commandCompleted'),
	idOf('commandFailed'),
	idOf('commandTimedOut'),
];
const batteryReplaced = idOf('batteryReplaced');

/**
 * One desk for any number of cards: it works for the card that `ports.card` views. Who gave an order lets the UPS be looked at
 * soon (`observe`), and calls `due` when `nextAt` has come.
 */
export class CommandDesk {
	rows: DeskRows;
	ports: DeskPorts;

	constructor(rows: DeskRows, ports: DeskPorts) {
		this.rows = rows;
		this.ports = ports;
	}

	/** The session of the birth that was sent last: orders by MQTT must name it. */
	beginSession(sessionId: number): void {
		this.rows.sessions[this.ports.card.id] = sessionId;
	}

	/** Takes an order. What is accepted has begun, and gets exactly one of completed, failed and timed out. */
	order(order: Order, t: Millis): Verdict {
		const place = this.place();
		const undelivered = refuseDelivery(order, place);
		if (undelivered !== null) {
			return this.refuse(order, undelivered, t);
		}
		if (!rememberId(this.rows, this.ports.card.id, order.commandId)) {
			return this.refuse(
				order,
				refusal('E_COMMAND_REPEATED', 'This command id was used before; give each command its own.'),
				t,
			);
		}
		const refused = refuseOrder(order, place);
		return refused === null
			? this.try(order, commandRow(order.command) as CommandRow, t)
			: this.refuse(order, refused, t);
	}

	/** Looks whether a reading, as the card has just taken it up, completes or fails what is under way. */
	observe(row: Int32Array, at: number, t: Millis): void {
		const list = pendingOf(this.rows, this.ports.card.id);
		for (let i = 0; i < list.length; i++) {
			const pending = list[i];
			const ending = look(pending.goal, pending, row, at, this.ports.card.updatePhase);
			if (ending !== null) {
				this.end(pending, ending.stage, ending.sentence, t);
			}
		}
	}

	/** The UPS did not do what it was asked, as it turns out later: an action of ups-control.ts and its outlet group. */
	fail(action: number, target: number, sentence: string, t: Millis): void {
		const list = pendingOf(this.rows, this.ports.card.id);
		for (let i = 0; i < list.length; i++) {
			if ((commandRow(list[i].command) as CommandRow).action === action && list[i].target === target) {
				this.end(list[i], stageFailed, sentence, t);
			}
		}
	}

	/** Ends what has taken too long. */
	due(t: Millis): void {
		const list = pendingOf(this.rows, this.ports.card.id);
		for (let i = 0; i < list.length; i++) {
			if (list[i].untilMs <= t) {
				this.end(list[i], stageTimedOut, 'What it asked for did not come about in time; look at the UPS.', t);
			}
		}
	}

	/** When `due` has something to do for this card; Infinity when nothing is under way. */
	nextAt(): Millis {
		const list = pendingOf(this.rows, this.ports.card.id);
		let next = Infinity;
		for (let i = 0; i < list.length; i++) {
			next = Math.min(next, list[i].untilMs);
		}
		return next;
	}

	/** What is under way for this card, oldest first: plain JSON, for the next start. */
	pending(): readonly Pending[] {
		return pendingOf(this.rows, this.ports.card.id);
	}

	/** Ends what was under way when the card stopped: it cannot know what came of it. */
	endInterrupted(interrupted: readonly Pending[], t: Millis): void {
		for (let i = 0; i < interrupted.length; i++) {
			rememberId(this.rows, this.ports.card.id, interrupted[i].commandId);
			this.tell(interrupted[i], stageFailed, '', 'The card was restarted before the end; look at the UPS.', t);
		}
	}

	place(): OrderPlace {
		return {
			sessionId: this.rows.sessions[this.ports.card.id],
			switchedGroups: this.ports.control.switchedGroups(),
			hears: this.ports.card.isHearing(),
		};
	}

	/** The rest is up to the settings, to what is under way, and to the UPS. */
	try(order: Order, row: CommandRow, t: Millis): Verdict {
		const changes = changesOf(order, row);
		const settled = changes.length === 0 ? null : this.ports.settings.check(this.ports.card.id, changes, order.role);
		if (settled !== null) {
			return this.refuse(order, settled, t);
		}
		if (row.action !== 0 && !this.ports.control.supports(row.action)) {
			return this.refuse(order, refusal('E_COMMAND_UNSUPPORTED', `This type of UPS has no ${row.name}.`), t);
		}
		const busy = this.refuseBusy(order, row);
		return busy === null ? this.begin(order, row, changes, t) : this.refuse(order, busy, t);
	}

	refuseBusy(order: Order, row: CommandRow): Refusal | null {
		const list = pendingOf(this.rows, this.ports.card.id);
		for (let i = 0; i < list.length; i++) {
			if (!row.replaces && disturbs(row, order.target, list[i])) {
				const other = (commandRow(list[i].command) as CommandRow).name;
				return refusal('E_COMMAND_BUSY', `${other} (${list[i].commandId}) is under way; wait for its end or end it.`);
			}
		}
		return list.length < PENDING_MAX
			? null
			: refusal('E_COMMAND_BUSY', `${PENDING_MAX} commands are under way, which is the most; wait for one to end.`);
	}

	begin(order: Order, row: CommandRow, changes: readonly SettingChange[], t: Millis): Verdict {
		const card = this.ports.card;
		const argument = row.groupCommand !== 0 ? row.groupCommand : order.value || 0;
		const waitMs = row.action === 0 ? 0 : this.ports.control.waitMs(row.action, order.target, argument);
		const pending = pendingFrom(order, row, t + waitMs + row.limitMs, this.testsSeen());
		const reason = this.beginOnUps(order, row, waitMs, argument);
		if (reason !== 0) {
			return this.refuse(order, refusal('E_COMMAND_STATE', refusalSentence(reason)), t);
		}
		this.tell(order, stageAccepted, '', row.name, t);
		this.replaceOthers(order, row, t);
		if (changes.length > 0) {
			this.ports.settings.apply(card.id, changes, t, noteOf(order, row.name));
		}
		if (row.hasDate) {
			card.logNoted(t, batteryReplaced, phaseMomentary, NO_DETAIL, noteOf(order, order.text));
		}
		if (row.goal === goalAtOnce) {
			this.tell(order, stageCompleted, '', '', t);
		} else {
			this.keep(pending);
		}
		return ACCEPTED;
	}

	beginOnUps(order: Order, row: CommandRow, waitMs: Millis, argument: number): number {
		if (row.action === 0) {
			return 0;
		}
		return waitMs === Infinity ? refusedNever : this.ports.control.begin(row.action, order.target, argument);
	}

	keep(pending: Pending): void {
		const lists = this.rows.pending;
		const id = this.ports.card.id;
		lists[id] = pendingOf(this.rows, id).concat([pending]);
	}

	/** What `order` takes the place of has come to nothing. */
	replaceOthers(order: Order, row: CommandRow, t: Millis): void {
		const list = pendingOf(this.rows, this.ports.card.id);
		for (let i = 0; i < list.length; i++) {
			if (row.replaces && disturbs(row, order.target, list[i])) {
				this.end(list[i], stageFailed, `${row.name} (${order.commandId}) took its place.`, t);
			}
		}
	}

	/** Self-tests that the card has seen: of its last look, as all that it knows. */
	testsSeen(): number {
		const card = this.ports.card;
		return card.rows.seen[card.id * SEEN_COLUMNS + SEEN_TESTS];
	}

	refuse(order: Order, why: Refusal, t: Millis): Verdict {
		this.tell(order, stageRefused, why.code, why.sentence, t);
		return {accepted: false, code: why.code, sentence: why.sentence};
	}

	end(pending: Pending, stage: number, sentence: string, t: Millis): void {
		endSilently(this.rows, this.ports.card.id, pending);
		this.tell(pending, stage, '', sentence, t);
	}

	/** Logs a stage and tells who listens. */
	tell(subject: Subject, stage: number, code: ErrorCode | '', sentence: string, t: Millis): void {
		const card = this.ports.card;
		const detail = subject.command <= LARGEST_DETAIL ? subject.command : NO_DETAIL;
		const text = code === '' ? sentence : `${code}: ${sentence}`;
		card.logNoted(t, stageEvents[stage], phaseMomentary, detail, noteOf(subject, text));
		this.ports.sink.stage({
			card: card.id,
			commandId: subject.commandId,
			sessionId: subject.sessionId,
			command: subject.command,
			stage: stage,
			code: code,
			sentence: sentence,
			origin: subject.origin,
			sequence: card.rows.lastSequence[card.id],
			t: t,
		});
	}
}

/** The settings that the command changes: the install date is one. */
function changesOf(order: Order, row: CommandRow): readonly SettingChange[] {
	return row.hasDate ? [{key: INSTALL_DATE, value: order.text}] : order.settings;
}
