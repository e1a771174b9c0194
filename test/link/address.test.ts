import test from 'ava';
import {isCoded} from '../../src/core/errors.ts';
import {addressText, upsAddressFrom} from '../../src/link/address.ts';

for (const [text, address] of [
	['simulated', null],
	['modbus-tcp://ups.example', {kind: 'tcp', host: 'ups.example', port: 502, unit: 1}],
	['modbus-tcp://192.0.2.7:1502?unit=17', {kind: 'tcp', host: '192.0.2.7', port: 1502, unit: 17}],
	['modbus-tcp://[2001:db8::7]:502/', {kind: 'tcp', host: '2001:db8::7', port: 502, unit: 1}],
	['serial:/dev/ttyUSB0', {kind: 'serial', path: '/dev/ttyUSB0', baud: 9600, parity: 'none', unit: 1}],
	['serial:COM3?baud=19200&parity=even&unit=2', {kind: 'serial', path: 'COM3', baud: 19_200, parity: 'even', unit: 2}],
] as const) {
	test(`--ups ${text} is taken`, t => {
		t.deepEqual(upsAddressFrom(text), address);
	});
}

for (const [text, what] of [
	['modbus-tcp://', /host is missing/],
	['modbus-tcp://user@host', /host is missing or is not one/],
	['modbus-tcp://host:0', /the port is a whole number from 1 to 65535/],
	['modbus-tcp://host?unit=248', /unit is a whole number from 1 to 247/],
	['modbus-tcp://host?baud=9600', /the parameter baud is unknown/],
	['modbus-tcp://host?unit=1&unit=2', /there twice/],
	['serial:', /the device is missing/],
	['serial:/dev/ttyUSB0?baud=fast', /baud is a whole number/],
	['serial:/dev/ttyUSB0?parity=mark', /the parity is not one/],
	['usb:', /no kind of UPS/],
] as const) {
	test(`--ups ${text} is refused, and what is right is said`, t => {
		const error = t.throws(() => upsAddressFrom(text), {message: what});
		t.true(isCoded(error) && error.code === 'E_USAGE');
		t.regex(error.message, /modbus-tcp:\/\/HOST/);
	});
}

test('an address is named as it is written', t => {
	t.is(addressText({kind: 'tcp', host: '::1', port: 502, unit: 1}), 'modbus-tcp://[::1]:502');
	t.is(addressText({kind: 'serial', path: '/dev/ttyS0', baud: 9600, parity: 'none', unit: 1}), 'serial:/dev/ttyS0');
});
