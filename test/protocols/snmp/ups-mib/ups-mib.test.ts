import test from 'ava';
import fc from 'fast-check';
import {MibReader, readerOf} from '../../../helpers/mib-reader.ts';
import {houseIn, upsStates} from '../../../helpers/ups-states.ts';

const RFC = '1.3.6.1.2.1.33.1';
const WELL_KNOWN_TEST = `${RFC}.7.7`;

/** Source, battery status and well-known alarms in each state (snmp.md (a)). */
const expected: Readonly<Record<string, readonly [source: number, battery: number, alarms: readonly number[]]>> = {
	'on line': [3, 2, []],
	'on battery': [5, 2, [2]],
	'low battery': [5, 3, [2, 3]],
	boost: [6, 2, []],
	trim: [7, 2, []],
	'self-test': [5, 2, [24]],
	bypass: [4, 2, [9]],
	'bypass by switch': [4, 2, [9]],
	overload: [3, 2, [8]],
	'replace battery': [3, 2, [1, 19]],
	calibration: [5, 2, [24]],
};

function alarmsOf(reader: MibReader): number[] {
	const prefix = `${RFC}.6.2.1.2.`;
	const described = reader.all().filter(({oid}) => oid.startsWith(prefix));
	return described.map(({value}) => Number(String(value).split('.').pop())).sort((a, b) => a - b);
}

for (const state of upsStates) {
	test(`source, battery and alarms of RFC 1628 are right: ${state.name}`, t => {
		const reader = new MibReader(houseIn(state), 'rfc1628');
		const [source, battery, alarms] = expected[state.name] ?? [0, 0, []];
		t.is(reader.get(`${RFC}.4.1.0`), source);
		t.is(reader.get(`${RFC}.2.1.0`), battery);
		t.deepEqual(alarmsOf(reader), alarms);
		t.is(reader.get(`${RFC}.6.1.0`), alarms.length);
	});
}

test('an alarm says since when it is there, and goes with its cause', t => {
	const reader = readerOf('SMT1500', 'nmc3');
	const back = reader.test.utility(0, 0);
	reader.test.advance(30000);
	const row = reader.all().filter(({oid}) => oid.startsWith(`${RFC}.6.2.1.`));
	t.deepEqual(
		row.map(({name}) => name),
		['upsAlarmId', 'upsAlarmDescr', 'upsAlarmTime'],
	);
	t.is(row[0]?.oid, `${RFC}.6.2.1.1.${row[0]?.value}`);
	const since = Number(row[2]?.value);
	t.true(since > reader.place.upTimeTicks - 3100 && since < reader.place.upTimeTicks - 2500, `${since}`);
	back();
	reader.test.advance(60000);
	t.deepEqual(alarmsOf(reader), []);
});

test('without its UPS a card has the alarm communications lost, once', t => {
	const reader = readerOf('SMT1500', 'rfc1628');
	reader.test.utility(0, 0);
	reader.test.advance(30000);
	reader.test.bench.target(0).silenceLink();
	reader.test.advance(60000);
	t.is(alarmsOf(reader).filter(alarm => alarm === 20).length, 1);
	t.is(reader.get(`${RFC}.2.1.0`), 1);
	t.is(reader.get(`${RFC}.4.1.0`), 1);
	t.is(reader.get(`${RFC}.2.4.0`), null);
});

test('seconds on battery count from the transfer, and are 0 off battery', t => {
	const reader = readerOf('SMT1500', 'rfc1628');
	t.is(reader.get(`${RFC}.2.2.0`), 0);
	const back = reader.test.utility(0, 0);
	reader.test.advance(45000);
	const seconds = Number(reader.get(`${RFC}.2.2.0`));
	t.true(seconds >= 40 && seconds <= 45, `${seconds}`);
	back();
	reader.test.advance(60000);
	t.is(reader.get(`${RFC}.2.2.0`), 0);
	t.is(reader.get(`${RFC}.3.1.0`), 1);
});

