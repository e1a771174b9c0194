// A card of ours over UDP in virtual time, as a manager meets it: it is read, written, told to test itself and left without utility.

import type {ExecutionContext} from 'ava';
import {openSnmp} from '../../../hil/conformance/net-snmp.ts';
import type {SnmpFace} from '../../../hil/conformance/snmp-face.ts';
import {nodeClock} from '../../../src/platform/node/clock.ts';
import {createMib} from '../../../src/protocols/snmp/flavours.ts';
import type {Flavour} from '../../../src/protocols/snmp/flavours.ts';
import {objectsOf, openNotifier} from '../../../src/protocols/snmp/notify/notifier.ts';
import {receiverDefaults} from '../../../src/protocols/snmp/notify/receivers.ts';
import {openSnmpServer} from '../../../src/protocols/snmp/server.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {TestPlace} from '../../helpers/mib-reader.ts';
import {COMMUNITIES} from '../../helpers/snmp-rig.ts';

const LOOPBACK = {host: '127.0.0.1', port: 0};
const SETTLED_MS = 60_000;
/** Datagrams of notifications are on their way in real time. */
const DELIVERY_MS = 5;

/** Opens it; it closes with the test. */
export async function snmpCard(t: ExecutionContext, flavour: Flavour, model = 'SRT2200XLA'): Promise<SnmpFace> {
	const {house, advance, utility} = houseOf({model});
	advance(SETTLED_MS);
	const mib = createMib(flavour, house);
	const server = await openSnmpServer({house, mib, communities: COMMUNITIES, listen: LOOPBACK});
	let restore = (): void => {};
	const pause = async (ms: number): Promise<void> => {
		advance(ms);
		await new Promise(resolve => {
			setTimeout(resolve, DELIVERY_MS);
		});
	};
	const opened = await openSnmp({
		host: LOOPBACK.host,
		port: server.port,
		version: '2c',
		community: 'public',
		writeCommunity: 'private',
		timeoutMs: 2000,
		retries: 1,
		traps: LOOPBACK,
		pause,
		disturb: {
			test: true,
			async utility(on) {
				restore();
				restore = on ? () => {} : utility(0, 0);
				await pause(1000);
			},
		},
	});
	const place = new TestPlace();
	const notifier = await openNotifier({
		house,
		clock: nodeClock,
		read: objectsOf(house, mib, () => place),
		receivers: [{...receiverDefaults, host: '127.0.0.1', port: opened.trapPort, form: 'v2c', vocabulary: 'ietf'}],
	});
	t.teardown(async () => {
		await opened.close();
		await notifier.close();
		await server.close();
	});
	return opened.face;
}
