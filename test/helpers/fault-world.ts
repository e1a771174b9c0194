// One card at 40 % load under faults, and what is the case then: in the world, and in what the card is told.

import type {ExecutionContext} from 'ava';
import {requireParameters} from '../../sim/faults/parameters.ts';
import {requireFault} from '../../sim/faults/registry.ts';
import type {Undo} from '../../sim/scenario/bench.ts';
import type {Ups} from '../../src/ups/row.ts';
import {houseOf} from './card-house.ts';
import type {TestHouse} from './card-house.ts';
import {MINUTE} from './ref-model.ts';

export class World {
	readonly house: TestHouse;

	constructor(model = 'SMT1500') {
		this.house = houseOf({model});
		this.house.advance(MINUTE);
	}

	get ups(): Ups {
		return this.house.fleet.upsView(0);
	}

	inject(name: string, raw: Record<string, unknown> = {}): Undo {
		const {bench} = this.house;
		const fault = requireFault(name);
		const values = requireParameters(fault, raw);
		return fault.acts === 'card'
			? fault.inject(bench.target(0), values, bench.surroundings)
			: fault.inject(bench.surroundings, values);
	}

	after(delay: number): this {
		this.house.advance(delay);
		return this;
	}

	get words(): string {
		return this.house.bench.statusWords(0).join(' ');
	}

	get alarms(): string {
		return this.house.bench.alarms(0).join(' ');
	}

	reading(name: string): number | undefined {
		return this.house.bench.reading(0, name);
	}
}

/** Fault, its parameters, model, what happens under it, what to look at: then, and after its undo and a minute. */
export type Case = readonly [
	title: string,
	fault: string,
	raw: Record<string, unknown>,
	model: string,
	act: (world: World) => unknown,
	look: (world: World) => unknown,
	during: unknown,
	undone: unknown,
];

export const wait = (delay: number) => (world: World) => world.after(delay);
export const outage = (delay: number) => (world: World) => {
	world.inject('outage');
	world.after(delay);
};
export const words = (world: World): unknown => world.words;
export const alarms = (world: World): unknown => world.alarms;

/** Injects, looks, undoes, and looks again. */
export function tryCase(t: ExecutionContext, [, fault, raw, model, act, look, during, undone]: Case): void {
	const world = new World(model);
	const undo = world.inject(fault, raw);
	act(world);
	t.deepEqual(look(world), during);
	undo();
	world.after(MINUTE);
	t.deepEqual(look(world), undone);
}