test('a quick test is started, runs and passes', t => {
	const reader = readerOf('SMT1500', 'rfc1628');
	t.is(reader.get(`${RFC}.7.1.0`), `${WELL_KNOWN_TEST}.1`);
	t.is(reader.get(`${RFC}.7.3.0`), 6);
	t.is(reader.set(`${RFC}.7.1.0`, `${WELL_KNOWN_TEST}.4`), '');
	reader.test.advance(3000);
	reader.place.upTimeTicks += 300;
	t.is(reader.get(`${RFC}.7.1.0`), `${WELL_KNOWN_TEST}.4`);
	t.is(reader.get(`${RFC}.7.3.0`), 5);
	t.is(reader.get(`${RFC}.7.5.0`), 360000);
	t.is(reader.get(`${RFC}.7.6.0`), 300);
	t.is(reader.set(`${RFC}.7.1.0`, `${WELL_KNOWN_TEST}.5`), 'inconsistentValue');
	reader.test.advance(60000);
	t.is(reader.get(`${RFC}.7.1.0`), `${WELL_KNOWN_TEST}.4`);
	t.is(reader.get(`${RFC}.7.3.0`), 1);
	t.is(reader.get(`${RFC}.7.4.0`), 'The test passed.');
});

test('a general test reads as one, and a calibration can be aborted', t => {
	const reader = readerOf('SMT1500', 'rfc1628');
	t.is(reader.set(`${RFC}.7.1.0`, `${WELL_KNOWN_TEST}.2`), 'inconsistentValue');
	t.is(reader.set(`${RFC}.7.1.0`, `${WELL_KNOWN_TEST}.1`), 'wrongValue');
	t.is(reader.set(`${RFC}.7.1.0`, `${WELL_KNOWN_TEST}.6`), 'wrongValue');
	t.is(reader.set(`${RFC}.7.1.0`, '1.3.6.1'), 'wrongValue');
	t.is(reader.set(`${RFC}.7.1.0`, `${WELL_KNOWN_TEST}.3`), '');
	reader.test.advance(60000);
	t.is(reader.get(`${RFC}.7.1.0`), `${WELL_KNOWN_TEST}.3`);
	reader.test.advance(3_600_000);
	t.is(reader.set(`${RFC}.7.1.0`, `${WELL_KNOWN_TEST}.5`), '');
	reader.test.advance(5000);
	t.is(reader.get(`${RFC}.7.1.0`), `${WELL_KNOWN_TEST}.5`);
	t.is(reader.set(`${RFC}.7.1.0`, `${WELL_KNOWN_TEST}.2`), '');
	reader.test.advance(5000);
	t.is(reader.get(`${RFC}.7.3.0`), 4);
	t.is(reader.get(`${RFC}.7.1.0`), `${WELL_KNOWN_TEST}.5`);
});

test('the spin lock moves on with each right SET alone, and wraps to 0', t => {
	const reader = readerOf('SMT1500', 'rfc1628');
	const lock = `${RFC}.7.2.0`;
	t.is(reader.get(lock), 1);
	fc.assert(
		fc.property(fc.integer({min: 0, max: 2147483647}), value => {
			const now = Number(reader.get(lock));
			t.is(reader.set(lock, value), value === now ? '' : 'inconsistentValue');
			t.is(reader.set(lock, now), value === now ? 'inconsistentValue' : '');
			return reader.get(lock) === now + 1;
		}),
		{numRuns: 50},
	);
	reader.place.keep(0, 'upsTestSpinLock', 2147483647);
	t.is(reader.set(lock, 2147483647), '');
	t.is(reader.get(lock), 0);
});

test('a shutdown counts down, is cancelled by -1, and comes back with the utility', t => {
	const reader = readerOf('SMT1500', 'rfc1628');
	const after = `${RFC}.8.2.0`;
	t.is(reader.get(after), -1);
	t.is(reader.set(after, -1), '');
	t.is(reader.set(after, 60), '');
	reader.test.advance(10000);
	const left = Number(reader.get(after));
	t.true(left >= 48 && left <= 50, `${left}`);
	t.is(reader.set(after, -1), '');
	t.is(reader.get(after), -1);
	t.is(reader.set(after, 60), '');
	reader.test.advance(61000);
	t.is(reader.get(`${RFC}.4.1.0`), 2);
	reader.test.advance(30000);
	t.is(reader.get(`${RFC}.4.1.0`), 3);
});

test('without automatic restart the output stays off until it is started, now or after a delay', t => {
	const reader = readerOf('SMT1500', 'rfc1628');
	t.is(reader.set(`${RFC}.8.5.0`, 2), '');
	t.is(reader.set(`${RFC}.8.2.0`, 0), '');
	reader.test.advance(300_000);
	t.is(reader.get(`${RFC}.4.1.0`), 2);
	t.is(reader.set(`${RFC}.8.3.0`, 20), '');
	reader.test.advance(5000);
	const left = Number(reader.get(`${RFC}.8.3.0`));
	t.true(left >= 13 && left <= 15, `${left}`);
	reader.test.advance(20000);
	t.is(reader.get(`${RFC}.4.1.0`), 3);
	t.is(reader.get(`${RFC}.8.3.0`), -1);
});

