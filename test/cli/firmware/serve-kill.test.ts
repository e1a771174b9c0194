// The service is killed at moments that nobody chose, and started again, until its campaign is done.

import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import test from 'ava';
import {RandomStream} from '../../../src/core/random.ts';
import {sha256} from '../../../src/smartconnect/signing/keys.ts';
import {byText, makeServeRig, serve} from './serve-rig.ts';
import type {ServeRig} from './serve-rig.ts';

const KILLS = 5;
const ENDS = ['confirmed', 'reverted', 'refused', 'cancelled'];
const seed = Number(process.env['RIDETHROUGH_SEED'] ?? Date.now() % 100_000);

/** How far the log of each card was taken in, as stored. */
function placesIn(rig: ServeRig): Map<string, number> {
	const facts = existsSync(join(rig.folder, 'data', 'rollout.jsonl')) ? rig.stored() : [];
	const places = facts.filter(({fact}) => fact === 'place');
	return new Map(places.map(({card, through}) => [String(card), Number(through)]));
}

test('killed at any moment, the service loses nothing that it acknowledged and offers nothing to a card that has its end', async t => {
	const random = new RandomStream(seed);
	t.log(`seed ${seed}`);
	const rig = await makeServeRig(t);
	const cards = await rig.addCards(
		Array.from({length: 10}, (_, i) => (i === 9 ? ('E_OTA_VENDOR' as const) : ('confirmed' as const))),
	);
	const file = rig.campaign('expect: 10\natOnce: 2\nwaves: [{minConfirmed: 80}]\n');
	for (let kill = 0; kill < KILLS; kill++) {
		const served = serve(t, rig.words('--campaign', file));
		await served.said(/connected to/);
		await pause(random.whole(0, 400));
		served.child.kill('SIGKILL');
		await served.ended;
		const places = placesIn(rig);
		for (const {script, acknowledged} of cards) {
			t.true((places.get(script.id) ?? 0) >= acknowledged, `${script.id}: ${acknowledged} were acknowledged`);
		}
	}
	const {code, err} = await serve(t, rig.words('--campaign', file, '--until-done')).ended;
	t.is(code, 0, err);
	const name = Buffer.from(sha256(rig.image)).toString('hex');
	t.true(cards.slice(0, 9).every(({fetched}) => fetched === name));
	const facts = rig.stored();
	const ends = facts.filter(({fact, state}) => fact === 'moved' && ENDS.includes(String(state)));
	t.deepEqual(ends.map(({card}) => String(card)).sort(byText), cards.map(({script}) => script.id).sort(byText));
	for (const {card} of ends) {
		const end = facts.findIndex(fact => fact['card'] === card && ENDS.includes(String(fact['state'])));
		t.false(facts.slice(end).some(fact => fact['fact'] === 'offered' && fact['card'] === card));
	}
});
