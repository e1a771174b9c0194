// Debian's snmptrapd hears every event of the catalogue, in every form that a receiver can have.

import {setTimeout as delay} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import type {CardHouse, EventFacts} from '../../../../src/agent/card-view.ts';
import type {LogEntry} from '../../../../src/agent/card-rows.ts';
import {eventFacts, eventFactsOf} from '../../../../src/agent/event-facts.ts';
import {events} from '../../../../src/agent/events.ts';
import {nodeClock} from '../../../../src/platform/node/clock.ts';
import type {Notification} from '../../../../src/protocols/snmp/notify/notification.ts';
import {openNotifier} from '../../../../src/protocols/snmp/notify/notifier.ts';
import {powernetTrap, standardTrap} from '../../../../src/protocols/snmp/notify/powernet.ts';
import {parseReceiver, receiverDefaults} from '../../../../src/protocols/snmp/notify/receivers.ts';
import type {ReceiverRest} from '../../../../src/protocols/snmp/notify/receivers.ts';
import {UsmEngine} from '../../../../src/protocols/snmp/usm/engine.ts';
import {needs} from '../../../helpers/needs.ts';
import {ENGINE_ID, userOf} from '../usm/rig.ts';
import {startTrapd} from './snmptrapd.ts';
import type {Heard, Trapd} from './snmptrapd.ts';

const judge = needs('snmptrapd');
const OPS = 'ops:SHA:first-phrase:AES:second-phrase';
const OPS_AS_CREATED = 'ops SHA first-phrase AES second-phrase';
/** As a receiver of traps knows him: at the engine of the card. */
const OPS_AT_CARD = `-e 0x${ENGINE_ID.toString('hex')} ${OPS_AS_CREATED}`;

const AT_A_TIME = 32;

interface Stage {
	readonly house: CardHouse;
	happen(entry: LogEntry): void;
}

/** A house of one card to which happens what the test says. */
function stageOf(): Stage {
	let told: (entry: LogEntry) => void = () => {};
	const view = {look() {}, now: 123_450, held: () => [], holds: () => false, identity: {cardId: 'c0'}};
	const house = {
		count: 1,
		view: () => view,
		event: eventFacts,
		eventByName: eventFactsOf,
		onLogged: () => () => {},
		onNotice(listener: (card: number, entry: LogEntry, again: number) => void) {
			told = entry => listener(0, entry, 0);
			return () => {};
		},
	} as unknown as CardHouse;
	return {house, happen: entry => told(entry)};
}

/** Every set, clear and moment of the catalogue that people can be told of. */
function everything(): {facts: EventFacts; entry: LogEntry}[] {
	const all: {facts: EventFacts; entry: LogEntry}[] = [];
	for (const {id, paired} of events) {
		const facts = eventFacts(id)!;
		for (const phase of paired ? [1, 2] : [3]) {
			all.push({facts, entry: {sequence: all.length + 1, atMs: 0, event: id, phase, detail: 2, note: null}});
		}
	}
	return all.filter(({facts}) => facts.severity >= 2);
}

function expected({facts, entry}: {facts: EventFacts; entry: LogEntry}): Notification {
	return (powernetTrap(facts, entry) ?? standardTrap(facts, '1.3.6.1.4.1.318.1.3.27'))!;
}

/** As snmptrapd prints an object with -On -OQ. */
function printed(notification: Notification): string[] {
	const ofNumber: Readonly<Record<number, (value: string) => string>> = {4: value => `"${value}"`, 64: () => '0.0.0.0'};
	return notification.objects.map(({oid, type, value}) => `.${oid} = ${(ofNumber[type] ?? String)(String(value))}`);
}

interface Form {
	readonly form: string;
	readonly users: readonly string[];
	readonly rest: Partial<ReceiverRest>;
	readonly security: RegExp;
}

const forms: readonly Form[] = [
	{form: 'v1', users: [], rest: {}, security: /^TRAP, SNMP v1, community public$/},
	{form: 'v2c', users: [], rest: {community: 'secret'}, security: /^TRAP2, SNMP v2c, community secret$/},
	{form: 'inform', users: [], rest: {}, security: /^INFORM, SNMP v2c, community public$/},
	{form: 'v3', users: [OPS_AT_CARD], rest: {user: userOf(OPS)}, security: /^TRAP2, SNMP v3, user ops, context $/},
	{
		form: 'v3-inform',
		users: [OPS_AS_CREATED],
		rest: {user: userOf(OPS)},
		security: /^INFORM, SNMP v3, user ops, context $/,
	},
];

async function tellAll(t: ExecutionContext, trapd: Trapd, {form, rest}: Form): Promise<Notification[]> {
	const stage = stageOf();
	const usm = new UsmEngine({
		engineId: ENGINE_ID,
		users: [],
		clock: nodeClock,
		boots: 3,
		maxBytes: 1472,
		onRefused: () => {},
	});
	const receiver = parseReceiver(`127.0.0.1:${trapd.port}:${form}`, {...receiverDefaults, ...rest});
	const notifier = await openNotifier({house: stage.house, receivers: [receiver], clock: nodeClock, usm});
	t.teardown(async () => notifier.close());
	const all = everything();
	// A receiver that prints each one takes longer than we do, and its buffer is small.
	for (let i = 0; i < all.length; i += AT_A_TIME) {
		all.slice(i, i + AT_A_TIME).forEach(({entry}) => stage.happen(entry));
		await trapd.until(Math.min(i + AT_A_TIME, all.length));
	}
	const informs = form.endsWith('inform') ? all.length : 0;
	for (let i = 0; i < 100 && notifier.counts()[0].answered < informs; i++) {
		await delay(20);
	}
	t.deepEqual(notifier.counts(), [{sent: all.length, answered: informs, unanswered: 0, dropped: 0}]);
	t.is(notifier.lost(), 0);
	return all.map(expected);
}

/** agent-addr says where the card is, even to a receiver that is told at loopback. */
function check1(t: ExecutionContext, heard: Heard, notification: Notification): void {
	const {enterprise, generic, specific} = notification;
	t.is(heard.address, '127.0.0.1');
	t.is(heard.trap1, `.${enterprise} ${generic} ${generic === 6 ? `.${specific}` : '0'}`);
	t.deepEqual(
		heard.objects.filter(object => object !== ''),
		printed(notification),
	);
}

function check2(t: ExecutionContext, heard: Heard, {oid, enterprise}: Notification, objects: readonly string[]): void {
	t.deepEqual(heard.objects.slice(1), [
		`.1.3.6.1.6.3.1.1.4.1.0 = .${oid}`,
		...objects,
		`.1.3.6.1.6.3.1.1.4.3.0 = .${enterprise}`,
	]);
	t.is(heard.objects[0], '.1.3.6.1.2.1.1.3.0 = 0:0:02:03.45');
}

for (const form of forms) {
	judge(`snmptrapd hears each event of the catalogue once and in order, as ${form.form}`, async t => {
		const trapd = await startTrapd(t, form.users);
		const notifications = await tellAll(t, trapd, form);
		t.is(trapd.heard.length, notifications.length);
		for (const [i, heard] of trapd.heard.entries()) {
			t.regex(heard.security, form.security);
			if (form.form === 'v1') {
				check1(t, heard, notifications[i]);
			} else {
				check2(t, heard, notifications[i], printed(notifications[i]));
			}
		}
	});
}
