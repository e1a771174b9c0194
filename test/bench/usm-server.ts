// Our agent with a user of SNMPv3 over `CARDS` simulated cards, for the bench of SNMPv3. It tells its port by message.

import {nodeClock} from '../../src/platform/node/clock.ts';
import {createMib} from '../../src/protocols/snmp/flavours.ts';
import {openSnmp} from '../../src/protocols/snmp/open.ts';
import {parseUsmUser} from '../../src/protocols/snmp/usm/users.ts';
import {houseOf} from '../helpers/card-house.ts';

const STEP_MS = 100;
const LOG_SIZE = 64;

const [, , count, user] = process.argv;
const {house, advance} = houseOf({count: Number(count), logSize: LOG_SIZE});
const face = await openSnmp({
	house,
	mib: createMib('nmc2', house),
	clock: nodeClock,
	store: {load: () => null, save: () => {}},
	listen: {host: '127.0.0.1', port: 0},
	communities: [],
	users: [parseUsmUser(user, 'read')],
	receivers: [],
});
setInterval(() => advance(STEP_MS), STEP_MS);
process.on('disconnect', () => process.exit());
process.send?.({port: face.server?.port});
