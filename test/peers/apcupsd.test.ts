import test from 'ava';
import {createMib} from '../../src/protocols/snmp/flavours.ts';
import {openSnmpServer} from '../../src/protocols/snmp/server.ts';
import {houseIn, upsStates} from '../helpers/ups-states.ts';
import {hasApcupsd, judge} from './run-script.ts';

const judged = hasApcupsd() ? test : test.skip;
const suffix = hasApcupsd() ? '' : ' (skipped: apcupsd not installed)';

/** What apcupsd makes of each (snmp.md (d)): it knows on line by output status 2 alone, and has no word for bypass. */
const words: Readonly<Record<string, string>> = {
	'on line': 'ONLINE',
	'on battery': 'ONBATT',
	'low battery': 'ONBATT LOWBATT',
	boost: 'BOOST ONLINE',
	trim: 'TRIM ONLINE',
	// Read as on line: it has no word for a test.
	'self-test': 'ONLINE',
	bypass: '',
	'bypass by switch': '',
	overload: 'ONLINE OVERLOAD',
	// It believes in a bad battery only after ten minutes of running; the count of bad packs shows what it was told.
	'replace battery': 'ONLINE',
	calibration: 'CAL ONBATT',
};

/** What it shows in its first moments, before the rule of the ten minutes takes it back. */
const early: Readonly<Record<string, string>> = {'replace battery': 'ONLINE REPLACEBATT'};

for (const state of upsStates) {
	judged(`apcupsd says "${words[state.name]}" of a card in the state ${state.name}${suffix}`, async t => {
		const {house} = houseIn(state);
		const server = await openSnmpServer({
			house,
			mib: createMib('nmc3', house),
			listen: {host: '127.0.0.1', port: 0},
			communities: [{name: 'public', access: 'read'}],
		});
		t.teardown(async () => server.close());
		const {code, out, values} = await judge('apcupsd-snmp.sh', [`127.0.0.1:${server.port}`]);
		t.is(code, words[state.name] === '' ? 1 : 0, out);
		t.is(values.get('BADBATTS'), state.name === 'replace battery' ? '1' : '0', out);
		t.is(values.get('SELFTEST'), state.name === 'self-test' ? 'IP' : values.get('SELFTEST'), out);
		const status = values.get('STATUS') ?? '';
		t.is(status === early[state.name] ? words[state.name] : status, words[state.name], out);
	});
}
