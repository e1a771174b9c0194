// What a running card tells people of its log: when, and how often again, as its settings say.

import type {LogEntry} from '../../../agent/card-rows.ts';
import {phaseClear} from '../../../agent/card.ts';
import {informational} from '../../../agent/events.ts';
import {ANY, Notifications, UNTIL_CLEARED} from '../../../agent/notifications.ts';
import type {NoticeRule, Notify} from '../../../agent/notifications.ts';
import {noticeOf} from '../../../agent/settings/card-rows.ts';
import type {SettingsDesk} from '../../../agent/settings/desk.ts';
import type {Millis} from '../../../core/clock.ts';
import {SECOND} from '../../../core/clock.ts';

export class AgentNotices {
	readonly #desk: SettingsDesk;
	readonly #tell: Notify;
	readonly #notifications = new Notifications([]);

	constructor(desk: SettingsDesk, tell: Notify) {
		this.#desk = desk;
		this.#tell = tell;
	}

	/** Takes an entry that is safe in the log, and tells what is due. */
	logged(entry: LogEntry): void {
		const {rule, severity} = this.#ruleOf(entry);
		this.#notifications.setRules([rule]);
		this.#notifications.logged(entry, severity);
		this.due(entry.atMs);
	}

	due(t: Millis): void {
		this.#notifications.due(t, this.#tell);
	}

	nextAt(): Millis {
		return this.#notifications.nextAt();
	}

	/** The settings as a rule for this one event; a severity of `ungraded` is logged and not told. */
	#ruleOf({event, phase}: LogEntry): {rule: NoticeRule; severity: number} {
		const notice = noticeOf(event, id => this.#desk.number(id));
		const timing = {
			delayMs: notice.delaySeconds * SECOND,
			repeatMs: Math.max(0, notice.repeatSeconds) * SECOND,
			repeats: notice.untilCleared ? UNTIL_CLEARED : notice.times,
			untilEvent: 0,
		};
		const isTold = notice.severity >= informational;
		const severity = phase === phaseClear ? informational : notice.severity;
		return {rule: {event, category: ANY, severity: ANY, timing: isTold ? timing : null}, severity};
	}
}
