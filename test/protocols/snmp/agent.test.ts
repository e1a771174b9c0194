import test from 'ava';
import fc from 'fast-check';
import {INTEGER, OCTET_STRING} from '../../../src/protocols/snmp/mib.ts';
import {ALARMS, APC, smallRows, SYSTEM} from '../../helpers/snmp-mib.ts';
import {GET, GET_NEXT, messageBytes, names} from '../../helpers/snmp-messages.ts';
import {snmpRig} from '../../helpers/snmp-rig.ts';

const HIGH = `${APC}.5.2.2.0`;
const CONTACT = `${SYSTEM}.4.0`;

test('a row that throws is answered with genErr, and told as a fault', t => {
	const faults: unknown[] = [];
	const broken = {
		oid: '1.3.9.1.0',
		name: 'broken',
		type: INTEGER,
		read() {
			throw new Error('broken');
		},
	};
	const rig = snmpRig({mib: {rows: [...smallRows, broken], tables: []}, onFault: error => faults.push(error)});
	const answer = rig.get(1, CONTACT, broken.oid);
	t.deepEqual([answer.second, answer.third], [5, 2]);
	t.is(faults.length, 1);
});

test('requests are counted as the snmp group wants it', t => {
	const rig = snmpRig();
	rig.get(1, CONTACT, HIGH);
	rig.ask({type: GET_NEXT, bindings: names(CONTACT)});
	rig.set(1, {oid: CONTACT, type: OCTET_STRING, value: 'Ada'});
	rig.get(0, '1.3.9.9');
	const found = [
		'snmpInPkts',
		'snmpOutPkts',
		'snmpInGetRequests',
		'snmpInGetNexts',
		'snmpInSetRequests',
		'snmpOutGetResponses',
	].map(name => rig.agent.counters.value(0, name));
	t.deepEqual(found, [4, 4, 2, 1, 1, 4]);
	t.is(rig.agent.counters.value(0, 'snmpInTotalReqVars'), 3);
	t.is(rig.agent.counters.value(0, 'snmpInTotalSetVars'), 1);
	t.is(rig.agent.counters.value(0, 'snmpOutNoSuchNames'), 1);
	t.is(rig.get(1, '1.3.6.1.2.1.11.1.0').bindings[0].value, 5);
});

test('bytes that are no message, and messages with bytes changed, get an answer or none, and never an exception', t => {
	const rig = snmpRig();
	const memory = new Uint8Array(1472);
	const message = messageBytes({
		version: 1,
		community: 'private',
		type: GET,
		id: 1,
		second: 0,
		third: 5,
		bindings: names(CONTACT, HIGH, `${ALARMS}.2.1`),
	});
	const from = {address: '127.0.0.1', port: 1};
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.nat(message.length - 1), fc.nat(255)), {maxLength: 4}),
			fc.nat(message.length),
			(changes, size) => {
				const bytes = message.slice(0, size === 0 ? undefined : size);
				for (const [at, byte] of changes) {
					bytes[at] = byte;
				}
				const answer = rig.agent.answer(bytes, from, 0, memory);
				t.true(answer === null || answer.length <= 1472);
			},
		),
		{numRuns: 3000},
	);
});
