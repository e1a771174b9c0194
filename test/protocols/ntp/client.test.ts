import test from 'ava';
import type {Asked} from '../../../src/protocols/ntp/ask.ts';
import {NtpClient} from '../../../src/protocols/ntp/client.ts';
import {disciplinedClock} from '../../../src/protocols/ntp/disciplined-clock.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

const START = 1_700_000_000_000;
const silence: Asked = {ok: false, reason: 'no answer', kiss: ''};
const kissed = (kiss: string): Asked => ({ok: false, reason: 'sent away', kiss});

/** Servers that say how far our clock is off the truth, or what the test has them say. */
function rig(names: readonly string[], errorMs = 0) {
	const clock = new ManualClock();
	const wallClock = disciplinedClock({nowUtc: () => START + errorMs + clock.now()}, clock);
	const says = new Map<string, Asked>();
	const asked: Array<{host: string; at: number}> = [];
	const steps: Array<[number, string]> = [];
	const notes: string[] = [];
	const client = new NtpClient({
		servers: names.map(host => ({host, port: 123})),
		clock,
		wallClock,
		async ask({host}) {
			asked.push({host, at: clock.now() / 1000});
			const offsetMs = START + clock.now() - wallClock.nowUtc();
			return says.get(host) ?? {ok: true, sample: {server: host, offsetMs, distanceMs: 20, stratum: 2}};
		},
		stepped: (stepMs, server) => steps.push([stepMs, server]),
		note: text => notes.push(text),
	});
	const advance = async (seconds: number): Promise<void> => {
		const end = clock.now() + seconds * 1000;
		while (clock.now() < end) {
			clock.advance(Math.min(end - clock.now(), clock.pending[0] ?? Infinity));
			await new Promise(resolve => {
				setImmediate(resolve);
			});
		}
	};
	return {clock, wallClock, client, says, asked, steps, notes, advance, times: () => asked.map(({at}) => at)};
}

test('a clock that is far out is set at once, told of with the step, and asked for ever more rarely', async t => {
	const {client, wallClock, clock, steps, advance, times} = rig(['a'], -5000);
	await client.start();
	t.is(wallClock.nowUtc(), START + clock.now());
	t.deepEqual(steps, [[5000, 'a']]);
	t.like(client.status, {synchronized: true, server: 'a', offsetMs: 5000, stratum: 2});
	await advance(64 + 128 + 256 + 512 + 1024 + 1024);
	t.deepEqual(times(), [0, 64, 192, 448, 960, 1984, 3008]);
	t.is(steps.length, 1);
	client.close();
	t.deepEqual(clock.pending, []);
});

test('while nobody answers, questions come later and later, and it is told once', async t => {
	const {client, says, advance, times, notes} = rig(['a']);
	says.set('a', silence);
	await client.start();
	await advance(2100);
	t.deepEqual(times(), [0, 8, 24, 56, 120, 248, 504, 1016, 2040]);
	t.deepEqual(notes, ['ntp: no time (a: no answer)']);
	t.false(client.status.synchronized);
	says.delete('a');
	await advance(1024);
	t.true(client.status.synchronized);
	client.close();
});

test('servers that do not agree set nothing', async t => {
	const {client, says, steps, notes} = rig(['a', 'b'], 0);
	says.set('b', {ok: true, sample: {server: 'b', offsetMs: 9000, distanceMs: 5, stratum: 1}});
	await client.start();
	t.deepEqual(steps, []);
	t.regex(notes[0], /do not agree/);
	client.close();
});

test('a server that says DENY is left alone for a day; RATE makes all questions rare', async t => {
	const {client, says, advance, asked} = rig(['a', 'b']);
	says.set('a', kissed('DENY'));
	await client.start();
	t.true(client.status.synchronized);
	await advance(3600);
	t.is(asked.filter(({host}) => host === 'a').length, 1);
	t.true(asked.filter(({host}) => host === 'b').length > 3);
	await advance(24 * 3600);
	t.is(asked.filter(({host}) => host === 'a').length, 2);
	client.close();
	const slow = rig(['a', 'b']);
	slow.says.set('a', kissed('RATE'));
	await slow.client.start();
	t.is(slow.client.status.pollMs, 1_024_000);
	slow.client.close();
});

test('who waits for the time is told when it is set, or when his patience ends', async t => {
	const {client, clock, says, advance} = rig(['a'], 900);
	says.set('a', silence);
	await client.start();
	const impatient = client.synchronized(1000);
	const patient = client.synchronized(60_000);
	await advance(1);
	t.false(await impatient);
	says.delete('a');
	await advance(7);
	t.true(await patient);
	t.true(await client.synchronized(0));
	client.close();
	t.deepEqual(clock.pending, []);
});
