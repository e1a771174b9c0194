import test from 'ava';
import {cardAccess} from '../../../src/protocols/mqtt/access.ts';
import {kinds, topicFor, userNameFor} from '../../../src/protocols/mqtt/topics.ts';
import type {Kind} from '../../../src/protocols/mqtt/topics.ts';

const user = userNameFor('card-a');

for (const kind of Object.keys(kinds) as Kind[]) {
	const out = kinds[kind].direction === 'out';
	test(`a card ${out ? 'publishes' : 'subscribes to'} its own ${kind}, and does not ${out ? 'subscribe to' : 'publish'} it`, t => {
		const topic = topicFor('card-a', kind);
		t.is(cardAccess.mayPublish(user, topic), out);
		t.is(cardAccess.willAllowed(user, topic), out);
		t.is(cardAccess.maySubscribe(user, topic), !out);
	});

	test(`a card has no right to the ${kind} of another`, t => {
		const topic = topicFor('card-b', kind);
		t.false(cardAccess.mayPublish(user, topic));
		t.false(cardAccess.willAllowed(user, topic));
		t.false(cardAccess.maySubscribe(user, topic));
	});

	test(`an observer watches a ${kind} and publishes none`, t => {
		const topic = topicFor('card-a', kind);
		t.true(cardAccess.maySubscribe(null, topic));
		t.false(cardAccess.mayPublish(null, topic));
		t.false(cardAccess.willAllowed(null, topic));
	});
}

for (const filter of [
	'#',
	'ridethrough/#',
	`ridethrough/v1/${user}/#`,
	`ridethrough/v1/${user}/+`,
	'ridethrough/v1/+/card-a/command',
	`$share/group/ridethrough/v1/${user}/command`,
]) {
	test(`a card may not subscribe to ${filter}`, t => {
		t.false(cardAccess.maySubscribe(user, filter));
	});
}

for (const [filter, granted] of [
	['ridethrough/#', true],
	['ridethrough/v1/+/+/death', true],
	['#', true],
	['+/v1/#', true],
	['ridethrough', true],
	['$SYS/#', false],
	['$share/group/ridethrough/#', false],
	['ridethroughs/#', false],
	['other', false],
	['', false],
] as const) {
	test(`an observer is ${granted ? 'granted' : 'refused'} ${JSON.stringify(filter)}`, t => {
		t.is(cardAccess.maySubscribe(null, filter), granted);
	});
}
