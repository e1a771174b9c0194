// An outage of a simulated fleet, heard by snmptrapd in both vocabularies over one socket.

import type {ExecutionContext} from 'ava';
import {nodeClock} from '../../../../src/platform/node/clock.ts';
import {createMib} from '../../../../src/protocols/snmp/flavours.ts';
import {parseReceiver, receiverDefaults} from '../../../../src/protocols/snmp/notify/receivers.ts';
import {openSnmp} from '../../../../src/protocols/snmp/open.ts';
import type {SnmpFace} from '../../../../src/protocols/snmp/open.ts';
import {houseOf} from '../../../helpers/card-house.ts';
import type {TestHouse} from '../../../helpers/card-house.ts';
import {needs} from '../../../helpers/needs.ts';
import {userOf} from '../usm/rig.ts';
import {startTrapd} from './snmptrapd.ts';
import type {Trapd} from './snmptrapd.ts';

const judge = needs('snmptrapd');
const OPS = 'ops:SHA:first-phrase:AES:second-phrase';
const SECOND = 1000;

interface Stage extends TestHouse {
	readonly trapd: Trapd;
	readonly face: SnmpFace;
}

async function stageOf(t: ExecutionContext, form: string, count: number): Promise<Stage> {
	const trapd = await startTrapd(t, ['ops SHA first-phrase AES second-phrase']);
	const cards = houseOf({count});
	const rest = {...receiverDefaults, user: userOf(OPS), vocabulary: 'both'} as const;
	const face = await openSnmp({
		house: cards.house,
		mib: createMib('nmc3', cards.house),
		clock: nodeClock,
		store: {load: () => null, save: () => {}},
		listen: null,
		communities: [],
		users: [],
		receivers: [parseReceiver(`127.0.0.1:${trapd.port}:${form}`, rest)],
		started: 'coldStart',
		addressOf: card => `192.0.2.${card + 1}`,
	});
	t.teardown(async () => face.close());
	return {...cards, trapd, face};
}

/** Sends the fleet into the dark and back. */
function outage({advance, utility, house}: TestHouse): void {
	const restores = Array.from({length: house.count}, (_, card) => utility(card, 0));
	advance(20 * SECOND);
	restores.forEach(restore => restore());
	advance(60 * SECOND);
}

judge('of each card an SNMPv1 manager hears the start, on battery twice, its end and the alarm that went', async t => {
	const stage = await stageOf(t, 'v1', 2);
	outage(stage);
	await stage.trapd.until(10);
	for (const address of ['192.0.2.1', '192.0.2.2']) {
		const heard = stage.trapd.heard.filter(one => one.address === address).map(one => one.trap1);
		t.is(heard[0], '.1.3.6.1.4.1.318.1.3.27 0 0', address);
		for (const trap of [
			'.1.3.6.1.4.1.318 6 .5',
			'.1.3.6.1.4.1.318 6 .9',
			'.1.3.6.1.2.1.33.2 6 .1',
			'.1.3.6.1.2.1.33.2 6 .4',
		]) {
			t.is(heard.filter(one => one === trap).length, 1, `${address} ${trap}`);
		}
	}
	t.true(stage.face.agent.counters.value(1, 'snmpOutTraps') >= 5);
});

judge('an SNMPv3 manager tells cards apart by context name and snmpTrapAddress.0', async t => {
	const stage = await stageOf(t, 'v3-inform', 2);
	outage(stage);
	await stage.trapd.until(10);
	for (const [card, address] of ['192.0.2.1', '192.0.2.2'].entries()) {
		const heard = stage.trapd.heard.filter(one => one.security.endsWith(`user ops, context s0-c${card}`));
		t.true(heard.length >= 5);
		t.true(heard.every(one => one.objects.includes(`.1.3.6.1.6.3.18.1.3.0 = ${address}`)));
	}
});
