// Registers 512 to 1023, what the UPS is, and 2048 to 2303, by which a client checks that it reads as it should. What of them can be
// written is in setting-map.ts.

import {presentOf} from './readers.ts';
import type {NumberReaders, TextReaders} from './readers.ts';

/** Bit of the main group in SOGRelayConfigSetting_BF and the switched ones after it: as many bits as there are groups. */
function groupBits(groups: number): number {
	return (1 << groups) - 1;
}

export const inventoryNumbers: NumberReaders = {
	'Output.ApparentPowerRating': ({identity}) => identity.rating.ratedVoltAmperes,
	'Output.RealPowerRating': ({identity}) => identity.rating.ratedWatts,
	SOGRelayConfigSetting_BF: ({identity}) => groupBits(identity.rating.groups),
	ManufactureDate: ({identity}) => presentOf(identity.manufacturedDay),
	Test4BNumber1: () => 0x12345678,
	Test4BNumber2: () => -5,
	Test2BNumber1: () => 0x1234,
	Test2BNumber2: () => -5,
	TestBPINumber1: () => 128.5,
	TestBPINumber2: () => -128.5,
};

export const inventoryTexts: TextReaders = {
	// Without the ID after the version, for which there is no room (data/nut, apc_modbus: `UPS 09.8`).
	FWVersion_STR: ({identity}) => identity.upsFirmware.split(' / ')[0],
	Model_STR: ({identity}) => identity.modelName,
	SKU_STR: ({identity}) => identity.sku,
	SerialNumber_STR: ({identity}) => identity.serial,
	'Battery.SKU_STR': ({identity}) => identity.rating.model.batterySku,
	// The catalogue knows no packs by name.
	'Battery.ExternalBattery.SKU_STR': () => '',
	// As a Smart-UPS of firmware 04.1 has it.
	ModbusMapID: () => '00.5',
	TestString: () => '12345678',
};
