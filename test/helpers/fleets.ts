// Small fleets for tests, without a network.

import {Publisher} from '../../sim/fleet/publisher.ts';
import {Fleet} from '../../sim/fleet/fleet.ts';
import {CountingSink} from '../../sim/fleet/message-sink.ts';
import type {MessageSink} from '../../sim/fleet/message-sink.ts';
import type {SampleWishes} from '../../sim/fleet/sample-turns.ts';
import {DEFAULT_START_UTC, serialFor} from '../../sim/fleet/spec.ts';
import type {CardSpec, FleetSpec, SiteSpec} from '../../sim/fleet/spec.ts';
import {findModel} from '../../src/ups/catalogue.ts';
import type {UpsModel} from '../../src/ups/model.ts';

export function modelOf(sku: string): UpsModel {
	const model = findModel(sku);
	if (model === null) {
		throw new Error(`no model ${sku}`);
	}
	return model;
}

export interface LoggedEvent {
	card: number;
	sequence: number;
	t: number;
	event: number;
	phase: number;
	detail: number;
}

export interface TestFleet {
	fleet: Fleet;
	publisher: Publisher;
	sink: MessageSink;
	events: LoggedEvent[];
	changes: Array<{card: number; t: number}>;
}

/** A fleet that is started and publishes to `sink`, a counting one where none is given. */
export function startFleet(
	spec: FleetSpec,
	sink: MessageSink = new CountingSink(spec.cards.length),
	samples: SampleWishes = {},
): TestFleet {
	const events: LoggedEvent[] = [];
	const changes: Array<{card: number; t: number}> = [];
	let publisher: Publisher | undefined;
	const fleet = new Fleet(
		spec,
		{modelOf, logSize: 16},
		{
			logged(card, sequence, t, event, phase, detail) {
				events.push({card, sequence, t, event, phase, detail});
				publisher?.logged(card);
			},
			changed(card, t) {
				changes.push({card, t});
				publisher?.sample(card, t, false);
			},
		},
	);
	publisher = new Publisher(fleet, modelOf, sink, 'puback', samples);
	fleet.runsAhead = () => true;
	fleet.start();
	publisher.start();
	return {fleet, publisher, sink, events, changes};
}

/** `counts[i]` cards at site i, all SMT1500 at 40 % unless `card` says otherwise. */
export function smallSpec(
	counts: readonly number[],
	site: Partial<SiteSpec> = {},
	card: Partial<CardSpec> = {},
): FleetSpec {
	const sites = counts.map((_, i) => ({name: `site-${i}`, disturbances: {}, ...site}));
	const cards = counts.flatMap((count, i) =>
		Array.from(
			{length: count},
			(_, n): CardSpec => ({
				id: `s${i}-c${n}`,
				site: i,
				model: 'SMT1500',
				serial: serialFor(1, `s${i}-c${n}`),
				loadRatio: 0.4,
				profile: 'constant',
				ambientCelsius: 21,
				ageYears: 0,
				...card,
			}),
		),
	);
	return {seed: 1, startUtc: DEFAULT_START_UTC, sites, cards};
}
