import test from 'ava';
import {MINUTE} from '../../../src/core/clock.ts';
import {Faces} from '../../../sim/ui/faces.ts';
import {faceRows} from '../../../sim/ui/face-table.ts';
import {statusOf} from '../../../sim/ui/status-bytes.ts';
import {statusLooks} from '../../../sim/web/shared/statuses.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {houseIn, upsStates} from '../../helpers/ups-states.ts';

const columns = ['powernet', 'precise', 'ietf', 'modbus', 'nut', 'mqtt'] as const;
/** What a tile shows in the states that every client must tell apart. */
const shown: Readonly<Record<string, string>> = {
	'on line': 'online',
	'on battery': 'battery',
	'low battery': 'low',
	boost: 'avr',
	trim: 'avr',
	'self-test': 'test',
	bypass: 'bypass',
	'bypass by switch': 'bypass',
	overload: 'overload',
	'replace battery': 'attention',
	calibration: 'test',
};

for (const state of upsStates) {
	test(`in the state ${state.name} a tile shows ${shown[state.name]}, and the faces agree in every quantity`, t => {
		const {house} = houseIn(state);
		const view = house.view(0);
		t.is(statusLooks[statusOf(view)].name, shown[state.name]);
		const lines = new Faces({house, flavour: 'nmc3', quirks: []}).tell(view);
		t.is(lines.length, faceRows.length);
		for (const line of lines) {
			t.not(line.value, null, line.slot);
			for (const column of columns.filter(each => line[each] !== null)) {
				t.true(line[column]?.agrees, `${line.slot} by ${column}: ${JSON.stringify(line[column])}, not ${line.value}`);
			}
		}
	});
}

test('each cell names the place of its face and what stands there', t => {
	const {house, advance} = houseOf({});
	advance(MINUTE);
	const view = house.view(0);
	view.look();
	const line = new Faces({house, flavour: 'nmc3', quirks: []}).tell(view).find(({slot}) => slot === 'batteryCharge');
	t.is(line?.unit, '%');
	t.is(line?.precise?.at, 'upsHighPrecBatteryCapacity 1.3.6.1.4.1.318.1.1.1.2.3.1.0');
	t.is(line?.precise?.raw, '1000');
	t.is(line?.modbus?.at, 'StateOfCharge_Pct 130');
	t.is(line?.modbus?.raw, '0xc800');
	t.is(line?.nut?.at, 'battery.charge');
	t.is(Number(line?.nut?.raw), 100);
	t.is(line?.mqtt?.at, 'batteryCharge #4');
});

test('a card that is by RFC 1628 alone has no place in the PowerNet MIB', t => {
	const {house} = houseOf({});
	const view = house.view(0);
	view.look();
	const lines = new Faces({house, flavour: 'rfc1628', quirks: []}).tell(view);
	t.true(lines.every(({powernet, precise}) => powernet === null && precise === null));
	t.true(lines.some(({ietf}) => ietf !== null));
});

test('while the UPS does not answer a tile shows it, and no face tells a quantity', t => {
	const {house, bench, advance} = houseOf({});
	bench.target(0).silenceLink();
	advance(MINUTE);
	const view = house.view(0);
	t.is(statusLooks[statusOf(view)].name, 'lost');
	for (const line of new Faces({house, flavour: 'nmc3', quirks: []}).tell(view)) {
		t.is(line.value, null);
		t.deepEqual([line.modbus?.raw ?? null, line.nut?.raw ?? null, line.mqtt?.raw ?? null], [null, null, null]);
	}
});

test('a tile shows that the output is off after a battery has run down', t => {
	const {house, utility, advance} = houseOf({card: {loadRatio: 0.7}});
	utility(0, 0);
	advance(240 * MINUTE);
	t.is(statusLooks[statusOf(house.view(0))].name, 'off');
});
