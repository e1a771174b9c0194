import test from 'ava';
import fc from 'fast-check';
import {generate} from 'mqtt-packet';
import {settle, until} from '../../helpers/mqtt.ts';
import {connected, rig} from '../../helpers/thin-rig.ts';

const faults: Readonly<Record<string, Buffer>> = {
	'a second CONNACK': Buffer.from('20020000', 'hex'),
	'a CONNECT': generate({
		cmd: 'connect',
		protocolId: 'MQTT',
		protocolVersion: 4,
		clientId: 'a',
		clean: true,
		keepalive: 0,
	}),
	'a PUBLISH of QoS 1 with packet id 0': Buffer.from('32060001610000ff', 'hex'),
	'a PUBLISH of QoS 2': Buffer.from('34060001610001ff', 'hex'),
	'a PUBLISH whose topic runs over its end': Buffer.from('3003ffff61', 'hex'),
	'type 0': Buffer.from('0000', 'hex'),
	'a length of five bytes': Buffer.from('30ffffffff7f', 'hex'),
	'an announcement of 256 MiB': Buffer.from('30ffffff7f', 'hex'),
	'a SUBACK with code 3': Buffer.from('9003000103', 'hex'),
};

for (const [name, bytes] of Object.entries(faults)) {
	test(`${name} from a broker ends the connection, once, without an exception`, async t => {
		const {far, closed, told} = await connected(t);
		far.write(bytes);
		await until(() => closed.length > 0, 'closed');
		await settle();
		t.is(closed.length, 1);
		t.is(closed[0].how, 'lost');
		t.deepEqual(told, []);
	});
}

test('a fault on one connection leaves the next packet of another whole', async t => {
	const first = await connected(t);
	const second = await connected(t);
	first.far.write(faults['a PUBLISH whose topic runs over its end']);
	second.reply({cmd: 'publish', topic: 'c', payload: 'go', qos: 0, dup: false, retain: false});
	await until(() => second.told.length === 1, 'told');
	t.deepEqual(second.told, ['c go false']);
});

test('no bytes of a broker make the client throw or hang', async t => {
	const garbled = fc
		.tuple(
			fc.constantFrom(
				generate({cmd: 'publish', topic: 'c', payload: 'go', qos: 1, dup: false, retain: false, messageId: 1}),
				generate({cmd: 'connack', returnCode: 0, sessionPresent: false}),
				generate({cmd: 'suback', messageId: 1, granted: [1, 1]}),
				generate({cmd: 'puback', messageId: 1}),
			),
			fc.nat(),
			fc.nat(255),
		)
		.map(([packet, at, value]) => {
			const bytes = new Uint8Array(packet);
			bytes[at % bytes.length] = value;
			return bytes;
		});
	await fc.assert(
		fc.asyncProperty(
			fc.boolean(),
			fc.array(fc.oneof(fc.uint8Array({maxLength: 40}), garbled), {maxLength: 8}),
			async (up, chunks) => {
				const it = up ? await connected(t) : rig(t, 0);
				for (const chunk of chunks) {
					it.far.write(Buffer.from(chunk));
				}
				it.far.end();
				await until(() => it.closed.length === 1, 'closed');
				t.deepEqual(it.clock.pending, []);
			},
		),
		{numRuns: 400},
	);
});

for (const [what, granted] of [
	['refused', [1, 128]],
	['granted', [1, 1]],
] as const) {
	test(`a subscription that is needed and ${what} ${what === 'refused' ? 'ends the session' : 'leaves it'}`, async t => {
		const {wire, reply, received, closed, clock} = await connected(t, 0, {
			version: 4,
			counter: null,
			needsFilters: true,
		});
		wire.subscribe(['a', 'b']);
		await until(() => received.length === 1, 'SUBSCRIBE');
		reply({cmd: 'suback', messageId: received[0].messageId ?? 0, granted: [...granted]});
		await settle();
		clock.advance(60_000);
		await settle();
		t.deepEqual(
			closed.map(({how, reason}) => `${how}: ${reason}`),
			what === 'refused' ? ['lost: the broker refused a subscription'] : [],
		);
	});
}

test('a subscription that is needed and never answered ends the session; one that is not needed does not', async t => {
	for (const needsFilters of [true, false]) {
		const {wire, closed, clock} = await connected(t, 0, {version: 4, counter: null, needsFilters});
		wire.subscribe(['a']);
		clock.advance(30_000);
		await settle();
		t.deepEqual(
			closed.map(({reason}) => reason),
			needsFilters ? ['no answer to SUBSCRIBE'] : [],
		);
	}
});
