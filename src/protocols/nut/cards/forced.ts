// Forced shutdowns. The protocol cannot end one, and upsd forgets it only when it stops; a card lives on, so ours ends when the
// output has been off and is on again, or when the operator says so (nut.md 7).

import type {CardHouse} from '../../../agent/card-view.ts';
import type {LogEntry} from '../../../agent/card-rows.ts';

const SET = 1;
const CLEAR = 2;

interface Forced {
	sawOff: boolean;
}

export class ForcedShutdowns {
	private readonly byCard = new Map<number, Forced>();
	private readonly outputOff: number;
	/** Called with the card whose shutdown ended by itself. */
	private readonly ended: (card: number) => void;
	readonly stop: () => void;

	constructor(house: CardHouse, ended: (card: number) => void) {
		this.outputOff = house.eventByName('outputOff')?.id ?? 0;
		this.ended = ended;
		this.stop = house.onLogged((card, entry) => this.logged(card, entry));
	}

	has(card: number): boolean {
		return this.byCard.has(card);
	}

	/** Begins one; false where it is under way already. */
	begin(card: number, isOff: boolean): boolean {
		if (this.byCard.has(card)) {
			return false;
		}
		this.byCard.set(card, {sawOff: isOff});
		return true;
	}

	/** Ends one; false where none is under way. */
	end(card: number): boolean {
		return this.byCard.delete(card);
	}

	private logged(card: number, entry: LogEntry): void {
		const forced = this.byCard.get(card);
		if (forced === undefined || entry.event !== this.outputOff) {
			return;
		}
		if (entry.phase === SET) {
			forced.sawOff = true;
		} else if (entry.phase === CLEAR && forced.sawOff) {
			this.byCard.delete(card);
			this.ended(card);
		}
	}
}
