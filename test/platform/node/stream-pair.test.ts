import {once} from 'node:events';
import test from 'ava';
import fc from 'fast-check';
import {createStreamPair} from '../../../src/platform/node/stream-pair.ts';
import {until} from '../../helpers/mqtt.ts';

test('what is written to one end is read from the other, in order, both ways', async t => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.uint8Array({minLength: 1, maxLength: 40000}), {maxLength: 8}), async chunks => {
			const [near, far] = createStreamPair();
			const read: Buffer[] = [];
			far.on('data', (chunk: Buffer) => {
				read.push(chunk);
				far.write(chunk);
			});
			const echoed: Buffer[] = [];
			near.on('data', (chunk: Buffer) => echoed.push(chunk));
			for (const chunk of chunks) {
				near.write(chunk);
			}
			const sent = Buffer.concat(chunks);
			await until(() => Buffer.concat(echoed).length === sent.length, 'everything came back');
			t.true(sent.equals(Buffer.concat(read)));
			t.true(sent.equals(Buffer.concat(echoed)));
		}),
		{numRuns: 30},
	);
});

test('corked writes arrive as one chunk', async t => {
	const [near, far] = createStreamPair();
	const read: string[] = [];
	far.on('data', (chunk: Buffer) => read.push(chunk.toString()));
	near.cork();
	near.write('one ');
	near.write('two ');
	near.write('three');
	near.uncork();
	await until(() => read.length > 0, 'something arrived');
	t.deepEqual(read, ['one two three']);
});

test('destroying one end closes the other', async t => {
	for (const which of [0, 1]) {
		const ends = createStreamPair();
		const closed = once(ends[1 - which], 'close');
		ends[which].destroy();
		await closed;
		t.true(ends[1 - which].destroyed);
	}
});

test('destroying an end with an error tells the error there, and only the close at the other', async t => {
	const [near, far] = createStreamPair();
	const errors: string[] = [];
	near.on('error', error => errors.push(`near ${error.message}`));
	far.on('error', error => errors.push(`far ${error.message}`));
	near.destroy(new Error('torn'));
	await once(far, 'close');
	t.deepEqual(errors, ['near torn']);
});

test('what was written just before a destroy still reaches an end that reads', async t => {
	const [near, far] = createStreamPair();
	const read: string[] = [];
	far.on('data', (chunk: Buffer) => read.push(chunk.toString()));
	far.resume();
	near.write('last words');
	near.destroy();
	await once(far, 'close');
	t.deepEqual(read, ['last words']);
});

test('ending one end ends the other, which can still answer; then both close', async t => {
	const [near, far] = createStreamPair();
	far.on('end', () => far.end('answer'));
	far.resume();
	const read: string[] = [];
	near.on('data', (chunk: Buffer) => read.push(chunk.toString()));
	near.end('question');
	await Promise.all([once(near, 'close'), once(far, 'close')]);
	t.deepEqual(read, ['answer']);
});

test('a write to an end whose peer is gone is finished, not left waiting', async t => {
	const [near, far] = createStreamPair();
	far.destroy();
	await new Promise<void>((resolve, reject) => {
		near.once('close', resolve);
		near.write('into the void', error => (error ? reject(error) : resolve()));
	});
	t.pass();
});

test('a destroy finishes a write that waits for room', async t => {
	const [near, far] = createStreamPair();
	near.on('error', () => undefined);
	let finished = 0;
	for (let i = 0; i < 4; i++) {
		near.write(Buffer.alloc(16384), () => (finished += 1));
	}
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	t.true(finished < 4, 'the peer does not read');
	far.destroy();
	await once(near, 'close');
	await until(() => finished === 4, 'every write is finished');
	t.is(finished, 4);
});

test('100 MiB pass to a slow reader with less than 100 KiB under way', async t => {
	const [near, far] = createStreamPair();
	const chunk = Buffer.alloc(16384, 7);
	const total = 100 * 1024 * 1024;
	let most = 0;
	async function write(): Promise<void> {
		for (let sent = 0; sent < total; sent += chunk.length) {
			if (!near.write(chunk)) {
				most = Math.max(most, near.writableLength + far.readableLength);
				await once(near, 'drain');
			}
		}
		near.end();
	}
	let received = 0;
	async function readSlowly(): Promise<void> {
		let turn = 0;
		for await (const bytes of far) {
			received += (bytes as Buffer).length;
			if ((turn += 1) % 64 === 0) {
				await new Promise(resolve => {
					setImmediate(resolve);
				});
			}
		}
	}
	await Promise.all([write(), readSlowly()]);
	t.is(received, total);
	t.true(most > 0 && most <= 100 * 1024, `${most} bytes under way`);
});
