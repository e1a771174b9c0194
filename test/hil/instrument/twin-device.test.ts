import test from 'ava';
import fc from 'fast-check';
import {relayTwin, sourceTwin} from '../../../hil/instrument/twin-kinds.ts';

const newSource = () => sourceTwin().device;
const newRelay = () => relayTwin([101, 102]).device;

const refused: ReadonlyArray<readonly [message: string, error: string, device: () => ReturnType<typeof newRelay>]> = [
	['VOLTS 230', '-113,"Undefined header"', newSource],
	['VOLTA 230', '-113,"Undefined header"', newSource],
	['ROUT:CLOS (@101)', '-113,"Undefined header"', newSource],
	['VOLT', '-109,"Missing parameter"', newSource],
	['VOLT 301', '-222,"Data out of range"', newSource],
	['FREQ 14.9', '-222,"Data out of range"', newSource],
	['VOLT high', '-104,"Data type error"', newSource],
	['VOLT 1,2', '-108,"Parameter not allowed"', newSource],
	['OUTP? 1', '-108,"Parameter not allowed"', newSource],
	['OUTP maybe', '-224,"Illegal parameter value"', newSource],
	['VOLT 1;FREQ 50', '-102,"Syntax error"', newSource],
	['ROUT:CLOS 101', '-104,"Data type error"', newRelay],
	['ROUT:CLOS (@103)', '-222,"Data out of range"', newRelay],
	['ROUT:CLOS? (@103)', '-222,"Data out of range"', newRelay],
];

for (const [message, error, make] of refused) {
	test(`${message} is refused with ${error}, once, and not answered`, t => {
		const device = make();
		t.is(device.take(message), null);
		t.is(device.take('SYST:ERR?'), error);
		t.is(device.take('SYST:ERR?'), '+0,"No error"');
	});
}

test('long and short forms are taken, in capitals or not, and nothing between them', t => {
	const {device, closed} = relayTwin([101]);
	for (const header of ['ROUT:CLOS', 'ROUTe:CLOSe', 'route:clos', ':ROUT:CLOSE']) {
		t.is(device.take('ROUT:OPEN (@101)'), null);
		t.is(device.take(`${header} (@101)`), null);
		t.true(closed.has(101), header);
	}
	t.is(device.take('SYSTem:ERRor?'), '+0,"No error"');
});

test('a source gives at its output what it is set to, and nothing while it is off', t => {
	const {device, state} = sourceTwin();
	device.take('VOLT 230');
	device.take('FREQ 49.5');
	t.is(device.take('MEAS:VOLT:AC?'), '0.00000E+0');
	device.take('OUTP ON');
	t.is(device.take('MEAS:VOLT:AC?'), '2.30000E+2');
	t.is(device.take('MEAS:FREQ?'), '4.95000E+1');
	t.deepEqual(state, {volts: 230, hertz: 49.5, isOn: true});
});

test('the queue of errors is bounded, and says so when it was full', t => {
	const device = newSource();
	for (let i = 0; i < 30; i++) {
		device.take('NONSENSE');
	}
	const errors = Array.from({length: 21}, () => device.take('SYST:ERR?'));
	t.is(errors[18], '-113,"Undefined header"');
	t.is(errors[19], '-350,"Queue overflow"');
	t.is(errors[20], '+0,"No error"');
	device.take('NONSENSE');
	device.take('*CLS');
	t.is(device.take('SYST:ERR?'), '+0,"No error"');
});

test('whatever is said to a source, its output stays within what it can give', t => {
	const words = fc.constantFrom('VOLT', 'FREQ', 'OUTP', ' ', '230', '-1', '1E9', '50', 'ON', '?', ':', ';', '(@1)');
	fc.assert(
		fc.property(fc.array(fc.array(words, {maxLength: 6}), {maxLength: 10}), messages => {
			const {device, state} = sourceTwin();
			messages.forEach(each => device.take(each.join('')));
			return state.volts >= 0 && state.volts <= 300 && state.hertz >= 15 && state.hertz <= 1000;
		}),
	);
	t.pass();
});
