import test from 'ava';
import {OCTET_STRING} from '../../../src/protocols/snmp/mib.ts';
import {ALARMS, APC, OWN, SYSTEM} from '../../helpers/snmp-mib.ts';
import {GET_BULK, names, SET} from '../../helpers/snmp-messages.ts';
import type {Message} from '../../helpers/snmp-messages.ts';
import {snmpRig, walk} from '../../helpers/snmp-rig.ts';

const NO_SUCH_OBJECT = 0x80;
const HIGH = `${APC}.5.2.2.0`;
const CONTACT = `${SYSTEM}.4.0`;

test('a community that reads sets nothing: noAccess in version 2c, noSuchName in version 1, and it is counted', t => {
	const rig = snmpRig();
	const bindings = [{oid: CONTACT, type: OCTET_STRING, value: 'Ada'}];
	t.is(rig.ask({type: SET, bindings})?.second, 6);
	t.is(rig.ask({type: SET, version: 0, bindings})?.second, 2);
	t.is(rig.agent.counters.value(0, 'snmpInBadCommunityUses'), 2);
	t.not(rig.house.view(0).text('card.contact'), 'Ada');
});

test('access "write" sets only while nobody is logged on', t => {
	let loggedOn = true;
	const rig = snmpRig({loggedOn: () => loggedOn});
	const message = {type: SET, community: 'polite', bindings: [{oid: CONTACT, type: OCTET_STRING, value: 'Ada'}]};
	t.is(rig.ask(message)?.second, 6);
	loggedOn = false;
	t.is(rig.ask(message)?.second, 0);
});

test('a view hides what it excludes from GET, walks and SET', t => {
	const rig = snmpRig();
	const seen = walk(rig, 1, 'system');
	t.true(seen.includes(`${SYSTEM}.5.0`) && seen.includes(HIGH));
	t.false(seen.some(oid => oid.startsWith(`${SYSTEM}.4`) || oid.startsWith(OWN) || oid.startsWith(ALARMS)));
	t.is(rig.ask({community: 'system', bindings: names(CONTACT)})?.bindings[0].type, NO_SUCH_OBJECT);
	const set = rig.ask({community: 'system', type: SET, bindings: [{oid: CONTACT, type: OCTET_STRING, value: 'x'}]});
	t.is(set?.second, 6);
});

const silent: readonly (readonly [what: string, message: Partial<Message>, from: string, counter: string])[] = [
	['an unknown community', {community: 'secret'}, '127.0.0.1', 'snmpInBadCommunityNames'],
	['a disabled community', {community: 'closed'}, '127.0.0.1', 'snmpInBadCommunityNames'],
	['a host that a community does not let in', {community: 'near'}, '10.1.3.4', 'snmpInBadCommunityNames'],
	['a card that is not there', {community: 'public@s9-c9'}, '127.0.0.1', 'snmpInBadCommunityNames'],
	['another version', {version: 2}, '127.0.0.1', 'snmpInBadVersions'],
	['a GETBULK of version 1', {version: 0, type: GET_BULK}, '127.0.0.1', 'snmpUnknownPDUHandlers'],
	['a response', {type: 0xa2}, '127.0.0.1', 'snmpInGetResponses'],
	['a trap', {type: 0xa7}, '127.0.0.1', 'snmpInTraps'],
	['a PDU of no known type', {type: 0xaf - 1}, '127.0.0.1', 'snmpUnknownPDUHandlers'],
];

for (const [what, message, from, counter] of silent) {
	test(`${what} gets no answer and is counted as ${counter}`, t => {
		const rig = snmpRig();
		t.is(rig.ask({bindings: names(`${SYSTEM}.1.0`), ...message}, from), null);
		t.is(rig.agent.counters.value(0, counter), 1);
		t.is(rig.agent.counters.value(0, 'snmpInPkts'), 1);
		t.is(rig.agent.counters.value(0, 'snmpOutPkts'), 0);
	});
}

test('a host that a community lets in gets an answer', t => {
	const rig = snmpRig();
	t.is(rig.ask({community: 'near', bindings: names(`${SYSTEM}.1.0`)}, '10.1.2.7')?.second, 0);
});

test('a community with a card id is answered by that card', t => {
	const rig = snmpRig();
	const answer = rig.ask({community: 'public@s0-c1', bindings: names(`${SYSTEM}.1.0`)});
	t.deepEqual([answer?.community, answer?.bindings[0].value], ['public@s0-c1', 'Card s0-c1 of SMT1500']);
	t.is(rig.agent.counters.value(1, 'snmpInGetRequests'), 1);
});

test('wrong communities are told of at once, then once a minute with their count, without what was said', t => {
	const told: string[] = [];
	const rig = snmpRig({onAuthenticationFailure: (card, from) => told.push(`${card} ${from}`)});
	const texts: string[] = [];
	rig.house.onLogged((_card, entry) => {
		if (entry.event === rig.house.eventByName('snmpAccessRefused')?.id) {
			texts.push(entry.note?.text ?? '');
		}
	});
	const wrong = (): void => void rig.ask({community: 'Publik', bindings: names(CONTACT)}, '10.0.0.9');
	wrong();
	wrong();
	wrong();
	rig.advance(61_000);
	wrong();
	rig.agent.counters.set(0, 'snmpEnableAuthenTraps', 2);
	rig.ask({community: 'Publik'}, '10.0.0.10');
	t.deepEqual(texts, ['A request from 10.0.0.9.', '3 requests from 10.0.0.9.', 'A request from 10.0.0.10.']);
	t.deepEqual(told, ['0 10.0.0.9', '0 10.0.0.9']);
});
