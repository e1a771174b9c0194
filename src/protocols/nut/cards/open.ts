// The NUT face of the cards of a process (nut.md): one server, a UPS a card.

import type {CardHouse} from '../../../agent/card-view.ts';
import type {StageTold} from '../../../agent/commands/ports.ts';
import type {Clock} from '../../../core/clock.ts';
import {openNutServer} from '../server.ts';
import type {OpenNut} from '../server.ts';
import type {NutSource, NutUps, Outcome} from '../source.ts';
import type {NutLogin, NutUser} from '../users.ts';
import {learnAlarms} from './alarms.ts';
import {CardUps, whoFrom} from './card-ups.ts';
import type {CardPlace} from './card-ups.ts';
import {describe} from './descriptions.ts';
import {ForcedShutdowns} from './forced.ts';

export interface NutOptions {
	readonly house: CardHouse;
	readonly listen: {readonly host: string; readonly port: number};
	readonly clock: Clock;
	readonly users: readonly NutUser[];
	/** Of the program. */
	readonly version: string;
	/** Asked when `users` has nobody, such as the accounts of the card. */
	readonly login?: NutLogin;
	/** What the only card is called; its id without. */
	readonly name?: string;
	/** PEM texts. */
	readonly tls?: {readonly cert: string; readonly key: string};
	readonly maxConnections?: number;
	readonly maxPerHost?: number;
}

/** A lone card answers to this name too, as most people call theirs. */
const LONE_NAME = 'ups';
const FAILED_STAGES = [4, 5];
const LAST_STAGE_FROM = 2;
/** Orders whose end is waited for at a time; the oldest are forgotten first. */
const ORDERS_MAX = 10_000;
const ended = {actor: '', role: 0, address: ''};

/** Tells who gave an order when it fails after it was accepted. */
class OrderWatch {
	private readonly byId = new Map<string, (outcome: Outcome) => void>();

	add(commandId: string, told: (outcome: Outcome) => void): void {
		if (this.byId.size >= ORDERS_MAX) {
			this.byId.delete(this.byId.keys().next().value ?? '');
		}
		this.byId.set(commandId, told);
	}

	stage({commandId, stage}: StageTold): void {
		if (FAILED_STAGES.includes(stage)) {
			this.byId.get(commandId)?.('failed');
		}
		if (stage >= LAST_STAGE_FROM) {
			this.byId.delete(commandId);
		}
	}
}

class CardSource implements NutSource {
	private readonly place: CardPlace;
	private readonly name: string | undefined;

	constructor(place: CardPlace, name: string | undefined) {
		this.place = place;
		this.name = place.house.count === 1 ? name : undefined;
	}

	*list(): Iterable<NutUps> {
		for (let card = 0; card < this.place.house.count; card++) {
			yield this.ups(card);
		}
	}

	find(name: string): NutUps | null {
		const {house} = this.place;
		const wanted = name.toLowerCase();
		const isLone = house.count === 1 && (wanted === this.name?.toLowerCase() || wanted === LONE_NAME);
		const card = isLone ? 0 : house.find(wanted);
		return card < 0 ? null : this.ups(card);
	}

	ups(card: number): CardUps {
		return new CardUps(this.place, card, this.name ?? this.place.house.view(card).identity.cardId);
	}
}

/** The source of the cards of a house, and what ends its listening. */
export function cardSource({house, name, version, clock}: Pick<NutOptions, 'house' | 'name' | 'version' | 'clock'>): {
	readonly source: NutSource;
	readonly stop: () => void;
} {
	learnAlarms(house);
	const watch = new OrderWatch();
	const forced = new ForcedShutdowns(house, card => {
		// Out of the listener: the card is in the middle of telling what it logged.
		clock.after(0, () => {
			house.view(card).look();
			house
				.view(card)
				.note('deviceEvent', whoFrom(ended), 'Forced shutdown ended: the output was off and is on again.');
		});
	});
	const stopStages = house.onStage(told => watch.stage(told));
	const accepted = (id: string, told: (outcome: Outcome) => void): void => watch.add(id, told);
	const source = new CardSource({house, version, forced, accepted}, name);
	return {
		source,
		stop() {
			stopStages();
			forced.stop();
		},
	};
}

/** Serves the cards of a process over NUT. Throws E_PORT_TAKEN. */
export async function openNut(options: NutOptions): Promise<OpenNut> {
	const {source, stop} = cardSource(options);
	const {house: _house, name: _name, login = null, ...rest} = options;
	const product = `Ridethrough ${options.version}`;
	try {
		const server = await openNutServer({...rest, login, source, product, describe});
		return {
			...server,
			async close() {
				stop();
				await server.close();
			},
		};
	} catch (error) {
		stop();
		throw error;
	}
}
