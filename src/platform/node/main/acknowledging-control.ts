// The UPS as its card orders about it, and beside it what the card itself does: somebody has seen that the battery is old.

import {acknowledgeBatteryLife} from '../../../agent/battery-life.ts';
import type {BatteryLifeRows} from '../../../agent/battery-life.ts';
import type {Card} from '../../../agent/card.ts';
import {actAcknowledgeBattery, refusedNoWarning} from '../../../agent/ups-control.ts';
import type {UpsControl} from '../../../agent/ups-control.ts';
import type {Millis} from '../../../core/clock.ts';
import type {Agent} from '../main.ts';

class AcknowledgingControl implements UpsControl {
	readonly #ups: UpsControl;
	readonly #life: BatteryLifeRows;
	readonly #card: Card;
	readonly #now: () => Millis;

	constructor(ups: UpsControl, life: BatteryLifeRows, card: Card, now: () => Millis) {
		this.#ups = ups;
		this.#life = life;
		this.#card = card;
		this.#now = now;
	}

	switchedGroups(): number {
		return this.#ups.switchedGroups();
	}

	supports(action: number): boolean {
		return action === actAcknowledgeBattery || this.#ups.supports(action);
	}

	waitMs(action: number, target: number, value: number): Millis {
		return action === actAcknowledgeBattery ? 0 : this.#ups.waitMs(action, target, value);
	}

	begin(action: number, target: number, value: number): number {
		if (action !== actAcknowledgeBattery) {
			return this.#ups.begin(action, target, value);
		}
		return acknowledgeBatteryLife(this.#life, this.#card, this.#now()) ? 0 : refusedNoWarning;
	}
}

/** `control` with the card's own part. */
export function acknowledging(agent: Agent, control: UpsControl): UpsControl {
	return new AcknowledgingControl(control, agent.batteryLife.rows, agent.card, () => agent.now());
}
