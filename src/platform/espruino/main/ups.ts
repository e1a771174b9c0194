// The entry of the simulated UPS on a board: `ups` at the board's console sets the utility and the load.

import * as reading from '../../../ups/reading.ts';
import {espruinoDevice} from '../device-espruino.ts';
import {UpsBoard} from '../ups-board/board.ts';
import {upsRating} from '../ups-board/model.ts';

const board = new UpsBoard(espruinoDevice(), upsRating, {unit: 1, baud: 9600, seed: 1, serialNumber: 'AS0000000001'});

/** Whole numbers in the units of src/ups/reading.ts. */
function status(): object {
	const row = board.registers.look();
	return {
		outputStatus: row[reading.outputStatus],
		chargePermille: row[reading.batteryCharge],
		runtimeSeconds: row[reading.batteryRuntime],
		loadPermille: row[reading.loadRatio],
		inputDecivolts: row[reading.inputVolts],
	};
}

(globalThis as {ups?: object}).ups = {
	blackout: () => board.input(0, 0),
	restore: () => board.restore(),
	input: (volts: number, hertz: number) => board.input(volts, hertz),
	load: (percent: number) => board.load(percent),
	ambient: (celsius: number) => board.ambient(celsius),
	test: () => board.test(),
	status: status,
};
