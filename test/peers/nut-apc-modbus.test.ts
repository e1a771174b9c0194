// NUT's apc_modbus driver against the card, where the installed NUT has it (Debian 12's has not) or APC_MODBUS names one.

import test from 'ava';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openModbusTcp} from '../../src/protocols/modbus/tcp-server.ts';
import {houseOf} from '../helpers/card-house.ts';
import {hasNutDriver, judge} from './run-script.ts';

const SKIPPED = 77;
const installed = process.env['APC_MODBUS'] !== undefined || hasNutDriver('apc_modbus');

test(`NUT's apc_modbus reads the card over TCP${installed ? '' : ', or its script says that this NUT has no such driver'}`, async t => {
	t.timeout(90_000);
	const {house, advance} = houseOf({model: 'SMT1500'});
	advance(60_000);
	const server = await openModbusTcp({house, clock: nodeClock, listen: {host: '127.0.0.1', port: 0}});
	t.teardown(() => server.close());
	const {code, out} = await judge('nut-apc-modbus.sh', [`127.0.0.1:${server.port}`]);
	t.is(code, installed ? 0 : SKIPPED, out);
	t.regex(out, installed ? /^ok {3}ups\.status known: OL/m : /^skip: no apc_modbus driver$/m);
});
