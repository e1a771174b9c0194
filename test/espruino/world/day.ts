// A day of two boards on one serial line: the bundle of the card on one, that of the simulated UPS on the other, and a broker. All that
// is said is written down, so that two engines can be compared byte for byte.

import {HOUR, MINUTE} from '../../../src/core/clock.ts';
import {FakeBoard} from './board.ts';
import {hexOf} from './bytes.ts';
import {Consumer} from './consumer.ts';
import {sha256} from './sha256.ts';
import {Timeline} from './timeline.ts';

/** Runs a bundle with the objects of an interpreter. */
export type Bundle = (interpreter: Record<string, unknown>) => void;

/** What the bundle of the UPS puts on its console. */
export interface UpsConsole {
	blackout(): void;
	restore(): void;
	input(volts: number, hertz: number): void;
	load(percent: number): void;
	ambient(celsius: number): void;
	test(): boolean;
	status(): Record<string, number>;
}

const config = {
	card: 'bench-1',
	site: 'bench',
	host: 'broker',
	port: 1883,
	unit: 1,
	baud: 9600,
	sampleSeconds: 10,
	vendor: 'APC',
	bypass: true,
};

/** Two boards, wired. */
export class World {
	timeline: Timeline;
	card: FakeBoard;
	ups: FakeBoard;
	consumer: Consumer;

	constructor() {
		this.timeline = new Timeline();
		this.card = new FakeBoard(this.timeline, 1);
		this.ups = new FakeBoard(this.timeline, 2);
		this.consumer = new Consumer(this.timeline);
		this.card.serial.far = this.ups.serial;
		this.ups.serial.far = this.card.serial;
		this.card.acceptor = socket => this.consumer.broker.accept(socket);
		this.card.storage.writeJSON('ridethrough.json', config);
	}

	get console(): UpsConsole {
		return this.ups.globals['ups'] as UpsConsole;
	}

	/** The line to the UPS breaks, or is whole again. */
	setLine(isWhole: boolean): void {
		this.card.serial.isWhole = isWhole;
		this.ups.serial.isWhole = isWhole;
	}
}

/** Minute, and what happens then. */
type Step = readonly [minute: number, act: (world: World, restart: () => void) => void];

/** What happens in a day. */
const steps: readonly Step[] = [
	[5, world => world.console.blackout()],
	[8, world => world.console.restore()],
	[20, world => world.consumer.order(1, 0)],
	[30, world => world.console.load(60)],
	[31, world => world.console.input(199, 50)],
	[33, world => world.console.input(262, 50.1)],
	[35, world => world.console.restore()],
	[40, world => world.setLine(false)],
	[42, world => world.setLine(true)],
	[50, world => world.consumer.order(32, 1)],
	[52, world => world.consumer.order(99, 0)],
	[53, world => world.consumer.order(6, 0)],
	[60, world => world.consumer.broker.setUp(false)],
	[62, world => world.console.blackout()],
	[64, world => world.console.restore()],
	[70, world => world.consumer.broker.setUp(true)],
	[80, world => world.ups.serial.write('\u0001\u0003garbage on the line')],
	[90, world => world.console.load(90)],
	[91, world => world.console.blackout()],
	[92, world => world.consumer.order(6, 0)],
	[150, world => world.console.restore()],
	[170, (_world, restart) => restart()],
	[175, world => world.console.test()],
	[200, world => world.consumer.order(12, 0)],
	[215, world => world.consumer.broker.setUp(false)],
	[216, (_world, restart) => restart()],
	[217, world => world.console.blackout()],
	[218, world => world.console.restore()],
	[219, world => world.consumer.broker.setUp(true)],
];

function tellStorage(world: World): void {
	const names = world.card.storage.list().sort();
	for (let i = 0; i < names.length; i++) {
		const bytes = world.card.storage.files[names[i]];
		if (bytes !== undefined) {
			world.consumer.note('file ' + names[i] + ' ' + bytes.length + ' ' + hexOf(sha256(bytes).subarray(0, 8)));
		}
	}
}

/** Plays `hours` of the day; the world as it is then. */
export function playDay(card: Bundle, ups: Bundle, hours: number): World {
	const world = new World();
	const restart = (): void => {
		world.card.stop();
		world.consumer.note('restart');
		card(world.card.interpreter());
	};
	ups(world.ups.interpreter());
	card(world.card.interpreter());
	steps.forEach(step => world.timeline.after(step[0] * MINUTE + 7, () => step[1](world, restart)));
	for (let hour = 1; hour <= hours; hour++) {
		world.timeline.runUntil(hour * HOUR);
		world.consumer.closeHour(hour);
	}
	world.timeline.runUntil(hours * HOUR);
	tellStorage(world);
	return world;
}
