import test from 'ava';
import {MINUTE, SECOND} from '../../../src/core/clock.ts';
import {houseOf, type TestHouse} from '../../helpers/card-house.ts';
import {askerOf, type Asker} from './rig.ts';

interface Rig extends TestHouse {
	readonly asker: Asker;
	/** Names of the orders that the card accepted. */
	readonly accepted: string[];
}

function rigOf(model: string): Rig {
	const house = houseOf({model});
	const accepted: string[] = [];
	house.house.onLogged((_card, entry) => {
		if (entry.event === house.house.eventByName('commandAccepted')?.id) {
			accepted.push(entry.note?.text ?? '');
		}
	});
	house.advance(10 * SECOND);
	return {...house, asker: askerOf(house.house), accepted};
}

/** What NUT was seen to send (modbus.md, Behaviour), with the main group and one switched one. */
test('what NUT sends does what it means', t => {
	const {asker, accepted, advance} = rigOf('SMX1500I');
	t.is(asker.write(1541, 1).exception, 0);
	advance(30 * SECOND);
	t.is(asker.write(1538, 0, 0x0384).exception, 0);
	advance(SECOND);
	t.true(asker.bit('MOG.OutletStatus_BF', 9));
	t.true(asker.number('MOG.TurnOffCountdown') > 0);
	t.true(asker.bit('UPSStatus_BF', 9));
	t.true(asker.bit('SimpleSignalingStatus_BF', 1));
	asker.write(1538, 0, 0x0301);
	advance(SECOND);
	t.is(asker.number('MOG.TurnOffCountdown'), -1);
	t.is(asker.write(1538, 0, 0x0210).exception, 0);
	advance(SECOND);
	t.true(asker.bit('SOG[0].OutletStatus_BF', 2));
	t.true(asker.bit('MOG.OutletStatus_BF', 0));
	advance(2 * MINUTE);
	t.true(asker.bit('SOG[0].OutletStatus_BF', 0));
	t.is(asker.write(1538, 0, 0x0388).exception, 0);
	t.deepEqual(accepted, ['testBattery', 'outputOffDelayed', 'cancelOutput', 'groupReboot', 'shutdownDelayed']);
});

for (const [bits, what] of [
	[0x0101 | (1 << 6), 'a cancel with a delay'],
	[0x0102 | (1 << 7), 'on with the off delay'],
	[0x0104 | (1 << 6), 'off with the on delay'],
	[0x0108 | (1 << 5), 'a shutdown with cold boot'],
	[0x0106, 'two commands at once'],
	[0x0100, 'no command'],
	[0x0004, 'no target'],
	[(1 << 11) | 4, 'a group that the UPS has not'],
] as const) {
	test(`${what} does nothing and is no error`, t => {
		const {asker, accepted} = rigOf('SMT1500');
		t.is(asker.write(1538, bits >>> 16, bits & 0xffff).exception, 0);
		t.deepEqual(accepted, []);
	});
}

test('the output goes off and comes on by command, everything with it', t => {
	const {asker, advance} = rigOf('SMX1500I');
	asker.write(1540, 2);
	advance(2 * SECOND);
	t.true(asker.bit('UPSStatus_BF', 4));
	t.true(asker.bit('SOG[0].OutletStatus_BF', 1));
	asker.write(1540, 4);
	advance(MINUTE);
	t.true(asker.bit('UPSStatus_BF', 1));
	t.true(asker.bit('SOG[0].OutletStatus_BF', 0));
	asker.write(1540, 1);
	advance(SECOND);
	t.true(asker.number('MOG.TurnOffCountdown') > 0);
});

test('the alarm is muted by command', t => {
	const {asker, advance, utility} = rigOf('SMT1500');
	utility(0, 0);
	advance(2 * MINUTE);
	t.true(asker.bit('UserInterfaceStatus_BF', 1));
	t.is(asker.write(1543, 4).exception, 0);
	advance(SECOND);
	t.deepEqual(asker.read(26, 1).registers, [4]);
});

test('a command that the card refuses is no error: the status tells', t => {
	const {asker, accepted} = rigOf('SMT1500');
	t.is(asker.write(1541, 2).exception, 0);
	t.is(asker.write(1536, 0, 1 << 4).exception, 0);
	t.deepEqual(accepted, []);
	t.is(asker.writeOne(1543, 4).toString('hex'), '0606070004');
});
