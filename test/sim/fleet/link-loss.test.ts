// A link that falls silent is a fact of its own, in whatever the UPS was doing: silence is never "on battery", the end of a
// calibration or of a test, and old readings are never sent as new ones.

import test from 'ava';
import {phaseClear, phaseSet, STALE_AFTER_MS} from '../../../src/agent/card.ts';
import {eventName} from '../../../src/agent/events.ts';
import {beginCalibration, beginSelfTest, setInput} from '../../../src/ups/ups.ts';
import type {Ups} from '../../../src/ups/row.ts';
import {smallSpec, startFleet} from '../../helpers/fleets.ts';
import type {TestFleet} from '../../helpers/fleets.ts';
import {decodePeer} from '../../helpers/proto.ts';
import {HOUR, MINUTE, SECOND} from '../../helpers/ref-model.ts';

type Begin = (u: Ups, t: number) => void;

const states: ReadonlyArray<readonly [state: string, begin: Begin, loss: string]> = [
	['on line', () => {}, 'linkLost'],
	['on battery', (u, t) => setInput(u, t, 0, 0, 0), 'linkLostOnBattery'],
	['boosting', (u, t) => setInput(u, t, 0.86 * u.rating.nominalVolts, u.rating.nominalHertz, 0), 'linkLost'],
	['in calibration', (u, t) => void beginCalibration(u, t), 'linkLost'],
	['in a self-test', (u, t) => void beginSelfTest(u, t), 'linkLost'],
];

interface Silent extends TestFleet {
	/** Names of what was logged since the silence began, `-` before what was cleared. */
	since(): string[];
	samples: Array<Record<string, unknown>>;
	speak(): void;
}

/** A card whose UPS does `begin`, is seen doing it, and then says nothing more. */
function silence(begin: Begin): Silent {
	const samples: Array<Record<string, unknown>> = [];
	const started = startFleet(smallSpec([1]), {
		wake: null,
		send(_card, kind, payload) {
			if (kind === 'sample') {
				samples.push(decodePeer('Sample', payload));
			}
			return true;
		},
		ready: async () => {},
	});
	const {fleet, events} = started;
	fleet.run(HOUR);
	fleet.change(0, begin);
	fleet.run(HOUR + 5 * SECOND);
	const before = events.length;
	samples.length = 0;
	fleet.disturbed.of(0).silences += 1;
	fleet.applyLink(0);
	return {
		...started,
		samples,
		since: () => events.slice(before).map(({event, phase}) => `${phase === phaseClear ? '-' : ''}${eventName(event)}`),
		speak() {
			fleet.disturbed.of(0).silences -= 1;
			fleet.applyLink(0);
		},
	};
}

for (const [state, begin, loss] of states) {
	test(`${state}: silence is ${loss} after its time, and nothing else, however long it lasts`, t => {
		const {fleet, since} = silence(begin);
		fleet.run(fleet.now() + STALE_AFTER_MS - 1);
		t.deepEqual(since(), []);
		fleet.run(fleet.now() + 3 * HOUR);
		t.deepEqual(since(), [loss]);
	});

	test(`${state}: a card that lost its UPS says so in every sample and gives no new reading`, t => {
		const {fleet, samples} = silence(begin);
		fleet.run(fleet.now() + STALE_AFTER_MS + 20 * MINUTE);
		const after = samples.filter(sample => sample['linkLost'] === true);
		t.true(after.length >= 20);
		// The first may still say what the last contact brought.
		const later = after.slice(1).filter(({sequence, fullSequence}) => sequence !== fullSequence);
		for (const sample of later) {
			const {sequence: _s, fullSequence: _f, uptimeMs: _u, linkLost: _l, alarms: _a, ...readings} = sample;
			t.deepEqual(readings, {}, 'nothing changed, for nothing was read');
		}
		t.deepEqual(
			samples.filter(sample => sample['linkLost'] !== true),
			[],
			'between the last reading and the loss nothing is said',
		);
	});

	test(`${state}: the end of the silence clears the loss first, and then tells what is so now`, t => {
		const {fleet, since, events, speak} = silence(begin);
		fleet.run(fleet.now() + MINUTE);
		speak();
		t.deepEqual(since().slice(0, 2), [loss, `-${loss}`]);
		const holding = new Set<number>();
		for (const {event, phase} of events) {
			if (phase === phaseSet) {
				t.false(holding.has(event), `${eventName(event)} set twice`);
				holding.add(event);
			} else if (phase === phaseClear) {
				t.true(holding.delete(event), `${eventName(event)} cleared and never set`);
			}
		}
	});
}