test('a reboot keeps the output off for as long as it says', t => {
	const reader = readerOf('SMT1500', 'rfc1628');
	t.is(reader.set(`${RFC}.8.4.0`, 301), 'wrongValue');
	t.is(reader.set(`${RFC}.8.4.0`, -2), 'wrongValue');
	t.is(reader.set(`${RFC}.8.4.0`, 30), '');
	reader.test.advance(10000);
	t.is(reader.get(`${RFC}.4.1.0`), 2);
	const left = Number(reader.get(`${RFC}.8.4.0`));
	t.true(left >= 18 && left <= 20, `${left}`);
	reader.test.advance(25000);
	t.is(reader.get(`${RFC}.4.1.0`), 3);
	t.is(reader.get(`${RFC}.8.4.0`), -1);
});

test('the settings of RFC 1628 are those of PowerNet, with their rounding', t => {
	const reader = readerOf('SUA1500I', 'nmc2');
	const ups = '1.3.6.1.4.1.318.1.1.1.5.2';
	t.is(reader.set(`${RFC}.9.10.0`, 258), '');
	t.is(reader.get(`${ups}.2.0`), 261);
	t.is(reader.set(`${RFC}.9.9.0`, 203), '');
	t.is(reader.get(`${ups}.3.0`), 200);
	t.is(reader.set(`${RFC}.9.7.0`, 3), '');
	t.is(reader.get(`${RFC}.9.7.0`), 5);
	t.is(reader.set(`${RFC}.9.8.0`, 1), '');
	t.is(reader.get(`${ups}.4.0`), 3);
	t.is(reader.set(`${RFC}.9.8.0`, 2), '');
	t.is(reader.get(`${ups}.4.0`), 1);
	t.is(reader.set(`${RFC}.9.8.0`, 4), 'wrongValue');
	t.is(reader.set(`${RFC}.9.2.0`, 600), 'inconsistentValue');
	t.is(reader.set(`${RFC}.9.2.0`, 500), '');
	t.is(reader.set(`${RFC}.1.5.0`, 'Rack 7'), '');
	t.is(reader.get('1.3.6.1.4.1.318.1.1.1.1.1.2.0'), 'Rack 7');
	t.is(reader.set(`${RFC}.1.6.0`, 'two servers'), '');
	t.is(reader.get(`${RFC}.1.6.0`), 'two servers');
	t.is(reader.set(`${RFC}.8.1.0`, 1), '');
	t.is(reader.get(`${RFC}.8.1.0`), 1);
});

test('an alarm that sounds is muted', t => {
	const reader = readerOf('SMT1500', 'rfc1628');
	t.is(reader.set(`${RFC}.9.8.0`, 3), '');
	t.is(reader.get(`${RFC}.9.8.0`), 2);
	reader.test.utility(0, 0);
	reader.test.advance(60000);
	t.is(reader.set(`${RFC}.9.8.0`, 3), '');
	reader.test.advance(2000);
	t.is(reader.get(`${RFC}.9.8.0`), 3);
});

test('quirks make a card answer as the recorded one does', t => {
	const reader = readerOf('SUA5000RMT5U', 'nmc2');
	const get = (place: string) => reader.get(`${RFC}.${place}`);
	t.is(get('4.1.0'), 3);
	t.is(get('5.2.0'), 0);
	t.is(get('5.3.1.1.1'), null);
	t.true(Number(get('4.4.1.4.1')) > 0);
	for (const quirk of ['sourceNoneOnLine', 'noLinePowers', 'quickTestAlways', 'bypassLineAlways', 'sparseUpsMib']) {
		reader.place.quirks.add(quirk);
	}
	t.is(get('4.1.0'), 2);
	t.deepEqual([get('3.3.1.4.1'), get('3.3.1.5.1'), get('4.4.1.4.1'), get('9.5.0'), get('9.6.0')], [0, 0, 0, 0, 0]);
	t.is(get('7.1.0'), `${WELL_KNOWN_TEST}.4`);
	t.is(get('7.5.0'), 0);
	t.deepEqual([get('5.2.0'), get('5.3.1.1.1'), get('5.3.1.2.1')], [1, 1, 0]);
	t.is(get('5.3.1.3.1'), get('4.4.1.3.1'));
	t.deepEqual([get('1.4.0'), get('1.6.0'), get('2.6.0'), get('3.1.0'), get('9.1.0')], [null, null, null, null, null]);
});
