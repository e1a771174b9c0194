import test from 'ava';
import fc from 'fast-check';
import {
	crc16,
	isRtuFrame,
	MOST_PDU_BYTES,
	MOST_TCP_BYTES,
	rtuFrame,
	TcpFramer,
	tcpFrame,
} from '../../src/codec/modbus-adu.ts';

interface Sent {
	readonly transaction: number;
	readonly unit: number;
	readonly pdu: Uint8Array;
}

const sent: fc.Arbitrary<Sent> = fc.record({
	transaction: fc.integer({min: 0, max: 65_535}),
	unit: fc.integer({min: 0, max: 255}),
	pdu: fc.uint8Array({minLength: 1, maxLength: MOST_PDU_BYTES}),
});

function plain({transaction, unit, pdu}: Sent): unknown[] {
	return [transaction, unit, Buffer.from(pdu).toString('hex')];
}

/** The frames of `pieces`, and whether all was Modbus. */
function framesOf(pieces: readonly Uint8Array[]): {frames: unknown[]; whole: boolean} {
	const framer = new TcpFramer();
	const frames: unknown[] = [];
	const whole = pieces.every(piece =>
		framer.feed(piece, frame => {
			frames.push(
				plain({
					transaction: frame.transaction,
					unit: frame.unit,
					pdu: Uint8Array.from(frame.bytes.subarray(frame.from, frame.to)),
				}),
			);
			return true;
		}),
	);
	return {frames, whole};
}

/** `bytes` cut at the given places, taken modulo its length. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
	const edges = [0, ...places.map(place => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
	return edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge));
}

test('a stream of TCP gives the same frames however it is cut', t => {
	fc.assert(
		fc.property(fc.array(sent, {maxLength: 8}), fc.array(fc.nat(), {maxLength: 20}), (all, places) => {
			const stream = Buffer.concat(all.map(({transaction, unit, pdu}) => tcpFrame(transaction, unit, pdu)));
			t.deepEqual(framesOf(cut(stream, places)), {frames: all.map(plain), whole: true});
		}),
	);
});

test('random bytes neither throw nor make a framer hold more than one frame', t => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({maxLength: 600}), {maxLength: 20}), pieces => {
			const framer = new TcpFramer();
			for (const piece of pieces) {
				framer.feed(piece, ({bytes, from, to}) => from < to && to <= bytes.length);
				t.true(framer.heldBytes <= MOST_TCP_BYTES);
			}
		}),
	);
});

for (const [why, hex] of [
	['another protocol', '000100010006'],
	['a length of 0', '000100000000'],
	['a length without a function', '000100000001'],
	['a length beyond 254', '0001000000ff'],
] as const) {
	test(`a header with ${why} is no Modbus, at once and byte by byte`, t => {
		const bytes = Buffer.from(hex, 'hex');
		t.false(framesOf([bytes]).whole);
		t.false(framesOf([...bytes].map(byte => Uint8Array.of(byte))).whole);
	});
}

test('a taker that says no ends the stream', t => {
	const framer = new TcpFramer();
	const frame = tcpFrame(1, 1, Uint8Array.of(3));
	let taken = 0;
	t.false(framer.feed(Buffer.concat([frame, frame]), () => ++taken > 1));
	t.is(taken, 1);
});

// The example of the serial line's specification (Modbus over serial line 1.02, 6.2.2): 02 07 is followed by 41 12.
test('the CRC is that of the specification, its low byte first', t => {
	t.is(crc16(Uint8Array.of(2, 7), 0, 2), 0x1241);
	t.is(Buffer.from(rtuFrame(2, Uint8Array.of(7))).toString('hex'), '02074112');
});

test('a frame of RTU is known by its CRC, and no other bit pattern one bit away is', t => {
	fc.assert(
		fc.property(sent, fc.nat(), ({unit, pdu}, place) => {
			const frame = rtuFrame(unit, pdu);
			t.true(isRtuFrame(frame, 0, frame.length));
			const bit = place % (8 * frame.length);
			frame[bit >> 3] ^= 1 << (bit & 7);
			t.false(isRtuFrame(frame, 0, frame.length));
		}),
	);
});

test('what is too short, too long or beyond its buffer is no frame of RTU', t => {
	t.false(isRtuFrame(new Uint8Array(3), 0, 3));
	t.false(isRtuFrame(new Uint8Array(300), 0, 257));
	t.false(isRtuFrame(rtuFrame(1, Uint8Array.of(1, 2)), 0, 6));
});
