// A day of a fleet, as a digest: what every Node must send alike. The transcript of the card runs in QuickJS too; this not.

import {CountingSink} from '../../sim/fleet/message-sink.ts';
import {plainFleet} from '../../sim/fleet/spec.ts';
import {DAY} from '../../src/core/clock.ts';
import {models} from '../../src/ups/catalogue.ts';
import {startFleet} from '../helpers/fleets.ts';
import {Digest} from './digest.ts';

const CARDS = 250;

/** Everything that a stormy day makes the cards send, and every event they log. */
export function fleetTranscript(): string {
	const skus = models().map(({sku}) => sku);
	const spec = plainFleet(7, CARDS, skus, {sag: 20, outage: 3, flicker: 4, swell: 4});
	const sink = new CountingSink(CARDS);
	const {fleet, events} = startFleet(spec, sink);
	fleet.run(DAY);
	const digest = new Digest();
	spec.cards.forEach((_, card) => digest.number(sink.digestOf(card)));
	for (const {card, sequence, t, event, phase, detail} of events) {
		[card, sequence, t, event, phase, detail].forEach(value => digest.number(value));
	}
	return `fleet ${digest.text()} ${events.length} events ${sink.bytes} bytes`;
}
