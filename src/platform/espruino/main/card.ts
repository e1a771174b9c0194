// The card of a board: what runs when ridethrough.min.js is loaded. Its configuration is ridethrough.json in the board's storage.

import {BoardCard} from '../board-card.ts';
import {readConfig} from '../config.ts';
import type {ConfigProblem} from '../config.ts';
import type {Device} from '../device.ts';
import {espruinoDevice, isBoard} from '../device-espruino.ts';

/** What a person at the console of the board can look at, and what an update finds. */
interface Ridethrough {
	/** Null where the configuration is no good; `problems` says why. */
	card: BoardCard | null;
	problems: ConfigProblem[];
	start(device: Device): BoardCard | null;
}

const ridethrough: Ridethrough = {
	card: null,
	problems: [],
	start: device => {
		ridethrough.problems = [];
		const config = readConfig(device.storage, problem => ridethrough.problems.push(problem));
		if (config !== null) {
			ridethrough.card = new BoardCard(device, config);
			ridethrough.card.start();
		}
		return ridethrough.card;
	},
};

(globalThis as unknown as {ridethrough: Ridethrough}).ridethrough = ridethrough;
if (isBoard()) {
	ridethrough.start(espruinoDevice());
}
