// A card with a desk over a simulated UPS in the same process, and all that is told of its commands.

import {Card} from '../../../src/agent/card.ts';
import {CardRows} from '../../../src/agent/card-rows.ts';
import {CommandDesk} from '../../../src/agent/commands/desk.ts';
import type {Verdict} from '../../../src/agent/commands/desk.ts';
import {DeskPort} from '../../../src/agent/settings/port.ts';
import type {Order} from '../../../src/agent/commands/order.ts';
import {DeskRows} from '../../../src/agent/commands/pending.ts';
import type {StageTold} from '../../../src/agent/commands/ports.ts';
import {stageNames} from '../../../src/agent/commands/stages.ts';
import {findCommand} from '../../../src/agent/commands/table.ts';
import {eventName} from '../../../src/agent/events.ts';
import {administrator, originConsole} from '../../../src/agent/roles.ts';
import {SettingsDesk, SettingsRows} from '../../../src/agent/settings/desk.ts';
import {InProcessSettings} from '../../../src/agent/settings/in-process.ts';
import {InProcessControl} from '../../../src/agent/ups-control.ts';
import {nextEventAt} from '../../../src/ups/fire.ts';
import {measureStates} from '../../../src/ups/measure.ts';
import type {UpsModel} from '../../../src/ups/model.ts';
import {READING_SIZE} from '../../../src/ups/reading.ts';
import type {Ups} from '../../../src/ups/row.ts';
import {advance, setInput} from '../../../src/ups/ups.ts';
import {newUps, refModel} from '../../helpers/ref-model.ts';

export interface Given extends Partial<Omit<Order, 'command'>> {
	readonly command: string | number;
}

export class Rig {
	readonly ups: Ups;
	readonly card: Card;
	readonly desk: CommandDesk;
	readonly control: InProcessControl;
	readonly settings: SettingsDesk;
	readonly told: StageTold[] = [];
	readonly events: string[] = [];
	readonly row = new Int32Array(READING_SIZE);
	now = 0;
	ids = 0;

	constructor(model: UpsModel = refModel, loadWatts = 400) {
		this.ups = newUps(model, loadWatts);
		const cards = new CardRows(1, 64);
		this.card = new Card(cards, 0, {
			logged: (_card, _sequence, _t, event) => this.events.push(eventName(event)),
		});
		this.control = new InProcessControl(this.ups, () => this.now);
		const ups = new InProcessSettings(this.ups, () => this.now, 1_700_000_000_000);
		this.settings = new SettingsDesk(new SettingsRows(1), 0, this.ups.rating, ups);
		this.desk = new CommandDesk(new DeskRows(1), {
			card: this.card,
			control: this.control,
			settings: new DeskPort(
				() => this.settings,
				() => this.card,
			),
			sink: {stage: told => this.told.push(told)},
		});
		measureStates(this.ups, this.row, 0);
		this.card.start(this.row, 0, 0);
	}

	/** Gives an order, and lets the UPS be looked at. */
	give(given: Given): Verdict {
		this.ids += 1;
		const verdict = this.desk.order(orderFrom(`c${this.ids}`, given), this.now);
		this.look();
		return verdict;
	}

	look(): void {
		measureStates(this.ups, this.row, 0);
		this.card.observeUpdate(this.ups.updatePhase, this.now);
		this.card.observe(this.row, 0, this.now);
		if (this.card.isHearing()) {
			this.desk.observe(this.row, 0, this.now);
		}
		this.desk.due(this.now);
	}

	/** Lives on, event by event. */
	pass(ms: number): void {
		const until = this.now + ms;
		while (this.now < until) {
			this.now = Math.min(until, nextEventAt(this.ups), Math.max(this.now, this.desk.nextAt()));
			advance(this.ups, this.now);
			this.look();
		}
	}

	cutPower(): void {
		setInput(this.ups, this.now, 0, 50, 0);
		this.look();
	}

	restorePower(): void {
		setInput(this.ups, this.now, 230, 50, 0);
		this.look();
	}

	/** Stages of the last command, in order. */
	stages(commandId = `c${this.ids}`): string[] {
		return this.told.filter(each => each.commandId === commandId).map(each => stageNames[each.stage]);
	}
}

export function orderFrom(commandId: string, given: Given): Order {
	const command = typeof given.command === 'number' ? given.command : (findCommand(given.command)?.id ?? 0);
	return {
		commandId,
		sessionId: 0,
		retained: false,
		target: 0,
		value: null,
		text: '',
		settings: [],
		actor: 'ann',
		role: administrator,
		origin: originConsole,
		...given,
		command,
	};
}
