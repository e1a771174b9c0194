import test from 'ava';
import type {ExecutionContext} from 'ava';
import {createMib} from '../../src/protocols/snmp/flavours.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openSnmp} from '../../src/protocols/snmp/open.ts';
import {openSnmpServer} from '../../src/protocols/snmp/server.ts';
import {usmUserFrom} from '../../src/protocols/snmp/usm/users.ts';
import {houseIn, upsStates} from '../helpers/ups-states.ts';
import type {UpsState} from '../helpers/ups-states.ts';
import {hasNutDriver, judge} from './run-script.ts';

const listen = {host: '127.0.0.1', port: 0};
const communities = [{name: 'public', access: 'read'}];
const installed = hasNutDriver('snmp-ups');
const judged = installed ? test : test.skip;
const suffix = installed ? '' : ' (skipped: nut-snmp not installed)';

/**
 * The words of NUT's own mapping of PowerNet (nut.md 6): a calibration is OB and CAL, a bypass by command is OFF, OVER is not served.
 * A self-test is OL: the card reads as on line, since NUT 2.8.0 has no word for onBatteryTest.
 */
const words: Readonly<Record<string, string>> = {
	'on line': 'OL',
	'on battery': 'OB',
	'low battery': 'OB LB',
	boost: 'OL BOOST',
	trim: 'OL TRIM',
	'self-test': 'OL',
	bypass: 'OFF',
	'bypass by switch': 'BYPASS',
	overload: 'OL',
	'replace battery': 'OL RB',
	calibration: 'OB CAL',
};

async function cardIn(t: ExecutionContext, state: UpsState, flavour: 'nmc3' | 'rfc1628' = 'nmc3') {
	const {house} = houseIn(state);
	const server = await openSnmpServer({house, mib: createMib(flavour, house), listen, communities});
	t.teardown(async () => server.close());
	return {house, target: `127.0.0.1:${server.port}`};
}

for (const state of upsStates.filter(({name}) => words[name] !== undefined)) {
	judged(`NUT's snmp-ups says ${words[state.name]} of a card in the state ${state.name}${suffix}`, async t => {
		const {target} = await cardIn(t, state);
		const env = {EXPECT_STATUS: words[state.name]};
		const {code, out, values} = await judge('nut-snmp.sh', [target, 'v2c', 'public'], env);
		t.is(code, 0, out);
		const own = (values.get('ups.status') ?? '').split(' ').filter(word => !['CHRG', 'DISCHRG'].includes(word));
		t.deepEqual(own.toSorted(), words[state.name].split(' ').toSorted(), out);
	});
}

judged(`NUT's snmp-ups reads a card over SNMPv1${suffix}`, async t => {
	const {house, target} = await cardIn(t, upsStates[0]);
	const {code, out, values} = await judge('nut-snmp.sh', [target, 'v1', 'public']);
	t.is(code, 0, out);
	const {reading, identity} = house.view(0);
	t.is(values.get('ups.model'), identity.modelName);
	t.is(values.get('ups.serial'), identity.serial);
	t.is(Number(values.get('battery.charge')), reading.batteryCharge / 10);
	t.is(Number(values.get('battery.runtime')), reading.batteryRuntime);
	t.is(Number(values.get('input.voltage')), reading.inputVolts / 10);
	t.is(Number(values.get('output.voltage')), reading.outputVolts / 10);
	t.is(Number(values.get('ups.load')), reading.loadRatio / 10);
	t.is(Number(values.get('ups.temperature')), reading.batteryTemperature / 10);
});

/** It answers the number of an APC family, which is in no table of NUT's, and NUT tries its mappings: snmp.md (d), 2. */
judged(`NUT's snmp-ups finds a card of RFC 1628 alone by trying, as it finds real ones${suffix}`, async t => {
	const {target} = await cardIn(t, upsStates[0], 'rfc1628');
	const {code, out} = await judge('nut-snmp.sh', [target, 'v2c', 'public'], {EXPECT_MIB: 'tripplite'});
	t.is(code, 0, out);
});

judged(`NUT's snmp-ups sees that a self-test is in progress${suffix}`, async t => {
	const selfTest = upsStates.find(({name}) => name === 'self-test') as UpsState;
	const {target} = await cardIn(t, selfTest);
	const {code, out, values} = await judge('nut-snmp.sh', [target, 'v2c', 'public']);
	t.is(code, 0, out);
	t.is(values.get('ups.test.result'), 'TestInProgress', out);
});

/** Pairs that Debian's NUT speaks; passphrases of the length that the card's manual asks for (nmc.md 11). */
const pairs: ReadonlyArray<readonly [auth: string, priv: string]> = [
	['MD5', 'DES'],
	['SHA', 'AES'],
	['SHA256', 'AES'],
];

for (const [auth, priv] of pairs) {
	judged(`NUT's snmp-ups reads a card over SNMPv3 with ${auth} and ${priv}${suffix}`, async t => {
		const {house} = houseIn(upsStates[1]);
		const user = {
			name: 'monitor',
			auth,
			authPassphrase: 'long enough 12345',
			priv,
			privPassphrase: 'long enough 67890',
		};
		const values = new Map<string, Uint8Array>();
		const snmp = await openSnmp({
			house,
			mib: createMib('nmc3', house),
			clock: nodeClock,
			store: {load: name => values.get(name) ?? null, save: (name, bytes) => void values.set(name, bytes)},
			listen,
			communities,
			users: [usmUserFrom(user, 'read')],
			receivers: [],
		});
		t.teardown(async () => snmp.close());
		const words = [user.name, auth, user.authPassphrase, priv, user.privPassphrase];
		const env = {EXPECT_STATUS: 'OB'};
		const {code, out} = await judge('nut-snmp.sh', [`127.0.0.1:${snmp.server?.port}`, 'v3', ...words], env);
		t.is(code, 0, out);
	});
}
