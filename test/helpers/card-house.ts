// A house of simulated cards in virtual time for tests of faces, without a network.

import type {CardHouse} from '../../src/agent/card-view.ts';
import type {Millis} from '../../src/core/clock.ts';
import {Fleet} from '../../sim/fleet/fleet.ts';
import {FleetBench} from '../../sim/fleet/fleet-bench.ts';
import {FleetHouse} from '../../sim/fleet/fleet-house.ts';
import {FleetOrders} from '../../sim/fleet/fleet-orders.ts';
import type {CardSpec, SiteSpec} from '../../sim/fleet/spec.ts';
import {modelOf, smallSpec} from './fleets.ts';

export interface TestHouse {
	readonly house: CardHouse;
	readonly fleet: Fleet;
	/** Faults: `bench.target(card)`, `bench.set(card, …)`. */
	readonly bench: FleetBench;
	/** Lets virtual time go on by so much. */
	advance(delay: Millis): void;
	/** Volts of the utility of a card as a share of nominal: 0 is an outage, 1 normal. Returns what undoes it. */
	utility(card: number, share: number): () => void;
}

export interface HouseOptions {
	readonly model?: string;
	readonly count?: number;
	/** Cards of each site, where there are several sites. */
	readonly sites?: readonly number[];
	readonly site?: Partial<SiteSpec>;
	readonly card?: Partial<CardSpec>;
	readonly logSize?: number;
}

/** Cards `s0-c0`, `s0-c1` … at one site, full and on line, at 40 % load where nothing else is said. */
export function houseOf(options: HouseOptions): TestHouse {
	const spec = smallSpec(options.sites ?? [options.count ?? 1], options.site, {
		model: options.model ?? 'SMT1500',
		...options.card,
	});
	let house: FleetHouse | undefined;
	let orders: FleetOrders | undefined;
	const fleet = new Fleet(
		spec,
		{modelOf, logSize: options.logSize ?? 256},
		{
			logged: (card, sequence, t, event, phase) => house?.logged(card, sequence, t, event, phase),
			changed(card, t) {
				house?.changed(card);
				orders?.changed(card, t);
			},
		},
	);
	orders = new FleetOrders(fleet, () => {});
	house = new FleetHouse(fleet, orders);
	fleet.start();
	const pace = {stepMs: 1000, reach: async () => {}, drift: () => null, goAt: () => {}};
	const bench = new FleetBench(fleet, pace, undefined, house);
	return {
		house,
		fleet,
		bench,
		advance: delay => void fleet.run(fleet.now() + delay),
		utility: (card, share) => bench.target(card).scaleInput(share),
	};
}
