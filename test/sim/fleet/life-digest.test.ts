import test from 'ava';
import {addDigests} from '../../../sim/fleet/life-digest.ts';
import {openFleet} from '../../../sim/fleet/open-fleet.ts';
import type {OpenedFleet} from '../../../sim/fleet/open-fleet.ts';
import {addEncoded} from '../../../sim/fleet/message-sink.ts';
import {plainFleet, shardOf} from '../../../sim/fleet/spec.ts';
import type {FleetSpec} from '../../../sim/fleet/spec.ts';
import {addSummaries} from '../../../sim/fleet/tally.ts';
import {HOUR} from '../../helpers/ref-model.ts';

const MODELS = ['SMT1500', '5PX1500i', 'SRT2200XLA'];
const STORM = {sag: 20, outage: 6, flicker: 4, swell: 4};
const HOURS = 3;
const whole = plainFleet(5, 230, MODELS, STORM);
const one = await lived(whole);

async function lived(spec: FleetSpec, act: (opened: OpenedFleet) => void = () => {}): Promise<OpenedFleet> {
	const opened = await openFleet(spec, {
		speed: Infinity,
		mqttUrl: 'off',
		signal: new AbortController().signal,
		note: () => {},
	});
	act(opened);
	await opened.bench.runUntil(HOURS * HOUR);
	return opened;
}

for (const count of [2, 3]) {
	test(`digest, summary and messages of ${count} shards add up to those of the whole`, async t => {
		const shards = [];
		for (let index = 0; index < count; index++) {
			shards.push(await lived(shardOf(whole, index, count)));
		}
		t.is(addDigests(shards.map(shard => shard.digest())), one.digest());
		t.deepEqual(addSummaries(shards.map(shard => shard.summary())), one.summary());
		const {counts, bytes, digest} = addEncoded(shards.flatMap(({encoded}) => encoded ?? []));
		t.deepEqual(
			{counts, bytes, digest},
			{counts: one.encoded?.counts, bytes: one.encoded?.bytes, digest: one.encoded?.digest},
		);
		t.true(counts.event > 500 && counts.sample > 10_000);
	});
}

test('another seed, and one card that lives otherwise for a moment, make another digest', async t => {
	const other = (await lived(plainFleet(6, 230, MODELS, STORM))).digest();
	const loaded = (await lived(whole, ({bench}) => bench.set(17, 'load', 50))).digest();
	t.is(new Set([one.digest(), other, loaded]).size, 3);
	t.regex(one.digest(), /^[0-9a-f]{16}$/);
});

test('samples are off where nobody wants any, and the life is the same', async t => {
	const silent = await openFleet(whole, {
		speed: Infinity,
		mqttUrl: 'off',
		samples: {isOff: true},
		signal: new AbortController().signal,
		note: () => {},
	});
	await silent.bench.runUntil(HOURS * HOUR);
	t.is(silent.encoded?.counts.sample, 0);
	t.false(silent.isSpent());
	t.is(silent.digest(), one.digest());
});

test('a fleet from another card on is a piece of a longer one', t => {
	const piece = plainFleet(5, 100, MODELS, STORM, 121);
	t.deepEqual(
		piece.cards.map(({site, ...card}) => ({...card, site: piece.sites[site].name})),
		whole.cards.slice(120, 220).map(({site, ...card}) => ({...card, site: whole.sites[site].name})),
	);
	t.deepEqual(
		piece.sites.map(({name}) => name),
		['site-2', 'site-3'],
	);
});
