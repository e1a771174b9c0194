// A host on a simulated UPS through an outage, with Debian's upsmon: it sees the battery go low, says so to all, shuts down and has
// the UPS turn it off; when the utility is back the UPS turns it on again, and the forced shutdown is over.

import test from 'ava';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openNut} from '../../src/protocols/nut/cards/open.ts';
import {userFrom} from '../../src/protocols/nut/users.ts';
import {houseOf} from '../helpers/card-house.ts';
import {findProgram} from '../helpers/needs.ts';
import {findUpsmon, runTool} from '../helpers/nut-tools.ts';
import {groupedAs} from '../helpers/upsmon-scenario.ts';
import {openProxy, startUpsmon} from '../helpers/upsmon.ts';

const MINUTE = 60_000;
const LOOK_MS = 50;
const MOST_LOOKS = 400;
const reason = findUpsmon() === null || findProgram('upscmd') === null ? 'upsmon or upscmd not installed' : '';
const declare = reason === '' ? test : test.skip;

declare(
	`a host is shut down by a low battery, and is back with the utility${reason === '' ? '' : ` (skipped: ${reason})`}`,
	async t => {
		t.timeout(60_000);
		const {house, advance, utility} = houseOf({model: 'SMT1500'});
		advance(1000);
		const server = await openNut({
			house,
			listen: {host: '127.0.0.1', port: 0},
			clock: nodeClock,
			users: [userFrom('operator:secret')],
			version: '0',
		});
		const proxy = await openProxy(server.port);
		const upsmon = startUpsmon(proxy, {user: 'operator', password: 'secret', role: 'primary', ups: 'ups'});
		t.teardown(async () => {
			upsmon.stop();
			await proxy.shut();
			await server.close();
		});
		/** Waits until upsmon has been told so. */
		const told = async (line: string) => {
			for (let looks = 0; !proxy.lines.includes(`< ${line}`); looks++) {
				if (looks === MOST_LOOKS) {
					throw new Error(`upsmon was never told ${line}`);
				}
				await new Promise(resolve => {
					setTimeout(resolve, LOOK_MS);
				});
			}
		};
		await told('VAR ups ups.status "OL"');
		const restore = utility(0, 0);
		advance(10_000);
		await told('VAR ups ups.status "OB DISCHRG"');
		const card = house.view(0);
		do {
			advance(10_000);
			card.look();
		} while (!card.holds('lowBattery'));
		const seen = await upsmon.seen;
		const expected = [['ONBATT'], ['LOWBATT', 'SHUTDOWN']];
		t.deepEqual(groupedAs(seen.notices, expected), expected);
		t.true(seen.ranShutdown);
		t.deepEqual(seen.talk.slice(-3), [
			'GET VAR ups ups.status -> VAR ups ups.status "OB LB DISCHRG"',
			'FSD ups -> OK FSD-SET',
			'GET NUMLOGINS ups -> NUMLOGINS ups 1',
		]);
		// What the host does last, when its disks are safe.
		t.is((await runTool('upscmd -u operator -p secret ups@HOST shutdown.return 20', server.port)).exit, 0);
		const status = async () => (await runTool('upsc ups@HOST ups.status', server.port)).stdout.trim();
		t.is(await status(), 'FSD OB LB DISCHRG');
		advance(21_000);
		t.is(await status(), 'FSD OB LB OFF');
		restore();
		advance(MINUTE);
		await new Promise(setImmediate);
		t.regex(await status(), /^OL (?!.*OFF)/);
	},
);
