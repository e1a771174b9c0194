import test from 'ava';
import type {Aedes} from 'aedes';
import {startBroker, until} from '../../helpers/mqtt.ts';

/** What aedes has on their way at once; the others are queued. */
const CONCURRENCY = 100;
const QUEUED = 20_000;

function publish(aedes: Aedes, topic: string, done?: () => void): void {
	const packet = {cmd: 'publish', topic, payload: Buffer.alloc(0), qos: 0, retain: false, dup: false} as const;
	aedes.publish(packet, () => done?.());
}

test('thousands of messages that queued behind a slow reader are delivered on one stack, in their order', async t => {
	const broker = await startBroker(t);
	const aedes = broker.aedes as Aedes;
	const held: Array<() => void> = [];
	const heard: string[] = [];
	await new Promise<void>(resolve => aedes.subscribe('slow', (_packet, done) => void held.push(done), resolve));
	await new Promise<void>(resolve =>
		aedes.subscribe(
			'fast',
			({payload}, done) => {
				heard.push(payload.toString());
				done();
			},
			resolve,
		),
	);
	for (let i = 0; i < CONCURRENCY; i++) {
		publish(aedes, 'slow');
	}
	await until(() => held.length === CONCURRENCY, 'the reader holds all it is given');
	let unheard = 0;
	for (let i = 0; i < QUEUED; i++) {
		publish(aedes, 'nobody listens', () => (unheard += 1));
	}
	for (const text of ['first', 'second', 'third']) {
		aedes.publish({cmd: 'publish', topic: 'fast', payload: text, qos: 0, retain: false, dup: false}, () => {});
	}
	t.is(unheard, 0);
	held[0]();
	await until(() => heard.length === 3, 'the queue is empty');
	t.is(unheard, QUEUED);
	t.deepEqual(heard, ['first', 'second', 'third']);
	for (const done of held.slice(1)) {
		done();
	}
});
