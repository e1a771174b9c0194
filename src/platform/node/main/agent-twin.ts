// The twin of a running card: follows its readings, and adds what it predicts to them.

import type {SettingsDesk} from '../../../agent/settings/desk.ts';
import {findSetting} from '../../../agent/settings/catalogue.ts';
import {Twin, UNKNOWN_UTC} from '../../../agent/twin/twin.ts';
import {TWIN_COLUMNS, TwinRows} from '../../../agent/twin/rows.ts';
import {DAY} from '../../../core/clock.ts';
import type {Millis} from '../../../core/clock.ts';
import type {Rating} from '../../../ups/rating.ts';

/** 2000-01-01, from which settings count days. */
const EPOCH_2000_MS = 946_684_800_000;
const installed = findSetting('ups.battery.installed')?.id ?? 0;

export class AgentTwin {
	readonly #rows = new TwinRows(1);
	readonly #twin = new Twin(this.#rows, 0);
	readonly #desk: SettingsDesk;

	/** A twin that goes on where `saved` ended, or begins; of a type that is not known (null) it predicts nothing. */
	constructor(desk: SettingsDesk, rating: Rating | null, saved: Float64Array | null) {
		this.#desk = desk;
		if (saved !== null && saved.length === TWIN_COLUMNS) {
			this.#rows.f.set(saved);
			this.#twin.resume(rating);
		} else {
			this.#twin.start(rating, this.#installedUtc(), 0);
		}
	}

	/** What a later start of the card goes on from. */
	get state(): Float64Array {
		return this.#rows.f;
	}

	/** Looks at the reading row at 0 and writes its predictions into it. */
	observe(row: Int32Array, t: Millis, utcMs: Millis): void {
		this.#twin.setInstalled(this.#installedUtc());
		this.#twin.observe(row, 0, t, utcMs);
		this.fill(row);
	}

	/** Writes its predictions into the reading row at 0, of which it learns nothing. */
	fill(row: Int32Array): void {
		this.#twin.fill(row, 0);
	}

	#installedUtc(): Millis {
		const day = this.#desk.number(installed);
		return Number.isFinite(day) && day > 0 ? EPOCH_2000_MS + day * DAY : UNKNOWN_UTC;
	}
}
