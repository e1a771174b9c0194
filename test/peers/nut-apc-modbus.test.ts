// NUT's apc_modbus driver against the card, where the installed NUT has it (Debian 12's has not) or APC_MODBUS names one.

import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {promisify} from 'node:util';
import test from 'ava';
import {houseOf} from '../helpers/card-house.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openModbusTcp} from '../../src/protocols/modbus/tcp-server.ts';

const folders = ['/lib/nut', '/usr/lib/nut', '/usr/libexec/nut'];
const driver =
	process.env['APC_MODBUS'] ?? folders.map(folder => `${folder}/apc_modbus`).find(path => existsSync(path));
const declare = driver === undefined ? test.skip : test;
const suffix = driver === undefined ? ' (skipped: the installed NUT has no apc_modbus)' : '';

declare(`NUT's apc_modbus reads the card over TCP${suffix}`, async t => {
	t.timeout(90_000);
	const {house, advance} = houseOf({model: 'SMT1500'});
	advance(60_000);
	const server = await openModbusTcp({house, clock: nodeClock, listen: {host: '127.0.0.1', port: 0}});
	t.teardown(() => server.close());
	const {stdout} = await promisify(execFile)('bash', ['test/peers/nut-apc-modbus.sh', `127.0.0.1:${server.port}`], {
		env: {...process.env, APC_MODBUS: driver},
	});
	t.regex(stdout, /^ok {3}ups\.status known: OL/m);
	t.notRegex(stdout, /^FAIL/m);
});
