import test from 'ava';
import fc from 'fast-check';
import * as pdu from '../../src/codec/modbus-pdu.ts';

function taken(hex: string): number | Partial<pdu.Request> {
	const bytes = Buffer.from(hex, 'hex');
	const into = pdu.blankRequest();
	const exception = pdu.takeRequest(bytes, 0, bytes.length, into);
	return exception === 0 ? into : exception;
}

const words = (count: number) => '0001'.repeat(count);

for (const [hex, exception, why] of [
	['0300000000', 3, 'a read of nothing'],
	['030000007e', 3, 'a read of 126 registers'],
	['04000000', 3, 'a read that is too short'],
	['030000000100', 3, 'a read that is too long'],
	['06000000', 3, 'a write of one register without its value'],
	['100000000000', 3, 'a write of nothing'],
	['100000000102', 3, 'a write without its values'],
	[`100000000104${words(2)}`, 3, 'a write whose bytes are not twice its count'],
	[`100000007cf8${words(124)}`, 3, 'a write of 124 registers'],
	['170000007e00000001020001', 3, 'a read of 126 registers beside a write'],
	[`17000000010000007af4${words(122)}`, 3, 'a write of 122 registers beside a read'],
	['1700000001', 3, 'a read and write that ends early'],
	['2b0d0100', 1, 'another encapsulated transport than the identification'],
	['2b0e0500', 3, 'an identification of a fifth kind'],
	['2b0e01', 3, 'an identification that ends early'],
	['0100000001', 1, 'function 1'],
	['08000012ab', 1, 'function 8'],
	['00', 1, 'function 0'],
	['83', 1, 'the function of an exception'],
] as const) {
	test(`${why} is exception ${exception}`, t => {
		t.is(taken(hex), exception);
	});
}

test('what is within the limits is taken as it lies', t => {
	t.like(taken('030204007d'), {functionCode: 3, readAddress: 0x204, readCount: 125, writeCount: 0});
	t.like(taken('0606050001'), {functionCode: 6, readCount: 0, writeAddress: 0x605, writeCount: 1, valuesAt: 3});
	t.like(taken(`100602007bf6${words(123)}`), {writeAddress: 0x602, writeCount: 123, valuesAt: 6});
	t.like(taken('170080000106050001020001'), {
		readAddress: 128,
		readCount: 1,
		writeAddress: 0x605,
		writeCount: 1,
		valuesAt: 10,
	});
	t.like(taken('2b0e0401'), {functionCode: 43, category: 4, object: 1});
});

test('requests that this codec writes are requests that it takes, of the length that their beginning says', t => {
	const numbers = fc.array(fc.integer({min: 0, max: 65_535}), {minLength: 1, maxLength: pdu.MOST_WRITTEN});
	fc.assert(
		fc.property(fc.integer({min: 0, max: 65_535}), numbers, (address, values) => {
			for (const bytes of [pdu.writePdu(address, values), pdu.writeSinglePdu(address, values[0])]) {
				const request = pdu.blankRequest();
				t.is(pdu.takeRequest(bytes, 0, bytes.length, request), 0);
				t.is(pdu.requestBytes(bytes, 0, bytes.length), bytes.length);
				t.is(request.writeAddress, address);
				t.is(Buffer.from(bytes).readUInt16BE(request.valuesAt), values[0]);
			}
		}),
	);
});

test('no bytes make a taker throw or point beyond them', t => {
	fc.assert(
		fc.property(fc.uint8Array({minLength: 1, maxLength: 260}), bytes => {
			const request = pdu.blankRequest();
			const exception = pdu.takeRequest(bytes, 0, bytes.length, request);
			const fits = request.writeCount === 0 || request.valuesAt + 2 * request.writeCount <= bytes.length;
			t.true(exception !== 0 || (request.readCount <= pdu.MOST_READ && fits));
			t.notThrows(() => pdu.replyFrom(bytes, 0, bytes.length));
			t.notThrows(() => pdu.requestBytes(bytes, 0, bytes.length));
		}),
	);
});

test('a reply gives its registers, or the exception, and nothing where it is none', t => {
	const reply = (hex: string) => pdu.replyFrom(Buffer.from(hex, 'hex'), 0, hex.length / 2);
	t.deepEqual(reply('030412345678'), {functionCode: 3, exception: 0, registers: [0x1234, 0x5678]});
	t.deepEqual(reply('830b'), {functionCode: 3, exception: 11, registers: []});
	t.deepEqual(reply('1006050001'), {functionCode: 16, exception: 0, registers: []});
	t.is(reply('0303123456'), null);
	t.is(reply('03041234'), null);
	t.is(reply('8302ff'), null);
	t.is(reply('10060500'), null);
	t.is(reply('03'), null);
});
