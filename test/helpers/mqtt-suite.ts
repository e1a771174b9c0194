// What an uplink must do on any broker: declared for the embedded one, and for mosquitto.

import type {ExecutionContext} from 'ava';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import {born, ordinaryCard, retained, startCard, until, watch} from './mqtt.ts';
import type {MqttBench, WireKind} from './mqtt.ts';

type Declare = (title: string, run: (t: ExecutionContext) => Promise<void>) => void;

export interface Suite {
	readonly declare: Declare;
	readonly broker: string;
	readonly wires: readonly WireKind[];
	readonly open: (t: ExecutionContext) => Promise<MqttBench>;
}

const OWN = 'ridethrough/v1/+/card-a/#';

function declareBirthAndDeath(wire: WireKind, {declare, broker, open}: Suite): void {
	const options = {...ordinaryCard, wire};

	declare(`${wire} client on ${broker}: a birth is retained, and a later watcher is told of it`, async t => {
		const bench = await open(t);
		const card = startCard(t, bench, options);
		await born(card);
		t.deepEqual(await retained(t, bench, OWN), ['birth 1']);
	});

	declare(`${wire} client on ${broker}: a card that vanishes is dead by its will, which is retained`, async t => {
		const bench = await open(t);
		const card = startCard(t, bench, options);
		await born(card);
		const watcher = await watch(t, bench, OWN);
		card.stream().destroy();
		await until(() => watcher.short().includes('death 1'), 'the death is told');
		t.deepEqual(await retained(t, bench, OWN), ['birth 1', 'death 1']);
	});

	declare(
		`${wire} client on ${broker}: a card that is cut leaves its death, and knows that it was asked for`,
		async t => {
			const bench = await open(t);
			const card = startCard(t, bench, options);
			await born(card);
			card.uplink.cut();
			await until(() => card.downs.length === 1, 'closed');
			t.is(card.downs[0].how, 'stopped');
			const watcher = await watch(t, bench, OWN);
			await until(() => watcher.seen.some(({topic}) => topic.endsWith('/death')), 'the death is told');
		},
	);

	declare(`${wire} client on ${broker}: a card that stops cleanly leaves no death`, async t => {
		const bench = await open(t);
		const card = startCard(t, bench, options);
		await born(card);
		await card.uplink.stop();
		t.is(card.downs[0].how, 'stopped');
		t.deepEqual(await retained(t, bench, OWN), ['birth 1']);
	});

	declare(`${wire} client on ${broker}: a death that the card sends before it stops is told once`, async t => {
		const bench = await open(t);
		const card = startCard(t, bench, options);
		await born(card);
		const watcher = await watch(t, bench, OWN);
		card.uplink.send('death', Buffer.from('1'));
		await card.uplink.stop();
		t.deepEqual(await retained(t, bench, OWN), ['birth 1', 'death 1']);
		t.deepEqual(
			watcher.short().filter(line => line.includes('death')),
			['death 1'],
		);
	});

	declare(`${wire} client on ${broker}: a birth empties the death of the session before`, async t => {
		const bench = await open(t);
		const card = startCard(t, bench, options);
		await born(card);
		card.stream().destroy();
		await until(() => card.downs.length === 1, 'the session ended');
		card.clock.advance(1000);
		await born(card);
		t.is(card.session(), 2);
		t.deepEqual(await retained(t, bench, OWN), ['birth 2']);
	});

	declare(`${wire} client on ${broker}: a second connection of the same card takes the session over`, async t => {
		const bench = await open(t);
		const first = startCard(t, bench, options);
		await born(first);
		const second = startCard(t, bench, {
			...options,
			afterBirth: uplink => uplink.send('event', Buffer.from('of the second')),
		});
		await until(() => first.downs.length === 1, 'the first is closed');
		await born(second);
		t.is(first.downs[0].how, 'lost');
		t.deepEqual(await retained(t, bench, OWN), ['birth 1'], 'the death of the first is emptied');
	});
}

function declareMessages(wire: WireKind, {declare, broker, open}: Suite): void {
	const options = {...ordinaryCard, wire};

	declare(`${wire} client on ${broker}: 200 events arrive in the order of sending, each acknowledged`, async t => {
		const bench = await open(t);
		const watcher = await watch(t, bench, OWN);
		const card = startCard(t, bench, options);
		await born(card);
		const numbers = Array.from({length: 200}, (_, i) => `event ${i}`);
		for (let i = 0; i < 200; i++) {
			t.true(card.uplink.send('event', Buffer.from(`${i}`)));
		}
		t.true(card.uplink.client.inFlight.length <= 20, 'no more in flight than mosquitto allows');
		await born(card);
		await until(() => watcher.short().at(-1) === 'event 199', 'the last event is told');
		t.deepEqual(
			watcher.short().filter(line => line.startsWith('event')),
			numbers,
		);
	});

	declare(`${wire} client on ${broker}: a sample goes out once, not retained, its bytes taken at once`, async t => {
		const bench = await open(t);
		const watcher = await watch(t, bench, OWN);
		const card = startCard(t, bench, options);
		await born(card);
		const bytes = Buffer.from('one');
		t.true(card.uplink.send('sample', bytes));
		bytes.write('two');
		t.true(card.uplink.send('event', bytes));
		bytes.write('six');
		await until(() => watcher.short().includes('event two'), 'the event is told');
		t.true(watcher.short().includes('sample one'));
		t.deepEqual(await retained(t, bench, OWN), ['birth 1']);
	});

	declare(
		`${wire} client on ${broker}: a command reaches its card alone, and a retained one is marked as such`,
		async t => {
			const bench = await open(t);
			await bench.say(topicFor('card-a', 'ota'), 'old', true);
			const card = startCard(t, bench, options);
			const other = startCard(t, bench, {...options, card: 'card-b'});
			await born(card);
			await born(other);
			await until(() => card.messages.length === 1, 'the retained one is told');
			await bench.say(topicFor('card-a', 'command'), 'test', false);
			await until(() => card.messages.length === 2, 'the command is told');
			t.deepEqual(card.messages, ['!ota old', 'command test']);
			t.deepEqual(other.messages, []);
		},
	);

	declare(`${wire} client on ${broker}: events without a PUBACK come again in order after the next birth`, async t => {
		const bench = await open(t);
		const watcher = await watch(t, bench, OWN);
		const card = startCard(t, bench, options);
		await born(card);
		for (let i = 0; i < 60; i++) {
			card.uplink.send('event', Buffer.from(`${i}`));
		}
		card.stream().destroy();
		await until(() => card.downs.length === 1, 'the session ended');
		t.true(card.uplink.send('event', Buffer.from('60')), 'an event waits for the next session');
		t.false(card.uplink.send('sample', Buffer.from('s')), 'a sample does not');
		t.is(card.uplink.counters.dropped, 1);
		card.clock.advance(1000);
		await born(card);
		await until(() => watcher.short().at(-1) === 'event 60', 'the last event is told');
		const lines = watcher.short();
		const afterBirth = lines.slice(lines.indexOf('birth 2') + 1).filter(line => line.startsWith('event'));
		const first = Number(afterBirth[0].slice(6));
		t.deepEqual(
			afterBirth,
			Array.from({length: 61 - first}, (_, i) => `event ${first + i}`),
		);
		const events = new Set(lines.filter(line => line.startsWith('event')));
		t.is(events.size, 61, 'none is lost');
	});
}

/** Declares the whole suite for both clients. */
export function declareUplinkSuite(suite: Suite): void {
	for (const wire of suite.wires) {
		declareBirthAndDeath(wire, suite);
		declareMessages(wire, suite);
	}
}
