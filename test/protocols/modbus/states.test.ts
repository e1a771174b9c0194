import test from 'ava';
import {HOUR, MINUTE, SECOND} from '../../../src/core/clock.ts';
import {houseOf, type TestHouse} from '../../helpers/card-house.ts';
import {askerOf, type Asker} from './rig.ts';

interface Rig extends TestHouse {
	readonly asker: Asker;
}

function rigOf(model: string): Rig {
	const house = houseOf({model});
	house.advance(10 * SECOND);
	return {...house, asker: askerOf(house.house)};
}

/** The bits of a field that are set, lowest first. */
function bits(asker: Asker, name: string): number[] {
	return Array.from({length: 32}, (_, bit) => bit).filter(bit => asker.bit(name, bit));
}

test('on line: on line, the utility acceptable, nothing wrong', t => {
	const {asker} = rigOf('SMT1500');
	t.deepEqual(bits(asker, 'UPSStatus_BF'), [1]);
	t.deepEqual(bits(asker, 'Input.InputStatus_BF'), [0]);
	t.deepEqual(asker.read(18, 5).registers, [0, 0, 0, 0, 0]);
	t.deepEqual(bits(asker, 'Battery.LifeTimeStatus_BF'), [0]);
	t.is(asker.read(150, 1).registers[0], 1);
});

test('an outage: on battery for a bad input, about to end; low battery: a shutdown is at hand', t => {
	const {asker, utility, advance} = rigOf('SMT1500');
	const restore = utility(0, 0);
	advance(5 * SECOND);
	t.deepEqual(bits(asker, 'UPSStatus_BF'), [2, 6, 9]);
	t.deepEqual(bits(asker, 'Input.InputStatus_BF'), [2]);
	t.deepEqual(bits(asker, 'SimpleSignalingStatus_BF'), [0]);
	t.is(asker.number('UPSStatusChangeCause_EN'), 2);
	t.is(asker.read(154, 1).registers[0], 0xfffc);
	let minutes = 0;
	while (!asker.bit('SimpleSignalingStatus_BF', 1) && minutes < 180) {
		advance(MINUTE);
		minutes += 1;
	}
	t.true(asker.number('RunTimeRemaining') <= 120);
	t.deepEqual(bits(asker, 'SimpleSignalingStatus_BF'), [0, 1]);
	restore();
	advance(2 * SECOND);
	t.deepEqual(bits(asker, 'Input.InputStatus_BF'), [1], 'the utility is back and being proved');
	advance(30 * SECOND);
	t.deepEqual(bits(asker, 'UPSStatus_BF'), [1]);
	t.is(asker.number('UPSStatusChangeCause_EN'), 8);
});

test('an outage to the end: the output is off and waits for the utility', t => {
	const {asker, utility, advance} = rigOf('SMT1500');
	utility(0, 0);
	advance(6 * HOUR);
	t.deepEqual(bits(asker, 'UPSStatus_BF'), [4, 6, 8]);
	t.true(asker.bit('MOG.OutletStatus_BF', 1));
	t.true(asker.bit('MOG.OutletStatus_BF', 10));
	t.is(asker.read(154, 1).registers[0], 0xfffd);
});

for (const [share, bit, what] of [
	[0.87, 5, 'boost'],
	[1.12, 6, 'trim'],
] as const) {
	test(`${what} is on line with the input acceptable and bit ${bit}`, t => {
		const {asker, utility, advance} = rigOf('SMT1500');
		utility(0, share);
		advance(10 * SECOND);
		t.deepEqual(bits(asker, 'UPSStatus_BF'), [1]);
		t.deepEqual(bits(asker, 'Input.InputStatus_BF'), [0, bit]);
	});
}

test('too high a voltage is told as such', t => {
	const {asker, utility, advance} = rigOf('SMT1500');
	utility(0, 1.4);
	advance(5 * SECOND);
	t.deepEqual(bits(asker, 'Input.InputStatus_BF'), [3]);
	t.is(asker.number('UPSStatusChangeCause_EN'), 1);
});

test('a self-test by command runs on line with the test bit, then has passed, by protocol', t => {
	const {asker, advance} = rigOf('SMT1500');
	t.is(asker.write(1541, 1).exception, 0);
	advance(2 * SECOND);
	t.deepEqual(bits(asker, 'UPSStatus_BF'), [1, 7]);
	t.deepEqual(bits(asker, 'ReplaceBatteryTestStatus_BF'), [1, 6]);
	advance(20 * SECOND);
	t.deepEqual(bits(asker, 'ReplaceBatteryTestStatus_BF'), [2, 6]);
	t.deepEqual(bits(asker, 'UPSStatus_BF'), [1]);
});

test('a calibration by command is in progress, and is aborted by command', t => {
	const {asker, advance} = rigOf('SMT1500');
	asker.write(1542, 1);
	advance(5 * SECOND);
	t.true(asker.bit('RunTimeCalibrationStatus_BF', 1));
	t.true(asker.bit('UPSStatus_BF', 1));
	asker.write(1542, 2);
	advance(5 * SECOND);
	t.true(asker.bit('RunTimeCalibrationStatus_BF', 5));
	t.false(asker.bit('RunTimeCalibrationStatus_BF', 1));
});

test('bypass goes by command, in and out, on an on-line UPS', t => {
	const {asker, advance} = rigOf('SRT6KXLI');
	asker.write(1536, 0, 1 << 4);
	advance(5 * SECOND);
	t.deepEqual(bits(asker, 'UPSStatus_BF'), [3]);
	asker.write(1536, 0, 1 << 5);
	advance(5 * SECOND);
	t.deepEqual(bits(asker, 'UPSStatus_BF'), [1]);
});

test('overload is a bit of the status and of the power system errors, and no fault', t => {
	const {asker, advance, bench} = rigOf('SMT1500');
	bench.target(0).addLoad(1);
	advance(3 * SECOND);
	t.true(asker.bit('UPSStatus_BF', 21));
	t.true(asker.bit('PowerSystemError_BF', 0));
	t.false(asker.bit('UPSStatus_BF', 5));
});

test('a UPS that does not answer gives exception 11, but for the values of the protocol itself', t => {
	const {asker, advance, bench} = rigOf('SMT1500');
	bench.target(0).silenceLink();
	advance(2 * MINUTE);
	t.is(asker.read(128, 2).exception, 11);
	t.is(asker.write(1541, 1).exception, 11);
	t.is(asker.text('TestString'), '12345678');
});
