import test from 'ava';
import {accessWriteOnly, formatText, registerRows} from '../../../src/codec/modbus-registers.ts';
import {houseOf} from '../../helpers/card-house.ts';
import {askerOf} from './rig.ts';

test('every register of the map is served, on types with and without outlet groups', t => {
	for (const model of ['SMT1500', 'SMX1500I', 'SRT6KXLI']) {
		const asker = askerOf(houseOf({model}).house);
		for (const row of registerRows) {
			const reply = asker.read(row.address, row.count);
			t.is(reply.exception, 0, `${model} ${row.name}`);
			t.is(reply.registers.length, row.count);
			t.true(row.access !== accessWriteOnly || reply.registers.every(word => word === 0), row.name);
		}
	}
});

test('quantities are those of the card, to the step of their registers', t => {
	const {house, advance} = houseOf({model: 'SMT1500'});
	advance(60_000);
	const asker = askerOf(house);
	const card = house.view(0);
	card.look();
	const {reading, identity} = card;
	for (const [name, expected, step] of [
		['RunTimeRemaining', reading.batteryRuntime, 0],
		['StateOfCharge_Pct', reading.batteryCharge / 10, 1 / 512],
		['Battery.Positive.VoltageDC', reading.batteryVolts / 100, 1 / 32],
		['Battery.Temperature', reading.batteryTemperature / 10, 1 / 128],
		['Output[0].RealPower_Pct', reading.loadRatio / 10, 1 / 256],
		['Output[0].ApparentPower_Pct', (100 * reading.outputVoltAmperes) / identity.rating.ratedVoltAmperes, 1 / 256],
		['Output[0].CurrentAC', reading.outputAmperes / 100, 1 / 32],
		['Output[0].VoltageAC', reading.outputVolts / 10, 1 / 64],
		['Output.Frequency', reading.outputHertz / 100, 1 / 128],
		['Output.Energy', reading.outputEnergy, 0],
		['Input[0].VoltageAC', reading.inputVolts / 10, 1 / 64],
		['Input.Efficiency_EN', reading.efficiency / 10, 1 / 128],
		['Battery.Date', card.detail.batteryLifeEndDay, 0],
		['Battery.DateSetting', card.detail.batteryInstalledDay, 0],
		['ManufactureDate', identity.manufacturedDay, 0],
		['Output.ApparentPowerRating', identity.rating.ratedVoltAmperes, 0],
		['Output.RealPowerRating', identity.rating.ratedWatts, 0],
		['InputHighTransfer', card.number('ups.transfer.high'), 0],
		['InputLowTransfer', card.number('ups.transfer.low'), 0],
		['MOG.TurnOffCountdownSetting', card.number('ups.off.delay'), 0],
		['MOG.StayOffCountdownSetting', card.number('ups.reboot.duration'), 0],
	] as const) {
		const seen = asker.number(name);
		t.true(Math.abs(seen - expected) <= step / 2, `${name}: ${seen}, not ${expected}`);
	}
	t.is(asker.text('Model_STR'), identity.modelName);
	t.is(asker.text('SKU_STR'), 'SMT1500');
	t.is(asker.text('SerialNumber_STR'), identity.serial);
	t.true(identity.upsFirmware.startsWith(asker.text('FWVersion_STR')));
	t.regex(asker.text('FWVersion_STR'), /^UPS \d\d\.\d$/);
	t.is(asker.text('Battery.SKU_STR'), identity.rating.model.batterySku);
});

test('outlet groups that the UPS has not read as nothing', t => {
	const asker = askerOf(houseOf({model: 'SMT1500'}).house);
	const groups = asker.number('SOGRelayConfigSetting_BF');
	const present = Math.log2(groups + 1);
	t.true(present >= 1 && present < 5);
	t.is(asker.number('SOG[3].OutletStatus_BF'), 0);
	t.is(asker.number('SOG[3].TurnOffCountdown'), -1);
	t.is(asker.number('SOG[3].StayOffCountdownSetting'), -1);
	t.true(asker.bit('MOG.OutletStatus_BF', 0));
});

test('the values by which a client checks itself are served', t => {
	const asker = askerOf(houseOf({}).house);
	t.is(asker.text('TestString'), '12345678');
	t.is(asker.text('ModbusMapID').length, 4);
	t.deepEqual(asker.read(2054, 2).registers, [0x1234, 0x5678]);
	t.deepEqual(asker.read(2056, 6).registers, [0xffff, 0xfffb, 0x1234, 0xfffb, 0x2020, 0xdfe0]);
});

test('texts are printable ASCII and fill their registers', t => {
	const asker = askerOf(houseOf({}).house);
	for (const row of registerRows.filter(({format}) => format === formatText)) {
		const bytes = asker.read(row.address, row.count).registers.flatMap(word => [word >> 8, word & 255]);
		t.true(
			bytes.every(byte => byte >= 32 && byte <= 126),
			row.name,
		);
	}
});
