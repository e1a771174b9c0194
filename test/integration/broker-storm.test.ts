// The promise of the event log, kept: whatever becomes of the broker, a consumer gets every event, each once, in order.

import test from 'ava';
import {embeddedStormBroker, openStormFleet, playStorm} from '../helpers/broker-storm.ts';
import {needs} from '../helpers/needs.ts';
import {startRestartingMosquitto} from '../helpers/restarting-mosquitto.ts';

const RESTARTS = 8;

needs('mosquitto')('mosquitto is killed again and again in a storm of 100 cards, and no event is missed', async t => {
	const broker = await startRestartingMosquitto(t);
	const opened = await openStormFleet(t, {mqttUrl: broker.url});
	const storm = await playStorm(t, {...broker, user: null, password: null}, opened, RESTARTS);
	t.log(JSON.stringify(storm));
	t.true(storm.events > 1000);
	t.is(storm.restarts, RESTARTS);
	t.true(storm.repeats > 0, 'there was something to send again');
});

test('the embedded broker is stopped again and again in a storm of 100 cards, and no event is missed', async t => {
	const opened = await openStormFleet(t, {mqttListen: '127.0.0.1:0'});
	const storm = await playStorm(t, embeddedStormBroker(opened), opened, RESTARTS);
	t.log(JSON.stringify(storm));
	t.true(storm.events > 1000);
	t.is(storm.restarts, RESTARTS);
});
