// The firmware of a fleet's cards: who boots what, what comes and goes over MQTT, and how long virtual time waits for answers.

import {judgeUps} from '../../../src/agent/update/ups-rules.ts';
import {RandomStream, seedFor} from '../../../src/core/random.ts';
import {SECOND} from '../../../src/core/clock.ts';
import {READING_SIZE} from '../../../src/ups/reading.ts';
import {outInventory} from '../../../src/ota/messages.ts';
import * as states from '../../../src/ota/states.ts';
import type {Fleet} from '../fleet.ts';
import {cardDevice, factoryPart} from './card-device.ts';
import type {CardWorld} from './card-world.ts';
import {ChunkLot} from './chunk-lot.ts';
import {Patience} from './patience.ts';
import type {FirmwareSetup} from './setup.ts';
import {UpdatingCard} from './updating-card.ts';

const TALK_MS = 5 * SECOND;
const BYTE = 256;
/** Where the kind of a request stands: after the head of its map and the key 0. */
const KIND_AT = 2;

/** What the cards' sessions are: of MQTT, or of nothing. */
export interface Sessions {
	sendRequest(card: number, message: Uint8Array): boolean;
	goOnline(card: number): void;
	goOffline(card: number, isCut: boolean): void;
}

/** Told that another firmware runs. */
export type FirmwareTold = (card: number, version: string) => void;

export class FleetUpdates {
	readonly setup: FirmwareSetup;
	readonly cards: readonly UpdatingCard[];
	readonly #fleet: Fleet;
	readonly #sessions: Sessions;
	readonly #told: FirmwareTold;
	readonly #row = new Int32Array(READING_SIZE);
	/** What befalls the chunks of each card; undefined where nothing ever did. */
	readonly #lots: (ChunkLot | undefined)[] = [];
	/** How long virtual time waits for answers. */
	readonly patience = new Patience();
	#talkedAt = -Infinity;

	constructor(setup: FirmwareSetup, fleet: Fleet, sessions: Sessions, told: FirmwareTold) {
		this.setup = setup;
		this.#fleet = fleet;
		this.#sessions = sessions;
		this.#told = told;
		const factory = factoryPart(setup);
		this.cards = fleet.spec.cards.map((spec, card) => {
			const seed = seedFor(fleet.spec.seed, `${spec.id}/flash`);
			const device = cardDevice(setup, factory, seed, setup.deviceIdOf(spec.serial));
			return new UpdatingCard(setup, device, spec.serial, this.#worldOf(card));
		});
	}

	/** All cards boot; their sessions begin. */
	start(): void {
		for (const card of this.cards) {
			card.start();
		}
	}

	connected(card: number): void {
		this.cards[card].connected();
	}

	disconnected(card: number): void {
		this.patience.forget(card);
		this.cards[card].disconnected();
	}

	/** A message of kind `ota`; '' or what it should have been. */
	take(card: number, payload: Uint8Array): string {
		const drawn = this.#lots[card]?.draw(payload) ?? [payload];
		const said = drawn.map(each => this.cards[card].take(each)).find(each => each !== '');
		this.patience.answered(card);
		this.#talkedAt = this.#fleet.now();
		return said ?? '';
	}

	/** What befalls the chunks of a card. */
	lotOf(card: number): ChunkLot {
		const {seed, cards} = this.#fleet.spec;
		return (this.#lots[card] ??= new ChunkLot(new RandomStream(seedFor(seed, `${cards[card].id}/chunks`))));
	}

	/** Something happened to the UPS of a card: an update may have to wait, or may go on. */
	changed(card: number): void {
		const {state} = this.cards[card];
		if (state !== states.steady && state !== states.reverted) {
			this.#fleet.clock.after(0, () => this.cards[card].due());
		}
	}

	/** Whether messages went to and fro a moment ago: long steps of virtual time would make the line slow. */
	hurries(): boolean {
		return this.#fleet.now() - this.#talkedAt < TALK_MS;
	}

	/** Whether virtual time must wait: signatures are being checked, or a service is about to answer. */
	isBusy(): boolean {
		return this.cards.some(({jobs}) => jobs > 0) || this.patience.isBusy();
	}

	#worldOf(card: number): CardWorld {
		const fleet = this.#fleet;
		const spec = fleet.spec.cards[card];
		const random = new RandomStream(seedFor(fleet.spec.seed, `${spec.id}/firmware`));
		return {
			now: () => fleet.now(),
			after: (delay, run) => fleet.clock.after(delay, run),
			wallS: () => Math.floor(fleet.wall.utcAt(card, fleet.now()) / SECOND),
			fillRandom: into => {
				for (let i = 0; i < into.length; i++) {
					into[i] = random.whole(0, BYTE - 1);
				}
			},
			lookAtUps: into => {
				fleet.measureAt(card, fleet.now(), this.#row, 0);
				const {updatePhase} = fleet.cardView(card);
				const around = {isHeard: fleet.cardView(card).isHearing(), updatePhase, switching: false, announced: false};
				judgeUps(this.#row, 0, around, into);
			},
			isHearing: () => fleet.cardView(card).isHearing(),
			log: (event, phase, detail, note) => fleet.cardView(card).logNoted(fleet.now(), event, phase, detail, note),
			send: message => {
				this.#talkedAt = fleet.now();
				const sent = this.#sessions.sendRequest(card, message);
				if (sent && message[KIND_AT] !== outInventory) {
					this.patience.asked(card);
				}
				return sent;
			},
			started: (start, version) => this.#started(card, start, version),
			goOnline: () => this.#sessions.goOnline(card),
			goOffline: isCut => {
				this.patience.forget(card);
				this.#sessions.goOffline(card, isCut);
			},
		};
	}

	#started(card: number, start: number, version: readonly number[]): void {
		const spec = this.#fleet.spec.cards[card];
		if (start > 1) {
			this.#fleet.cards.bootIds[card] = seedFor(this.#fleet.spec.seed, `${spec.id}/boot/${start}`);
		}
		this.#told(card, version.join('.'));
	}
}
