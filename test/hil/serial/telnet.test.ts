import test from 'ava';
import fc from 'fast-check';
import {escaped, LONGEST_SUB_BYTES, subBytes, TelnetParser, verbBytes, verbs} from '../../../hil/serial/telnet.ts';
import type {TelnetEvent} from '../../../hil/serial/telnet.ts';

const dataOf = (events: readonly TelnetEvent[]): Buffer =>
	Buffer.concat(events.map(event => (event.kind === 'data' ? event.bytes : Buffer.alloc(0))));

/** What a parser makes of `bytes`, in pieces of `size`. */
function inPieces(bytes: Buffer, size: number): TelnetEvent[] {
	const parser = new TelnetParser();
	const events: TelnetEvent[] = [];
	for (let at = 0; at < bytes.length; at += size) {
		events.push(...parser.feed(bytes.subarray(at, at + size)));
	}
	return events;
}

test('data comes back as it was, however it is cut, and 255 stands twice meanwhile', t => {
	t.is(escaped(Buffer.from([1, 255, 2])).toString('hex'), '01ffff02');
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 200}), fc.integer({min: 1, max: 7}), (bytes, size) => {
			const events = inPieces(escaped(bytes), size);
			return events.every(({kind}) => kind === 'data') && dataOf(events).equals(Buffer.from(bytes));
		}),
	);
});

test('options and their words come back as they were, between data', t => {
	fc.assert(
		fc.property(
			fc.constantFrom(...verbs),
			fc.integer({min: 0, max: 254}),
			fc.uint8Array({maxLength: LONGEST_SUB_BYTES - 1}),
			fc.integer({min: 1, max: 7}),
			(verb, option, bytes, size) => {
				const wire = Buffer.concat([
					Buffer.from('a'),
					verbBytes(verb, option),
					subBytes(option, bytes),
					Buffer.from('b'),
				]);
				const events = inPieces(wire, size).filter(({kind}) => kind !== 'data');
				t.deepEqual(events, [
					{kind: 'verb', verb, option},
					{kind: 'sub', option, bytes: Buffer.from(bytes)},
				]);
				return dataOf(inPieces(wire, size)).toString() === 'ab';
			},
		),
	);
});

test('any bytes are parsed, and after something broken comes nothing', t => {
	const bytes = fc.array(fc.oneof(fc.constantFrom(255, 250, 240, 251, 44), fc.integer({min: 0, max: 255})), {
		maxLength: 600,
	});
	fc.assert(
		fc.property(bytes, fc.integer({min: 1, max: 50}), (given, size) => {
			const kinds = inPieces(Buffer.from(given), size).map(({kind}) => kind);
			const broken = kinds.indexOf('broken');
			return broken < 0 || broken === kinds.length - 1;
		}),
	);
	t.pass();
});

const broken: ReadonlyArray<readonly [title: string, bytes: Buffer]> = [
	[
		'a subnegotiation that never ends',
		Buffer.concat([Buffer.from([255, 250]), Buffer.alloc(LONGEST_SUB_BYTES + 1, 1)]),
	],
	['a subnegotiation that ends with another command', Buffer.from([255, 250, 44, 255, 251])],
	['an empty subnegotiation', Buffer.from([255, 250, 255, 240])],
	['a command that there is not', Buffer.from([255, 7])],
];

for (const [title, bytes] of broken) {
	test(`${title} is told as broken`, t => {
		t.deepEqual(
			inPieces(bytes, 3).map(({kind}) => kind),
			['broken'],
		);
	});
}
